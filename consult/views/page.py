"""What the page of one consultation shows: its stages with their facts, what holds it, and the next act."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.functions import JSONObject

from consult.enums import ApprovalState, ConsultationState, MinutesState, SubmissionKind, SubmissionState
from consult.models import ApprovalStep, Assignment, Matter, Meeting, Research, Statement, Submission, Topic
from consult.views.acts import next_act, resending
from consult.views.holds import hold_links
from consult.workflow import gates, pack_of, records_of
from members.models import Attachment
from members.queries import timeline
from members.templatetags.dates import day

NUMERALS = "一二三四五六七八九十"
# Canonical step → the parts that show it.
PARTS = {
    "topic": ["consult/step_topic.html"],
    "participants": ["consult/step_participants.html"],
    "research": ["consult/step_research.html"],
    "discussion": ["consult/step_discussion.html", "consult/step_minutes.html"],
    "submission": ["consult/step_submission.html"],
    "action": ["consult/step_action.html"],
    "evaluation": [],
}
NEWEST = 6
# A live meeting leaves many of these; the whole ledger shows them.
QUIET = ("consult.record_statements", "consult.edit_statement", "consult.reorder_statements", "consult.note_attendance")


def page_of(consultation, user) -> dict:
    """Return the template's context; the number of queries does not grow with the case."""
    pack = pack_of(consultation)
    record = record_of(consultation, user)
    stages = stages_of(consultation, pack, record)
    open_stage = next((stage for stage in stages if stage["status"] == "open"), None)
    open_gates = gates(consultation, pack, records=record["checkpoints"]) if open_stage else []
    holds = hold_links(consultation, user, pack, [gate for gate in open_gates if not gate.met])
    blocking = [hold for hold in holds if hold["blocks"]]
    return {
        "consultation": consultation,
        "pack": pack,
        "joint": joint_rooms_of(consultation),
        "source_name": pack.topic_source(consultation.topic.source).name,
        "stages": stages,
        "open_stage": open_stage,
        "blocking": blocking,
        "blocking_words": f"还差 {len(blocking)} 项",
        "warnings": [hold for hold in holds if not hold["blocks"]],
        **_acts(consultation, user, pack, {**record, "gates": open_gates}),
        "past_stages": [stage for stage in stages if stage["status"] in ("done", "ended")],
        "events": list(timeline(consultation).prefetch_related(None).exclude(verb__in=QUIET)[:NEWEST]),
        "people": people_of(record["participants"], pack),
        **record,
    }


def _acts(consultation, user, pack, record) -> dict:
    """The next act, whether a correction is to be sent, and whether papers are ordered or only looked at."""
    record["resends"] = resending(consultation, user, record)
    orders = user.has_perm("reports.order_document", consultation)
    return {"next_act": next_act(consultation, user, pack, record), "orders": orders, "resends": record["resends"]}


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
    files = files_of(consultation, research, meetings if sees_record else [], steps)
    minutes = getattr(consultation, "minutes", None)
    return {
        "participants": list(consultation.participant_set.standing().select_related("unit")),
        "research": research,
        "meetings": meetings,
        "matters": matters,
        "dissents": [dissent for meeting in meetings for dissent in meeting.dissents],
        "minutes": minutes,
        # What is sent are signed minutes.
        "submissions": submissions_of(consultation) if minutes and minutes.signed_at else [],
        "approval_steps": steps,
        "files": files,
        "checkpoints": records_of(consultation) if consultation.has_records else [],
    }


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


def files_of(consultation, research, meetings, steps) -> list[Attachment]:
    """Files of the topic, its research and its meetings, newest first, one query for all; a body's stay with it."""
    wanted = Q()
    owners = {Topic: [consultation.topic], Research: research, Meeting: meetings, ApprovalStep: steps}
    for model, rows in owners.items():
        kind = ContentType.objects.get_for_model(model)
        wanted |= Q(owner_type=kind, owner_id__in=[str(each.pk) for each in rows])
    files = list(Attachment.objects.standing().filter(wanted).order_by("-pk"))
    for each in (*research, *steps):
        key = (ContentType.objects.get_for_model(each).pk, str(each.pk))
        each.files = [file for file in files if (file.owner_type_id, file.owner_id) == key]
    of_bodies = [file for step in steps for file in step.files]
    return [file for file in files if file not in of_bodies]


