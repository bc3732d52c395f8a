"""How the records of each measure are counted: on which day, whose they are, and what narrows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from reports.facts import inspection_rows, past_rows, report_rows, rows, sent_rows, told_rows


@dataclass(frozen=True)
class Counted:
    rows: Callable[[], QuerySet]
    # The day of a record, as an expression.
    day: object
    # Where that stands whose record it is: the consultation, the activity of a room, or the proposal.
    source: str
    # room, member, unit → where the key stands.
    over: Mapping[str, str]
    where: Mapping[str, str] = field(default_factory=dict)
    # What the source is, as the ledger names the acts about it: case, activity, proposal, inspection or past.
    of_what: str = "case"
    # What is added up; records are counted where there is nothing.
    amount: str = ""
    # The one consultation to which a record leads, where it may stand in several.
    leads_to: str = ""

    def of(self, kind: str, keys=None, *, where=None, since=None, until=None) -> QuerySet:
        """Records of these subjects (None: of all) from a day to a day, each with its `fact_day`."""
        path = self.over[kind]
        found = self.rows().filter(**{f"{path}__isnull": False} if keys is None else {f"{path}__in": list(keys)})
        found = found.filter(**{self.where[key]: value for key, value in (where or {}).items()})
        found = found.annotate(fact_day=self.day, owner=F(path))
        bounds = Q(fact_day__isnull=False)
        bounds &= Q(fact_day__gte=since) if since else Q()
        bounds &= Q(fact_day__lte=until) if until else Q()
        return found.filter(bounds)

    @property
    def total(self):
        return Sum(self.amount) if self.amount else Count("pk")


def _over(case: str, member: str = "", unit: str = "") -> dict:
    room = f"{case}__room" if case else "room"
    return {kind: path for kind, path in {"room": room, "member": member, "unit": unit}.items() if path}


def _at(path: str):
    return TruncDate(path)


PERSON = {"category": "category", "kind": "kind"}
SEATED = {key: f"participant__{path}" for key, path in PERSON.items()}
# A case itself, and what belongs to it.
CASE = {"source": "pk", "over": _over(""), "where": {"importance": "importance", "class": "topic__topic_class"}}
OWNED = {"source": "consultation", "over": _over("consultation")}
# A room that does not lead.
OWNED_BY_PARTNER = {"source": "consultation", "over": {"room": "room"}}
SAID = {"day": _at("meeting__started_at"), "source": "meeting__consultation"}
SIGNED = Coalesce("minutes__dated_on", TruncDate("signed_at"))
LISTED = {
    "day": Coalesce("consultation__minutes__dated_on", TruncDate("consultation__minutes__editions__signed_at")),
    **OWNED,
}
BY_LEVEL = {"where": {"level": "level", "class": "consultation__topic__topic_class"}}
TASK = {
    "source": "matter__consultation",
    "over": _over("matter__consultation", unit="unit"),
    "where": {"role": "role"},
}
BY_PERSON = _over("meeting__consultation", member="participant__member", unit="participant__unit")
ON_THE_LIST = _over("consultation", member="member", unit="unit")
# What a room did; of its people, those who took part.
DONE = {
    "day": F("on"),
    "source": "pk",
    "over": {"room": "room", "member": "people__member"},
    "of_what": "activity",
}
IN_CONTEXT = {"context": "context"}
SAID_THERE = {
    "day": F("activity__on"),
    "source": "activity",
    "over": {"room": "activity__room", "member": "member"},
    "where": {"context": "activity__context", "activity": "activity__kind"},
    "of_what": "activity",
}
# What was put before the office; its author, unless it is nobody's own (sent_rows.COLLECTIVE).
SENT = {"source": "pk", "over": {"room": "room", "member": "author"}, "of_what": "proposal"}
BY_MODE = {"where": {"mode": "mode"}}
# What went up, and what units were given out of it: all of it in the month of the report.
ISSUED = {"source": "pk", "over": {"unit": "office"}, "of_what": "report"}
GIVEN = {"day": F("report__issued_on"), "source": "report", "over": {"unit": "unit"}, "of_what": "report"}
DUE = {"source": "proposal", "over": {"room": "proposal__room", "unit": "unit"}, "of_what": "proposal"}
OF_PROPOSAL = {"source": "proposal", "over": {"unit": "unit"}, "of_what": "proposal"}
# What a room sends in for the bulletin, and what the media print of it; both also for the office that keeps them.
CONTRIBUTED = {"source": "pk", "over": {"room": "room"}, "of_what": "contribution"}
FOUND = {"source": "inspection", "over": {"room": "inspection__room"}, "of_what": "inspection"}
EDITION = {"source": "minutes__consultation", "over": _over("minutes__consultation")}

COUNTED = {
    "topics": Counted(
        rows.topics,
        _at("proposed_at"),
        "consultations",
        {"member": "proposed_by__member"},
        leads_to="first_case",
    ),
    "topics_approved": Counted(
        rows.topics_approved, F("approved_on"), **OWNED, where={"importance": "consultation__importance"}
    ),
    "consultations_begun": Counted(rows.consultations_begun, _at("created_at"), **CASE),
    "consultations": Counted(rows.consultations, _at("first_held_at"), **CASE),
    "consultations_joined": Counted(
        rows.consultations_joined,
        _at("first_held_at"),
        **OWNED_BY_PARTNER,
        where={"importance": "consultation__importance", "class": "consultation__topic__topic_class"},
    ),
    "consultations_closed": Counted(rows.consultations_closed, _at("ended_at"), **CASE),
    "handled": Counted(rows.handled, _at("ended_at"), **CASE),
    "consultations_stopped": Counted(rows.consultations_stopped, _at("ended_at"), **CASE),
    "steps_done": Counted(rows.steps_done, _at("left_at"), **OWNED, where={"step": "step"}),
    "step_days": Counted(rows.step_days, _at("left_at"), **OWNED, where={"step": "step"}, amount="days"),
    "without_consensus": Counted(rows.without_consensus, _at("ended_at"), **CASE),
    "participants": Counted(
        rows.participants, _at("consultation__participants_fixed_at"), "consultation", ON_THE_LIST, PERSON
    ),
    "research_records": Counted(rows.research_records, F("on"), **OWNED),
    "people_visited": Counted(
        rows.people_visited, F("on"), **OWNED, where={"counted_in": "visited_unit"}, amount="visited_count"
    ),
    "meetings": Counted(rows.meetings, _at("started_at"), **OWNED, where={"form": "mode"}),
    "invitations": Counted(rows.invitations, _at("held_at"), "consultation", ON_THE_LIST, PERSON),
    "attendances": Counted(rows.attendances, **SAID, over=BY_PERSON, where=SEATED),
    "statements": Counted(rows.statements, **SAID, over=BY_PERSON, where=SEATED),
    "replies": Counted(rows.replies, **SAID, over=_over("meeting__consultation", unit="participant__unit")),
    "dissents": Counted(
        rows.dissents, **SAID, over=_over("meeting__consultation"), where={"category": "participant__category"}
    ),
    "unexplained_dissents": Counted(
        rows.unexplained_dissents,
        **SAID,
        over=_over("meeting__consultation"),
        where={"category": "participant__category"},
    ),
    "minutes": Counted(rows.minutes, SIGNED, **EDITION, where={"importance": "minutes__consultation__importance"}),
    "corrections": Counted(rows.corrections, _at("signed_at"), **EDITION),
    "matters": Counted(rows.matters, **LISTED, **BY_LEVEL),
    "matters_without_unit": Counted(rows.matters_without_unit, **LISTED, **BY_LEVEL),
    "open_matters": Counted(rows.open_matters, **LISTED, **BY_LEVEL),
    "done_matters": Counted(
        rows.done_matters, _at("closed_at"), **OWNED, where={**BY_LEVEL["where"], "outcome": "state"}
    ),
    "declined_matters": Counted(rows.declined_matters, _at("closed_at"), **OWNED, **BY_LEVEL),
    "matter_satisfaction": Counted(
        rows.matter_satisfaction, _at("closed_at"), **OWNED, where={"satisfaction": "satisfaction"}
    ),
    "matters_rated": Counted(rows.matters_rated, _at("rated_at"), **OWNED, where={"verdict": "rated_as"}),
    "sent_city_matters": Counted(rows.sent_city_matters, _at("sent_at"), **OWNED),
    "unsent_city_matters": Counted(rows.unsent_city_matters, **LISTED),
    "submissions": Counted(rows.submissions, _at("sent_at"), **OWNED),
    "receipts": Counted(rows.receipts, _at("received_at"), "consultation", _over("consultation", unit="to")),
    "decisions": Counted(
        rows.decisions, _at("decided_at"), "matter__consultation", _over("matter__consultation", unit="body")
    ),
    "assignments": Counted(rows.assignments, _at("issued_at"), **TASK),
    "assignments_accepted": Counted(rows.assignments_accepted, _at("accepted_at"), **TASK),
    "assignments_refused": Counted(rows.assignments_refused, _at("issued_at"), **TASK),
    "assignments_closed": Counted(rows.assignments_closed, _at("closed_at"), **TASK),
    "assignments_due": Counted(rows.assignments_due, F("due_on"), **TASK),
    "assignments_in_time": Counted(rows.assignments_in_time, F("due_on"), **TASK),
    "entries": Counted(rows.entries, F("on"), **OWNED, where={"entry": "role"}),
    "waivers": Counted(rows.waivers, _at("waived_at"), **OWNED),
    "progress_reports": Counted(
        rows.progress_reports,
        _at("reported_at"),
        "assignment__matter__consultation",
        _over("assignment__matter__consultation", unit="assignment__unit"),
    ),
    "study_sessions": Counted(rows.study_sessions, **DONE, where=IN_CONTEXT, amount="amount"),
    "receptions": Counted(
        rows.receptions, **DONE, where={"context": "context", "response": "response"}, amount="amount"
    ),
    "mediations": Counted(rows.mediations, **DONE, where=IN_CONTEXT, amount="amount"),
    "visits": Counted(rows.visits, **DONE, where=IN_CONTEXT, amount="amount"),
    "activities": Counted(rows.activities, **DONE, where={"context": "context", "activity": "kind"}),
    "deeds": Counted(rows.deeds, **DONE, where=IN_CONTEXT, amount="amount"),
    "information": Counted(rows.information, **SAID_THERE),
    "suggestions": Counted(rows.suggestions, **SAID_THERE),
    "proposals": Counted(sent_rows.proposals, _at("submitted_at"), **SENT, **BY_MODE),
    "joint_proposals": Counted(
        sent_rows.joint_proposals,
        _at("proposal__submitted_at"),
        "proposal",
        {"member": "member"},
        of_what="proposal",
    ),
    "proposals_filed": Counted(sent_rows.proposals_filed, _at("filed_at"), **SENT, **BY_MODE),
    "information_submitted": Counted(sent_rows.information_submitted, _at("submitted_at"), **SENT),
    "information_adopted": Counted(sent_rows.information_adopted, _at("filed_at"), **SENT),
    "information_levels": Counted(
        sent_rows.information_levels, F("adopted_on"), **SENT, where={"adopted": "adopted_at"}
    ),
    "suggestions_submitted": Counted(sent_rows.suggestions_submitted, _at("submitted_at"), **SENT),
    "reports": Counted(report_rows.reports, F("issued_on"), **ISSUED),
    "reports_instructed": Counted(report_rows.reports_instructed, F("issued_on"), **ISSUED),
    "reports_assigned": Counted(report_rows.reports_assigned, F("issued_on"), **ISSUED),
    "reported_matters": Counted(
        report_rows.reported_matters,
        F("report__issued_on"),
        "report",
        {"room": "matter__consultation__room"},
        of_what="report",
    ),
    "handlings": Counted(report_rows.handlings, **GIVEN),
    "handlings_taken_on": Counted(report_rows.handlings_taken_on, **GIVEN),
    "handlings_closed": Counted(report_rows.handlings_closed, **GIVEN),
    "proposal_handlings": Counted(report_rows.proposal_handlings, _at("issued_at"), **OF_PROPOSAL),
    "proposal_handlings_closed": Counted(report_rows.proposal_handlings_closed, _at("closed_at"), **OF_PROPOSAL),
    "proposals_submitted_filed": Counted(sent_rows.proposals_submitted_filed, _at("submitted_at"), **SENT, **BY_MODE),
    "proposals_replied": Counted(
        sent_rows.proposals_replied, _at("replied_at"), **SENT, where={"class": "reply_class"}
    ),
    "proposals_rated": Counted(sent_rows.proposals_rated, _at("rated_at"), **SENT, where={"verdict": "rated_as"}),
    "inspections": Counted(
        inspection_rows.inspections, F("held_on"), source="pk", over={"room": "room"}, of_what="inspection"
    ),
    "inspection_problems": Counted(inspection_rows.inspection_problems, F("inspection__held_on"), **FOUND),
    "problems_mended": Counted(inspection_rows.problems_mended, F("mended_on"), **FOUND),
    "replies_due": Counted(sent_rows.replies_due, F("reply_due_on"), **DUE, where={"in_time": "in_time"}),
    "bulletins": Counted(told_rows.bulletins, F("issued_on"), "pk", {"unit": "unit"}, of_what="bulletin"),
    "contributions": Counted(told_rows.contributions, _at("sent_at"), **CONTRIBUTED),
    "contributions_adopted": Counted(told_rows.contributions_adopted, F("items__bulletin__issued_on"), **CONTRIBUTED),
    "articles": Counted(
        told_rows.articles,
        F("published_on"),
        "pk",
        {"room": "room", "unit": "office"},
        {"outlet": "level"},
        of_what="article",
    ),
}

# What was finished before the system was in use, added to the same measures.
WAS = {"of_what": "past", "day": F("held_on"), "source": "pk", "over": {"room": "room"}}
WAS_ABOUT = {"where": {"importance": "importance", "class": "topic_class"}}
WAS_LEVEL = {"level": "level", "class": "past__topic_class"}
WAS_DONE = {"of_what": "past", "source": "past", "over": {"room": "past__room"}}
WAS_PRINTED = {"of_what": "publication", "day": F("issued_on"), "source": "pk", "over": {"unit": "unit"}}
PAST = {
    "consultations": Counted(past_rows.past_consultations, **WAS, **WAS_ABOUT),
    "minutes": Counted(past_rows.past_minutes, **WAS, where={"importance": "importance"}),
    "matters": Counted(past_rows.past_matters, F("past__held_on"), **WAS_DONE, where=WAS_LEVEL),
    "done_matters": Counted(
        past_rows.past_done_matters, F("closed_on"), **WAS_DONE, where={**WAS_LEVEL, "outcome": "outcome"}
    ),
    "declined_matters": Counted(past_rows.past_declined_matters, F("closed_on"), **WAS_DONE, where=WAS_LEVEL),
    "bulletins": Counted(told_rows.past_bulletins, **WAS_PRINTED),
    "articles": Counted(told_rows.past_articles, **WAS_PRINTED, where={"outlet": "level"}),
}


def sources(measure: str) -> tuple[Counted, ...]:
    """Where the records of a measure stand: in the system, and for some also among what was before it."""
    return tuple(table[measure] for table in (COUNTED, PAST) if measure in table)
