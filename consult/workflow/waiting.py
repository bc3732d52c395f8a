"""What the checkpoints of a pack ask of a room today, for its workbench and for the daily reminder."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from consult.enums import ApprovalState, MatterState, MinutesState, Step, SubmissionState
from consult.models import ApprovalStep, CheckpointEntry, CheckpointRecord, Consultation, Matter
from consult.queries import Task
from consult.workflow import guards, speaking
from consult.workflow.entries import FIND, Record, due_of, is_recorded, is_time_for, objections_of
from consult.workflow.gates import applies, unattended
from consult.workflow.stages import following
from rooms import calendar
from rooms.practice import of_key

AT_WORK = (MatterState.PENDING, MatterState.RUNNING)


@dataclass(frozen=True)
class Owed:
    """One checkpoint that waits for somebody of the room, and since which day where it has one."""

    record: Record
    due_on: date | None = None

    @property
    def sentence(self) -> str:
        name, kind = self.record.checkpoint.name, self.record.checkpoint.kind
        return f"答复“{name}”收到的异议" if kind == "publicity" and objections_of(self.record) else f"办理“{name}”"


def checkpoint_tasks(user, running, overrides) -> Iterator[Task]:
    """Tasks of clerks and conveners at checkpoints that people record, in these cases of their rooms, and going on
    where nothing is left to do before.
    """
    unmet = set()
    for record in _asked_in(_with_records((case.pk, case.practice_id, case.stage) for case in running), overrides):
        case = record.consultation
        if FIND[record.checkpoint.kind](record):
            unmet.add(case.pk)
        for owed in _owed(record):
            url = f"{case.get_absolute_url()}#checkpoint-{record.checkpoint.code}"
            yield Task(owed.sentence, case.title, url, case.stage_entered_at, owed.due_on)
    idle = [case.pk for case in running if case.pk not in unmet and _is_idle(case)]
    for case in _for_page(idle):
        if sentence := _onward(user, case):
            yield Task(sentence, case.title, case.get_absolute_url(), case.stage_entered_at)


def _for_page(keys: list[int]):
    # Even to put the question together takes longer than the rest of a workbench on which nothing is asked.
    return Consultation.objects.for_page().filter(pk__in=keys).order_by("stage_entered_at") if keys else ()


def own_tasks(user, overrides) -> Iterator[Task]:
    """What checkpoints ask of the person himself, as a body or as a rater, in the cases that he can see."""
    if not speaking.may_be_asked(user):
        return
    cases = Consultation.objects.visible_to(user).running().values_list("pk", "practice", "stage")
    for record in _asked_in(_with_records(cases, speaking.KINDS), overrides):
        if FIND[record.checkpoint.kind](record) and (act := speaking.own_act(record, user)):
            case, checkpoint = record.consultation, record.checkpoint
            url = f"{case.get_absolute_url()}#checkpoint-{checkpoint.code}"
            yield Task(f"{act}“{checkpoint.name}”", case.title, url, case.stage_entered_at)


def _is_idle(row) -> bool:
    """A row of `for_list` on which nobody is at work, at a stage that no other act leads away from."""
    if row.step == Step.TOPIC:
        asks = row.pack.asks_route
        return not row.turn and (asks is None or asks.code != row.stage or row.approval_state == ApprovalState.APPROVED)
    if row.step == Step.PARTICIPANTS:
        return not row.turn and row.participants_fixed_at is not None
    if row.step == Step.DISCUSSION:
        return not row.turn and row.minutes_state == MinutesState.SIGNED
    if row.step == Step.SUBMISSION:
        return row.sent_state == SubmissionState.RECEIVED
    busy = (row.is_undecided, row.is_returned, row.is_at_work, row.is_by_room, row.is_to_close, row.turn)
    return row.step in (Step.ACTION, Step.EVALUATION) and not any(busy)


def _onward(user, case) -> str:
    """Going on, or closing, where the person may and nothing holds; nothing otherwise."""
    pack, stop = case.pack, following(case, case.pack)
    if stop is None:
        may_close = user.has_perm("consult.close_consultation", case) and not guards.finishing(case)
        return case.say("办结{consultation}") if may_close else ""
    if not user.has_perm("consult.move_stage", case) or unattended(case, pack):
        return ""
    return f"进入“{pack.name_of_stop(stop, seen_from=case.stage)}”"


def owed_by(cases) -> Iterator[Owed]:
    """The checkpoints at which these cases wait for their rooms."""
    return _owed_in(_with_records(cases.values_list("pk", "practice", "stage")), calendar.overrides_when_asked())


def asked_of(cases) -> Iterator[Record]:
    """All that the checkpoints of these cases ask for now, met or not: five queries for all."""
    return _asked_in(_with_records(cases.values_list("pk", "practice", "stage")), calendar.overrides_when_asked())


def _with_records(cases, kinds=()) -> list[int]:
    """Which of these cases (key, practice, stage) stand where a checkpoint, of these kinds if any are named, asks
    people to record something.
    """
    cases = list(cases)
    places = {key: _stages_with_records(of_key(key), kinds) for key in {practice for _, practice, _ in cases}}
    return [key for key, practice, stage in cases if stage in places[practice]]


def _owed_in(keys: list[int], overrides) -> Iterator[Owed]:
    for record in _asked_in(keys, overrides):
        yield from _owed(record)


def _asked_in(keys: list[int], overrides) -> Iterator[Record]:
    """Four queries, and none where no case stands at such a checkpoint."""
    if not keys:
        return
    rows = Consultation.objects.filter(pk__in=keys).with_rooms()
    rows = rows.select_related("topic", "room__unit__region", "room__approver", "approval")
    rows = rows.prefetch_related(Prefetch("approval__steps", ApprovalStep.objects.select_related("unit")))
    at_work = Matter.objects.standing().filter(consultation=OuterRef("pk"), state__in=AT_WORK)
    rows = rows.annotate(is_at_work=Exists(at_work))
    rows = list(rows.order_by("stage_entered_at"))
    entries = _by_place(CheckpointEntry.objects.standing().filter(consultation__in=rows).order_by("on", "pk"))
    records = defaultdict(list)
    for row in CheckpointRecord.objects.filter(consultation__in=rows):
        records[row.consultation_id].append(row)
    for case in rows:
        stage = case.pack.stage(case.stage)
        for checkpoint in stage.checkpoints:
            place = (case.pk, stage.code, checkpoint.code)
            if _is_asked(checkpoint, case, stage, records[case.pk]):
                yield Record(case, case.pack, stage.code, checkpoint, entries.get(place, []), overrides)


def _stages_with_records(pack, kinds) -> set[str]:
    def asks(one) -> bool:
        return one.is_on and is_recorded(one) and (not kinds or one.kind in kinds)

    return {stage.code for stage in pack.stages if any(asks(one) for one in stage.checkpoints)}


def _by_place(rows) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault((row.consultation_id, row.stage, row.code), []).append(row)
    return found


def _is_asked(checkpoint, case, stage, records) -> bool:
    is_waived = any(row.waived_at and (row.stage, row.code) == (stage.code, checkpoint.code) for row in records)
    is_now = checkpoint.is_on and is_recorded(checkpoint) and is_time_for(checkpoint, case, stage)
    return is_now and not is_waived and applies(checkpoint, case, records)


def _owed(record) -> Iterator[Owed]:
    if not FIND[record.checkpoint.kind](record):
        return
    kind, due = record.checkpoint.kind, due_of(record)
    if kind == "publicity" and objections_of(record):
        yield Owed(record)
        return
    if kind == "notify" and due is None and record.consultation.is_at_work:
        # People are told of a result, and there is none yet.
        return
    waits = due and kind != "notify" and timezone.localdate() < due.date
    asked = any(step.is_open for step in record.consultation.approval.steps.all() if step.checkpoint == record.place)
    # A period that still runs, or a body that was asked, is nobody's task here.
    if not waits and not asked:
        yield Owed(record, due.date if due and kind != "publicity" else None)
