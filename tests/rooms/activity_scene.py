"""Activities for tests, written by the verbs that the pages call."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from rooms.models import ActivityDay
from rooms.operations import Part, record_activity
from tests import factories as make

RECEPTION = {
    "kind": "reception",
    "amount": 2,
    "visitor": "汪桂香等 2 人",
    "what": "1 栋楼道堆物，占了消防通道",
    "response": "on_the_spot",
    "result": "当场联系物业，约定周六清理",
}
VISIT = {"kind": "visit", "amount": 6, "what": "走访低层住户，看疏通情况"}


def recorded(room, *, by, people=(), **fields):
    """A reception of today unless told otherwise; `people` may be bare persons."""
    values = {**RECEPTION, "on": timezone.localdate(), "token": uuid4(), **fields}
    if values["kind"] != "reception":
        values |= {"response": "", "visitor": fields.get("visitor", "")}
    parts = [each if isinstance(each, Part) else Part(each) for each in people]
    return record_activity(room, by=by, people=parts, **values)


def activity_day(on: date, *, region=None, nominal_on=None, name="双月活动日") -> ActivityDay:
    return ActivityDay.objects.create(region=region or make.city(), name=name, nominal_on=nominal_on or on, on=on)
