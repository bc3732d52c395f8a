"""Rounds of evaluation of the demonstration: satisfied, half fixed, not satisfied, and three that still run."""

from datetime import timedelta

from django.utils import timezone

from consult.enums import AssignmentState, MatterState
from consult.enums.evaluation import RaterKind
from consult.models import Assignment, EvaluationRound, Matter
from consult.models.rated import Rater
from consult.steps import evaluation
from consult.steps.evaluation_people import invitation_of, suggested
from members.enums import RoleCode
from members.permissions import ROOM_STAFF, TOWNSHIP
from members.queries import people_of

FORM = "attitude-and-result"
GOOD = {"attitude": "满意", "result": "满意", "overall": "满意"}
FAIR = {"attitude": "满意", "result": "基本满意", "overall": "基本满意"}
HALF = {"attitude": "满意", "result": "基本满意", "overall": "部分解决"}
CLOSED_ONLY = {"attitude": "基本满意", "result": "不满意", "overall": "已办结但问题没有解决"}
BAD = {"attitude": "基本满意", "result": "不满意", "overall": "不满意"}
WHY = {
    id(HALF): "大部分做好了，还有一小段没有做，请接着做完。",
    id(CLOSED_ONLY): "报的是办结，群众反映的问题还在，请再到现场看一看。",
    id(BAD): "答应的时间过了，现场和原来差不多，也没有人来说明。",
    id(FAIR): "以后办到哪一步，请多和群众说一声。",
}
# What the raters of one round after the other said.
SAID = (
    (GOOD, GOOD, FAIR, GOOD, GOOD),
    (GOOD, HALF, FAIR, HALF, GOOD),
    (BAD, CLOSED_ONLY, BAD, FAIR, BAD),
    (FAIR, GOOD, HALF, GOOD, FAIR),
    (GOOD, GOOD, GOOD, FAIR, GOOD),
    (HALF, FAIR, FAIR, CLOSED_ONLY, GOOD),
)
# What has come in where people still answer.
SO_FAR = (GOOD, FAIR)
BEGUN, ANSWERED, ENDED = -16, -9, -3
ROUND_DAYS, OPEN_DAYS = 12, 10


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    yield clock.at(BEGUN, "09:40")
    matters = _done()
    past, running = matters[: len(SAID)], matters[len(SAID) :]
    rounds = [_open(matter, by=_runner(matter), days=ROUND_DAYS) for matter in past]
    rounds += [_open(task, by=_body(task), days=ROUND_DAYS) for task in _task_of(city, RoleCode.DEPARTMENT)]
    yield clock.at(ANSWERED, "19:30")
    for round, said in zip(rounds, (*SAID, SAID[1]), strict=False):
        _answer(round, said)
    yield clock.at(ENDED, "10:20")
    for round in rounds:
        evaluation.close_round(EvaluationRound.objects.get(pk=round.pk), by=round.opened_by)
    yield clock.at(-2, "15:10")
    clerk = _named(city, RoleCode.CLERK)
    own = [_open(task, by=clerk, days=OPEN_DAYS, more=_asked(city)) for task in _task_of(city, RoleCode.CLERK)]
    others = [_open(matter, by=_runner(matter), days=OPEN_DAYS) for matter in running]
    yield clock.at(-1, "20:15")
    for round in (*own, *others):
        _answer(round, SO_FAR)


def _done() -> list[Matter]:
    """Matters that units of a township carried out, the oldest first."""
    rows = Matter.objects.for_page().filter(state__in=[MatterState.DONE, MatterState.PARTLY], by_room=False)
    return [row for row in rows.order_by("closed_at", "pk") if row.rated_units("handling")]


def _task_of(city, username: str) -> list[Assignment]:
    """A task that is done: of the unit of this account, or of its room."""
    units = {role.unit_id for role in _named(city, username).current_roles}
    rows = Assignment.objects.for_page().filter(state=AssignmentState.CLOSED)
    of = "unit__in" if username == RoleCode.DEPARTMENT else "matter__consultation__room__unit__in"
    return list(rows.filter(**{of: units}).order_by("pk")[:1])


def _asked(city) -> list[Rater]:
    """The room's own member and representative, who can sign in."""
    return [
        Rater(RaterKind.PANEL, user=_named(city, RoleCode.MEMBER)),
        Rater(RaterKind.PARTY, user=_named(city, RoleCode.REPRESENTATIVE)),
    ]


def _named(city, username: str):
    name = next(account.name for account in city.data.accounts if account.username == username)
    return city.person(name)


def _open(target, *, by, days: int, more=()) -> EvaluationRound:
    closes_on = timezone.localdate() + timedelta(days=days)
    raters = [*suggested(target, "handling"), *more]
    known = {each.user for each in more}
    raters = [each for each in raters if each in more or each.user not in known]
    return evaluation.open_round(target, by=by, form=FORM, closes_on=closes_on, raters=raters, is_public=bool(more))


def _answer(round, said) -> None:
    """Whoever has no account answers by a link; an account of the room's own people is left to be tried out."""
    invitations = round.invitations.for_page().order_by("pk")
    given = [each for each in invitations if each.kind in (RaterKind.PROPOSER, RaterKind.MASS)]
    for invitation, data in zip(given, said, strict=False):
        rater = invitation.user
        asked = invitation if rater else invitation_of(evaluation.make_link(invitation, by=round.opened_by))
        evaluation.answer(asked, data=data, by=rater, remark=WHY.get(id(data), ""))


def _runner(matter):
    """Somebody of the room who does not work in the unit that is rated, else of its township."""
    room = matter.consultation.room
    people = [*people_of(room.unit, *ROOM_STAFF).order_by("pk"), *people_of(room.approver, *TOWNSHIP).order_by("pk")]
    rated = {unit.pk for unit in matter.rated_units("handling")}
    return next(each for each in people if rated.isdisjoint(role.unit_id for role in each.current_roles))


def _body(task):
    return people_of(task.issued_by_unit, RoleCode.TOWNSHIP).order_by("pk").first()
