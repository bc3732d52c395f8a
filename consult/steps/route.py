"""The route of a topic: which bodies it passes, as the pack says, and whose turn it is."""

from django.utils import timezone

from consult.enums import Verdict
from consult.models import ApprovalStep
from consult.workflow import Refused, pack_of
from members.models import Unit, User
from members.operations import notify
from members.queries import people_of

KNOWN_VERDICTS = frozenset(Verdict.values)


def lay_out(consultation, *, from_order: int) -> ApprovalStep:
    """Write down the bodies of the route as the steps of a new round and open the one in turn."""
    approval = consultation.approval
    if approval.steps.filter(round=approval.round).exists():
        approval.steps.filter(round=approval.round, decided_at__isnull=True).delete()
        approval.round += 1
        approval.save(update_fields=["round"])
    pack = pack_of(consultation)
    route = pack.route(
        importance=consultation.importance, room_kind=consultation.room.kind, source=consultation.topic.source
    )
    turns = [(order, turn) for order, turn in enumerate(route.steps) if order >= from_order]
    steps = [_step(consultation, order, turn, pack.body(turn.body)) for order, turn in turns]
    ApprovalStep.objects.bulk_create(steps)
    open_turn(consultation, steps[0])
    return steps[0]


def _step(consultation, order: int, turn, body) -> ApprovalStep:
    return ApprovalStep(
        approval=consultation.approval,
        round=consultation.approval.round,
        order=order,
        body=turn.body,
        unit=body_unit(consultation.room, body),
        name=turn.name,
        may=[verdict for verdict in turn.may if verdict in KNOWN_VERDICTS],
        enters=list(body.enters),
    )


def body_unit(room, body) -> Unit:
    """The unit that a body of the pack is for this room. Raises Refused when the city has none."""
    if body.unit_of == "room_approver":
        return room.approver
    city = room.unit.region.city_code
    unit = Unit.objects.active().filter(kind=body.unit_of, region__code=city).first()
    if unit is None:
        raise Refused(f"系统里还没有设置{body.name}，请联系系统管理员。")
    return unit


def open_turn(consultation, step) -> None:
    """It is this body's turn: its people, and those who enter for it, are told."""
    step.is_open, step.opened_at = True, timezone.now()
    step.save(update_fields=["is_open", "opened_at"])
    notify(
        _deciding(consultation, step),
        f"待{step.name}：{consultation.room.name}“{consultation.title}”",
        url=consultation.get_absolute_url(),
        case=consultation,
    )


def deciding(consultation) -> list[User]:
    """Before whom the topic lies now; nobody when it is no body's turn."""
    step = consultation.approval.steps.filter(is_open=True).select_related("unit").first()
    return _deciding(consultation, step) if step else []


def _deciding(consultation, step) -> list[User]:
    return [*people_of(step.unit), *_entering(consultation, step)]


def _entering(consultation, step):
    path = f"/{consultation.room.unit.region.city_code}/"
    offices = Unit.objects.filter(region__path=path, kind__in=step.enters)
    return User.objects.filter(pk__in=[user.pk for unit in offices for user in people_of(unit, *step.enters)])
