"""What the inspections of a span found in the rooms of a city: read once, told for each place."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.facts.spans import Span
from reports.models import InspectionProblem
from reports.queries import inspections
from reports.queries.inspections import FoundProblem
from rooms.models import Room


@dataclass(frozen=True)
class Inspected:
    # Room and month: asked for, and of which no inspection stands.
    due: frozenset = frozenset()
    missed: frozenset = frozenset()
    problems: tuple[tuple[int, FoundProblem], ...] = ()
    # Of the month before the span.
    before: tuple[tuple[int, FoundProblem], ...] = ()

    def told(self, rooms: Iterable[Room], names: dict[int, str]) -> dict | None:
        """Of these rooms as plain data; None where nothing was to be inspected."""
        keys = {room.pk for room in rooms}
        due, missed = (sum(room in keys for room, _ in each) for each in (self.due, self.missed))
        problems = [(room, each) for room, each in self.problems if room in keys]
        before = [each for room, each in self.before if room in keys]
        if not due and not problems and not before:
            return None
        return {
            "due": due,
            "inspected": due - missed,
            "problems": [
                {"short": names[room], "text": each.text, "state": each.state_name, "is_overdue": each.is_overdue}
                for room, each in problems
            ],
            "mended": sum(each.is_mended for _, each in problems),
            "before": len(before),
            "before_mended": sum(each.is_mended for each in before),
        }


def inspected(keys, span: Span) -> Inspected:
    """In a handful of queries for each month, however many rooms there are."""
    rooms, due, missed, problems = Room.objects.filter(pk__in=keys), [], [], []
    for month in span.each_month():
        due += [(room, month) for room in inspections.rooms_due(rooms, month).values_list("pk", flat=True)]
        missed += [(room.pk, month) for room in inspections.not_inspected(rooms, month)]
        problems += inspections.problems_of(rooms, month)
    before = inspections.problems_of(rooms, span.before.each_month()[-1])
    return Inspected(frozenset(due), frozenset(missed), _placed(problems), _placed(before))


def _placed(problems) -> tuple:
    """Each with the key of its room: names are not unique."""
    rows = InspectionProblem.objects.filter(pk__in=[each.pk for each in problems])
    rooms = dict(rows.values_list("pk", "inspection__room"))
    return tuple((rooms[each.pk], each) for each in problems)
