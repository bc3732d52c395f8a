"""Step 4 协商讨论: meetings, after field work (000: 不调研不协商). What is said is in steps/stream.py."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consult import queries
from consult.enums import Attendance, MeetingOutcome, MeetingState
from consult.models import CheckpointRecord, Meeting, MeetingSeat, Statement
from consult.steps import invitation, participants
from consult.steps.record import RELATED, lock_meeting, tell, touch, word
from consult.workflow import MEETING, Refused, advance, check_version, guards, lock, pack_of, planned, recording
from members.operations import attach
from rooms import calendar

NO_CONSENSUS = "no_consensus"


@transaction.atomic
def plan(consultation, *, by, **fields) -> Meeting:
    """Arrange a meeting: mode, place, time, chair, recorder, whether every statement is taken down."""
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.holding(consultation))
    _check_plan(consultation, **fields)
    meeting = _create(consultation, **fields)
    tell(meeting, "consult.plan_meeting", by=by, sentence=f"安排第 {meeting.number} 次{word(meeting)}")
    invitation.send(meeting, "{meeting}安排在{when}，{place}：{title}", by=by)
    return meeting


@transaction.atomic
def edit(meeting, *, by, version: int, **fields) -> Meeting:
    """Change the arrangements. Raises Stale when somebody saved in between."""
    meeting = lock_meeting(meeting)
    guards.require(recording.arranging(meeting))
    check_version(meeting, version)
    if meeting.is_planned:
        _check_plan(meeting.consultation, **fields)
    changes = {
        name: (str(meeting._meta.get_field(name).verbose_name), str(getattr(meeting, name)), str(value))
        for name, value in fields.items()
    }
    moved = (meeting.planned_at, meeting.place)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save(update_fields=[*fields, "version"])
    touch(meeting)
    if meeting.is_planned and moved != (meeting.planned_at, meeting.place):
        invitation.send(meeting, "{meeting}改在{when}，{place}：{title}", by=by)
    tell(meeting, "consult.edit_meeting", by=by, sentence=f"修改第 {meeting.number} 次{word(meeting)}", changes=changes)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, reason: str) -> None:
    """Call off a meeting that has not begun; the ledger keeps that it was planned."""
    meeting = lock_meeting(meeting)
    guards.require(recording.canceling(meeting))
    if not reason.strip():
        raise Refused("取消会议要写明理由。")
    tell(meeting, "consult.cancel_meeting", by=by, sentence=f"取消第 {meeting.number} 次{word(meeting)}", note=reason)
    invitation.send(meeting, "{when}的{meeting}取消：{title}", by=by, url=meeting.consultation.get_absolute_url())
    meeting.delete()


@transaction.atomic
def start(meeting, *, by) -> Meeting:
    """Begin now; whoever presses it takes the record."""
    meeting = lock_meeting(meeting)
    guards.require(recording.holding(meeting.consultation))
    if meeting.state == MeetingState.ENDED:
        raise Refused("会议记录已经结束；要接着记，请重新打开记录。")
    meeting.recorder = by
    advance(meeting, MEETING, MeetingState.RUNNING, by=by, started_at=timezone.now(), recorder=by)
    touch(meeting)
    tell(meeting, "consult.start_meeting", by=by, sentence=f"第 {meeting.number} 次{word(meeting)}开始")
    return meeting


@transaction.atomic
def backfill(consultation, *, by, started_at, ended_at, attachments=(), **fields) -> Meeting:
    """补录: open the record of a meeting that was held on paper, with its real times and a scan."""
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.holding(consultation))
    _require_chair(consultation, fields["chair"])
    if ended_at > timezone.now():
        raise Refused(consultation.say("{backfill}的会议要已经开完，结束时间不能晚于现在。"))
    if ended_at < started_at:
        raise Refused("结束时间不能早于开始时间。")
    if timezone.localdate(started_at) < calendar.FIRST:
        raise Refused(f"开会时间不能早于 {calendar.FIRST.year} 年。")
    meeting = _create(consultation, planned_at=started_at, is_backfilled=True, **fields)
    advance(meeting, MEETING, MeetingState.RUNNING, by=by, started_at=started_at, ended_at=ended_at)
    attach(meeting, attachments, by=by)
    tell(
        meeting,
        "consult.backfill_meeting",
        by=by,
        sentence=consultation.say(
            "{backfill} {day:%-m月%-d日} 的第 {n} 次{meeting}", day=timezone.localdate(started_at), n=meeting.number
        ),
    )
    return meeting


@transaction.atomic
def seat(meeting, *, by, attendance: dict) -> None:
    """Note who came: participant key → 出席, 请假, 列席, 旁听; empty takes the note back."""
    meeting = lock_meeting(meeting)
    guards.require(recording.keeping(meeting))
    people = {person.pk: person for person in meeting.consultation.participant_set.standing()}
    if set(attendance) - set(people):
        raise Refused("到会的人不在名单里，请刷新页面查看最新情况。")
    now = timezone.now()
    noted = [
        MeetingSeat(meeting=meeting, participant=people[key], attendance=value, noted_by=by, noted_at=now)
        for key, value in attendance.items()
        if value
    ]
    MeetingSeat.objects.bulk_create(
        noted,
        update_conflicts=True,
        unique_fields=["meeting", "participant"],
        update_fields=["attendance", "noted_by", "noted_at"],
    )
    meeting.seats.filter(participant__in=[key for key, value in attendance.items() if not value]).delete()
    touch(meeting)
    tell(meeting, "consult.note_attendance", by=by, sentence=f"登记到会情况 {len(attendance)} 人")


@transaction.atomic
def seat_unlisted(meeting, *, by, category: str, name: str, **fields):
    """临时到会: somebody who is not on the list gets the next number and is here."""
    meeting = lock_meeting(meeting)
    guards.require(recording.keeping(meeting))
    person = participants.add(meeting.consultation, by=by, category=category, name=name, came_unlisted=True, **fields)
    seat(meeting, by=by, attendance={person.pk: Attendance.PRESENT})
    return person


@transaction.atomic
def go_to_part(meeting, *, part: int, by) -> None:
    """Go to a part of the pack's agenda."""
    meeting = lock_meeting(meeting)
    guards.require(recording.keeping(meeting))
    agenda = pack_of(meeting.consultation).agenda
    if not 0 <= part < len(agenda):
        raise Refused("没有这一项议程，请刷新页面查看最新情况。")
    if part == meeting.agenda_part:
        return
    meeting.agenda_part = part
    meeting.save(update_fields=["agenda_part"])
    touch(meeting)
    tell(meeting, "consult.go_to_part", by=by, sentence=f"会议进入“{agenda[part].name}”")