def stages_of(consultation, pack, record) -> list[dict]:
    """The stages of the pack, each done, open, ended or later, with the one fact that matters."""
    before = {stage.code for stage in pack.stages_before(consultation.stage)}
    stages = []
    for index, stage in enumerate(pack.stages):
        status = _status(consultation, stage, before)
        fact = _ended_fact if status == "ended" else FACTS[stage.steps[0]]
        stages.append(
            {
                "code": stage.code,
                "name": stage.name,
                "number": NUMERALS[index],
                "status": status,
                "fact": "未开始" if status == "later" else fact(consultation, record),
                "help": stage.help,
                "parts": [part for step in stage.steps for part in PARTS[step]],
                "waivers": waivers_of(stage, record["checkpoints"]),
            }
        )
    return stages


def _status(consultation, stage, before) -> str:
    if stage.code in before:
        return "done"
    here = {ConsultationState.RUNNING: "open", ConsultationState.CLOSED: "done", ConsultationState.STOPPED: "ended"}
    return here[consultation.state] if stage.code == consultation.stage else "later"


def waivers_of(stage, records) -> list[dict]:
    """What was set aside in a stage: the checkpoint's name and code, and the record of who, when and why."""
    names = {checkpoint.code: checkpoint.name for checkpoint in stage.checkpoints}
    waived = [record for record in records if record.waived_at and record.stage == stage.code]
    return [{"code": record.code, "name": names[record.code], "record": record} for record in waived]


def people_of(participants, pack) -> list[tuple]:
    """Categories with their people, in the order of the pack."""
    return [
        (category, people)
        for category in pack.categories
        if (people := [person for person in participants if person.category == category.code])
    ]


def _ended_fact(consultation, record) -> str:
    """In the stage in which a case was stopped: when and how."""
    return f"{_short(consultation.ended_at)}{consultation.get_ending_display()}"


def _topic_fact(consultation, record) -> str:
    decided = [step for step in record["approval_steps"] if step.decided_at]
    opened = [step for step in record["approval_steps"] if step.is_open]
    if opened:
        return f"待{opened[0].unit.short_name}{opened[0].name}"
    if consultation.approval.state == ApprovalState.RETURNED:
        return "已退回，修改后再报"
    if decided:
        return f"{_short(decided[-1].basis_on)}{decided[-1].unit.short_name}{decided[-1].name}"
    return "起草中"


def _participants_fact(consultation, record) -> str:
    people = record["participants"]
    kinds = len({person.category for person in people})
    if consultation.participants_fixed_at:
        return f"{_short(consultation.participants_fixed_at)}，{kinds} 类 {len(people)} 人"
    return f"已登记 {len(people)} 人，名单未确定"


def _research_fact(consultation, record) -> str:
    records = record["research"]
    visited = {}
    for each in records:
        visited[each.visited_unit] = visited.get(each.visited_unit, 0) + each.visited_count
    homes = "、".join(f"{count} {unit}" for unit, count in visited.items() if count)
    return f"{len(records)} 次" + (f"，走访 {homes}" if homes else "") if records else "还没有调研记录"


def _discussion_fact(consultation, record) -> str:
    held = [meeting for meeting in record["meetings"] if meeting.state == "ended"]
    minutes = record["minutes"]
    if minutes and minutes.signed_at:
        return consultation.say("{on}纪要{sign_off}，第 {n} 期", on=_short(minutes.signed_at), n=minutes.number)
    if any(meeting.is_running for meeting in record["meetings"]):
        return "正在开会"
    if not held:
        return "还没有开会"
    words = {MinutesState.DRAFT: "纪要起草中", MinutesState.OFFERED: consultation.say("纪要待{sign_off}")}
    return f"已开会 {len(held)} 次，" + (words.get(minutes.state, "纪要更正中") if minutes else "纪要待起草")


def _submission_fact(consultation, record) -> str:
    sent = [each for each in record["submissions"] if each.kind == SubmissionKind.MINUTES]
    if not sent:
        return consultation.say("待{submission}")
    last = sent[-1]
    if last.state == SubmissionState.RECEIVED:
        return f"{_short(last.received_at)}{last.to.short_name}接收"
    if last.state == SubmissionState.RETURNED:
        return f"{last.to.short_name}退回"
    return consultation.say("{on}{submission}，待{to}接收", on=_short(last.sent_at), to=last.to.short_name)


def _action_fact(consultation, record) -> str:
    agreed = [matter for matter in record["matters"] if matter.consensus]
    closed = [matter for matter in agreed if matter.closed_at]
    return f"{len(agreed)} 件中 {len(closed)} 件办结"


FACTS = {
    "topic": _topic_fact,
    "participants": _participants_fact,
    "research": _research_fact,
    "discussion": _discussion_fact,
    "submission": _submission_fact,
    "action": _action_fact,
    "evaluation": lambda consultation, record: "",
}


def _short(moment) -> str:
    return day(moment).split("（")[0]
