"""Reminders of limits over simulated days: before, on and after the day, once each, never at night or on a day off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from members.enums import RoleCode, UnitKind
from members.models import Charge, Job, Notice
from rooms import practice
from rooms.models import LimitReminder, TimeLimit
from rooms.operations import set_day, time_limits
from rooms.practice.shape import Span
from rooms.tasks import remind_limits
from tests import factories as make
from tests.rooms.official_days import is_worked

pytestmark = pytest.mark.django_db
PACK = practice.load("daye")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def town():
    unit = make.UnitFactory(name="市住建局", short_name="市住建局")
    dispatch = make.UnitFactory(name="市政府办公室", short_name="市政府办", kind=UnitKind.DISPATCH_OFFICE)
    table = {
        "handler": ("曹伟", RoleCode.DEPARTMENT, unit),
        "dispatcher": ("江涛", RoleCode.DISPATCHER, dispatch),
        "office": ("吴建华", RoleCode.OFFICE, make.office()),
        "other": ("何玉珍", RoleCode.DEPARTMENT, make.UnitFactory(name="市水务局")),
    }
    people = make.people(table)
    with time_machine.travel("2026-09-07 10:00+08:00", tick=False) as clock:
        yield {**people, "unit": unit, "dispatch": dispatch, "clock": clock}


def begin(town, **given):
    told = {"of": "report_action", "subject": "关于加装电梯的专报", "url": "/x/", "by": None, "pack": PACK}
    return time_limits.begin(town["unit"].region, unit=town["unit"], **(told | given))


def live(clock, until: datetime, *, hours: int = 2) -> list[tuple[datetime, str, str]]:
    """Let the job run every few hours until then; return when who was told what, in order."""
    now, told = datetime(2026, 9, 7, 10, tzinfo=SHANGHAI), []
    while now < until:
        now += timedelta(hours=hours)
        clock.move_to(now)
        time_limits.remind()
        said = Notice.objects.order_by("pk").select_related("user")[len(told) :]
        told += [(now, notice.user.name, notice.sentence) for notice in said]
    return told


def test_each_reminder_comes_once_in_office_hours_of_working_days(town):
    limit = begin(town, within=Span(workdays=14), given_by="市政府办公室")
    TimeLimit.objects.update(reminders=[5, 1], reminders_after=[1, 3])
    # The Sunday before was worked: the fourteenth working day is the Thursday before the Mid-Autumn days off.
    assert limit.due_on == date(2026, 9, 24)
    told = live(town["clock"], datetime(2026, 10, 12, tzinfo=SHANGHAI))
    assert [(f"{at:%m-%d %H}", who, said) for at, who, said in told] == [
        ("09-18 08", "曹伟", "交办件办理临期，9月24日（周四）到期，还有 5 个工作日：关于加装电梯的专报"),
        ("09-23 08", "曹伟", "交办件办理临期，9月24日（周四）到期，还有 1 个工作日：关于加装电梯的专报"),
        ("09-24 08", "曹伟", "交办件办理今天到期：关于加装电梯的专报"),
        ("09-28 08", "曹伟", "交办件办理逾期 1 天，9月24日（周四）到期：关于加装电梯的专报"),
        ("09-28 08", "江涛", "市住建局交办件办理逾期 1 天，9月24日（周四）到期：关于加装电梯的专报"),
        ("09-28 08", "吴建华", "市住建局交办件办理逾期 1 天，9月24日（周四）到期：关于加装电梯的专报"),
        ("09-30 08", "曹伟", "交办件办理逾期 3 天，9月24日（周四）到期：关于加装电梯的专报"),
    ]
    told = LimitReminder.objects.values_list("offset", "escalated", "people")
    assert list(told) == [(5, False, 1), (1, False, 1), (0, False, 1), (-1, True, 3), (-3, False, 1)]


def test_of_many_limits_nobody_is_told_at_night_or_on_a_day_off(town):
    for count in range(2, 22):
        begin(town, within=Span(days=count), given_by="市政府办公室", name=f"第 {count} 项")
    told = live(town["clock"], datetime(2026, 10, 20, tzinfo=SHANGHAI), hours=4)
    assert len(told) > 60
    assert [at for at, *_ in told if at.hour not in range(8, 18) or not is_worked(at.date())] == []
    assert len({(who, said) for _, who, said in told}) == len(told)


def test_what_was_missed_is_said_once_as_it_is_by_then(town):
    begin(town)
    # The relay stood still from before the fifth working day until two days after the due date.
    town["clock"].move_to("2026-10-09 09:00+08:00")
    assert (time_limits.remind(), time_limits.remind()) == (1, 0)
    told = Notice.objects.get(user=town["handler"]).sentence
    assert told == "交办件办理逾期 1 天，10月8日（周四）到期：关于加装电梯的专报"
    assert LimitReminder.objects.get().offset == -1


def test_what_was_met_or_stands_is_not_reminded_of(town):
    time_limits.meet(begin(town), by=None)
    time_limits.pause(begin(town, of="proposal_reply"), by=None, reason="等材料")
    town["clock"].move_to("2026-12-28 09:00+08:00")
    assert (time_limits.remind(), LimitReminder.objects.count()) == (0, 0)


def test_what_one_page_asks_for_several_times_is_said_in_one_sentence(town):
    """Each problem of a sheet is a record of its own, with its own day."""
    subjects = ["标识牌破损", "接访登记没有写处理结果", "活动日没有签到表"]
    records = [town["unit"].region, town["unit"], make.UnitFactory()]
    for record, subject, days in zip(records, subjects, (12, 10, 11), strict=True):
        about = {"unit": town["unit"], "subject": subject, "url": "/sheet/", "by": None, "pack": PACK}
        time_limits.begin(record, of="report_action", within=Span(workdays=days), given_by="领导小组办公室", **about)
    TimeLimit.objects.update(reminders=[5], reminders_after=[1], remind_on=date(2026, 9, 7))
    town["clock"].move_to("2026-09-18 09:00+08:00")
    assert time_limits.remind() == 3
    (notice,) = Notice.objects.filter(user=town["handler"])
    assert notice.sentence == "交办件办理临期，9月20日（周日）到期，还有 1 个工作日：接访登记没有写处理结果等 3 项"
    town["clock"].move_to("2026-09-29 09:00+08:00")
    Notice.objects.all().delete()
    assert time_limits.remind() == 3
    late = "交办件办理逾期 6 天，9月20日（周日）到期：接访登记没有写处理结果等 3 项"
    assert {notice.user.name: notice.sentence for notice in Notice.objects.select_related("user")} == {
        "曹伟": late,
        "江涛": f"市住建局{late}",
        "吴建华": f"市住建局{late}",
    }
    assert LimitReminder.objects.filter(escalated=True).count() == 3


def test_another_day_is_reminded_of_anew(town):
    limit = begin(town)
    town["clock"].move_to("2026-10-08 09:00+08:00")
    assert time_limits.remind() == 1
    time_limits.extend(limit, by=None, reason="x", approved_by="市政府办公室")
    assert (limit.due_on, time_limits.remind()) == (date(2026, 10, 8), 0)
    town["clock"].move_to("2026-11-09 09:00+08:00")
    assert time_limits.remind() == 1
    assert Notice.objects.filter(user=town["handler"]).last().sentence.startswith("交办件办理今天到期")


def test_the_supervisor_is_told_and_stands_in_for_a_unit_without_accounts(town):
    empty = make.UnitFactory(name="市残联")
    begin(town | {"unit": empty}, supervisor=town["dispatch"], of="proposal_opinion")
    town["clock"].move_to("2026-10-08 09:00+08:00")
    assert time_limits.remind() == 1
    assert [notice.user.name for notice in Notice.objects.all()] == ["江涛"]
    town["clock"].move_to("2026-10-09 09:00+08:00")
    time_limits.remind()
    assert [notice.user.name for notice in Notice.objects.all()] == ["江涛"] * 2


def test_whoever_has_the_matter_is_reminded_and_everybody_once_it_is_late(town):
    colleague = make.person(RoleCode.DEPARTMENT, unit=town["unit"], name="赵敏")
    limit = begin(town)
    Charge.objects.create(owner=limit.owner, unit=town["unit"], holder=colleague)
    town["clock"].move_to("2026-10-08 09:00+08:00")
    time_limits.remind()
    assert [notice.user.name for notice in Notice.objects.all()] == ["赵敏"]
    town["clock"].move_to("2026-10-09 09:00+08:00")
    time_limits.remind()
    assert {notice.user.name for notice in Notice.objects.filter(sentence__startswith="交办件办理逾期")} == {
        "赵敏",
        "曹伟",
    }


def test_toward_a_party_committee_no_day_is_held_against_it(town):
    township = make.RoomFactory().approver
    make.person(RoleCode.TOWNSHIP, unit=township, name="陈立新")
    limit = begin(town | {"unit": township}, supervisor=town["dispatch"])
    town["clock"].move_to("2026-12-01 09:00+08:00")
    time_limits.remind()
    assert [(notice.user.name, "逾期" in notice.sentence) for notice in Notice.objects.all()] == [("陈立新", False)]
    assert (limit.is_late(date(2026, 12, 1)), TimeLimit.objects.late(date(2026, 12, 1)).exists()) == (False, False)


def test_the_hourly_job_reminds(town):
    begin(town)
    town["clock"].move_to("2026-10-08 09:00+08:00")
    job = Job.objects.create(kind="rooms.remind_limits", key="now")
    remind_limits(job.pk)
    job.refresh_from_db()
    assert (job.error, job.result) == ("", {"recounted": 0, "told": 1})


def test_a_day_off_that_was_entered_by_the_office_counts_too(town):
    begin(town)
    set_day(by=None, date=date(2026, 10, 8), is_workday=False, name="防汛放假")
    town["clock"].move_to("2026-10-08 09:00+08:00")
    assert time_limits.remind() == 0
