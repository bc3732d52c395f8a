"""A year's plan of one room, from the call to a pending change, as the pages make it."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from consult.models import Plan, PlanItem
from consult.steps import common_topics, nominations, plan_approval, plan_calls, plan_changes, plans
from tests import factories as make

MEETING = {"basis": "meeting", "basis_note": "党工委第 3 次会议"}


def basis() -> dict:
    return {**MEETING, "basis_on": timezone.localdate()}


def year() -> int:
    return timezone.localdate().year


def call(unit, *, by, asked=("rooms", "members"), **fields):
    today = timezone.localdate()
    told = {"theme": "征集年度协商议题", "text": "围绕群众关心的小事、急事", "year": year(), "opens_on": today}
    return plan_calls.open_call(
        unit, by=by, asked=list(asked), **{**told, "closes_on": today + timedelta(days=10), **fields}
    )


def nomination(unit, *, by, room, title="下水管网改造", source="room", **fields):
    given = {"room": room, "why": "汛期倒灌", "region": room.unit.region, "year": year(), **fields}
    return nominations.nominate(by=by, to=unit, title=title, source=source, **given)


def plan(unit, *, by, title="年度协商计划"):
    make.daye()
    return plans.start(unit, by=by, year=year(), title=title)


def item(row, *, by, title="下水管网改造", month=3, **fields) -> PlanItem:
    return plans.add_item(row, by=by, title=title, month=month, until_month=fields.pop("until", month), **fields)


def approved(row, *, by, body) -> Plan:
    plan_approval.submit(row, by=by)
    plan_approval.decide(row, by=body, verdict="approve", **basis())
    return Plan.objects.for_page().get(pk=row.pk)


def issued(row, *, by, body) -> Plan:
    row = approved(row, by=by, body=body)
    plan_approval.issue(row, by=by, dated_on=timezone.localdate())
    return Plan.objects.for_page().get(pk=row.pk)


def room_plan(side, *, titles=("下水管网改造", "加装电梯")) -> SimpleNamespace:
    """An issued plan of the side's room; the convener speaks for the room, the township decides."""
    row = plan(side.room.unit, by=side.clerk, title=f"{side.room.name}年度协商计划")
    items = [item(row, by=side.clerk, title=title, month=at) for at, title in enumerate(titles, 3)]
    row = issued(row, by=side.convener, body=side.township)
    return SimpleNamespace(plan=row, items=[PlanItem.objects.for_page().get(pk=each.pk) for each in items])


def records(side) -> list:
    """One row of every model of a year's plan, for tests that walk all pages."""
    made = room_plan(side)
    change = plan_changes.propose_drop(made.items[1], by=side.clerk, reason="已由上级统一解决")
    asked = call(side.room.approver, by=side.township)
    offered = nomination(side.room.approver, by=side.clerk, room=side.room)
    return [made.plan, made.items[0], change, made.plan.editions.get(), asked, offered]


def common(house, *, rooms):
    """A question of the whole city."""
    return common_topics.publish(
        make.leading_office(),
        by=house.leading_office,
        title="电动自行车充电难",
        why="各社区普遍反映",
        until=timezone.localdate() + timedelta(days=60),
        rooms=rooms,
    )
