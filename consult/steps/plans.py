"""年度协商计划: drafted from what was chosen, as a table topic × month × lead × form."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consult.enums import NominationState, PlanLevel
from consult.models import Nomination, Plan, PlanItem
from consult.workflow import Refused, check_version, lock
from members import ledger
from members.enums import UnitKind
from members.models import Unit
from members.operations.changes import overwrite, told_value

RELATED = ("unit__region", "room__unit__region", "room__approver", "region", "approver")
LEVELS = {
    UnitKind.ROOM: PlanLevel.ROOM,
    UnitKind.TOWNSHIP: PlanLevel.TOWNSHIP,
    UnitKind.LEADING_OFFICE: PlanLevel.CITY,
    UnitKind.OFFICE: PlanLevel.CITY,
}
MOST_ITEMS = 200
# What somebody types of one topic.
TEXTS = ("title", "why", "month", "until_month", "lead", "leader", "form", "source", "source_note")


@transaction.atomic
def start(unit, *, by, year: int, title: str, opening="", demands="") -> Plan:
    """Begin the plan of a unit for a year; a unit has one."""
    level = LEVELS.get(unit.kind)
    if level is None:
        raise Refused("这个单位不制定年度协商计划。")
    this_year = timezone.localdate().year
    if not this_year - 1 <= year <= this_year + 1:
        raise Refused("只能制定上一年度、本年度或者下一年度的计划。")
    room = unit.room if level == PlanLevel.ROOM else None
    values = {"level": level, "room": room, "region": unit.region, "approver": _approver(unit, room, level)}
    values |= {"title": title, "opening": opening, "demands": demands, "created_by": by}
    plan, is_new = Plan.objects.get_or_create(unit=unit, year=year, defaults=values)
    if not is_new:
        raise Refused(f"{unit.short_name}已经有 {year} 年度协商计划，请直接修改。")
    ledger.record(plan, "consult.start_plan", by=by, unit=unit, sentence=f"起草 {year} 年度协商计划")
    return plan


@transaction.atomic
def edit(plan, *, by, **values) -> Plan:
    lock_draft(plan)
    plan, changes = overwrite(plan, values)
    if changes:
        ledger.record(plan, "consult.edit_plan", by=by, unit=plan.unit, sentence="修改计划文字", changes=changes)
    return plan


@transaction.atomic
def fill(plan, *, by) -> list[PlanItem]:
    """Put every chosen topic of the year into the table that does not stand there yet."""
    plan = lock_draft(plan)
    chosen = Nomination.objects.filter(to=plan.unit, year=plan.year, state=NominationState.CHOSEN, item__isnull=True)
    rows = list(chosen.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        raise Refused("没有已圈定、还没有列入计划的议题。")
    items = [_add(plan, by=by, nominations=[row], **_from(row, plan)) for row in rows]
    _tell(plan, "consult.fill_plan", by=by, sentence=f"列入 {len(items)} 件已圈定的议题")
    return items


@transaction.atomic
def add_item(plan, *, by, nominations=(), **fields) -> PlanItem:
    plan = lock_draft(plan)
    item = _add(plan, by=by, nominations=nominations, **fields)
    changes = {"title": ("议题", "", item.title)}
    _tell(plan, "consult.add_plan_item", by=by, sentence="计划增加议题", about=item, changes=changes)
    return item


@transaction.atomic
def edit_item(item, *, by, version: int, rooms=None, units=None, **fields) -> PlanItem:
    plan, item = lock_item(item)
    check_version(item, version)
    require_months(fields.get("month", item.month), fields.get("until_month", item.until_month))
    changes = apply(item, {**fields, "rooms": rooms, "units": units})
    if changes:
        _tell(plan, "consult.edit_plan_item", by=by, sentence="修改计划议题", about=item, changes=changes)
    return item


@transaction.atomic
def move_item(item, *, by, up: bool) -> None:
    """One place up or down in the table."""
    plan, item = lock_item(item)
    rows = list(plan.items.select_for_update().order_by("position", "pk"))
    at = next(index for index, row in enumerate(rows) if row.pk == item.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        raise Refused("已经在最前面。" if up else "已经在最后面。")
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows, 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    _tell(plan, "consult.order_plan", by=by, sentence="调整计划议题次序", about=item)


@transaction.atomic
def split_item(item, *, by, title: str, month: int, until_month: int) -> PlanItem:
    """Make a second topic of one that asks two things; where it comes from stays known of both."""
    plan, item = lock_item(item)
    values = {name: getattr(item, name) for name in TEXTS}
    values |= {"title": title, "month": month, "until_month": until_month}
    second = _add(plan, by=by, rooms=item.rooms.all(), units=item.units.all(), **values)
    note = f"由“{item.title}”拆分"
    second.source_note = f"{second.source_note}（{note}）"[:200] if second.source_note else note[:200]
    second.save(update_fields=["source_note"])
    _tell(plan, "consult.split_plan_item", by=by, sentence="拆分计划议题", about=second)
    return second


@transaction.atomic
def merge_items(item, *, into, by) -> PlanItem:
    """One topic of two that ask the same; the nominations of both lead to it."""
    plan, item = lock_item(item)
    into = lock(into)
    if into.plan_id != plan.pk or into.pk == item.pk:
        raise Refused("请选择同一份计划中的另一件议题。")
    item.nominations.update(item=into)
    into.rooms.add(*item.rooms.all())
    into.units.add(*item.units.all())
    # Whoever has the other one open would take the rooms out again.
    into.version += 1
    into.save(update_fields=["version"])
    changes = _gone(item) | {"title": ("并入的议题", item.title, into.title)}
    item.delete()
    _tell(plan, "consult.merge_plan_items", by=by, sentence="合并计划议题", about=into, changes=changes)
    return into


@transaction.atomic
def remove_item(item, *, by) -> None:
    """Take a topic out of the draft; nominations stay chosen and may be put in again."""
    plan, item = lock_item(item)
    _tell(plan, "consult.remove_plan_item", by=by, sentence="移出计划议题", changes=_gone(item))
    item.delete()


def lock_draft(plan) -> Plan:
    """The plan, locked, while its table may still be changed freely."""
    plan = lock(plan, related=RELATED)
    if not plan.is_draft:
        raise Refused(f"这份计划{plan.get_state_display()}，不能再直接修改；已印发的请用“调整”。")
    return plan


def lock_item(item) -> tuple[Plan, PlanItem]:
    """Always the plan first, so that two people never wait for each other."""
    plan = lock_draft(item.plan)
    item = PlanItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if item is None:
        raise Refused("这件议题已经移出计划，请刷新页面。")
    item.plan = plan
    return plan, item


def apply(item, values: dict) -> dict:
    """Write what differs, and return it for the ledger; of relations the whole set is given."""
    changes, changed = {}, []
    for name in TEXTS:
        if name in values and values[name] != getattr(item, name):
            field = item._meta.get_field(name)
            before, after = told_value(field, getattr(item, name)), told_value(field, values[name])
            changes[name] = (str(field.verbose_name), before, after)
            setattr(item, name, values[name])
            changed.append(name)
    for name in ("rooms", "units"):
        if values.get(name) is not None:
            before, after = names_of(getattr(item, name).all()), names_of(values[name])
            if before != after:
                changes[name] = (str(item._meta.get_field(name).verbose_name), before, after)
                getattr(item, name).set(values[name])
    if changes:
        item.version += 1
        item.save(update_fields=[*changed, "version"])
    return changes


def names_of(rows) -> str:
    return "、".join(sorted(getattr(row, "unit", row).short_name for row in rows))


def add_row(plan, *, rooms=(), units=(), **fields) -> PlanItem:
    """A new row at the end of the table."""
    require_months(fields["month"], fields["until_month"])
    last = plan.items.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_ITEMS:
        raise Refused(f"一份计划最多 {MOST_ITEMS} 件议题。")
    item = PlanItem.objects.create(plan=plan, position=last + 1, **fields)
    item.rooms.set(rooms or ([plan.room] if plan.room else []))
    item.units.set(units)
    return item


def require_months(month: int, until: int) -> None:
    if until < month:
        raise Refused("结束月份不能早于开始月份。")


def _gone(item) -> dict:
    """What a row said that stands in the table no more."""
    said = {name: item._meta.get_field(name).verbose_name for name in ("title", "why") if getattr(item, name)}
    return {name: (str(label), getattr(item, name), "") for name, label in said.items()}


def _add(plan, *, by, nominations=(), **fields) -> PlanItem:
    item = add_row(plan, **fields)
    for row in nominations:
        row.item = item
        row.save(update_fields=["item"])
    # What was merged shares what becomes of the other, also where it was merged first.
    Nomination.objects.filter(merged_into__in=nominations).update(item=item)
    return item


def _from(row, plan) -> dict:
    """What a nomination says of its topic. Months are set by hand; until then it stands in the last one."""
    rooms = [row.room] if row.room and plan.level != PlanLevel.ROOM else []
    told = row.chooser if row.source == "leader" else row.by_whom
    return {
        "title": row.title,
        "why": row.why,
        "month": 12,
        "until_month": 12,
        "source": row.source,
        "source_note": told[:200],
        "rooms": rooms,
    }


def _approver(unit, room, level) -> Unit:
    if level == PlanLevel.ROOM:
        return room.approver
    if level == PlanLevel.TOWNSHIP:
        return unit
    committees = Unit.objects.active().filter(kind=UnitKind.CITY_COMMITTEE, region__code=unit.region.city_code)
    committee = committees.first()
    if committee is None:
        raise Refused("系统里还没有设置市委，请联系系统管理员。")
    return committee


def _tell(plan, verb: str, *, by, sentence: str, about=None, **details) -> None:
    ledger.record(about or plan, verb, by=by, unit=plan.unit, sentence=sentence, **details)
