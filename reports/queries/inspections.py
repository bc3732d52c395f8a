"""Reads of 督办检查: which rooms a month asks to be inspected, what was found in it, and what became of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Event, Unit, User
from members.models.places import under
from members.permissions import roles_that_allow
from members.permissions.inspections import SEE_INSPECTIONS
from members.queries import people_of
from reports.enums import FindingState
from reports.models import Inspection, InspectionProblem
from rooms import calendar, practice
from rooms.enums import RoomState
from rooms.models import Room

MEND = "inspection_mend"
INSPECT = "reports.inspect_room"
# Of a pack that says nothing of it.
REMIND = 5
FIRST_MONTH = date(2015, 1, 1)
NEVER = date(2099, 12, 31)


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def month_begins(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return calendar.add_months(month, 1)


def month_of(text: str) -> date | None:
    """2026-11 as the first day of the month; None for what is no month that can be inspected today."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if FIRST_MONTH <= month <= month_begins(timezone.localdate()) else None


def month_asked(text: str) -> date:
    return month_of(text) or month_begins(timezone.localdate())


def months_around(month: date) -> dict:
    """The months before and after one, as far as there are any."""
    later = next_month(month)
    return {
        "shown": month,
        "before": calendar.add_months(month, -1) if month > FIRST_MONTH else None,
        "after": later if later <= timezone.localdate() else None,
    }


def last_workdays(month: date, count: int, *, overrides) -> date:
    """The first of the last `count` working days of a month."""
    days = [day for day in calendar.days_after(month, next_month(month)) if day < next_month(month)]
    days = [day for day in [month, *days] if calendar.is_workday(day, overrides=overrides)]
    return days[-count:][0]


# ── who inspects ─────────────────────────────────────────────────────────────────────────────────────────────────────
def round_of(pack) -> dict:
    """[supervision.inspection] of a pack; without it the leading office inspects."""
    return pack.resolved.get("supervision", {}).get("inspection", {})


def inspecting_unit(user, room: Room) -> Unit | None:
    """The unit for which the person inspects this room: the leading office always, a guidance group if it is named."""
    roles = roles_that_allow(user, INSPECT, room)
    for role in sorted(roles, key=lambda role: role.code != RoleCode.LEADING_OFFICE):
        if role.code == RoleCode.LEADING_OFFICE or role.code in round_of(practice.for_room(room)).get("by", ()):
            return role.unit
    return None


def inspects(user) -> bool:
    """Whether the person inspects rooms at all: lists then offer it."""
    if user.holds(RoleCode.LEADING_OFFICE):
        return True
    return user.holds(RoleCode.GUIDANCE) and RoleCode.GUIDANCE in round_of(practice.of_person(user)).get("by", ())


def leading_people(room: Room):
    """Who works in the leading office of the room's city."""
    city = f"/{room.unit.region.city_code}/"
    units = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region__path=city)
    keys = [user.pk for unit in units for user in people_of(unit, RoleCode.LEADING_OFFICE)]
    return User.objects.filter(pk__in=keys)


def mend_by(room: Room, today: date) -> date | None:
    """By when what is found today is to be mended, as the practice of the place counts; None where it says nothing."""
    rule = practice.for_room(room).deadline(MEND)
    if rule is None:
        return None
    span = {name: count for name, count in vars(rule.within).items() if count is not None}
    return calendar.due(today, **span, overrides=calendar.overrides()).date


def earlier_problems(room: Room, month: date):
    """What earlier months left unmended, the oldest first: an inspection begins with it."""
    rows = InspectionProblem.objects.sent().unmended().filter(inspection__room=room, inspection__month__lt=month)
    return rows.for_page().with_day().order_by("inspection__month", "position")


def problems_in_order(inspection: Inspection):
    """The problems of one inspection as its page and its paper show them."""
    rows = InspectionProblem.objects.filter(inspection=inspection).select_related("carried_from__inspection")
    return rows.with_day().order_by("position")


def history(inspection: Inspection):
    """What was done with an inspection and with each of its problems, newest first."""
    keys = [str(key) for key in inspection.problems.values_list("pk", flat=True)]
    own = Q(object_type=Inspection._meta.label_lower, object_id=str(inspection.pk))
    problems = Q(object_type=InspectionProblem._meta.label_lower, object_id__in=keys)
    return Event.objects.filter(own | problems).with_notes().prefetch_related("revisions").order_by("-pk")


# ── rooms of a month ─────────────────────────────────────────────────────────────────────────────────────────────────
def rooms_due(rooms, month: date):
    """Rooms that were open in the month: opened before its end, and not withdrawn before its beginning."""
    works = Q(state=RoomState.OPENED, unit__is_active=True)
    worked = Q(state=RoomState.WITHDRAWN, withdrawn_on__gte=month)
    return rooms.filter(works | worked, opened_on__lt=next_month(month))


def is_due(room: Room, month: date) -> bool:
    return rooms_due(Room.objects.filter(pk=room.pk), month).exists()


def with_inspections(rooms, month: date, *, today: date, user):
    """Rooms with what the coverage shows the person of each; `path`, `pinyin`, `on` and `amount` are sorted by."""
    own = Inspection.objects.visible_to(user).filter(room=OuterRef("pk"), month=month).not_dropped()
    problems = InspectionProblem.objects.sent().filter(inspection__room=OuterRef("pk"), inspection__month=month)
    problems = problems.exclude(state=FindingState.STRUCK)
    late = InspectionProblem.objects.overdue(today).filter(inspection__room=OuterRef("pk"), inspection__month=month)
    return rooms.annotate(
        pinyin=F("unit__pinyin"),
        path=F("unit__region__path"),
        inspection_pk=Subquery(own.values("pk")[:1]),
        inspection_state=Subquery(own.values("state")[:1]),
        on=Coalesce(Subquery(own.values("held_on")[:1]), Value(NEVER, DateField())),
        amount=_counted(problems),
        mended=_counted(problems.filter(state=FindingState.MENDED)),
        late=_counted(late),
    )


