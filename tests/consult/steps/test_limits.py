"""The days that a pack sets for acts of a room: shown, told before, told once when passed, and then above too."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consult import queries
from consult.models import Consultation
from consult.steps import assignment, limits
from members.models import Notice
from rooms import calendar, practice
from rooms.operations import load_practice
from tests import action_scenes
from tests import minutes_scene as scene
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
MONDAY = "2026-09-07 09:00+08:00"
STRICT = (
    LIGHT
    + '[[deadline]]\nof = "minutes"\nname = "会后形成纪要"\nwithin = { workdays = 3 }\nreminders = [1]\n'
    + 'escalate_to = ["township_clerk", "leading_office"]\nmode = "warn"\n'
    + '[[deadline]]\nof = "approval"\nname = "议题审定"\nwithin = { workdays = 2 }\nmode = "warn"\n'
)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def met(house, clock):
    """A meeting was held on a Monday; the minutes are due on the third working day, by the pack of the place."""
    case = scene.held(house)
    version = load_practice(STRICT, by=None)
    daye = practice.load("daye")
    assert version.resolved["stage"][3]["code"] == daye.stages[3].code
    Consultation.objects.filter(pk=case.pk).update(practice=version)
    return case


def limit_of(case):
    row = queries.with_sent(queries.with_moments(Consultation.objects.filter(pk=case.pk))).get()
    return queries.room_limit(row, calendar.overrides())


def told(*names):
    rows = Notice.objects.filter(sentence__contains="会后形成纪要", user__name__in=names) if names else Notice.objects
    return sorted(rows.filter(sentence__contains="会后形成纪要").values_list("user__name", "sentence"))


def test_the_day_is_counted_on_the_working_calendar(met):
    assert (limit_of(met).due.date.isoformat(), limit_of(met).deadline.name) == ("2026-09-10", "会后形成纪要")


def test_it_is_told_on_the_eve_and_once_when_passed(met, clock, house):
    assert limits.remind() == 0
    clock.shift(timedelta(days=2))
    assert (limits.remind(), limits.remind()) == (1, 0)
    assert {name for name, sentence in told() if "临期" in sentence} == {"周敏", "罗建平", "沈雅琴"}
    clock.shift(timedelta(days=2))
    assert (limits.remind(), limits.remind()) == (1, 0)
    late = {name for name, sentence in told() if "逾期" in sentence}
    assert late == {"周敏", "罗建平", "沈雅琴", "孙倩", "方志明"}


def test_the_page_and_the_workbench_show_it(met, client, house):
    client.force_login(house.clerk)
    assert "会后形成纪要" in client.get(met.get_absolute_url()).content.decode()
    [task] = [task for task in queries.waiting_for(house.clerk) if task.url == met.get_absolute_url()]
    assert task.due_on.isoformat() == "2026-09-10"


def test_what_is_not_owed_any_more_is_not_told(met, clock, house):
    scene.minutes.offer(scene.minutes.compose(met, by=house.clerk), by=house.clerk, version=1)
    clock.shift(timedelta(days=9))
    # The pack sets no day of its own for signing off: the inherited table was replaced whole.
    assert (limit_of(met), limits.remind()) == (None, 0)


def test_toward_a_committee_a_day_is_never_late(house, clock):
    pack = practice.parse(STRICT, name="strict.toml")
    found = queries.limit(pack, "approval", timezone.now(), {})
    assert (found.due.date.isoformat(), found.is_soft, found.is_late(found.due.date + timedelta(days=30))) == (
        "2026-09-09",
        True,
        False,
    )


def test_a_unit_is_told_to_take_its_task_on_and_to_report_again(house, clock):
    _, task, person = action_scenes.running(house)
    days = [(1, 0), (1, 1), (1, 0), (1, 1), (1, 0)]
    told = []
    for shift, _ in days:
        clock.shift(timedelta(days=shift))
        told.append(limits.remind())
    assert told == [count for _, count in days]
    said = Notice.objects.filter(url=f"/assignments/{task.pk}/", sentence__startswith="任务签收").values_list
    assert {name for name, text in said("user__name", "sentence") if "临期" in text} == {"魏波"}
    assert {name for name, text in said("user__name", "sentence") if "逾期" in text} == {"魏波", "孙倩"}
    assignment.accept(task, by=person)
    clock.shift(timedelta(days=28))
    assert limits.remind() == 1
    assert Notice.objects.filter(user=person, sentence__startswith="报告进展临期").count() == 1
