"""From which tables the list comes, and how each of them fills the common columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from consult.enums import AssignmentState
from consult.enums.evaluation import RoundState
from consult.models import Assignment, EvaluationInvitation, Progress
from members.enums import RoleCode, UnitKind
from members.models import Charge, Unit
from members.models.places import under
from members.permissions.desks import OVERSEERS
from proposals.enums import HandlingState, ProposalKind
from proposals.models import Handling
from reports.enums import AskedKind, AskedStage
from reports.queries.asked.rows import AskedRows
from rooms.enums import LimitState, RequirementState
from rooms.models import Requirement, TimeLimit
from rooms.models.hearing import PARTY_BODIES

OPEN = (AskedStage.NEW, AskedStage.DOING, AskedStage.WAITING, AskedStage.REPORTED)
# The next act is the unit's.
OWN_TURN = (AskedStage.NEW, AskedStage.DOING)
# Where each table says who asks.
ASKERS = {
    "assignment": "issued_by_unit",
    "handling": "issued_by_unit",
    "requirement": "hearing__unit",
    "rating": "round__keeper",
    "limit": "supervisor",
}
# Stands for no day, so that such rows have a place in the order: after all others.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Source:
    model: type[models.Model]
    # Gives for each common column its expression; the holder of a thing is added to all of them.
    columns: Callable[[], dict]
    # Words that somebody looks for → condition.
    found: Callable[[str], Q]
    # Where `as_stage` says that the next act is the unit's, by columns of which there is an index.
    own_turn: Q
    standing: Q = field(default_factory=Q)


def literal(value) -> Value:
    return Value(value, CharField())


def by_word(column: str, words: Mapping, *, default):
    whens = (When(**{column: code}, then=literal(said)) for code, said in words.items())
    return Case(*whens, default=literal(default), output_field=CharField())


def turning(stages: Mapping) -> Q:
    """The states of a table that these stages give to the unit."""
    return Q(state__in=[state for state, stage in stages.items() if stage in OWN_TURN])


ASSIGNMENT_STAGES = {
    AssignmentState.ISSUED: AskedStage.NEW,
    AssignmentState.ACCEPTED: AskedStage.DOING,
    AssignmentState.REPORTED: AskedStage.REPORTED,
    AssignmentState.CLOSED: AskedStage.CLOSED,
}
HANDLING_STAGES = {
    HandlingState.PROPOSED: AskedStage.NEW,
    HandlingState.ISSUED: AskedStage.NEW,
    HandlingState.ACCEPTED: AskedStage.DOING,
    HandlingState.AGREED: AskedStage.WAITING,
    HandlingState.OBJECTED: AskedStage.WAITING,
    HandlingState.ANSWERED: AskedStage.REPORTED,
    HandlingState.CLOSED: AskedStage.CLOSED,
}
REQUIREMENT_STAGES = {RequirementState.OPEN: AskedStage.DOING, RequirementState.DONE: AskedStage.CLOSED}

# The limits of the acts with which a unit answers, and with which it takes something on.
ANSWERING = (
    "report_action",
    "proposal_opinion",
    "proposal_reply",
    "proposal_second",
    "information_reply",
    "suggestion_reply",
    "fast_reply",
)
ACCEPTING = ("report_acceptance",)

# A task says that it is done with the last progress that asks for closing.
_said_done = Progress.objects.filter(assignment=OuterRef("pk"), asks_closing=True).order_by("-pk").values("reported_at")
_no_moment = Value(None, DateTimeField(null=True))
_no_day = Value(None, DateField(null=True))


def _assignments() -> dict:
    return {
        "as_kind": Case(
            When(asked=True, then=literal(AskedKind.REQUEST)),
            default=literal(AskedKind.TASK),
            output_field=CharField(),
        ),
        "as_stage": by_word("state", ASSIGNMENT_STAGES, default=AskedStage.OVER),
        "as_due_on": F("due_on"),
        "as_answer_by": F("due_on"),
        "as_accept_by": _no_day,
        "as_issued_at": F("issued_at"),
        "as_accepted_at": F("accepted_at"),
        "as_answered_at": Coalesce(Subquery(_said_done[:1]), F("closed_at")),
        # A unit that was asked has no day.
        "as_is_strict": Value(True, BooleanField()),
    }


def _handlings() -> dict:
    kind = ContentType.objects.get_for_model(Handling)
    limits = TimeLimit.objects.filter(owner_type=kind, owner_id=OuterRef("pk"), unit=OuterRef("unit"))
    next_one, last_first = limits.open().order_by("due_on", "pk"), limits.order_by("-due_on", "-pk")
    answer_by = Subquery(last_first.filter(of__in=ANSWERING).values("due_on")[:1])
    return {
        "as_kind": Case(
            When(report__isnull=False, then=literal(AskedKind.INSTRUCTION)),
            When(proposal__kind=ProposalKind.SUGGESTION, then=literal(AskedKind.SUGGESTION)),
            When(proposal__kind=ProposalKind.INFORMATION, then=literal(AskedKind.INFORMATION)),
            # The roles of a handling are kinds of their own.
            default=F("role"),
            output_field=CharField(),
        ),
        "as_stage": by_word("state", HANDLING_STAGES, default=AskedStage.OVER),
        # The next day that counts; of what was answered the one by which it was to be.
        "as_due_on": Coalesce(Subquery(next_one.values("due_on")[:1]), answer_by),
        "as_answer_by": answer_by,
        "as_accept_by": Subquery(last_first.filter(of__in=ACCEPTING).values("due_on")[:1]),
        "as_issued_at": F("issued_at"),
        "as_accepted_at": F("accepted_at"),
        "as_answered_at": F("answered_at"),
        # While the clock stands, and where the day itself decides (期满视为同意), nobody is late.
        "as_is_strict": ~Exists(next_one.filter(Q(lapses=True) | Q(state=LimitState.PAUSED))),
    }


def _requirements() -> dict:
    return {
        "as_kind": literal(AskedKind.REQUIREMENT),
        "as_stage": by_word("state", REQUIREMENT_STAGES, default=AskedStage.OVER),
        "as_due_on": F("due_on"),
        "as_answer_by": F("due_on"),
        "as_accept_by": _no_day,
        "as_issued_at": Cast("hearing__held_on", DateTimeField()),
        "as_accepted_at": _no_moment,
        "as_answered_at": F("answered_at"),
        "as_is_strict": ~Q(unit__kind__in=PARTY_BODIES),
    }


def _ratings() -> dict:
    return {
        "as_kind": literal(AskedKind.RATING),
        "as_stage": Case(
            When(evaluation__isnull=False, then=literal(AskedStage.CLOSED)),
            When(round__state=RoundState.OPEN, then=literal(AskedStage.DOING)),
            default=literal(AskedStage.OVER),
            output_field=CharField(),
        ),
        "as_due_on": F("round__closes_on"),
        "as_answer_by": F("round__closes_on"),
        "as_accept_by": _no_day,
        "as_issued_at": F("invited_at"),
        "as_accepted_at": _no_moment,
        "as_answered_at": F("evaluation__entered_at"),
        "as_is_strict": Value(True, BooleanField()),
    }


SOURCES = {
    "assignment": Source(
        Assignment,
        _assignments,
        lambda words: Q(task__icontains=words) | Q(matter__consultation__topic__title__icontains=words),
        turning(ASSIGNMENT_STAGES),
    ),
    "handling": Source(
        Handling,
        _handlings,
        lambda words: (
            Q(task__icontains=words) | Q(report__title__icontains=words) | Q(proposal__title__icontains=words)
        ),
        turning(HANDLING_STAGES),
    ),
    "requirement": Source(
        Requirement,
        _requirements,
        lambda words: Q(text__icontains=words) | Q(hearing__meeting__icontains=words),
        turning(REQUIREMENT_STAGES),
        Q(hearing__removed_at__isnull=True),
    ),
    # What a unit is asked to say of a proposal.
    "rating": Source(
        EvaluationInvitation,
        _ratings,
        lambda words: Q(round__about__icontains=words),
        Q(evaluation__isnull=True, round__state=RoundState.OPEN),
        Q(withdrawn_at__isnull=True, unit__isnull=False),
    ),
}


def inside(user) -> set[int]:
    """The units of which the person handles things."""
    return user.units_as(RoleCode.DEPARTMENT)


def units_at(rows: AskedRows, paths: Mapping):
    """The units at these paths of the tables, each once."""
    keys = Q()
    for code, branch in rows.branches.items():
        keys |= Q(pk__in=branch.order_by().values(paths[code]))
    return Unit.objects.filter(keys).order_by("pinyin", "pk")


def sees_all(user) -> bool:
    """Whether the person looks at the units beside each other, not at one's own alone."""
    return user.holds(*OVERSEERS)


