"""The reports of a span: due on the day of the pack, made once, right for rooms that come and go."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Event, Job, Notice
from members.workflow import Refused
from reports.facts.periodic.timing import rule_of, rules_of
from reports.facts.spans import span_of
from reports.models import Highlight, PeriodicReport, PeriodicRound, RoomMonth
from reports.operations import periodic
from reports.operations.periodic import making
from rooms.models import Activity, Room
from rooms.operations import follow_practice, load_practice
from rooms.operations.moving import move_room
from rooms.practice import seed_text
from tests import factories as make
from tests.reports.periodic.scene import DUE, MONTH, figure, house, made, of_city, of_room, received

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def spans(rounds) -> list[tuple[str, str]]:
    return [(row.kind, row.span) for row in rounds]


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_pack_says_what_is_made_and_on_which_day(house):
    told = [(rule.kind, rule.months, rule.day, rule.office) for rule in rules_of(house.city)]
    assert told == [("supervision", 1, 3, make.leading_office()), ("circular", 3, 10, make.leading_office())]


def test_a_report_is_due_on_its_day_and_not_before(house):
    rule = rule_of(house.city, "supervision")
    assert rule.latest(DUE).code == MONTH
    assert rule.latest(DUE - timedelta(days=1)).code == "2026-02"
    quarter = rule_of(house.city, "circular")
    assert [quarter.latest(date(2026, 4, day)).code for day in (9, 10)] == ["2025-Q4", "2026-Q1"]


def test_the_first_round_is_the_last_span_and_no_history(house):
    assert spans(periodic.order_due(DUE)) == [("supervision", MONTH), ("circular", "2025-Q4")]


def test_months_on_which_nothing_ran_are_caught_up(house):
    periodic.order_due(DUE)
    begun = spans(periodic.order_due(date(2026, 7, 20)))
    assert begun == [
        ("supervision", "2026-04"),
        ("supervision", "2026-05"),
        ("supervision", "2026-06"),
        ("circular", "2026-Q1"),
        ("circular", "2026-Q2"),
    ]
    assert periodic.order_due(date(2026, 7, 20)) == []
    assert Job.objects.filter(kind="reports.make_periodic").count() == 7


def test_a_span_is_begun_once_by_whoever_is_first(house):
    rule, span = rule_of(house.city, "supervision"), span_of(MONTH)
    first, second = (periodic.begin(rule, span, by=by) for by in (None, house.leading_office))
    assert first == second
    assert Event.objects.filter(verb="reports.begin_periodic").count() == 1


def test_a_span_that_runs_has_no_report(house):
    running = rule_of(house.city, "supervision").latest(date.today()).after  # noqa: DTZ011, the month is meant
    with pytest.raises(Refused, match="还没有结束"):
        periodic.begin(rule_of(house.city, "supervision"), running.after, by=None)


# ── what ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_city_townships_and_rooms_have_each_their_own(house):
    row = made(house)
    found = PeriodicReport.objects.filter(round=row).values_list("level", "state")
    assert sorted(found) == [("city", "draft"), *[("room", "draft")] * 2, *[("township", "draft")] * 2]
    assert (row.made, row.total, row.finished_at is not None) == (5, 5, True)
    told = Notice.objects.filter(sentence="2026年3月督办报告已生成 5 份草稿，请核对后发布")
    assert {notice.user for notice in told} == {house.leading_office, house.second_office}
    assert Event.objects.get(verb="reports.make_periodic").sentence == "生成2026年3月督办报告草稿 5 份"


def test_figures_are_those_of_the_span_with_the_one_before_and_in_all(house):
    received(house, date(2026, 2, 5), 4)
    received(house, date(2026, 3, 6), 6)
    received(house, date(2026, 4, 7), 9)
    row = made(house)
    assert figure(of_city(row), "reception") == (6, 4, 10)
    assert figure(of_room(row, house.room), "reception") == (6, 4, 10)
    assert figure(of_room(row, house.other_room), "reception") == (0, 0, 0)
    assert of_city(row).opening.splitlines() == [
        "2026年3月，全市2个联络室中有1个开展了工作，共接访群众6人次。",
        "与上月相比，接访群众增加2人次。",
        "开展工作以来至2026年3月末，累计接访群众10人次。",
    ]


def test_a_silent_room_is_named(house):
    received(house, date(2026, 3, 6), 6)
    report = of_city(made(house))
    name = house.other_room.unit.short_name
    assert [row["room"] for row in report.content["rooms"]["silent"]] == [house.other_room.pk]
    assert report.problems == f"1个联络室当月没有登记履职活动和协商工作：{name}。"


def test_a_room_whose_matter_was_done_is_not_called_silent(house):
    received(house, date(2026, 3, 6), 6)
    RoomMonth.objects.create(room=house.other_room, month=date(2026, 3, 1), measure="done_matters", n=1)
    assert of_city(made(house)).content["rooms"]["silent"] == []


def test_the_first_month_is_compared_with_nothing(house):
    received(house, date(2026, 3, 6), 6)
    report = of_city(made(house))
    assert figure(report, "reception") == (6, None, 6)
    assert "相比" not in report.opening


def test_a_month_without_anything_says_so(house):
    received(house, date(2026, 2, 5), 4)
    report = of_city(made(house))
    assert report.opening.splitlines()[0] == "2026年3月，全市2个联络室没有登记工作记录。"
    assert figure(report, "reception") == (0, 4, 4)
    assert report.opening.splitlines()[1] == "与上月相比，接访群众减少4人次。"


def test_a_year_without_data_is_told_without_figures(house):
    report = of_city(made(house, "2024-02"))
    assert report.opening == "2024年2月，全市2个联络室没有登记工作记录。"
    assert {(row["now"], row["before"], row["total"]) for row in report.content["figures"]} == {(0, None, 0)}


def test_a_room_that_closed_in_the_month_is_told_and_not_blamed(house):
    received(house, date(2026, 3, 6), 6)
    Room.objects.filter(pk=house.other_room.pk).update(state="withdrawn", withdrawn_on=date(2026, 3, 15))
    report = of_city(made(house))
    row = next(each for each in report.content["table"] if each["room"] == house.other_room.pk)
    assert (row["note"], row["is_silent"], report.content["rooms"]["silent"]) == ("3月15日撤销", False, [])
    assert report.content["rooms"]["open"] == 2
    april = of_city(made(house, "2026-04"))
    assert [each["room"] for each in april.content["table"]] == [house.room.pk]
    assert figure(april, "reception") == (0, 6, 6)


def test_a_room_that_opened_in_the_month_is_told_and_not_blamed(house):
    Room.objects.filter(pk=house.other_room.pk).update(opened_on=date(2026, 3, 16))
    report = of_city(made(house))
    row = next(each for each in report.content["table"] if each["room"] == house.other_room.pk)
    assert (row["note"], row["is_silent"]) == ("3月16日挂牌", False)
    assert [each["room"] for each in report.content["rooms"]["opened"]] == [house.other_room.pk]
    february = made(house, "2026-02")
    assert [each["room"] for each in of_city(february).content["table"]] == [house.room.pk]
    assert not PeriodicReport.objects.filter(round=february, room=house.other_room).exists()


def test_a_room_that_opened_in_the_month_has_nothing_to_compare_with(house):
    received(house, date(2026, 2, 5), 4)
    Room.objects.filter(pk=house.other_room.pk).update(opened_on=date(2026, 3, 16))
    row = made(house)
    assert figure(of_room(row, house.other_room), "reception") == (0, None, 0)
    assert figure(of_room(row, house.room), "reception") == (0, 4, 4)


def test_a_township_without_rooms_stands_in_the_table_and_has_no_report(house):
    bare = make.RegionFactory(name="灵乡镇")
    row = made(house)
    stands = next(each for each in of_city(row).content["townships"] if each["region"] == bare.pk)
    assert (stands["rooms"], stands["silent"], sum(stands["figures"])) == (0, 0, 0)
    assert not PeriodicReport.objects.filter(round=row, region=bare).exists()


# ── again and again ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_worker_that_dies_loses_one_batch_and_doubles_nothing(house, monkeypatch):
    monkeypatch.setattr(making, "BATCH", 2)
    row = periodic.begin(rule_of(house.city, "supervision"), span_of(MONTH), by=None)

    def dies(made, total):
        raise SystemExit

    with pytest.raises(SystemExit):
        periodic.make(row, told=dies)
    row.refresh_from_db()
    assert (row.made, row.total, row.finished_at) == (2, 5, None)
    first = set(PeriodicReport.objects.values_list("pk", flat=True))
    periodic.make(row)
    found = set(PeriodicReport.objects.values_list("pk", flat=True))
    assert (len(found), first < found) == (5, True)
    periodic.make(row)
    assert set(PeriodicReport.objects.values_list("pk", flat=True)) == found
    assert Event.objects.filter(verb="reports.make_periodic").count() == 1


def test_a_round_whose_job_gave_up_goes_on(house):
    row = periodic.begin(rule_of(house.city, "supervision"), span_of(MONTH), by=None)
    with pytest.raises(Refused, match="不用重试"):
        periodic.resume(row, by=house.leading_office)
    Job.objects.filter(pk=row.job_id).update(failed_at="2026-04-03T08:00Z", attempts=8)
    periodic.resume(row, by=house.leading_office)
    assert Job.objects.get(pk=row.job_id).failed_at is None


def test_the_half_year_is_summed_up_where_the_pack_says_so(house):
    version = load_practice(seed_text("suizhou"), by=None)
    follow_practice(house.city, version=version, by=None, starts_on=make.LONG_AGO)
    assert [rule.kind for rule in rules_of(house.city)] == ["supervision", "circular", "summary"]
    received(house, date(2026, 3, 6), 6)
    report = of_city(made(house, "2026-H1", "summary"))
    assert report.title == "大冶市2026年上半年“一线协商·共同缔造”工作总结"
    assert figure(report, "reception") == (6, None, 6)
    assert PeriodicReport.objects.filter(kind="summary").count() == 1


def test_the_figures_of_many_rooms_cost_as_many_queries_as_those_of_few(house):
    def asked(span) -> int:
        row = periodic.begin(rule_of(house.city, "supervision"), span_of(span), by=None)
        with CaptureQueriesContext(connection) as queries:
            periodic.make(row)
        return len(queries)

    # What the first one reads for the others is read before.
    asked("2026-01")
    few = asked("2026-02")
    make.RoomFactory.create_batch(12)
    many = asked(MONTH)
    assert PeriodicRound.objects.get(span=MONTH).made == 1 + 14 + 14
    assert many == few


def test_what_was_marked_is_told_first(house):
    received(house, date(2026, 3, 6), 6)
    activity = Activity.objects.get()
    Highlight.objects.create(
        room=house.room,
        activity=activity,
        on=activity.on,
        sentence="晚间接访，方便上班群众。",
        marked_by=house.leading_office,
    )
    row = made(house)
    assert of_city(row).highlights.splitlines() == [f"{house.room.unit.short_name}：晚间接访，方便上班群众。"]
    assert of_room(row, house.room).highlights == "晚间接访，方便上班群众。"
    assert of_room(row, house.other_room).highlights == ""


def test_a_room_that_moved_is_told_where_it_lay(house):
    received(house, date(2026, 3, 6), 6)
    old, new = house.room.unit.region, house.other_room.unit.region
    to = {"region": new, "approver": house.other_room.approver, "on": date(2026, 4, 10)}
    move_room(house.room, by=house.leading_office, reason="区划调整", basis="document", **to)
    march, april = made(house), made(house, "2026-04")

    def rooms_of(row, region):
        report = PeriodicReport.objects.filter(round=row, region=region, level="township").first()
        return [each["room"] for each in report.content["table"]] if report else None

    assert (rooms_of(march, old), rooms_of(march, new)) == ([house.room.pk], [house.other_room.pk])
    assert (rooms_of(april, old), set(rooms_of(april, new))) == (None, {house.room.pk, house.other_room.pk})
    told = PeriodicReport.objects.get(round=march, region=old, level="township")
    assert figure(told, "reception") == (6, None, 6)
