"""岗位分工: who of a unit handles what, who is away, and what goes from hand to hand. All of a unit may settle it."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import NoticeKind
from members.models import Absence, Charge, Desk, HandOver, HandOverItem, Unit, User
from members.operations.changes import overwrite
from members.operations.notices import notify
from members.queries import desks
from members.workflow import Refused, lock, take_turn

EDIT = "members.edit_desks"
HANDLE = "members.hand_over"
# Pages of the list of everything that a unit is asked for; it lies above.
LIST = "/asked/"
MINE, NOBODY = f"{LIST}?view=mine", f"{LIST}?view=nobody"


@transaction.atomic
def add_desk(unit: Unit, *, by, field: str, words=(), holder: User, deputy: User | None = None) -> Desk:
    """One field of the unit with its two people; without words it is for whatever no other desk's words fit."""
    _check_people(unit, holder, deputy)
    _check_field(unit, field, words)
    desk = Desk.objects.create(unit=unit, field=field, words=list(words), holder=holder, deputy=deputy)
    ledger.record(desk, EDIT, by=by, unit=unit, sentence=f"{unit.short_name}设置岗位：{_told(desk)}")
    return desk


@transaction.atomic
def edit_desk(desk: Desk, *, by, **values) -> Desk:
    if desk.ended_at:
        raise Refused("这个岗位已经撤销，不能再改。")
    _check_people(desk.unit, values["holder"], values.get("deputy"))
    _check_field(desk.unit, values["field"], values.get("words", ()), but=desk)
    desk, changes = overwrite(desk, values)
    if changes:
        sentence = f"{desk.unit.short_name}调整岗位：{_told(desk)}"
        ledger.record(desk, EDIT, by=by, unit=desk.unit, sentence=sentence, changes=changes)
    return desk


@transaction.atomic
def end_desk(desk: Desk, *, by) -> Desk:
    """New things go to the other desks; what its people handle stays theirs."""
    desk = lock(desk, related=("unit__region",))
    if desk.ended_at:
        raise Refused("这个岗位已经撤销。")
    desk.ended_at, desk.ended_by = timezone.now(), by
    desk.save(update_fields=["ended_at", "ended_by"])
    ledger.record(desk, EDIT, by=by, unit=desk.unit, sentence=f"{desk.unit.short_name}撤销岗位：{desk.field}")
    return desk


@transaction.atomic
def enter_absence(unit: Unit, *, by, user: User, kind, starts_on, ends_on, deputy=None, note="") -> Absence:
    """From the first day to the last notices go to who stands in."""
    _check_people(unit, user, deputy)
    if ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期。")
    if ends_on < timezone.localdate():
        raise Refused("已经过去的外出不用登记。")
    others = Absence.objects.standing().filter(unit=unit, starts_on__lte=ends_on, ends_on__gte=starts_on)
    # Two entries of one person cannot both find none.
    take_turn(unit)
    if others.filter(user=user).exists():
        raise Refused(f"{user.name}在这段时间已经登记外出，请先取消原来的登记。")
    if deputy and others.filter(user=deputy).exists():
        raise Refused(f"{deputy.name}在这段时间也外出，请换一位代办人。")
    absence = Absence.objects.create(
        unit=unit,
        user=user,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
        note=note,
        entered_by=by,
    )
    told = f"{starts_on:%-m月%-d日}至{ends_on:%-m月%-d日}{absence.get_kind_display()}"
    if deputy and deputy != by:
        notify([deputy], f"{user.name}{told}，期间由您代办其承办件", url=MINE)
    sentence = f"{unit.short_name}登记外出，{told}"
    ledger.record(absence, EDIT, by=by, unit=unit, sentence=sentence)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, by) -> Absence:
    absence = lock(absence, related=("unit__region", "user", "deputy"))
    if absence.canceled_at:
        raise Refused("这次外出登记已经取消。")
    absence.canceled_at, absence.canceled_by = timezone.now(), by
    absence.save(update_fields=["canceled_at", "canceled_by"])
    if absence.deputy and absence.deputy != by:
        notify([absence.deputy], f"{absence.user.name}的外出登记已取消，不再由您代办", url=LIST)
    sentence = f"{absence.unit.short_name}取消外出登记"
    ledger.record(absence, EDIT, by=by, unit=absence.unit, sentence=sentence)
    return absence


def take_by_desk(owner, unit: Unit, text: str) -> Charge | None:
    """Give something new to the desk whose words it speaks of. Part of the verb that asks, never one itself."""
    desk = desks.desk_for(unit, text)
    people = set(desks.handlers_of([unit]).values_list("pk", flat=True)) if desk else set()
    here = [person for person in (desk.holder, desk.deputy) if person and person.pk in people] if desk else []
    if not here:
        return None
    holder, deputy = here[0], here[1] if len(here) > 1 else None
    return Charge.objects.create(owner=owner, unit=unit, holder=holder, deputy=deputy)


@transaction.atomic
def set_handler(owners, unit: Unit, *, by, holder: User, deputy: User | None = None) -> list[Charge]:
    """Name who handles these things, where nobody does so far or nobody has to hand anything over."""
    take_turn(unit)
    _check_people(unit, holder, deputy)
    charges = [_put(owner, unit, by=by, holder=holder, deputy=deputy)[0] for owner in owners]
    for charge in charges:
        sentence = f"{unit.short_name}确定经办人"
        ledger.record(charge.owner, HANDLE, by=by, unit=unit, sentence=sentence)
    if charges and holder != by:
        notify([holder], f"{by.name}请您经办 {len(charges)} 件承办件", url=MINE, kind=NoticeKind.TASK)
    return charges