def asked_of(user) -> AskedRows:
    """What the person's units are asked for; for who oversees them what all departments are."""
    return asked_among(lambda model: model.objects.filter(seen_by(user, model)))


def asked_by_city(region) -> AskedRows:
    """What the city asks the departments of a region for: for what its office reports of them, whoever reads it."""
    return without_townships(asked_among(lambda model: model.objects.filter(of_departments(region))))


def asked_among(rows_of: Callable) -> AskedRows:
    """`rows_of` gives the rows that are meant of each table."""
    return AskedRows({code: filled(code, source, rows_of(source.model)) for code, source in SOURCES.items()})


def without_townships(rows: AskedRows) -> AskedRows:
    """Tasks are what a township gives out; they are no business of the city's, and count in none of its rates."""
    return replace(rows, branches={code: branch for code, branch in rows.branches.items() if code != "assignment"})


def of_departments(region) -> Q:
    return under([region.path], "unit__region__path") & Q(unit__kind=UnitKind.DEPARTMENT)


def seen_by(user, model) -> Q:
    seen = Q(unit__in=inside(user))
    if sees_all(user):
        # What of it the person may see is for the table to say.
        seen |= Q(pk__in=model.objects.visible_to(user).values("pk"), unit__kind=UnitKind.DEPARTMENT)
    return seen


def filled(code: str, source: Source, rows):
    """The rows of one table with the common columns."""
    columns = source.columns()
    due_on = columns.pop("as_due_on")
    return rows.filter(source.standing).annotate(
        **columns,
        as_due_on=Coalesce(due_on, Value(NEVER), output_field=DateField()),
        as_source=literal(code),
        as_id=F("pk"),
        as_unit=F("unit"),
        as_holder=_of_charge(source.model, "holder"),
        as_deputy=_of_charge(source.model, "deputy"),
    )


def _of_charge(model, name: str) -> Subquery:
    kind = ContentType.objects.get_for_model(model)
    return Subquery(Charge.objects.filter(owner_type=kind, owner_id=OuterRef("pk"), unit=OuterRef("unit")).values(name))
