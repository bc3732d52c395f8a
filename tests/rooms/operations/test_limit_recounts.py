"""The office enters a day off or a make-up workday: every limit that runs over it is counted anew."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from members.enums import RoleCode
from members.models import Event, Job, Notice
from rooms import operations, practice
from rooms.models import CalendarDay, TimeLimit
from rooms.operations import time_limits
from rooms.operations.time_limits import recounting
from rooms.practice.shape import Span
from rooms.tasks import recount_limits
from tests import factories as make

pytestmark = pytest.mark.django_db
PACK = practice.load("daye")


@pytest.fixture
def town():
    unit = make.UnitFactory(name="市住建局", short_name="市住建局")
    table = {
        "handler": ("曹伟", RoleCode.DEPARTMENT, unit),
        "office": ("吴建华", RoleCode.LEADING_OFFICE, make.leading_office()),
    }
    with time_machine.travel("2026-09-25 10:00+08:00", tick=False) as clock:
        yield {**make.people(table), "unit": unit, "clock": clock}


def begin(town, count=10, **given):
    told = {"of": "report_action", "subject": "关于加装电梯的专报", "url": "/x/", "by": None, "pack": PACK}
    length = {"within": Span(workdays=count), "given_by": "市政府办公室", "name": f"{count} 个工作日"}
    return time_limits.begin(town["unit"].region, unit=town["unit"], **(told | length | given))


def enter(town, day=date(2026, 10, 9), *, worked=False, name="防汛放假"):
    return operations.set_day(by=town["office"], date=day, is_workday=worked, name=name, source="市政府通知")


def due_days() -> list[str]:
    return [f"{day:%m-%d}" for day in TimeLimit.objects.order_by("pk").values_list("due_on", flat=True)]


def test_a_day_off_moves_what_runs_over_it_and_people_are_told_why(town):
    begin(town, 10), begin(town, 3), begin(town, 5)
    assert due_days() == ["10-15", "09-30", "10-09"]
    day = enter(town)
    assert due_days() == ["10-16", "09-30", "10-10"]
    assert [limit.name for limit, _ in day.limits] == ["10 个工作日", "5 个工作日"]
    assert [notice.sentence for notice in Notice.objects.filter(user=town["handler"]).order_by("pk")] == [
        "10 个工作日的到期日从2026年10月15日改到2026年10月16日，2026年10月9日休息（防汛放假）：关于加装电梯的专报",
        "5 个工作日的到期日从2026年10月9日改到2026年10月10日，2026年10月9日休息（防汛放假）：关于加装电梯的专报",
    ]
    limit = TimeLimit.objects.get(name="10 个工作日")
    assert limit.explanation == "第 10 个工作日是 10月16日，因国庆假期、防汛放假顺延 7 天"
    row = Event.objects.filter(verb="rooms.recount_limit").first()
    assert (row.actor_label, row.unit_id) == ("吴建华", town["unit"].pk)


def test_what_was_entered_is_changed_and_taken_back(town):
    begin(town)
    day = enter(town)
    day = operations.change_day(day, by=town["office"], is_workday=True, name="抗旱", source="")
    assert due_days() == ["10-15"]
    # A day off that is worked lets it end earlier.
    enter(town, date(2026, 10, 7), worked=True, name="抗旱")
    assert due_days() == ["10-14"]
    operations.remove_day(CalendarDay.objects.get(date=date(2026, 10, 7)), by=town["office"])
    assert due_days() == ["10-15"]
    assert Notice.objects.latest("pk").sentence.startswith(
        "10 个工作日的到期日从2026年10月14日改到2026年10月15日，2026年10月7日恢复按公布的日历计算"
    )


def test_what_does_not_run_over_the_day_or_runs_no_more_stays(town):
    limit, stopped = begin(town), begin(town, 12)
    time_limits.meet(limit, by=None)
    time_limits.pause(stopped, by=None, reason="等材料")
    begin(town, 2)
    begin(town, name="到某日", within=None, given_on=date(2026, 10, 9))
    before = due_days()
    day = enter(town)
    told = Notice.objects.filter(sentence__contains="的到期日从")
    assert (due_days(), day.limits, told.exists()) == (before, [], False)
    # The clock that stood is counted when it runs again.
    assert time_limits.resume(stopped, by=None).due_on == date(2026, 10, 20)


def test_parts_move_with_the_whole_and_are_told_once(town):
    whole = begin(town)
    begin(town, 20, parent=whole)
    assert due_days() == ["10-15", "10-15"]
    enter(town)
    assert due_days() == ["10-16", "10-16"]
    assert Notice.objects.count() == 2


def test_many_are_counted_by_a_job(town, monkeypatch):
    monkeypatch.setattr(recounting, "MOST_AT_ONCE", 2)
    for count in (8, 9, 10):
        begin(town, count)
    day = enter(town)
    assert (day.waiting, day.limits, due_days()) == (3, [], ["10-13", "10-14", "10-15"])
    job = Job.objects.get(kind="rooms.recount_limits")
    assert str(job) == "按新的工作日历重新计算 3 个期限"
    recount_limits(job.pk)
    job.refresh_from_db()
    assert (job.error, job.result, due_days()) == ("", {"moved": 3}, ["10-14", "10-15", "10-16"])
    assert Notice.objects.count() == 3
    # It may run twice.
    assert time_limits.recount_by_day(day.date, by=None, why="") == []


def test_what_was_counted_before_the_notice_is_counted_again_after_it(town, monkeypatch):
    limit = begin(town, 80)
    assert (limit.due_on, limit.is_provisional) == (date(2027, 1, 22), True)
    assert time_limits.recount_provisional() == 0
    TimeLimit.objects.update(due_on=date(2027, 1, 21))
    monkeypatch.setattr(recounting, "PUBLISHED_YEARS", range(2004, 2028))
    assert time_limits.recount_provisional() == 1
    assert Notice.objects.get().sentence.startswith(
        "80 个工作日的到期日从2027年1月21日改到2027年1月22日，放假安排已经公布"
    )


def test_whoever_enters_a_day_reads_how_many_limits_moved(town, client):
    begin(town)
    client.force_login(town["office"])
    told = {"date": "2026-10-09", "is_workday": "no", "name": "防汛放假", "source": ""}
    answer = client.post(reverse("rooms:new_day"), told, follow=True)
    assert "有 1 个期限的到期日随之改变，已通知承办单位。" in answer.content.decode()
