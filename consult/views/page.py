"""What the page of one consultation shows: its stages with their facts, what holds it, and the next act."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.functions import JSONObject

from consult import queries
from consult.enums import Step
from consult.models import (
    ApprovalStep,
    Assignment,
    CheckpointEntry,
    Matter,
    Meeting,
    Research,
    Statement,
    Submission,
    Topic,
)
from consult.steps.products import UNASKED, left_of
from consult.views.acts import next_act, resending
from consult.views.holds import hold_links
from consult.views.stage_rows import stages_of
from consult.workflow import gates, guards, is_for_reference, pack_of, records_of
from consult.workflow.entries import is_recorded
from members.models import Attachment
from members.queries import timeline
from rooms import calendar
from rooms.practice.codes import PRODUCTS

NEWEST = 6
# A live meeting leaves many of these; the whole ledger shows them.
QUIET = ("consult.record_statements", "consult.edit_statement", "consult.reorder_statements", "consult.note_attendance")


def page_of(consultation, user) -> dict:
    """Return the template's context; the number of queries does not grow with the case."""
    pack = pack_of(consultation)
    record = record_of(consultation, user)
    stages = stages_of(consultation, user, pack, record)
    open_stage = next((stage for stage in stages if stage["status"] == "open"), None)
    open_gates = gates(consultation, pack, records=record["checkpoints"]) if open_stage else []
    rows = open_stage["rows"] if open_stage else []
    holds = hold_links(consultation, user, pack, [gate for gate in open_gates if not gate.met], rows)
    return {
        "consultation": consultation,
        "pack": pack,
        "joint": joint_rooms_of(consultation),
        **_classed(consultation, pack),
        "stages": stages,
        "open_stage": open_stage,
        **_held(holds, is_last=_is_last(consultation, pack)),
        **_acts(consultation, user, pack, {**record, "gates": open_gates, "rows": rows}),
        "past_stages": [stage for stage in stages if stage["status"] in ("done", "ended")],
        "events": list(timeline(consultation).prefetch_related(None).exclude(verb__in=QUIET)[:NEWEST]),
        **record,
        "people": people_of(record["participants"], pack),
    }


def limit_of(consultation, record):
    """The day that runs toward the room, from what the page has read already."""
    minutes, decided = record["minutes"], [step for step in record["approval_steps"] if step.verdict == "return"]
    ended = [meeting.ended_at for meeting in record["meetings"] if meeting.is_ended]
    consultation.returned_at = decided[-1].decided_at if decided else None
    consultation.met_at = max(ended, default=None)
    consultation.offered_at = minutes.offered_at if minutes and minutes.state == "offered" else None
    consultation.signed_at = minutes.signed_at if minutes else None
    consultation.is_sent = any(each.kind == "minutes" and each.state == "sent" for each in record["submissions"])
    runs = consultation.returned_at or consultation.met_at
    return queries.room_limit(consultation, calendar.overrides_of(consultation.moved_days)) if runs else None


def _is_last(consultation, pack) -> bool:
    """Nothing follows but the close."""
    is_over = consultation.step == Step.SUBMISSION and is_for_reference(consultation)
    return is_over or pack.next_stop(consultation.stage, consultation.step) is None


def _held(holds, *, is_last: bool) -> dict:
    """What holds the case, and the warnings."""
    blocking = [hold for hold in holds if hold["blocks"]]
    warnings = [hold for hold in holds if not hold["blocks"]]
    onward = "办结" if is_last else "进入下一步"
    return {"blocking": blocking, "blocking_words": f"还差 {len(blocking)} 项", "warnings": warnings, "onward": onward}


def _classed(consultation, pack) -> dict:
    """Where the topic came from, which class of problems it is, and whether that class is dealt with at once."""
    return {
        "source_name": pack.topic_source(consultation.topic.source).name,
        "triage": pack.triage(consultation.triage),
        "handles_at_once": not guards.handling_at_once(consultation),
    }


def _acts(consultation, user, pack, record) -> dict:
    """The next act, whether a correction is to be sent, and whether papers are ordered or only looked at."""
    record["resends"] = resending(consultation, user, record)
    orders = user.has_perm("reports.order_document", consultation)
    limit = limit_of(consultation, record) if consultation.is_running else None
    act = next_act(consultation, user, pack, record)
    return {"next_act": act, "limit": limit, "orders": orders, "resends": record["resends"]}


def joint_rooms_of(consultation) -> list:
    """The rooms beside the leading one; most cases have none."""
    if len(consultation.units_of_rooms()) < 2:
        return []
    return list(consultation.joined_rooms.filter(lead=False).select_related("room__unit"))


