"""Step 4 of a demonstration case: its meetings with what was said, and the matters that came out of them."""

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from consult.models import Statement
from consult.steps import discussion, matter, stream
from consult.steps.merging import Row
from reports.management.demo import phone_of
from reports.management.demo.story import ATTENDANCE, Story

# A meeting without written times: somebody speaks every other minute.
PAUSE = timedelta(minutes=2)
# A meeting that is still running has begun so long ago.
BEGUN = timedelta(minutes=40)


def tell_meeting(story: Story, number: int):
    """Plan, hold and end the meeting of this number (from 1), as far as the file's stop allows."""
    sitting = story.data.meetings[number - 1]
    recorder = story.city.person(sitting.recorder)
    backfilled = bool(story.data.backfill_reason)
    yield story.clock.at(sitting.day, sitting.ends) if backfilled else story.clock.at(sitting.day - 3, "10:05")
    meeting = (_backfill if backfilled else _plan)(story, sitting, recorder)
    if not story.data.reaches("meeting_running"):
        return
    goes_on = story.data.stop_at == "meeting_running" and number == len(story.data.meetings)
    if not backfilled:
        yield story.clock.ago(BEGUN) if goes_on else story.clock.at(sitting.day, sitting.at)
        discussion.start(meeting, by=recorder)
    _seat(story, meeting, sitting, recorder)
    # What was said is written down when it has been said: nothing is said later than it is saved.
    yield story.clock.ago(timedelta()) if goes_on else story.clock.at(sitting.day, _towards(sitting.ends))
    meeting.refresh_from_db()
    _say(story, meeting, sitting, recorder)
    _note_matters(story, meeting, number, recorder)
    if goes_on:
        discussion.go_to_part(meeting, part=sitting.statements[-1].part, by=recorder)
        return
    yield story.clock.at(sitting.day, sitting.ends)
    meeting.refresh_from_db()
    discussion.end(meeting, by=recorder, outcome=_outcome(story, number), note=story.told(sitting.summary)[:500])
    yield from _explain_afterwards(story, meeting, sitting)


def _towards(ends: str) -> str:
    """Two minutes before the end."""
    end = timezone.make_aware(datetime.combine(timezone.localdate(), time.fromisoformat(ends)))
    return f"{end - PAUSE:%H:%M}"


def _plan(story, sitting, recorder):
    return discussion.plan(story.again(), by=recorder, **_arrangements(story, sitting, recorder))


def _arrangements(story, sitting, recorder) -> dict:
    return {
        "mode": sitting.mode,
        "place": sitting.place,
        "planned_at": _moment(story, sitting.day, sitting.at),
        "chair": story.seats[sitting.chair],
        "recorder": recorder,
        "key_points_only": sitting.key_points_only,
        "background": story.told(sitting.background).strip(),
    }


def _backfill(story, sitting, recorder):
    fields = _arrangements(story, sitting, recorder)
    started = fields.pop("planned_at")
    return discussion.backfill(
        story.again(), by=recorder, started_at=started, ended_at=_moment(story, sitting.day, sitting.ends), **fields
    )


def _seat(story, meeting, sitting, recorder) -> None:
    away = {name: ATTENDANCE[kind] for kind in ATTENDANCE for name in getattr(sitting, kind)}
    attendance = {person.pk: away.get(name, "present") for name, person in story.seats.items()}
    discussion.seat(meeting, by=recorder, attendance=attendance)
    for person in sitting.unlisted:
        story.seats[person.name] = discussion.seat_unlisted(
            meeting,
            by=recorder,
            category=person.category,
            name=person.name,
            title=person.title,
            phone=phone_of(person.name),
        )


def _say(story, meeting, sitting, recorder) -> None:
    moment = meeting.started_at or timezone.now()
    rows = []
    for index, said in enumerate(sitting.statements):
        moment = _moment(story, sitting.day, said.at) if said.at else moment + PAUSE
        fields = {
            "participant_id": story.seats[said.by].pk,
            "position": float(index + 1),
            "text": story.told(said.text),
            "said_at": moment,
            "agenda_part": said.part,
            "is_key_point": said.key or sitting.key_points_only,
            "is_reply": said.reply,
            "is_dissent": said.dissent,
        }
        if said.explanation and said.explained is None:
            fields["explanation"] = story.told(said.explanation)
        rows.append(Row(_key(story, meeting, index), 0, fields))
    stream.save(meeting, by=recorder, rows=rows)


def _note_matters(story, meeting, number, recorder) -> None:
    units = story.city.units
    said = story.data.meetings[number - 1].statements
    for index, data in enumerate(story.data.matters, start=1):
        if data.meeting != number:
            continue
        sources = [_key(story, meeting, place) for place, each in enumerate(said) if each.matter == index]
        late = data.units_day is not None
        matter.note(
            story.case,
            by=recorder,
            meeting=meeting,
            text=story.told(data.text),
            level=data.level,
            suggested_units=[] if late else [units[code] for code in data.units],
            suggested_helpers=[units[code] for code in data.helpers],
            suggested_due=story.told(data.due),
            cost=data.cost,
            legal_basis=data.legal_basis,
            consensus=data.consensus,
            opinions=data.opinions,
            statements=sources,
        )


def _explain_afterwards(story, meeting, sitting):
    for index, said in enumerate(sitting.statements):
        if said.explained is None or said.explained > 0:
            continue
        yield story.clock.at(said.explained, "16:00")
        statement = Statement.objects.get(pk=_key(story, meeting, index))
        by = story.city.person(said.explained_by)
        stream.explain(statement, by=by, version=statement.version, explanation=story.told(said.explanation))


def _outcome(story, number) -> str:
    if number < len(story.data.meetings):
        return "continue"
    agreed = [each for each in story.data.matters if each.consensus]
    return "agreed" if agreed else "none" if story.data.matters else "continue"


def _moment(story, day: int, hour: str) -> datetime:
    wanted = datetime.combine(story.day(day), time.fromisoformat(hour))
    return min(timezone.make_aware(wanted), story.clock.now) if day <= 0 else timezone.make_aware(wanted)


def _key(story, meeting, index: int):
    return uuid5(NAMESPACE_URL, f"{story.data.slug}/{meeting.number}/{index}")
