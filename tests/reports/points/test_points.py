"""Verbs of points: marks by hand, two assessors unseen by each other, a year published and taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.enums import RoleCode
from members.models import Event, Notice
from members.workflow import Refused
from reports import facts
from reports.facts.points import board, marks, result_of, results
from reports.models import PointsMark, PointsResult, PointsYear
from reports.operations import points
from rooms.models import Activity
from tests import factories as make
from tests.reports.points import scene

pytestmark = pytest.mark.django_db
BASIS = "提出错峰停车的办法，街道采用，见会议纪要"


def give(member, by, number=2, **fields):
    values = {"item": number, "on": date(2026, 4, 1), "basis": BASIS, **fields}
    return points.mark(scene.round_of(member), scene.subject_of(member), by=by, **values)


def result(member):
    return result_of(scene.round_of(member), scene.subject_of(member))


@pytest.fixture
def street(house):
    scene.follow(scene.POINTS)
    house.own = scene.member_of(house.room)
    house.other = scene.member_of(house.room, "周正")
    scene.active(house.own, house.room, house.clerk, 2)
    return house


def test_the_account_explains_each_line_and_says_what_is_missing(street):
    give(street.own, street.leading_office)
    found = result(street.own)
    assert [(line.name, line.points, line.words) for line in found.lines] == [
        ("参加活动", 10, "2 次 × 5 分 = 10 分"),
        ("金点子", 5, "1 项 × 5 分 = 5 分"),
    ]
    assert (found.total, found.is_below) == (15, False)
    assert result(street.other).is_below


def test_a_mark_rests_on_something_and_is_told_to_the_member(street):
    made = give(street.own, street.township, times=2)
    assert (made.points, made.assessor) == (10, "")
    event = Event.objects.get(verb="reports.mark_points")
    assert (event.sentence, event.revisions.get().new) == ("2026年金点子评分", BASIS)
    notice = Notice.objects.get(user=street.own.user)
    assert notice.sentence == "2026年金点子计入 +10 分"


REFUSED = {
    "by whoever does not mark": ("clerk", {}, "不由您评分"),
    "in another year": ("leading_office", {"on": date(2025, 4, 1)}, "日期要在 2026 年以内"),
    "of what is counted": ("leading_office", {"number": 1}, "不由您评分"),
    "of no item": ("leading_office", {"number": 9}, "不由您评分"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_mark_is_refused(street, case):
    name, fields, why = REFUSED[case]
    with pytest.raises(Refused, match=why):
        give(street.own, getattr(street, name), **fields)
    assert not PointsMark.objects.exists()


def test_nobody_marks_himself(street):
    make.grant(street.own.user, RoleCode.LEADING_OFFICE, unit=make.leading_office())
    with pytest.raises(Refused, match="不能给自己评分"):
        give(street.own, street.own.user)


def test_a_mark_taken_back_counts_no_more_and_stays_in_the_record(street):
    made = give(street.own, street.leading_office)
    a_round = scene.round_of(street.own)
    points.take_back(made, a_round, scene.subject_of(street.own), by=street.leading_office, version=1, reason="重复")
    assert result(street.own).total == 10
    assert PointsMark.objects.get().removed_by == street.leading_office


def test_the_year_keeps_the_scheme_with_which_it_began(street):
    give(street.own, street.leading_office)
    scene.follow(scene.POINTS.replace("points = 5", "points = 50"), starts_on=date(2026, 6, 1))
    assert result(street.own).total == 15
    assert scene.round_of(street.own).is_outdated
    points.use_current(scene.round_of(street.own), by=street.leading_office, reason="全年按新办法")
    assert result(street.own).lines[0].points == 100


def test_a_new_scheme_without_the_marked_item_is_not_taken(street):
    give(street.own, street.leading_office)
    scene.follow(scene.POINTS.replace("金点子", "好点子"), starts_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="“金点子”"):
        points.use_current(scene.round_of(street.own), by=street.leading_office, reason="全年按新办法")


def publish(house, **fields):
    facts.rebuild()
    return points.publish(scene.round_of(house.own), by=house.leading_office, **fields)


def test_what_is_published_stays_whatever_the_records_say_later(street):
    publish(street)
    kept = {row.member: (row.total, row.place, row.is_below) for row in PointsResult.objects.all()}
    assert kept == {street.own: (10, 1, True), street.other: (0, 2, True)}
    Activity.objects.all().update(removed_at="2026-11-01T00:00Z", removed_by=street.clerk)
    facts.rebuild()
    scene.follow(scene.POINTS.replace("points = 5", "points = 50"), starts_on=date(2026, 6, 1))
    assert result(street.own).total == 10
    assert [each.total for each in results(scene.round_of(street.own))] == [10, 0]
    with pytest.raises(Refused, match="已经公布"):
        give(street.own, street.leading_office)
    assert Notice.objects.filter(user=street.own.user, sentence__contains="结果已公布").exists()


def test_what_was_taken_back_is_counted_anew(street):
    row = publish(street)
    points.reopen(row, by=street.leading_office, reason="漏记一次活动")
    assert not PointsResult.objects.exists()
    scene.active(street.own, street.room, street.clerk, 1)
    publish(street)
    assert PointsResult.objects.get(member=street.own).total == 15


def test_a_year_is_published_once(street):
    publish(street)
    with pytest.raises(Refused, match="已经公布"):
        publish(street)


@pytest.fixture
def county(house):
    scene.follow(scene.WEIGHED)
    house.own = scene.member_of(house.room)
    house.other = scene.member_of(house.other_room, "周正")
    return house


def rate(member, by, number, **fields):
    return give(member, by, 1, points=Decimal(number), **fields)


def asked(member, user):
    """What the page of the member asks the person to mark."""
    return marks.awaited_items(user, scene.subject_of(member), scene.round_of(member))


def test_two_assessors_mark_unseen_by_each_other(county):
    rate(county.own, county.leading_office, "86.46")
    a_round, subject = scene.round_of(county.own), scene.subject_of(county.own)
    for reader, n in ((county.leading_office, 1), (county.township, 0), (county.auditor, 0), (county.own.user, 0)):
        assert len(marks.seen(reader, subject, a_round)) == n
        assert PointsMark.objects.visible_to(reader).count() == n
    found = result(county.own)
    assert (found.missing, found.total, found.is_complete) == (("街道",), 0, False)
    rate(county.own, county.township_clerk, 91)
    assert result(county.own).total == Decimal("88.73")
    for reader in (county.leading_office, county.township, county.own.user):
        assert len(marks.seen(reader, subject, scene.round_of(county.own))) == 2
    assert Event.objects.filter(sentence__contains="86.46").count() == 0


def test_a_mark_may_be_changed_until_the_other_is_in(county):
    rate(county.own, county.leading_office, 60)
    rate(county.own, county.leading_office, 88)
    assert PointsMark.objects.standing().get().points == 88
    assert [item.name for item in asked(county.own, county.leading_office)] == ["履职评价"]
    rate(county.own, county.township, 90)
    assert asked(county.own, county.leading_office) == []
    for by in (county.leading_office, county.township):
        with pytest.raises(Refused, match="各方都已经评分"):
            rate(county.own, by, 100)
    assert result(county.own).total == 89


def test_nobody_marks_for_both_sides(county):
    make.grant(county.leading_office, RoleCode.TOWNSHIP, unit=county.room.approver)
    with pytest.raises(Refused, match="请选择代表哪一方"):
        rate(county.own, county.leading_office, 90)
    rate(county.own, county.leading_office, 90, assessor="街道")
    with pytest.raises(Refused, match="同一个人不能代表两方"):
        rate(county.own, county.leading_office, 90, assessor="政协")


@pytest.mark.parametrize("number", ["-1", "100.5"])
def test_a_mark_lies_within_the_points_of_its_item(county, number):
    with pytest.raises(Refused, match="0 到 100"):
        rate(county.own, county.leading_office, number)


def test_another_street_does_not_mark(county):
    with pytest.raises(Refused, match="不由您评分"):
        rate(county.own, county.other_township, 90)


def test_who_is_not_marked_completely_is_named_and_has_no_place(county):
    rate(county.own, county.leading_office, 88)
    rate(county.own, county.township, 90)
    with pytest.raises(Refused, match="周正还没有评全"):
        publish(county)
    publish(county, with_missing=True)
    kept = {row.member: (row.place, row.grade) for row in PointsResult.objects.all()}
    assert kept == {county.own: (1, "表扬"), county.other: (None, "")}


def test_a_township_sees_its_own_members_and_no_places(county):
    for member, by in ((county.own, county.township), (county.other, county.other_township)):
        rate(member, by, 90)
        rate(member, county.leading_office, 90)
    a_round = scene.round_of(county.own)
    seen = board.board(a_round, county.township, {})
    assert [(each.name, each.place, each.grade) for each in seen.rows] == [("邓国梁", None, "")]
    city = board.board(a_round, county.leading_office, {"grade": "表扬"})
    assert {(each.name, each.place) for each in city.rows} == {("邓国梁", 1), ("周正", 1)}


def test_a_place_without_a_scheme_counts_nothing(house):
    scene.follow_shipped("suizhou", make.city())
    assert scene.rounds_of(scene.subject_of(scene.member_of(house.room)), 2026) == []


def test_the_street_counts_its_own_members_and_the_city_none(house):
    scene.follow_shipped("sandikou", house.room.unit.region)
    own, other = scene.member_of(house.room), scene.member_of(house.other_room, "周正")
    scene.active(own, house.room, house.clerk, 3)
    assert scene.rounds_of(scene.subject_of(other), 2026) == []
    facts.rebuild()
    [found] = results(scene.round_of(own))
    assert (found.name, found.total, found.is_below) == ("邓国梁", 15, False)


ROOMS = scene.POINTS.replace('"member"', '"room"').replace('"activities"', '"activities"')


def test_rooms_are_counted_by_the_same_engine(house):
    scene.follow(ROOMS)
    scene.active(scene.member_of(house.room), house.room, house.clerk, 4)
    facts.rebuild()
    subject = scene.subjects.of_room(house.room)
    [a_round] = scene.rounds_of(subject, 2026)
    assert result_of(a_round, subject).total == 20
    assert {each.name: each.total for each in results(a_round)} == {house.room.name: 20, house.other_room.name: 0}


def test_three_hundred_members_take_no_more_queries(street):
    facts.rebuild()
    a_round = scene.round_of(street.own)

    def count():
        with CaptureQueriesContext(connection) as queries:
            found = results(a_round)
        return len(queries), len(found)

    before, _ = count()
    for number in range(300):
        make.posted_member(street.room, name=f"委员{number}")
    assert count() == (before, 302)
    assert before <= 12


def test_the_facts_and_the_records_come_to_the_same(street):
    facts.rebuild()
    by_facts = {each.pk: each.lines for each in results(scene.round_of(street.own))}
    for member in (street.own, street.other):
        assert result(member).lines == by_facts[member.pk]


def test_a_year_is_begun_once_however_many_begin_it(street):
    first = points.begin(scene.round_of(street.own), by=street.leading_office)
    again = points.begin(scene.round_of(street.own), by=street.leading_office)
    assert first == again == PointsYear.objects.get()
