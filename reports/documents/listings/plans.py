"""Lists of annual plans: their topics, nominations, and what rooms did with common topics."""

from django.utils import timezone

from consult.forms.plan_filters import NominationFilter, PlanFilter
from consult.models import Call, CommonAnswer, CommonTopic, Nomination, Plan
from consult.queries import common_topics
from consult.queries import plans as queries
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found_items(params, request):
    """The topics of the plans that the page shows: of this year unless another is asked for."""
    params = params.copy()
    params.setdefault("year", str(timezone.localdate().year))
    found = PlanFilter(params, Plan.objects.visible_to(request.user), request=request)
    return found.items_of(found.qs.order_by().values("pk"))


def _items(rows):
    related = rows.select_related("plan__unit", "lead").prefetch_related("rooms__unit", "units")
    today = timezone.localdate()
    for row in related.order_by("plan__region__path", "plan", "month", "position").iterator(BATCH):
        yield (
            row.plan.title,
            row.plan.get_level_display(),
            row.plan.unit.name,
            row.title,
            row.when,
            f"{row.first_month}月" if row.first_month else "",
            "、".join(f"{month}月" for month in queries.held_months([row])[row.pk]) if row.topic_id else "",
            row.lead.name if row.lead else "",
            row.leader,
            row.form,
            "、".join(room.unit.short_name for room in row.rooms.all()),
            "、".join(unit.short_name for unit in row.units.all()),
            row.get_source_display(),
            row.get_state_display(),
            "到月未开始" if row.is_overdue(today) else "",
            row.reason,
        )


def _found_nominations(params, request):
    return NominationFilter(params, Nomination.objects.visible_to(request.user), request=request).qs


def _found_own(params, request):
    return Nomination.objects.filter(proposed_by=request.user)


def _nominations(rows):
    related = ("to", "room__unit", "unit", "member", "call", "item__plan")
    for row in rows.select_related(*related).order_by("-pk").iterator(BATCH):
        yield (
            row.year,
            row.title,
            row.why,
            row.by_whom,
            row.get_source_display(),
            row.call.theme if row.call else "",
            row.to.name,
            row.proposed_at,
            row.get_state_display(),
            row.chooser,
            row.verdict,
            row.item.plan.title if row.item and row.item.plan.is_issued else "",
        )


def _found_answers(params, request):
    """Of one common topic, or of all that the person sees; each answer under the rights over its room."""
    rows = CommonAnswer.objects.visible_to(request.user)
    rows = rows.filter(common__in=CommonTopic.objects.visible_to(request.user))
    key = params.get("common", "")
    rows = rows.filter(common=key) if key.isascii() and key.isdigit() and len(key) < 19 else rows
    rows.reader = request.user
    return rows


def _answers(rows):
    """A room with several matters has a row for each; its words stand in the first."""
    reader = rows.reader
    for common in CommonTopic.objects.filter(pk__in=rows.order_by().values("common")).select_related("topic"):
        wanted = set(rows.filter(common=common).values_list("pk", flat=True))
        for answer in common_topics.answers_of(common, reader):
            if answer.pk in wanted:
                yield from _of_answer(common, answer)


def _of_answer(common, answer):
    stood = "已办结" if answer.is_closed else "已协商" if answer.is_held else "已立题" if answer.consultation else ""
    head = (
        common.topic.title,
        "全省共性" if common.is_province_wide else "全市共性",
        answer.room.name,
        answer.get_state_display(),
        answer.reason,
        stood,
    )
    for matter in answer.matters or [None]:
        yield (*head, *_of_matter(matter))


def _of_matter(matter) -> tuple:
    if matter is None:
        return None, "", "", ""
    return matter.number, matter.text, matter.get_state_display(), matter.outcome


def _found_plans(params, request):
    return PlanFilter(params, Plan.objects.visible_to(request.user), request=request).qs


def _plans(rows):
    rows = queries.with_progress(rows.select_related("unit", "region")).order_by("-year", "-pk")
    for row in rows.iterator(BATCH):
        yield (
            row.title,
            row.year,
            row.get_level_display(),
            row.unit.name,
            row.get_state_display(),
            row.whole,
            row.begun,
            row.held,
            row.done,
            row.overdue,
        )


def _found_calls(params, request):
    return Call.objects.visible_to(request.user)


def _calls(rows):
    for row in rows.select_related("issuer").order_by("-pk").iterator(BATCH):
        yield row.year, row.theme, row.issuer.name, row.asked_told, row.opens_on, row.closes_on, row.get_state_display()


NOMINATED = (
    Column("年度", 8, Kind.NUMBER),
    Column("议题", 40),
    Column("理由", 50),
    Column("提出", 24),
    Column("来源", 16),
    Column("征题", 30),
    Column("报给", 26),
    Column("报送时间", 20, Kind.TIME),
    Column("结果", 12),
    Column("圈定人", 20),
    Column("意见", 40),
    Column("列入计划", 36),
)
LISTINGS = {
    "plans": Listing(
        "年度协商计划",
        "consult.view_plan",
        _found_plans,
        (
            Column("计划", 40),
            Column("年度", 8, Kind.NUMBER),
            Column("级别", 12),
            Column("制定单位", 26),
            Column("状态", 12),
            Column("议题", 8, Kind.NUMBER),
            Column("已开始", 8, Kind.NUMBER),
            Column("已协商", 8, Kind.NUMBER),
            Column("已办结", 8, Kind.NUMBER),
            Column("逾期", 8, Kind.NUMBER),
        ),
        _plans,
    ),
    "calls": Listing(
        "征题清单",
        "consult.view_call",
        _found_calls,
        (
            Column("年度", 8, Kind.NUMBER),
            Column("主题", 40),
            Column("发起单位", 26),
            Column("向谁征集", 40),
            Column("开始", 14, Kind.DATE),
            Column("截止", 14, Kind.DATE),
            Column("状态", 12),
        ),
        _calls,
    ),
    "plan-items": Listing(
        "年度协商计划议题",
        "consult.view_plan",
        _found_items,
        (
            Column("计划", 36),
            Column("级别", 12),
            Column("制定单位", 26),
            Column("议题", 40),
            Column("时间", 10),
            Column("原定月份", 10),
            Column("协商月份", 12),
            Column("牵头单位", 24),
            Column("牵头领导", 16),
            Column("形式", 14),
            Column("承办", 30),
            Column("参加单位", 30),
            Column("来源", 16),
            Column("情况", 12),
            Column("提醒", 12),
            Column("原因", 30),
        ),
        _items,
    ),
    "nominations": Listing(
        "荐题清单",
        "consult.view_nomination",
        _found_nominations,
        NOMINATED,
        _nominations,
    ),
    "my-nominations": Listing(
        "我的荐题",
        "consult.view_nomination",
        _found_own,
        NOMINATED,
        _nominations,
    ),
    "common-answers": Listing(
        "共性议题承接和结果",
        "consult.view_common",
        _found_answers,
        (
            Column("议题", 40),
            Column("范围", 12),
            Column("联络室", 26),
            Column("承接", 12),
            Column("不承接的理由", 30),
            Column("协商", 12),
            Column("序号", 8, Kind.NUMBER),
            Column("事项", 50),
            Column("状态", 12),
            Column("办理结果", 40),
        ),
        _answers,
    ),
}
