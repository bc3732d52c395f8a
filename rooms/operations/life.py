"""The life of a room: 申请 → 审定 → 挂牌 → 撤销. Each act leaves one RoomDecision with its day and its basis."""

from django.db import transaction

from members import ledger
from members.enums import RoleCode, UnitKind
from members.models import Unit, User
from members.operations import attach, notify
from members.operations.places import insert_unit
from members.queries import people_of
from rooms.enums import RoomAct, RoomState
from rooms.models import Room, RoomDecision
from rooms.operations.room import check_bodies
from rooms.operations.team import end_team
from rooms.workflow import ROOM, Refused, advance, lock
from rooms.workflow.opening import blocking

RELATED = ("unit__region", "approver")


@transaction.atomic
def apply_room(
    *, by, region, name: str, short_name: str, approver, reason: str, on, conditions="", attachments=(), **values
) -> Room:
    """申请. The body that would approve the room's topics, or the leading office, asks for a room."""
    check_bodies(approver, values.get("guidance"))
    unit = insert_unit(kind=UnitKind.ROOM, region=region, name=name, short_name=short_name)
    room = Room.objects.create(unit=unit, approver=approver, **values)
    told = {"on": on, "reason": reason, "conditions": conditions, "body": approver.name}
    decision = put_down(room, RoomAct.APPLIED, by=by, attachments=attachments, **told)
    tell(room, "rooms.apply_room", by=by, sentence=f"申请设立联络室{unit}", decision=decision)
    notify(_leading_office(room, but=by), f"{approver.short_name}申请设立{unit}，请审定", url=url_of(room))
    return room


@transaction.atomic
def reapply_room(room: Room, *, by, reason: str, on, conditions="", attachments=()) -> Room:
    """Apply again: after the application came back, or for a place that was given up."""
    room = lock(room, related=RELATED)
    after_last(room, on)
    advance(room, ROOM, RoomState.APPLIED, by=by, opened_on=None, withdrawn_on=None)
    told = {"on": on, "reason": reason, "conditions": conditions, "body": room.approver.name}
    decision = put_down(room, RoomAct.APPLIED, by=by, attachments=attachments, **told)
    tell(room, "rooms.apply_room", by=by, sentence=f"再次申请设立联络室{room.unit}", decision=decision)
    notify(
        _leading_office(room, but=by), f"{room.approver.short_name}再次申请设立{room.unit}，请审定", url=url_of(room)
    )
    return room


@transaction.atomic
def approve_room(room: Room, *, by, on, basis, paper="", reason="", attachments=()) -> Room:
    """审定. The leading office agrees; the room may be fitted out and opened."""
    room = lock(room, related=RELATED)
    after_last(room, on)
    advance(room, ROOM, RoomState.APPROVED, by=by)
    told = {"on": on, "basis": basis, "paper": paper, "reason": reason, "body": body_of(by)}
    decision = put_down(room, RoomAct.APPROVED, by=by, attachments=attachments, **told)
    tell(room, "rooms.approve_room", by=by, sentence=f"审定同意设立{room.unit}", decision=decision)
    notify(approvers_of(room, but=by), f"{room.unit}已审定，条件齐备后登记挂牌", url=url_of(room))
    return room


@transaction.atomic
def return_room(room: Room, *, by, on, reason: str) -> Room:
    """退回. The application goes back, and its writer is told what it lacks."""
    room = lock(room, related=RELATED)
    after_last(room, on)
    advance(room, ROOM, RoomState.RETURNED, by=by)
    decision = put_down(room, RoomAct.RETURNED, by=by, on=on, reason=reason, body=body_of(by))
    tell(room, "rooms.approve_room", by=by, sentence=f"退回设立{room.unit}的申请", decision=decision)
    notify(approvers_of(room, but=by), f"设立{room.unit}的申请已退回，请补充后再报", url=url_of(room))
    return room