@transaction.atomic
def end(meeting, *, by, outcome: str, note: str = "") -> Meeting:
    """Close the record with what the meeting came to. Raises Refused with what is missing."""
    meeting = lock_meeting(meeting)
    consultation = meeting.consultation
    guards.require(recording.keeping(meeting))
    missing = end_missing(meeting, pack_of(consultation))
    if missing:
        raise Refused("".join(missing))
    _check_outcome(consultation, outcome, note)
    ended_at = meeting.ended_at if meeting.is_backfilled else timezone.now()
    advance(meeting, MEETING, MeetingState.ENDED, by=by, ended_at=ended_at, outcome=outcome, outcome_note=note)
    touch(meeting)
    planned.follow(consultation.topic_id, by=by)
    _record_consensus(meeting, outcome, note, by=by)
    label = MeetingOutcome(outcome).label
    tell(
        meeting,
        "consult.end_meeting",
        by=by,
        sentence=f"第 {meeting.number} 次{word(meeting)}记录结束：{label}",
        note=note,
    )
    return meeting


@transaction.atomic
def reopen(meeting, *, by, reason: str) -> Meeting:
    """Take the record up again, until the minutes are signed."""
    meeting = lock_meeting(meeting)
    guards.require(recording.reopening(meeting))
    if not reason.strip():
        raise Refused("重新打开会议记录要写明理由。")
    advance(meeting, MEETING, MeetingState.RUNNING, by=by, outcome="", outcome_note="")
    touch(meeting)
    planned.follow(meeting.consultation.topic_id, by=by)
    _record_consensus(meeting, MeetingOutcome.CONTINUE, "", by=by)
    tell(
        meeting,
        "consult.reopen_meeting",
        by=by,
        sentence=f"重新打开第 {meeting.number} 次{word(meeting)}的记录",
        note=reason,
    )
    return meeting


