"""申诉: filed by whom it concerns, answered by somebody else within the limit, and the points follow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused, Stale, advance
from reports import facts
from reports.enums import AppealState, PointsYearState
from reports.facts.points import access, board, result_of, results
from reports.models import PointsAppeal, PointsResult, PointsYear
from reports.operations import points
from reports.workflow import APPEAL, POINTS_YEAR
from rooms import calendar
from tests import factories as make
from tests.reports.points import scene
from tests.reports.points.test_points import give, rate, result

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(house):
    scene.follow(scene.POINTS)
    house.own = scene.member_of(house.room)
    house.other = scene.member_of(house.room, "周正")
    scene.active(house.own, house.room, house.clerk, 2)
    house.second = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    return house


def appeal(member, number=1, text="三月的活动漏记一次"):
    return points.appeal(scene.round_of(member), scene.subject_of(member), by=member.user, item=number, text=text)


def answer(made, house, *, by=None, is_upheld=True, text="属实", **fields):
    subject = scene.subject_of(house.own)
    return points.answer(made, subject, by=by or house.leading_office, is_upheld=is_upheld, text=text, **fields)


def test_an_appeal_waits_for_an_answer_within_the_limit(street):
    made = appeal(street.own)
    assert (made.state, str(made)) == ("open", "参加活动申诉")
    assert made.due_on == calendar.add_workdays(timezone.localdate(), 15, overrides=calendar.overrides())
    told = Notice.objects.filter(url=f"/points/appeals/{made.pk}/")
    assert {notice.user for notice in told} == {street.leading_office, street.second}
    assert result(street.own).appeals == 1


def test_one_line_is_appealed_once_at_a_time(street):
    appeal(street.own)
    with pytest.raises(Refused, match="已经有一件申诉"):
        appeal(street.own)
    appeal(street.own, 0)
    assert PointsAppeal.objects.count() == 2


def test_a_correction_is_a_line_with_its_appeal(street):
    made = answer(appeal(street.own), street, correction=Decimal(5))
    found = result(street.own)
    assert (found.total, found.lines[-1].appeal) == (15, made.pk)
    told = Notice.objects.get(user=street.own.user, url=f"/points/appeals/{made.pk}/")
    assert told.sentence == "您对2026年考核得分的申诉已采纳，已有答复"


def test_a_record_put_right_counts_by_itself(street):
    made = appeal(street.own)
    scene.active(street.own, street.room, street.clerk, 1)
    answer(made, street)
    assert result(street.own).total == 15


def test_a_denied_appeal_changes_nothing_and_says_why(street):
    made = answer(appeal(street.own), street, is_upheld=False, text="活动当天请假")
    assert (made.state, made.answer, result(street.own).total) == ("denied", "活动当天请假", 10)
    with pytest.raises(Refused, match="不采纳的申诉不更正"):
        answer(appeal(street.own), street, is_upheld=False, correction=Decimal(1))


def test_a_correction_of_nothing_is_none(street):
    with pytest.raises(Refused, match="不能是 0"):
        answer(appeal(street.own), street, correction=Decimal(0))


def test_whoever_marked_it_does_not_answer(street):
    give(street.own, street.leading_office)
    made = appeal(street.own, 2)
    with pytest.raises(Refused, match="没有参与评分的人"):
        answer(made, street)
    assert answer(made, street, by=street.second).answered_by == street.second
    # Of another line, which nobody marked, everybody of the office may judge.
    assert answer(appeal(street.own, 1), street).state == "upheld"


def test_of_the_total_no_assessor_of_it_answers(street):
    give(street.own, street.leading_office)
    with pytest.raises(Refused, match="没有参与评分的人"):
        answer(appeal(street.own, 0), street)


def test_nobody_answers_the_own_appeal(street):
    make.grant(street.own.user, "leading_office", unit=make.leading_office())
    with pytest.raises(Refused, match="自己提出的申诉"):
        answer(appeal(street.own), street, by=street.own.user)


def test_an_appeal_may_be_withdrawn_and_made_again(street):
    points.withdraw(appeal(street.own), by=street.own.user)
    assert appeal(street.own).state == "open"
    with pytest.raises(Refused):
        points.withdraw(PointsAppeal.objects.get(state="withdrawn"), by=street.own.user)


def publish(house, **fields):
    facts.rebuild()
    return points.publish(scene.round_of(house.own), by=house.leading_office, **fields)


def test_open_appeals_are_named_before_a_year_is_published(street):
    made = appeal(street.own)
    with pytest.raises(Refused, match="邓国梁的申诉还没有答复"):
        publish(street)
    publish(street, with_appeals=True)
    assert result(street.own).total == 10
    answer(made, street, correction=Decimal(5))
    row = PointsResult.objects.get(member=street.own)
    assert (row.total, row.is_below, row.corrected_at is not None) == (15, False, True)
    assert result(street.own).lines[-1].words == "申诉采纳，更正 +5 分"
    assert [result(each).is_corrected for each in (street.own, street.other)] == [True, False]


def test_of_one_place_the_higher_total_stands_first(street):
    """Whoever is corrected after publishing may come to the place of another, who keeps it."""
    publish(street)
    PointsResult.objects.update(place=3, total=12)
    PointsResult.objects.filter(member=street.other).update(total=14)
    assert [each.name for each in results(scene.round_of(street.own))] == ["周正", "邓国梁"]


def test_after_publishing_a_record_put_right_corrects_the_one_line(street):
    publish(street)
    made = appeal(street.own)
    scene.active(street.own, street.room, street.clerk, 1)
    scene.active(street.other, street.room, street.clerk, 9)
    answer(made, street)
    assert {row.member.name: row.total for row in PointsResult.objects.all()} == {"邓国梁": 15, "周正": 0}


def test_nobody_loses_a_grade_by_the_appeal_of_another(house):
    scene.follow(scene.WEIGHED)
    house.own, house.other = scene.member_of(house.room), scene.member_of(house.room, "周正")
    house.second = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    for member, number in ((house.own, 80), (house.other, 90)):
        rate(member, house.leading_office, number)
        rate(member, house.township, number)
    publish(house)
    answer(appeal(house.own), house, by=house.second, correction=Decimal(15))
    grades = {row.member.name: (row.total, row.place, row.grade) for row in PointsResult.objects.all()}
    assert grades == {"邓国梁": (95, 1, "表扬"), "周正": (90, 1, "表扬")}


def test_a_correction_does_not_pass_the_full_mark(house):
    scene.follow(scene.WEIGHED)
    house.own = scene.member_of(house.room)
    house.second = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    rate(house.own, house.leading_office, 95)
    rate(house.own, house.township, 95)
    publish(house)
    answer(appeal(house.own), house, by=house.second, correction=Decimal(9))
    row = PointsResult.objects.get()
    assert (row.total, row.lines[-1]["name"]) == (100, "超过满分的部分")
    assert sum(Decimal(line["points"]) for line in row.lines) == row.total


def test_after_the_limit_nobody_appeals_against_what_was_published(street):
    row = publish(street)
    PointsYear.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(days=60))
    with pytest.raises(Refused, match="申诉期限到"):
        appeal(street.own)


def test_who_reads_an_appeal(street):
    made = appeal(street.own)
    for name, sees in (
        ("leading_office", True),
        ("auditor", True),
        ("clerk", False),
        ("convener", False),
        ("office", False),
    ):
        assert PointsAppeal.objects.visible_to(getattr(street, name)).filter(pk=made.pk).exists() == sees
    assert PointsAppeal.objects.visible_to(street.own.user).get() == made
    assert not PointsAppeal.objects.visible_to(street.other.user).exists()
    # The clerk sees the member, and is not told what the member wrote.
    assert not street.clerk.has_perm("reports.view_appeals", access.appeal_of(street.clerk, pk=made.pk))


def test_the_list_of_results_finds_who_waits(street):
    appeal(street.own)
    found = board.board(scene.round_of(street.own), street.leading_office, {"state": "appeals"})
    assert ([each.name for each in found.rows], found.waiting) == (["邓国梁"], 1)


TABLES = {"appeal": (APPEAL, AppealState), "year": (POINTS_YEAR, PointsYearState)}
MOVES = [
    pytest.param(name, start, end, id=f"{name}: {start} to {end}")
    for name, (_, states) in TABLES.items()
    for start in states
    for end in states
]


@pytest.mark.parametrize(("name", "start", "end"), MOVES)
def test_a_state_moves_along_its_table_or_is_refused(street, name, start, end):
    table, states = TABLES[name]
    assert set(table) == set(states)
    row = appeal(street.own) if name == "appeal" else points.begin(scene.round_of(street.own), by=street.leading_office)
    row.__dict__["state"] = start
    with transaction.atomic():
        if end in table[start]:
            assert advance(row, table, end, by=street.leading_office).state == end
        else:
            with pytest.raises(Refused):
                advance(row, table, end, by=street.leading_office)


def test_an_answered_appeal_is_not_answered_again(street):
    made = answer(appeal(street.own), street, correction=Decimal(5))
    with pytest.raises(Refused, match="已经办过"):
        answer(made, street, correction=Decimal(5))
    assert result_of(scene.round_of(street.own), scene.subject_of(street.own)).total == 15
    assert date(2026, 1, 1) < made.due_on


def set_days(house, version, appeal_workdays, answer_workdays):
    told = {"appeal_workdays": appeal_workdays, "answer_workdays": answer_workdays}
    return points.set_appeal_days(scene.round_of(house.own), by=house.leading_office, version=version, **told)


def test_the_office_sets_how_long_one_may_appeal_and_how_long_the_answer_takes(street):
    told_before = appeal(street.own)
    row = set_days(street, 1, 5, 3)
    assert set_days(street, row.version, 5, 3).version == row.version
    event = Event.objects.get(verb="reports.set_appeal_days")
    assert event.sentence.endswith("公布后 5 个工作日内申诉，3 个工作日内答复")
    later = appeal(street.other)
    assert later.due_on == calendar.add_workdays(timezone.localdate(), 3, overrides=calendar.overrides())
    assert told_before.due_on > later.due_on
    with pytest.raises(Stale):
        set_days(street, 1, 9, 9)


def test_what_is_published_leaves_no_less_time_than_it_said(street):
    row = publish(street)
    with pytest.raises(Refused, match="只能延长"):
        set_days(street, row.version, 9, 15)
    PointsYear.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(days=30))
    with pytest.raises(Refused, match="申诉期限到"):
        appeal(street.own)
    set_days(street, row.version, 60, 15)
    assert appeal(street.own).pk
