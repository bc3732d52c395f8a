"""What narrows the coverage of a month and the list of problems: said once, for the pages and for their files."""

from django.utils import timezone

from members.models import Region, Unit
from members.models.keys import key_in
from members.models.places import under
from reports.enums import FindingState, InspectionState
from reports.models import InspectionProblem
from reports.models.inspection import STANDING
from reports.queries import inspections as queries

LATE, NONE, DONE, SOME, UNMENDED, COUNTED = "late", "none", "done", "some", "unmended", "counted"
STATES = [
    (NONE, "还没有检查"),
    (DONE, "已检查"),
    *((each.value, each.label) for each in (InspectionState.DRAFT, *STANDING)),
]
FOUND = [(SOME, "有问题"), (NONE, "没有问题"), (LATE, "有逾期的问题")]
PROBLEM_STATES = [
    (COUNTED, "计入统计的"),
    (UNMENDED, "没有整改好"),
    (LATE, "已逾期"),
    *FindingState.choices,
]
# Each order is total, so that a page has its place in it.
ROOM_ORDERS = {
    "region": ("path", "pk"),
    "name": ("pinyin", "pk"),
    "problems": ("-amount", "pinyin", "pk"),
    "newest": ("-on", "pinyin", "pk"),
}
ROOM_SORTS = [("region", "按区域"), ("name", "按名称"), ("problems", "问题多的在前"), ("newest", "晚检查的在前")]
PROBLEM_ORDERS = {"due": ("mend_until", "pk"), "newest": ("-pk",), "oldest": ("pk",)}
PROBLEM_SORTS = [("due", "按整改期限"), ("newest", "新发现在前"), ("oldest", "早发现在前")]
ROOM_OF_PROBLEM = "inspection__room"


def room_rows(user, params):
    """The rooms of the month that the address names, with what its list shows of each."""
    month = queries.month_asked(params.get("month", ""))
    rooms = queries.rooms_due(queries.readable_rooms(user), month)
    return queries.with_inspections(rooms, month, today=timezone.localdate(), user=user)


def problem_rows(user):
    return InspectionProblem.objects.visible_to(user).sent().with_day()


def room_order(params) -> tuple[str, ...]:
    return ROOM_ORDERS.get(params.get("sort", ""), ROOM_ORDERS["region"])


def problem_order(params) -> tuple[str, ...]:
    return PROBLEM_ORDERS.get(params.get("sort", ""), PROBLEM_ORDERS["due"])


def narrowed_rooms(rows, params):
    rows = _of_places(rows, params, "")
    if words := _words(params):
        rows = rows.filter(unit__in=Unit.objects.find(words).order_by().values("pk"))
    state, found = params.get("state", ""), params.get("found", "")
    if state == NONE:
        rows = rows.exclude(pk__in=rows.filter(inspection_state__in=STANDING).values("pk"))
    elif state == DONE:
        rows = rows.filter(inspection_state__in=STANDING)
    elif state in dict(STATES):
        rows = rows.filter(inspection_state=state)
    if found == LATE:
        rows = rows.filter(late__gt=0)
    elif found in (SOME, NONE):
        rows = rows.filter(inspection_state__in=STANDING)
        rows = rows.filter(amount__gt=0) if found == SOME else rows.filter(amount=0)
    return rows


def narrowed_problems(rows, params):
    rows = _of_places(rows, params, f"{ROOM_OF_PROBLEM}__")
    if words := _words(params):
        units = Unit.objects.find(words).order_by().values("pk")
        rows = rows.filter(text__icontains=words) | rows.filter(**{f"{ROOM_OF_PROBLEM}__unit__in": units})
    if month := queries.month_of(params.get("month", "")):
        rows = rows.filter(inspection__month=month)
    if room := key_in(params.get("room")):
        rows = rows.filter(inspection__room=room)
    state = params.get("state", "")
    if state == LATE:
        return rows.overdue(timezone.localdate())
    if state == UNMENDED:
        return rows.unmended()
    if state == COUNTED:
        return rows.exclude(state=FindingState.STRUCK)
    return rows.filter(state=state) if state in FindingState.values else rows


def _of_places(rows, params, to: str):
    if region := key_in(params.get("region")):
        paths = list(Region.objects.filter(pk=region).values_list("path", flat=True))
        rows = rows.filter(under(paths, f"{to}unit__region__path"))
    if group := key_in(params.get("guidance")):
        rows = rows.filter(**{f"{to}guidance": group})
    return rows


def _words(params) -> str:
    return params.get("q", "").strip()[:60].replace("\x00", "")
