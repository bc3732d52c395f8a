"""Lists of members and representatives. A full telephone number goes only to whom the page would show it."""

from django.db.models import Prefetch
from django.utils import timezone

from members.filters import MemberFilter
from members.models import Member
from members.templatetags.dates import masked
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from rooms.filters import RepresentativeFilter
from rooms.models import Posting, Representative


def _found_members(params, request):
    rows = Member.objects.visible_to(request.user)
    rows = MemberFilter(params, rows, request=request).qs.with_right(request.user, "members.view_phones", "sees_phone")
    return rows.with_right(request.user, "members.view_standing", "sees_standing")


def _members(rows):
    postings = Posting.objects.on(timezone.localdate()).select_related("room__unit")
    rows = rows.select_related("term", "home", "work").prefetch_related(
        Prefetch("postings", postings, to_attr="postings_now")
    )
    for row in rows.order_by("pinyin", "pk").iterator(BATCH):
        rooms = "、".join(posting.room.name for posting in row.postings_now)
        yield (
            row.name,
            row.levels_told,
            row.get_kind_display(),
            row.term.name if row.term else "",
            row.sector,
            row.committee,
            row.party,
            row.employer,
            "、".join(row.specialities),
            row.home.name if row.home else "",
            row.work.name if row.work else "",
            row.phone if row.sees_phone else masked(row.phone),
            rooms,
            row.unposted_reason if row.sees_standing and not rooms else "",
            _state_told(row),
        )


def _state_told(row) -> str:
    """How a member stands, for whom it concerns; others read who left."""
    if not row.sees_standing:
        return "" if row.is_active else "不在任"
    until = f"，到{row.leave_until:%Y年%-m月%-d日}" if row.leave_until else ""
    return f"{row.get_state_display()}{until}"


def _found_representatives(params, request):
    return RepresentativeFilter(params, Representative.objects.visible_to(request.user), request=request).qs


def _representatives(rows):
    for row in rows.select_related("room__unit__region__parent").order_by("pinyin", "pk").iterator(BATCH):
        region = row.room.unit.region
        yield (
            row.name,
            row.get_kind_display(),
            row.title,
            row.room.name,
            region.parent.name if region.kind == "village" and region.parent else region.name,
            masked(row.phone),
            row.term,
            row.starts_on,
            row.ends_on,
        )


LISTINGS = {
    "members": Listing(
        "委员名册",
        "members.view_members",
        _found_members,
        (
            Column("姓名", 12),
            Column("级别", 18),
            Column("委员类别", 14),
            Column("届次", 14),
            Column("界别", 16),
            Column("专委会", 20),
            Column("党派", 14),
            Column("工作单位和职务", 40),
            Column("特长", 20),
            Column("居住地", 14),
            Column("工作地", 14),
            Column("手机", 14),
            Column("派驻联络室", 30),
            Column("未派驻原因", 24),
            Column("状态", 16),
        ),
        _members,
    ),
    "representatives": Listing(
        "党员代表、群众代表名册",
        "rooms.view_representatives",
        _found_representatives,
        (
            Column("姓名", 12),
            Column("类别", 12),
            Column("身份", 24),
            Column("联络室", 30),
            Column("乡镇（街道）", 16),
            Column("手机", 14),
            Column("届次", 10),
            Column("开始日期", 14, Kind.DATE),
            Column("任期到", 14, Kind.DATE),
        ),
        _representatives,
    ),
}
