"""Lines out of consultations: meetings, statements, topics, seats, field work, ratings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from consult.enums import Attendance, EntryRole, TopicState
from consult.models import CheckpointEntry, Consultation, MeetingSeat, Research
from members.models import Member
from reports.facts.counted import COUNTED
from reports.facts.duty.eyes import Eyes
from reports.facts.duty.line import KINDS, Line

# As much of a text as stands in one line of the file.
LONGEST = 80
UNTAKEN = "还没有列为协商的议题"


@dataclass(frozen=True)
class Trace:
    """What a record says before it is known whether the reader may open its case."""

    kind: str
    day: date
    case: int | None
    # What was done; the case is named behind it.
    did: str
    n: int = 1
    # For the record of the room alone.
    said: str = ""
    # What became of it, for whoever sees the case.
    became: Callable[[Consultation], str] | None = None
    # What is told where there is no case; nothing where nobody but the room may know.
    without_case: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose file, and from when to when."""

    member: Member
    since: date | None = None
    until: date | None = None

    def within(self, path: str) -> Q:
        found = Q(**{f"{path}__gte": self.since}) if self.since else Q()
        return found & Q(**{f"{path}__lte": self.until}) if self.until else found

    def counted(self, measure: str):
        """The very rows out of which the facts count this measure."""
        return COUNTED[measure].of("member", [self.member.pk], since=self.since, until=self.until)


def traces(asked: Asked) -> list[Trace]:
    return [
        *_meetings(asked),
        *_statements(asked),
        *_topics(asked),
        *_seats(asked),
        *_research(asked),
        *_ratings(asked),
    ]


def told(trace: Trace, eyes: Eyes) -> Line:
    """The line as this reader sees it."""
    case = eyes.cases.get(trace.case)
    if case is None:
        if trace.case:
            return Line(trace.kind, trace.day, trace.did, n=trace.n, is_hidden=True, is_sealed=True)
        return Line(trace.kind, trace.day, _named(trace, trace.without_case or UNTAKEN), n=trace.n)
    said = trace.said if trace.said and eyes.reads_minutes_of(case) else ""
    notes = [case.label, trace.became(case) if trace.became else "", said]
    note = "　".join(filter(None, notes))
    return Line(trace.kind, trace.day, _named(trace, case.title), note, case.get_absolute_url(), trace.n)


def _named(trace: Trace, title: str) -> str:
    """The kind stands beside every line; what is done is told only where it says more than the kind."""
    return title if trace.did == KINDS[trace.kind].name else f"{trace.did}：{title}"


def _meetings(asked: Asked):
    """Every meeting to which the member was expected; one that the member attended counts."""
    came = asked.counted("attendances")
    came = list(came.values_list("meeting", "meeting__number", "meeting__consultation", "fact_day"))
    for _, number, case, day in came:
        yield Trace("meetings", day, case, f"出席第 {number} 次协商会")
    attended = {meeting for meeting, *_ in came}
    missed = asked.counted("invitations").exclude(held__in=attended)
    missed = list(missed.values_list("pk", "held", "consultation", "fact_day"))
    why = MeetingSeat.objects.filter(participant__in=[person for person, *_ in missed])
    why = {(seat.participant_id, seat.meeting_id): seat.attendance for seat in why}
    for person, meeting, case, day in missed:
        found = why.get((person, meeting))
        yield Trace("meetings", day, case, f"应到协商会，{Attendance(found).label if found else '未到会'}", n=0)


def _statements(asked: Asked):
    rows = asked.counted("statements").order_by("meeting", "position")
    for text, case, day in rows.values_list("text", "meeting__consultation", "fact_day"):
        yield Trace("statements", day, case, "协商发言", said=_short(text))


def _topics(asked: Asked):
    for row in asked.counted("topics").defer("pieces", "title_pieces", "why"):
        untaken = UNTAKEN if row.state == TopicState.OPEN else row.get_state_display()
        yield Trace("topics", row.fact_day, row.first_case, "提出议题", became=_ending, without_case=untaken)


def _ending(case: Consultation) -> str:
    if case.ending:
        return case.get_ending_display()
    return f"{case.get_state_display()}，{case.get_step_display()}"


def _seats(asked: Asked):
    for case, day in asked.counted("participants").values_list("consultation", "fact_day"):
        yield Trace("seats", day, case, "列为协商主体", became=_ending)


def _research(asked: Asked):
    """Field work that the member wrote down; who else went along stands in the record as text."""
    if not asked.member.user_id:
        return
    rows = Research.objects.standing().filter(asked.within("on"), created_by=asked.member.user_id)
    for case, day, place in rows.values_list("consultation", "on", "place"):
        yield Trace("research", day, case, "登记调研", became=lambda _, place=place: place)


def _ratings(asked: Asked):
    if not asked.member.user_id:
        return
    rows = CheckpointEntry.objects.standing().filter(asked.within("on"), role=EntryRole.RATING)
    for case, day in rows.filter(made_by=asked.member.user_id, said_by="").values_list("consultation", "on"):
        yield Trace("ratings", day, case, "参加评议")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
