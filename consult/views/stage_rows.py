"""The stages of a case as its page shows them: done, open, ended or later, each with the one fact that matters."""

from consult.enums import ApprovalState, ConsultationState, MinutesState, Step, SubmissionKind, SubmissionState
from consult.views.checkpoint_rows import checkpoint_rows
from members.templatetags.dates import day
from rooms.practice.numerals import numeral

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


def stages_of(consultation, user, pack, record) -> list[dict]:
    """The stages of the pack, each done, open, ended or later, with the one fact that matters."""
    before = {stage.code for stage in pack.stages_before(consultation.stage)}
    stages = []
    for index, stage in enumerate(pack.stages):
        status = _status(consultation, stage, before)
        fact = _ended_fact if status == "ended" else _fact_of(consultation, stage, status)
        stages.append(
            {
                "code": stage.code,
                "name": stage.name,
                "number": numeral(index + 1),
                "status": status,
                "fact": "未开始" if status == "later" else fact(consultation, record),
                "help": stage.help,
                "parts": [part for step in _reached(consultation, stage, status) for part in PARTS[step]],
                "waivers": waivers_of(stage, record["checkpoints"]),
                "rows": [] if status == "later" else _rows(consultation, user, pack, stage, record),
            }
        )
    return stages


def _reached(consultation, stage, status) -> tuple[str, ...]:
    """The steps of a stage that the case has come to."""
    return stage.steps[: stage.steps.index(consultation.step) + 1] if status == "open" else stage.steps


def _rows(consultation, user, pack, stage, record) -> list[dict]:
    return checkpoint_rows(consultation, user, pack, stage, entries=record["entries"], records=record["checkpoints"])


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


def _fact_of(consultation, stage, status):
    shown = consultation.step if status == "open" else stage.steps[-1]
    asks = consultation.pack.asks_route
    is_apart = shown == Step.TOPIC and (asks is None or asks.code != stage.code)
    return _begun_fact if is_apart else FACTS[shown]


def _begun_fact(consultation, record) -> str:
    """Where topics pass no body, or pass it at another stage, what is on record is the day of the beginning."""
    return f"{_short(consultation.created_at)}立题"


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
    return f"共 {len(agreed)} 件，办结 {len(closed)} 件"


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