def _counted(rows):
    """How many of them there are, as a column of the row around."""
    found = rows.order_by().annotate(of_all=Value(1)).values("of_all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, IntegerField()), Value(0))


@dataclass(frozen=True)
class Coverage:
    """The figures over the list: rooms that were to be inspected, and what the inspections of the month found."""

    due: int
    inspected: int
    problems: int
    mended: int
    overdue: int

    @property
    def missing(self) -> int:
        return self.due - self.inspected


def coverage(rooms, month: date) -> Coverage:
    """Of these rooms (those that the person reads of, or those of a report)."""
    due = rooms_due(rooms, month)
    problems = InspectionProblem.objects.sent().filter(inspection__month=month, inspection__room__in=due.values("pk"))
    found = problems.exclude(state=FindingState.STRUCK)
    return Coverage(
        due=due.count(),
        inspected=Inspection.objects.standing().filter(month=month, room__in=due.values("pk")).count(),
        problems=found.count(),
        mended=found.filter(state=FindingState.MENDED).count(),
        overdue=problems.overdue(timezone.localdate()).count(),
    )


def not_inspected(rooms, month: date):
    """Rooms that the month asks for and of which no inspection stands; a draft is none."""
    done = Inspection.objects.standing().filter(month=month, room=OuterRef("pk"))
    return rooms_due(rooms, month).filter(~Exists(done)).for_page().order_by("unit__region__path", "pk")


# ── the month in figures, for reports ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class FoundProblem:
    """A problem as a report tells it, in plain data."""

    pk: int
    room: str
    text: str
    until: date | None
    # A word of FindingState, and how a page calls it.
    state: str
    state_name: str
    is_overdue: bool
    # Brought along from the month before.
    is_carried: bool
    # Where its page shows it.
    url: str
    mended_on: date | None = None

    @property
    def is_mended(self) -> bool:
        return self.state == FindingState.MENDED


@dataclass(frozen=True)
class MonthSummary:
    """Coverage (inspected of due), rooms without, problems of the month, and what became of the month before's."""

    month: date
    due: int
    inspected: int
    not_inspected: tuple[str, ...]
    problems: tuple[FoundProblem, ...]
    last_month: tuple[FoundProblem, ...]

    @property
    def overdue(self) -> tuple[FoundProblem, ...]:
        return tuple(each for each in self.problems if each.is_overdue)

    @property
    def mended(self) -> tuple[FoundProblem, ...]:
        return tuple(each for each in self.problems if each.is_mended)

    @property
    def last_month_mended(self) -> int:
        return sum(each.is_mended for each in self.last_month)


def month_summary(rooms, month: date) -> MonthSummary:
    """What happened in a month in these rooms (a QuerySet of Room), as plain data, in a handful of queries."""
    month = month_begins(month)
    seen = coverage(rooms, month)
    return MonthSummary(
        month=month,
        due=seen.due,
        inspected=seen.inspected,
        not_inspected=tuple(room.unit.name for room in not_inspected(rooms, month)),
        problems=problems_of(rooms, month),
        last_month=problems_of(rooms, calendar.add_months(month, -1)),
    )


def problems_of(rooms, month: date) -> tuple[FoundProblem, ...]:
    """The problems of a month's inspections, without those that were struck, in the order of the places."""
    today = timezone.localdate()
    rows = InspectionProblem.objects.sent().exclude(state=FindingState.STRUCK)
    rows = rows.filter(inspection__month=month, inspection__room__in=rooms.values("pk")).for_page().with_day()
    rows = rows.order_by("inspection__room__unit__region__path", "inspection__room", "position")
    return tuple(_told(_followed(row), row, today) for row in rows.select_related("carried_to"))


def _followed(row: InspectionProblem) -> InspectionProblem:
    """A problem that was carried on was mended where its last row was."""
    while row.state == FindingState.CARRIED and hasattr(row, "carried_to"):
        row = row.carried_to
    return row


def _told(last: InspectionProblem, row: InspectionProblem, today: date) -> FoundProblem:
    room = row.inspection.room
    is_overdue = row.state == FindingState.OPEN and bool(row.mend_until) and row.mend_until < today
    return FoundProblem(
        pk=row.pk,
        room=room.unit.name,
        text=row.text,
        until=row.mend_until,
        state=last.state,
        state_name=last.get_state_display(),
        is_overdue=is_overdue and room.state == RoomState.OPENED,
        is_carried=row.carried_from_id is not None,
        url=row.get_absolute_url(),
        mended_on=last.mended_on,
    )


def readable_rooms(user):
    """Rooms whose inspections the person may read: not all of those that the person sees."""
    roles = roles_that_allow(user, "reports.view_inspections")
    paths = [role.place.path for role in roles if role.code in SEE_INSPECTIONS["region"]]
    own = [role.unit_id for role in roles if role.unit_id]
    found = Q(unit__in=own) | Q(approver__in=own) | Q(guidance__in=own) | under(paths, "unit__region__path")
    return Room.objects.filter(found)