@transaction.atomic
def open_room(room: Room, *, by, on, paper="", attachments=()) -> Room:
    """挂牌. Only once its conditions hold; what is merely asked for stays a warning."""
    room = lock(room, related=RELATED)
    after_last(room, on)
    holds = blocking(room, on=on)
    if holds and room.state == RoomState.APPROVED:
        raise Refused("现在还不能挂牌：" + "；".join(hold.sentence.rstrip("。") for hold in holds) + "。")
    advance(room, ROOM, RoomState.OPENED, by=by, opened_on=on)
    decision = put_down(room, RoomAct.OPENED, by=by, attachments=attachments, on=on, paper=paper, body=body_of(by))
    tell(room, "rooms.open_room", by=by, sentence=f"{room.unit}挂牌，{on:%Y年%-m月%-d日}", decision=decision)
    notify(people_of(room.unit).exclude(pk=by.pk), f"{room.unit}已于{on:%-m月%-d日}挂牌", url=url_of(room))
    return room


@transaction.atomic
def withdraw_room(room: Room, *, by, on, reason: str, basis, paper="", attachments=()) -> Room:
    """撤销. The team ends on that day; topics, minutes and figures stay. The caller saw to it that no case runs."""
    room = lock(room, related=RELATED)
    after_last(room, on)
    team = end_team(room, last_on=on)
    advance(room, ROOM, RoomState.WITHDRAWN, by=by, withdrawn_on=on)
    told = {"on": on, "basis": basis, "paper": paper, "reason": reason, "body": body_of(by)}
    decision = put_down(room, RoomAct.WITHDRAWN, by=by, attachments=attachments, **told)
    sentence = f"撤销{room.unit}，{on:%Y年%-m月%-d日}起"
    if team:
        sentence += f"，{team} 人的派驻和担任同时结束"
    tell(room, "rooms.withdraw_room", by=by, sentence=sentence, decision=decision)
    notify(approvers_of(room, but=by), f"{room.unit}已撤销", url=url_of(room))
    return room


def url_of(room: Room) -> str:
    return f"/rooms/{room.pk}/"


def after_last(room: Room, on) -> None:
    """Acts of one life stand in order: an approval is not older than the application."""
    last = room.decisions.order_by("on", "pk").last()
    if last and on < last.on:
        raise Refused(f"日期不能早于{last.get_act_display()}日期 {last.on:%Y年%-m月%-d日}。")
    if room.opened_on and on < room.opened_on:
        raise Refused(f"日期不能早于挂牌日期 {room.opened_on:%Y年%-m月%-d日}。")


def put_down(room: Room, act, *, by, attachments=(), **values) -> RoomDecision:
    decision = RoomDecision.objects.create(room=room, act=act, by=by, **values)
    attach(decision, attachments, by=by)
    return decision


def tell(room: Room, verb: str, *, by, sentence: str, decision: RoomDecision) -> None:
    """What was typed with the act goes where it can be erased."""
    typed = {"conditions": ("具备的条件", "", decision.conditions), "paper": ("依据", "", _basis_of(decision))}
    ledger.record(room, verb, by=by, unit=room.unit, sentence=sentence, note=decision.reason, changes=typed)


def _basis_of(decision: RoomDecision) -> str:
    return " ".join(filter(None, [decision.get_basis_display(), decision.paper]))


def body_of(user) -> str:
    """The body for which the person acts: the leading office before others that the person also works for."""
    units = {role.code: role.unit for role in user.current_roles if role.unit_id}
    order = (RoleCode.LEADING_OFFICE, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
    return next((units[code].name for code in order if code in units), "")


def _leading_office(room: Room, *, but):
    units = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region__path=f"/{room.unit.region.city_code}/")
    people = [people_of(unit, RoleCode.LEADING_OFFICE).values("pk") for unit in units]
    found = User.objects.none()
    for each in people:
        found |= User.objects.filter(pk__in=each)
    return found.exclude(pk=but.pk)


def approvers_of(room: Room, *, but):
    return people_of(room.approver, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK).exclude(pk=but.pk)