@transaction.atomic
def hand_over(owners, unit: Unit, *, by, taker: User, giver: User | None = None, note="") -> HandOver:
    """Things go from one person to another, who signs for them. They are the taker's at once, so that none is lost."""
    take_turn(unit)
    _check_people(unit, taker, None)
    owners = list(owners)
    if not owners:
        raise Refused("没有可以移交的承办件，请先选择。")
    moved = [_put(owner, unit, by=by, holder=taker, deputy=None, keeps_deputy=True) for owner in owners]
    moved = [(charge, before) for charge, before in moved if before != taker.pk]
    if not moved:
        raise Refused(f"所选的承办件已经由{taker.name}经办，不用移交。")
    givers = {before for _, before in moved}
    if giver is None and len(givers) == 1:
        giver = User.objects.filter(pk=givers.pop()).first()
    made = HandOver.objects.create(unit=unit, giver=giver, taker=taker, note=note, handed_by=by)
    HandOverItem.objects.bulk_create(
        HandOverItem(hand_over=made, charge=charge, before_id=before) for charge, before in moved
    )
    for charge, _ in moved:
        ledger.record(charge.owner, HANDLE, by=by, unit=unit, sentence=f"{unit.short_name}内部移交，更换经办人")
    sentence = f"{unit.short_name}移交承办件 {len(moved)} 件"
    notify(
        [taker], f"{by.name}移交给您 {len(moved)} 件承办件，请接收", url=made.get_absolute_url(), kind=NoticeKind.TASK
    )
    ledger.record(made, HANDLE, by=by, unit=unit, sentence=sentence, note=note)
    return made


@transaction.atomic
def hand_over_all(unit: Unit, *, by, giver: User, taker: User, note="") -> HandOver:
    """Everything open that one person handles goes to another: before a move, a long leave, an account's end."""
    if giver == taker:
        raise Refused("移交人和接收人不能是同一个人。")
    take_turn(unit)
    owners = desks.open_owners(giver, unit)
    if not owners:
        raise Refused(f"{giver.name}名下没有未办结的承办件，不用移交。")
    return hand_over(owners, unit, by=by, giver=giver, taker=taker, note=note)


@transaction.atomic
def receive_hand_over(made: HandOver, *, by) -> HandOver:
    made = lock(made, related=("unit__region", "taker", "handed_by"))
    if made.received_at:
        raise Refused("这次移交已经接收。")
    if by != made.taker:
        raise Refused(f"由{made.taker.name}本人接收。")
    made.received_at, made.received_by = timezone.now(), by
    made.save(update_fields=["received_at", "received_by"])
    if made.handed_by != by:
        notify([made.handed_by], f"{by.name}已接收移交的承办件", url=made.get_absolute_url())
    ledger.record(made, HANDLE, by=by, unit=made.unit, sentence=f"{made.unit.short_name}接收移交")
    return made


def tell_nobody_handles(user: User, *, by, units=None) -> int:
    """Tell the units and the security administrators how much nobody handles any more. Part of a verb that ends access.

    What it is stays with the unit: who keeps accounts sees no case.
    """
    counts = desks.open_charges(user, units)
    for unit in Unit.objects.filter(pk__in=counts).select_related("region"):
        count = counts[unit.pk]
        people = desks.handlers_of([unit]).exclude(pk=user.pk)
        notify(people, f"{user.name}不再经办，名下 {count} 件承办件没有经办人，请移交", url=NOBODY)
        keepers = desks.keepers_of(unit).exclude(pk=by.pk)
        notify(keepers, f"{unit.short_name}有 {count} 件承办件没有经办人，请提醒该单位", url=f"/users/{user.pk}/")
    return sum(counts.values())


def _put(owner, unit, *, by, holder, deputy, keeps_deputy=False) -> tuple[Charge, int | None]:
    """The charge of one thing with its new handler, and who had it before."""
    charge = Charge.objects.of(owner).filter(unit=unit).select_for_update().first()
    if charge is None:
        return Charge.objects.create(owner=owner, unit=unit, holder=holder, deputy=deputy, set_by=by), None
    before = charge.holder_id
    if keeps_deputy:
        # Who stood in goes on standing in, unless the thing is now his own.
        deputy = charge.deputy if charge.deputy_id != holder.pk else None
    charge.holder, charge.deputy, charge.set_by, charge.set_at = holder, deputy, by, timezone.now()
    charge.save(update_fields=["holder", "deputy", "set_by", "set_at"])
    return charge, before


def _check_people(unit, holder, deputy) -> None:
    people = set(desks.handlers_of([unit]).values_list("pk", flat=True))
    for person in (holder, deputy):
        if person is not None and person.pk not in people:
            raise Refused(f"{person.name}没有{unit.short_name}的承办权限，请选择本单位的承办人员。")
    if deputy is not None and deputy == holder:
        raise Refused("A 岗和 B 岗不能是同一个人，外出人和代办人也不能是同一个人。")


def _check_field(unit, field, words, but=None) -> None:
    take_turn(unit)
    others = Desk.objects.standing().filter(unit=unit).exclude(pk=but.pk if but else None)
    if others.filter(field=field).exists():
        raise Refused(f"已有“{field}”岗位，请修改原来的岗位，或换一个领域名称。")
    if not words and others.filter(words=[]).exists():
        raise Refused("已有一个没有关键词的岗位（承接其余事项），请写明关键词。")


def _told(desk: Desk) -> str:
    return f"{desk.field}，A 岗 {desk.holder.name}" + (f"，B 岗 {desk.deputy.name}" if desk.deputy else "")
