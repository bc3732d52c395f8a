"""Lists of awards, with the numbers of their certificates, and of the special fund."""

from proposals.filters.awards import AwardFilter, GrantFilter
from proposals.filters.care import RectificationFilter
from proposals.models import Award, FundGrant, Rectification
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found_awards(params, request):
    found = AwardFilter(params, Award.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _awards(rows):
    for row in rows.for_page().iterator(BATCH):
        issue, by = (row.proposal.issue, row.proposal.by_whom) if row.proposal else ("", "")
        head = (row.year, row.get_kind_display(), row.to_whom, issue, by)
        yield (*head, row.basis, row.decided_by, row.decided_on, row.certificate)


def _found_grants(params, request):
    found = GrantFilter(params, FundGrant.objects.visible_to(request.user), request=request)
    return found.qs.order_by(*found.order)


def _grants(rows):
    for row in rows.for_page().iterator(BATCH):
        money = (row.amount, row.paid, row.spent)
        head = (row.pot.year, row.proposal.issue, row.proposal.title, row.used_for, row.approved_by, row.approved_on)
        yield (*head, *money, row.account)


def _found_rectifications(params, request):
    rows = Rectification.objects.visible_to(request.user)
    found = RectificationFilter(params, rows, request=request)
    return found.qs.order_by(*found.order)


def _rectifications(rows):
    for row in rows.for_page().iterator(BATCH):
        yield (
            row.year,
            row.unit.name,
            row.why,
            row.asked_at,
            row.due_on,
            row.get_state_display(),
            row.report,
            row.reported_by.name if row.reported_by else "",
            row.reported_at,
            row.opinion,
        )


LISTINGS = {
    "rectifications": Listing(
        "提案办理整改",
        "proposals.view_rectification",
        _found_rectifications,
        (
            Column("年度", 8, Kind.NUMBER),
            Column("单位", 24),
            Column("整改原因", 40),
            Column("责成时间", 20, Kind.TIME),
            Column("报送截止", 14, Kind.DATE),
            Column("情况", 12),
            Column("整改情况", 60),
            Column("报送人", 12),
            Column("报送时间", 20, Kind.TIME),
            Column("办公室意见", 40),
        ),
        _rectifications,
    ),
    "awards": Listing(
        "提案评优",
        "proposals.view_awards",
        _found_awards,
        (
            Column("年度", 10),
            Column("奖项", 18),
            Column("评给", 44),
            Column("案号", 20),
            Column("提出", 16),
            Column("评选依据", 44),
            Column("由谁确定", 20),
            Column("确定日期", 14, Kind.DATE),
            Column("证书编号", 20),
        ),
        _awards,
    ),
    "fund-grants": Listing(
        "提案办理专项资金",
        "proposals.list_care",
        _found_grants,
        (
            Column("年度", 10),
            Column("案号", 20),
            Column("标题", 44),
            Column("用途", 30),
            Column("由谁批准", 20),
            Column("批准日期", 14, Kind.DATE),
            Column("安排（万元）", 14),
            Column("已拨付（万元）", 14),
            Column("已支出（万元）", 14),
            Column("支出说明", 44),
        ),
        _grants,
    ),
}
