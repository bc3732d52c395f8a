"""What else than answering a unit had to do by a day: sign, report progress, a part of the whole, an earlier reply.

These are no things of their own, so that the list of what units are asked for leaves them out; one that is late counts.
"""

from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast

from proposals.models import Handling
from reports.enums import AskedKind, AskedStage
from reports.queries.asked.rows import AskedRows
from reports.queries.asked.sources import ANSWERING, SOURCES, Source, by_word, filled, literal, turning
from rooms.enums import LimitState
from rooms.models import TimeLimit

STAGES = {
    LimitState.RUNNING: AskedStage.DOING,
    LimitState.PAUSED: AskedStage.WAITING,
    LimitState.MET: AskedStage.CLOSED,
}


def _columns() -> dict:
    return {
        "as_kind": literal(AskedKind.LIMIT),
        "as_stage": by_word("state", STAGES, default=AskedStage.OVER),
        "as_due_on": F("due_on"),
        "as_answer_by": F("due_on"),
        "as_accept_by": Value(None, DateField(null=True)),
        "as_issued_at": F("begun_at"),
        "as_accepted_at": Value(None, DateTimeField(null=True)),
        "as_answered_at": Cast("met_on", DateTimeField()),
        # Where the day itself decides (期满视为同意), nobody is late.
        "as_is_strict": ~Q(lapses=True),
    }


LIMIT = Source(
    TimeLimit, _columns, lambda words: Q(subject__icontains=words) | Q(name__icontains=words), turning(STAGES)
)


def source_of(code: str) -> Source:
    """The table of a branch, that of the limits among them."""
    return LIMIT if code == "limit" else SOURCES[code]


def with_limits(rows: AskedRows, limits) -> AskedRows:
    """The same rows, and those of the limits that none of them stands for."""
    kind = ContentType.objects.get_for_model(Handling)
    answering = Q(owner_type=kind, of__in=ANSWERING)
    same = TimeLimit.objects.filter(answering, owner_id=OuterRef("owner_id"), unit=OuterRef("unit"))
    later = same.filter(Q(due_on__gt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__gt=OuterRef("pk")))
    # A handling stands for the last of its own by which it is answered.
    alone = filled("limit", LIMIT, limits).filter(~answering | Exists(later))
    return replace(rows, branches={**rows.branches, "limit": alone})