def record_of(consultation, user) -> dict:
    """Everything that is on record, one query a kind."""
    meetings, matters = (list(rows().filter(consultation=consultation)) for rows in (_meetings, _matters))
    for row in (*meetings, *matters):
        row.consultation = consultation
    research = list(consultation.research_set.standing())
    # The original record of a meeting held on paper says who said what.
    sees_record = user.has_perm(Meeting.files_need, consultation)
    steps = list(consultation.approval.steps.all())
    entries = entries_for(consultation)
    files = files_of(consultation, research, meetings if sees_record else [], steps, entries)
    return {
        "participants": list(consultation.participant_set.standing().select_related("unit")),
        "research": research,
        "meetings": meetings,
        "matters": matters,
        "dissents": [dissent for meeting in meetings for dissent in meeting.dissents],
        **_minutes_of(consultation),
        "approval_steps": [step for step in steps if not step.checkpoint],
        "entries": entries,
        "products": [entry for entry in entries if entry.code == UNASKED],
        "owed_products": [PRODUCTS[code] for code in left_of(consultation.pack, matters, entries)],
        "files": files,
        "checkpoints": records_of(consultation) if consultation.has_records else [],
    }


def _minutes_of(consultation) -> dict:
    minutes = getattr(consultation, "minutes", None)
    # What is sent are signed minutes.
    return {"minutes": minutes, "submissions": submissions_of(consultation) if minutes and minutes.signed_at else []}


def entries_for(consultation) -> list[CheckpointEntry]:
    """What was written down for checkpoints, and products; most packs have nothing to write down, nor such cases."""
    asks = any(is_recorded(one) for stage in consultation.pack.stages for one in stage.checkpoints if one.is_on)
    if not asks and not consultation.has_entries:
        return []
    rows = CheckpointEntry.objects.standing().filter(consultation=consultation).select_related("made_by")
    return list(rows.order_by("on", "pk"))


def submissions_of(consultation) -> list[Submission]:
    """What was sent, kept with the consultation: the gate of the receipt asks for it again."""
    sent = Submission.objects.select_related("to", "matter", "received_by", "sent_by")
    prefetch_related_objects([consultation], Prefetch("submission_set", sent))
    return list(consultation.submission_set.all())


@cache
def _meetings():
    """Meetings with their counts and the dissents voiced in them; put together once, narrowed for each page."""
    voiced = Statement.objects.standing().filter(meeting=OuterRef("pk"), is_dissent=True)
    dissent = JSONObject(
        pk="uuid", text="text", explanation="explanation", participant=JSONObject(name="participant__name")
    )
    meetings = Meeting.objects.with_counts().select_related("recorder")
    return meetings.annotate(dissents=ArraySubquery(voiced.values(row=dissent)))


@cache
def _matters():
    """Matters with the names of the units that the meeting suggests, and their tasks."""
    named = {
        name: ArraySubquery(units.objects.filter(matter=OuterRef("pk")).order_by("unit__pinyin").values("unit__name"))
        for name, units in (("units", Matter.suggested_units.through), ("helpers", Matter.suggested_helpers.through))
    }
    tasks = Prefetch("assignments", queryset=Assignment.objects.select_related("unit"))
    return Matter.objects.standing().annotate(**named).prefetch_related(tasks)


def files_of(consultation, research, meetings, steps, entries) -> list[Attachment]:
    """Files of the topic, its research and its meetings, newest first, one query for all; a body's stay with it."""
    wanted = Q()
    owners = {Topic: [consultation.topic], Research: research, Meeting: meetings, ApprovalStep: steps}
    owners |= {CheckpointEntry: entries} if entries else {}
    for model, rows in owners.items():
        kind = ContentType.objects.get_for_model(model)
        wanted |= Q(owner_type=kind, owner_id__in=[str(each.pk) for each in rows])
    files = list(Attachment.objects.standing().filter(wanted).order_by("-pk"))
    for each in (*research, *steps, *entries):
        key = (ContentType.objects.get_for_model(each).pk, str(each.pk))
        each.files = [file for file in files if (file.owner_type_id, file.owner_id) == key]
    of_bodies = [file for owner in (*steps, *entries) for file in owner.files]
    return [file for file in files if file not in of_bodies]


def people_of(participants, pack) -> list[tuple]:
    """Categories with their people, in the order of the pack."""
    return [
        (category, people)
        for category in pack.categories
        if (people := [person for person in participants if person.category == category.code])
    ]
