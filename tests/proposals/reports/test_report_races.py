"""Two offices assign the same report, two officers sign off two reports, at the same moment, on real PostgreSQL."""

from collections import Counter
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from members.models import NumberSeries
from proposals.models import Handling, LevelAdoption, SpecialReport
from proposals.operations import adoptions, handlings, report_sources, reports
from tests import crowd_reports, scenes
from tests import factories as make
from tests.consult.steps.test_action_races import together
from tests.proposals import report_scene as scene
from tests.racing import at_once, unlocked, unlocked_at_once, waiting

REPORTS = 12


@pytest.fixture
def city(transactional_db):
    make.daye()
    return scene.dispatch(scenes.house())


def test_of_two_who_assign_one_wins_and_no_unit_has_two_tasks(city):
    rows = crowd_reports.instructed(city, REPORTS)
    assert Counter(crowd_reports.assign_all(city, rows)) == {"": REPORTS, "Refused": REPORTS}
    assert Handling.objects.count() == 2 * REPORTS
    assert Handling.objects.order_by().values("report", "unit").distinct().count() == 2 * REPORTS


def test_without_the_lock_both_would_assign(city, monkeypatch):
    """Negative control: it shows that the test above can fail at all. Only the database keeps the second one out."""
    (report,) = crowd_reports.instructed(city, 1)
    read = Barrier(2)

    def unlocked(row, *, related=()):
        found = type(row).objects.select_related(*related).get(pk=row.pk)
        read.wait()
        return found

    monkeypatch.setattr(handlings, "lock", unlocked)
    who = (city.dispatcher, city.dispatcher2)
    results = together(*(lambda by=by: crowd_reports._assign(city, report, by) for by in who))
    assert sorted(results) == ["", "IntegrityError"]


def issue_both(city):
    made = [scene.drafted(city, sources=[]) for _ in range(2)]
    start = Barrier(2)

    def issue(row):
        start.wait()
        signed = {"signed_off_by": "秦岚", "issued_on": timezone.localdate(), "version": 1}
        try:
            return reports.issue(row, by=city.office, **signed).number
        except IntegrityError:
            connection.rollback()
            return None

    return together(*(lambda row=row: issue(row) for row in made))


def test_two_reports_signed_off_at_once_have_two_numbers(city):
    assert sorted(issue_both(city)) == [1, 2]
    assert NumberSeries.objects.get(kind="digest").last == 2


def test_without_the_series_both_would_have_the_same_number(city, monkeypatch):
    """Negative control of the one above."""
    drawn = Barrier(2)

    def guessed(unit, kind, year):
        drawn.wait()
        return SpecialReport.objects.filter(kind=kind, number__isnull=False).count() + 1

    monkeypatch.setattr(reports, "draw_number", guessed)
    assert sorted(issue_both(city), key=str) == [1, None]


# ── one report in two hands ──────────────────────────────────────────────────────────────────────────────────────────
def issue_twice(city):
    row = scene.drafted(city, sources=[])
    signed = {"signed_off_by": "秦岚", "issued_on": timezone.localdate(), "version": row.version}
    told = at_once(*[lambda: reports.issue(row, by=city.office, **signed)] * 2)
    return told, NumberSeries.objects.get(kind="digest").last, SpecialReport.objects.get().number


def test_of_two_who_sign_one_report_off_one_draws_its_number(city):
    told, last, number = issue_twice(city)
    assert (sorted(told), last, number) == (["", "这份报告已报送，不能再修改。"], 1, 1)


def test_without_the_lock_a_number_would_be_lost(city, monkeypatch):
    """Negative control: both draw one, and the report has the second."""
    monkeypatch.setattr(report_sources, "lock", unlocked_at_once(2))
    told, last, number = issue_twice(city)
    assert (told, last, number) == (["", ""], 2, 2)


def adopt_twice(city):
    report = scene.issued(city, sources=[])
    taken = {"level": "city", "organ": "市委办公室", "on": timezone.localdate()}
    told = at_once(*[lambda: adoptions.record(report, by=city.office, **taken)] * 2)
    return told, LevelAdoption.objects.count()


def test_of_two_who_enter_the_same_adoption_one_counts(city):
    told, count = adopt_twice(city)
    assert (sorted(told), count) == (["", "市委办公室采用已经登记，不用再登记。"], 1)


def test_without_the_lock_only_the_database_keeps_the_second_adoption_out(city, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(adoptions, "lock", unlocked)
    monkeypatch.setattr(LevelAdoption.objects, "create", waiting(LevelAdoption.objects.create))
    told, count = adopt_twice(city)
    assert (sorted(told), count) == (["", "IntegrityError"], 1)
