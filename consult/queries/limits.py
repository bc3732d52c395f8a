"""期限: by which day the next act of a case is due, as the pack of its place says, on the working calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from consult.enums import ApprovalState, MeetingState, MinutesState, Step, Verdict
from consult.models import ApprovalStep, Meeting, Minutes
from rooms import calendar
from rooms.practice import Deadline, Practice
from rooms.practice.codes import COMMITTEE_ACTS

SIGNED = (MinutesState.SIGNED, MinutesState.CORRECTING)


@dataclass(frozen=True)
class Limit:
    """One limit that runs: the pack's rule, and the day with how it came about."""

    deadline: Deadline
    due: calendar.Due

    @property
    def is_soft(self) -> bool:
        """Toward a party committee a day is shown and never held against it."""
        return self.deadline.of in COMMITTEE_ACTS

    def is_late(self, today: date) -> bool:
        return not self.is_soft and self.due.date < today


def limit(pack: Practice, of: str, since: datetime | None, overrides: Mapping) -> Limit | None:
    """The limit for this act, counted from when it could begin; none where the pack sets none or keeps it off."""
    deadline = pack.deadline(of)
    if deadline is None or since is None:
        return None
    span = {key: value for key, value in vars(deadline.within).items() if value is not None}
    return Limit(deadline, calendar.due(timezone.localdate(since), **span, overrides=overrides))


def with_moments(rows):
    """Cases with the moments from which limits of their rooms run; no query more."""
    here = OuterRef("pk")
    returned = ApprovalStep.objects.of_route().filter(approval__consultation=here, verdict=Verdict.RETURN)
    held = Meeting.objects.filter(consultation=here, state=MeetingState.ENDED)
    minutes = Minutes.objects.filter(consultation=here)
    return rows.annotate(
        returned_at=Subquery(returned.order_by("-decided_at").values("decided_at")[:1]),
        met_at=Subquery(held.order_by("-ended_at").values("ended_at")[:1]),
        offered_at=Subquery(minutes.filter(state=MinutesState.OFFERED).values("offered_at")),
        signed_at=Subquery(minutes.filter(state__in=SIGNED).values("signed_at")),
    )


def under_limits():
    """Which cases may have a limit that runs toward their rooms."""
    topic = Q(step=Step.TOPIC, approval__state=ApprovalState.RETURNED)
    return topic | Q(step=Step.DISCUSSION, meeting_set__state=MeetingState.ENDED) | Q(step=Step.SUBMISSION)


def room_limit(case, overrides: Mapping) -> Limit | None:
    """The limit that runs toward the room of a case of `with_moments`; none while it is another's turn."""
    if case.step == Step.TOPIC and case.approval.state == ApprovalState.RETURNED:
        return limit(case.pack, "revision", case.returned_at, overrides)
    if case.step == Step.DISCUSSION and not case.signed_at:
        of, since = ("sign_off", case.offered_at) if case.offered_at else ("minutes", case.met_at)
        return limit(case.pack, of, since, overrides)
    if case.step == Step.SUBMISSION and not case.is_sent:
        return limit(case.pack, "submission", case.signed_at, overrides)
    return None
