"""What a round of evaluation came to: medians with their spread and counts, never a bare average."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles

from consult.enums.evaluation import SIGNED, Satisfaction
from consult.models import Evaluation
from rooms.practice.shares import exact

CENT = Decimal("0.01")
FEWEST_SPREAD = 3


@dataclass(frozen=True)
class Spread:
    """A median never stands alone: beside it the quarter below and above, the ends, and of how many."""

    n: int
    median: Decimal
    lower: Decimal
    upper: Decimal
    least: Decimal
    most: Decimal


def spread(values) -> Spread | None:
    values = sorted(Decimal(str(value)) for value in values if value is not None)
    if not values:
        return None
    quarters = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    middle = [Decimal(each).quantize(CENT) for each in (median(values), quarters[0], quarters[2])]
    return Spread(len(values), *middle, values[0], values[-1])


@dataclass(frozen=True)
class Criterion:
    label: str
    # Each answer with how many gave it.
    counts: list[tuple[str, int]]
    spread: Spread | None

    @property
    def n(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class Remark:
    """What somebody wrote; with his name where he speaks for himself as proposer, joint signer or unit."""

    text: str
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Result:
    round: object
    asked: int
    answered: int
    satisfied: int
    # YES, NO, or UNDECIDED where too few answered.
    satisfaction: Satisfaction
    score: Spread | None
    criteria: list[Criterion]
    overall: Criterion | None
    remarks: list[Remark]

    @property
    def is_spread(self) -> bool:
        """A median with its quarters of one or two sheets says no more than the answers, and looks like many."""
        return self.answered >= FEWEST_SPREAD

    @property
    def is_satisfied(self) -> bool | None:
        return {Satisfaction.YES: True, Satisfaction.NO: False}.get(self.satisfaction)


def result_of(round) -> Result:
    """Counted from the answers; who may be shown it, and when, is said by consult.workflow.rating."""
    rows = list(Evaluation.objects.filter(round=round).select_related("invitation__user", "invitation__unit"))
    form = round.form
    satisfied = sum(row.satisfied for row in rows)
    overall = [_criterion(each, rows, form) for each in form.choices if each["key"] == form.overall]
    return Result(
        round=round,
        asked=round.invitations.standing().count(),
        answered=len(rows),
        satisfied=satisfied,
        satisfaction=satisfaction_of(satisfied, len(rows), least=round.least_shown, threshold=form.threshold),
        score=spread(row.score for row in rows),
        criteria=[_criterion(each, rows, form) for each in form.criteria if each["key"] != form.overall],
        overall=overall[0] if overall else None,
        remarks=[_remark(row) for row in rows if row.remark],
    )


def satisfaction_of(satisfied: int, answered: int, *, least: int, threshold: float) -> Satisfaction:
    if not answered or answered < least:
        return Satisfaction.UNDECIDED
    return Satisfaction.YES if satisfied >= exact(threshold) * answered else Satisfaction.NO


def _criterion(field, rows, form) -> Criterion:
    given = [row.answers.get(field["key"], "") for row in rows]
    counts = [(option, given.count(option)) for option in field["options"]]
    return Criterion(field["label"], counts, spread(form.worth(each) for each in given))


def _remark(row) -> Remark:
    invitation = row.invitation
    name = str(invitation) if invitation.kind in SIGNED and (invitation.user_id or invitation.unit_id) else ""
    return Remark(row.remark, invitation.get_kind_display(), name)
