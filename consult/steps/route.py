"""Bodies that are asked in turn: the route of the topic, and checkpoints at which bodies agree (备案、会签、联审)."""

from dataclasses import dataclass

from django.utils import timezone

from consult.enums import Importance, Verdict
from consult.models import ApprovalStep
from consult.workflow import Refused, pack_of
from members.enums import UnitKind
from members.models import Unit, User
from members.operations import notify
from members.queries import people_of
from rooms.practice.shape import Route

KNOWN_VERDICTS = frozenset(Verdict.values)
MAY = (Verdict.APPROVE, Verdict.RETURN)


@dataclass(frozen=True)
class Turn:
    """One turn of a way: a body, or several that look at it together."""

    bodies: tuple[str, ...]
    name: str
    may: tuple[str, ...]


def lay_out(consultation, *, from_order: int) -> list[ApprovalStep]:
    """Write down the bodies of the topic's route as the steps of a new round and open those in turn."""
    approval = consultation.approval
    if approval.steps.of_route().filter(round=approval.round).exists():
        approval.steps.of_route().filter(round=approval.round, decided_at__isnull=True).delete()
        approval.round += 1
        approval.save(update_fields=["round"])
    turns = [Turn(each.bodies, each.name, each.may) for each in route_of(consultation).steps]
    return _lay(consultation, turns, round=approval.round, from_order=from_order)


def route_of(consultation) -> Route:
    """The pack's route for a topic like this one, as it is classed now."""
    return pack_of(consultation).route(
        importance=consultation.importance,
        room_kind=consultation.room.kind,
        source=consultation.topic.source,
        triage=consultation.triage,
    )


def lay_checkpoint(consultation, checkpoint) -> list[ApprovalStep]:
    """Ask the bodies that a checkpoint of the current stage names, in a round of its own."""
    params = checkpoint.params
    place = f"{consultation.stage}/{checkpoint.code}"
    may = (Verdict.NOTE,) if params.get("filing") else params.get("may", MAY)
    groups = [params["bodies"]] if params.get("together") else [(body,) for body in params["bodies"]]
    turns = [Turn(tuple(bodies), checkpoint.name, may) for bodies in groups]
    last = consultation.approval.steps.filter(checkpoint=place).order_by("-round").first()
    return _lay(consultation, turns, round=last.round + 1 if last else 1, checkpoint=place)


def _lay(consultation, turns, *, round: int, from_order: int = 0, checkpoint: str = "") -> list[ApprovalStep]:
    pack = pack_of(consultation)
    place = {"approval": consultation.approval, "round": round, "checkpoint": checkpoint}
    steps = [
        _step(consultation, turn, pack.body(code), order=order, **place)
        for order, turn in enumerate(turns)
        if order >= from_order
        for code in turn.bodies
    ]
    ApprovalStep.objects.bulk_create(steps)
    first = [step for step in steps if step.order == steps[0].order]
    open_turn(consultation, first)
    return first


def _step(consultation, turn, body, **place) -> ApprovalStep:
    unit = body_unit(consultation.room, body)
    return ApprovalStep(
        body=body.code,
        unit=unit,
        name=turn.name,
        together=len(turn.bodies) > 1,
        is_office=_is_beyond(consultation, unit),
        may=[verdict for verdict in turn.may if verdict in KNOWN_VERDICTS],
        enters=list(body.enters),
        **place,
    )


def _is_beyond(consultation, unit) -> bool:
    """It does not see the case anyway, as the room's own bodies do, and the city's committee what is important."""
    own = (consultation.room.approver_id, consultation.room.guidance_id)
    if unit.kind == UnitKind.CITY_COMMITTEE:
        return consultation.importance != Importance.IMPORTANT
    return unit.pk not in own and unit.kind != UnitKind.LEADING_OFFICE


def body_unit(room, body) -> Unit:
    """The unit that a body of the pack is for this room. Raises Refused when the city has none.

    Where a room lies in no township (企业、界别), the body that approves for it stands for one.
    """
    if body.unit_of == "room_approver":
        return room.approver
    if body.unit_of == "guidance" and room.guidance:
        return room.guidance
    path = room.unit.region.path
    units = Unit.objects.active().filter(kind=body.unit_of)
    if body.unit_of == UnitKind.TOWNSHIP:
        above = ["/".join(path.split("/")[:length]) + "/" for length in range(2, path.count("/") + 1)]
        units = units.filter(region__path__in=above).order_by("-region__path")
    else:
        units = units.filter(region__code=room.unit.region.city_code)
    if body.called:
        units = units.filter(name__contains=body.called)
    unit = units.first() or (room.approver if body.unit_of == UnitKind.TOWNSHIP else None)
    if unit is None:
        raise Refused(f"系统里还没有设置{body.name}，请联系系统管理员。")
    return unit


def open_turn(consultation, steps) -> None:
    """It is the turn of these bodies: their people, and those who enter for them, are told."""
    for step in steps:
        step.is_open, step.opened_at = True, timezone.now()
        step.save(update_fields=["is_open", "opened_at"])
        notify(
            _deciding(consultation, step),
            f"待{step.name}：{consultation.room.name}“{consultation.title}”",
            url=consultation.get_absolute_url(),
            case=consultation,
        )


def bodies_of(steps) -> str:
    return "、".join(step.unit.short_name for step in steps)


def deciding(consultation) -> list[User]:
    """Before whom the case lies now; nobody when it is no body's turn."""
    steps = consultation.approval.steps.filter(is_open=True).select_related("unit")
    return [user for step in steps for user in _deciding(consultation, step)]


def _deciding(consultation, step) -> list[User]:
    return [*people_of(step.unit), *_entering(consultation, step)]


def _entering(consultation, step):
    path = f"/{consultation.room.unit.region.city_code}/"
    offices = Unit.objects.filter(region__path=path, kind__in=step.enters)
    return User.objects.filter(pk__in=[user.pk for unit in offices for user in people_of(unit, *step.enters)])
