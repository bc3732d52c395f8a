"""Whoever supervises a limit stops its clock and lets it run again; the unit is told."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from members.enums import RoleCode, UnitKind
from members.models import Notice
from rooms import practice
from rooms.models import TimeLimit
from rooms.operations import time_limits
from rooms.practice.shape import Span
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(client):
    unit = make.UnitFactory(name="市住建局", short_name="市住建局")
    dispatch = make.UnitFactory(name="市政府办公室", short_name="市政府办", kind=UnitKind.DISPATCH_OFFICE)
    table = {
        "handler": ("曹伟", RoleCode.DEPARTMENT, unit),
        "dispatcher": ("江涛", RoleCode.DISPATCHER, dispatch),
        "office": ("吴建华", RoleCode.OFFICE, make.office()),
        "other": ("何玉珍", RoleCode.DEPARTMENT, make.UnitFactory(name="市水务局")),
    }
    with time_machine.travel("2026-10-12 10:00+08:00", tick=False) as clock:
        limit = time_limits.begin(
            unit.region,
            of="report_action",
            unit=unit,
            by=None,
            supervisor=dispatch,
            subject="关于加装电梯的专报",
            url="/calendar/",
            starts_on=date(2026, 9, 25),
            within=Span(workdays=10),
            given_by="市政府办公室",
            pack=practice.load("daye"),
        )
        yield {**make.people(table), "limit": limit, "clock": clock, "client": client}


def send(town, who, page, **typed):
    town["client"].force_login(town[who])
    return town["client"].post(reverse(f"rooms:{page}_limit", args=[town["limit"].pk]), typed, follow=True)


def test_the_supervisor_stops_the_clock_and_lets_it_run_again(town):
    answer = send(town, "dispatcher", "pause", on="2026-10-12", reason="等待提案人补充材料")
    assert "交办件办理已停表，已通知市住建局。" in answer.content.decode()
    town["clock"].move_to("2026-10-16 10:00+08:00")
    answer = send(town, "dispatcher", "resume", on="2026-10-16")
    assert "交办件办理已恢复计时，10月21日（周三）到期，已通知市住建局。" in answer.content.decode()
    assert TimeLimit.objects.get().due_on == date(2026, 10, 21)
    assert [(notice.user.name, notice.sentence) for notice in Notice.objects.order_by("pk")] == [
        ("曹伟", "交办件办理自 2026年10月12日起停表：关于加装电梯的专报"),
        (
            "曹伟",
            "交办件办理自 2026年10月16日起恢复计时，到期日从 2026年10月15日顺延到 2026年10月21日：关于加装电梯的专报",
        ),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on": "2026-10-13", "reason": "等材料"}, "停表日期不能晚于今天。"),
        ({"on": "2026-10-12", "reason": ""}, "请填写停表原因"),
        ({"on": "2026-09-24", "reason": "等材料"}, "停表日期不能早于起算日期 2026年9月25日。"),
    ],
)
def test_a_stop_needs_a_day_that_ran_and_a_reason(town, typed, told):
    answer = send(town, "dispatcher", "pause", **typed)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert TimeLimit.objects.get().state == "running"


@pytest.mark.parametrize(("who", "status"), [("handler", 403), ("office", 403), ("other", 404)])
def test_nobody_else_stops_it(town, who, status):
    assert send(town, who, "pause", on="2026-10-12", reason="等材料").status_code == status