def end_missing(meeting, pack) -> list[str]:
    """Say what a meeting still lacks before it can end; the same sentences stand in the dialog."""
    missing = []
    if not meeting.seats.filter(attendance=Attendance.PRESENT).exists():
        missing.append("还没有登记出席的人。")
    if not Statement.objects.standing().filter(meeting=meeting).exists():
        what = "要点" if meeting.key_points_only else pack.words["statement"]
        missing.append(f"还没有记下一条{what}。")
    return missing


def end_warnings(meeting, pack) -> list[str]:
    """Say what the practice asks for and does not insist on."""
    said = Statement.objects.standing().filter(meeting=meeting)
    least = pack.meeting.key_points_min
    warnings = []
    if meeting.key_points_only and least and said.count() < least:
        warnings.append(f"要点一般不少于 {least} 条，现在有 {said.count()} 条。")
    if open_dissents := said.filter(is_dissent=True, explained_at__isnull=True).count():
        warnings.append(pack.say("有 {n} 条{dissent}待解释，随纪要如实{submission}。", n=open_dissents))
    return warnings


def _create(consultation, **fields) -> Meeting:
    last = consultation.meeting_set.aggregate(last=Max("number"))["last"] or 0
    return Meeting.objects.create(consultation=consultation, number=last + 1, **fields)


def _check_plan(consultation, *, planned_at, chair, **_) -> None:
    _require_chair(consultation, chair)
    fixed_at = consultation.participants_fixed_at
    if fixed_at and timezone.localdate(planned_at) < timezone.localdate(fixed_at):
        raise Refused(
            consultation.say(
                "开会时间不能早于名单确定的日期 {day:%-m月%-d日}；会已经开过的，请用“{backfill}”。",
                day=timezone.localdate(fixed_at),
            )
        )


def _require_chair(consultation, chair) -> None:
    if chair is None or chair.consultation_id != consultation.pk or chair.removed_at:
        raise Refused(consultation.say("主持人要从{participant}名单里选。"))


def _check_outcome(consultation, outcome: str, note: str) -> None:
    agreed = queries.agreed_matters(consultation).count()
    if outcome == MeetingOutcome.AGREED and not agreed:
        raise Refused(consultation.say("还没有登记{consensus}的{matter}；没有{consensus}的，请选“未{consensus}”。"))
    if outcome == MeetingOutcome.NONE and agreed:
        said = "已经登记了 {n} 件{consensus}的{matter}；确实没有一致的，请先把这些{matter}改为没有{consensus}。"
        raise Refused(consultation.say(said, n=agreed))
    if outcome == MeetingOutcome.NONE and not note.strip():
        raise Refused(consultation.say("没有{consensus}的，请写明主要分歧，随纪要如实{submission}。"))


def _record_consensus(meeting, outcome: str, note: str, *, by) -> None:
    """Put on record that there is no consensus, or take it back: the gates of the pack ask for it."""
    consultation = meeting.consultation
    if outcome == MeetingOutcome.NONE:
        CheckpointRecord.objects.update_or_create(
            consultation=consultation,
            stage=consultation.stage,
            code=NO_CONSENSUS,
            defaults={
                "data": {"meeting": meeting.pk, "note": note},
                "passed_by": by,
                "passed_at": timezone.now(),
            },
        )
        return
    CheckpointRecord.objects.filter(consultation=consultation, code=NO_CONSENSUS).update(passed_by=None, passed_at=None)
