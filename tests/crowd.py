"""Many hands that sign minutes off at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from consult.models import Consultation, Matter, Meeting, MeetingSeat, Minutes, Participant
from consult.steps import signing
from tests import minutes_scene as scene

HANDS = 8


def copies(house, count) -> list[Minutes]:
    """Offered minutes as the verbs made the first ones, copied row by row: two thousand cases by hand take an hour."""
    first = scene.offered(house)
    return [first, *(_copy(first, number) for number in range(1, count))]


def _copy(first, number) -> Minutes:
    case = Consultation.objects.get(pk=first.consultation_id)
    approval, meeting = case.approval, case.meeting_set.get()
    matters = list(case.matter_set.standing())
    people = {person.pk: person for person in case.participant_set.all()}
    seats = list(meeting.seats.all())
    case.pk, case.number = None, 1000 + number
    case.save(force_insert=True)
    case.joined_rooms.create(room=case.room, lead=True)
    approval.pk, approval.consultation = None, case
    approval.save(force_insert=True)
    places = {key: _again(person, Participant, consultation=case) for key, person in people.items()}
    held = _again(meeting, Meeting, consultation=case, chair=places[meeting.chair_id])
    for seat in seats:
        _again(seat, MeetingSeat, meeting=held, participant=places[seat.participant_id])
    for matter in matters:
        units = list(matter.suggested_units.all())
        made = _again(matter, Matter, consultation=case, meeting=held)
        made.suggested_units.set(units)
    return _again(first, Minutes, consultation=case)


def _again(row, model, **changes):
    fields = {
        field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields if not field.primary_key
    }
    fields.pop("key", None)
    fields |= {model._meta.get_field(name).attname: value.pk for name, value in changes.items()}
    return model.objects.create(**fields)


def sign_all(house, drafts) -> list:
    """Every hand takes the next draft, all at once; what failed comes back."""
    gate, failures = threading.Barrier(HANDS), []

    def work(own):
        gate.wait()
        for minutes in own:
            try:
                signing.sign(minutes, by=house.convener, seen=signing.as_read(minutes))
            except Exception as error:
                failures.append(error)
        connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, [drafts[hand::HANDS] for hand in range(HANDS)]))
    return failures
