"""承办统计 and 逾期件: one definition for the figure, its records and its file."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from proposals.models import Handling
from reports.queries.asked import asked_of
from reports.queries.asked.figures import FIGURES, by_kind_and_month, ends_of_signing, of_units
from reports.queries.asked.late import late_during, late_of, late_rows, late_seen_by, with_days
from reports.queries.asked.late import narrowed as late_narrowed
from reports.queries.asked.narrowing import narrowed
from reports.queries.asked.ranking import in_order
from rooms.models import TimeLimit
from tests import asked_scene
from tests import factories as make

pytestmark = pytest.mark.django_db
LOCAL = ZoneInfo("Asia/Shanghai")
FIGURES_PAGE, LATE_PAGE = reverse("reports:asked_figures"), reverse("reports:asked_late")
YEAR = 2025


def at(month, day, hour=10) -> datetime:
    return datetime(YEAR, month, day, hour, tzinfo=LOCAL)


def given(house, *, on, accepted=None, answered=None, state="issued", due=None, unit=None, **fields):
    """One handling of its own report, with its limit."""
    row = asked_scene.handling(house, report=asked_scene.report(house), unit=unit, state=state, issued_at=on, **fields)
    if accepted:
        Handling.objects.filter(pk=row.pk).update(accepted_at=accepted, accepted_by=house.department)
    if answered:
        Handling.objects.filter(pk=row.pk).update(answered_at=answered, answered_by=house.department)
    if due:
        TimeLimit.objects.create(
            owner=row,
            of="report_action",
            name="批示办理",
            subject=row.task[:120],
            url="/",
            unit=row.unit,
            starts_on=on.date(),
            given_on=due,
            given_by="市委办",
            due_on=due,
            counted_on=due,
            explanation="",
        )
    return row


@pytest.fixture
def year(house):
    """Seven things of one year, of which each figure counts others."""
    return [
        # In time in both: signed for after one working day, answered on the last day.
        given(house, on=at(3, 3), accepted=at(3, 4), answered=at(4, 3), state="closed", due=date(YEAR, 4, 3)),
        # Signed for after the National Day: the third working day is the tenth.
        given(house, on=at(9, 29), accepted=at(10, 9), answered=at(10, 30), state="answered", due=date(YEAR, 10, 28)),
        # Signed for a day too late, still being done and overdue.
        given(house, on=at(3, 3), accepted=at(3, 7), state="accepted", due=date(YEAR, 5, 6)),
        # Never signed for, and without a day.
        given(house, on=at(6, 2)),
        # Taken back: counts nowhere.
        given(house, on=at(6, 2), state="canceled", due=date(YEAR, 7, 2)),
        asked_scene.requirement(house, due_on=date(YEAR, 12, 1)),
        # Of this year.
        asked_scene.task(house),
    ]


def figures_of(user, unit, year=YEAR):
    return next(each for each in of_units(asked_of(user), year) if each.unit == unit)


def test_each_figure_counts_what_it_says(house, year):
    requirement = year[5].hearing
    requirement.held_on = date(YEAR, 11, 3)
    requirement.save(update_fields=["held_on"])
    found = figures_of(house.department, house.department_unit)
    assert {code: n for code, n in found.counts.items() if n} == {
        "asked": 5,
        "new": 1,
        "doing": 2,
        "reported": 1,
        "closed": 1,
        "late": 2,
        "to_accept": 4,
        "accepted_in_time": 2,
        "to_answer": 4,
        "answered_in_time": 1,
        "answered": 2,
    }
    assert (found.median.count, found.median.half, found.median.lower, found.median.upper) == (2, 31, 31, 31)


@pytest.mark.parametrize("code", FIGURES)
def test_behind_each_figure_are_exactly_its_records(house, year, code):
    unit = house.department_unit
    params = {"unit": str(unit.pk), "year": str(YEAR), "figure": code}
    found = figures_of(house.department, unit)
    assert narrowed(asked_of(house.department), params, house.department).count() == found.counts[code]


def test_months_and_kinds_add_up_to_what_was_asked(house, year):
    kinds = by_kind_and_month(asked_of(house.department), YEAR)
    assert sum(map(sum, kinds.values())) == figures_of(house.department, house.department_unit).counts["asked"]
    assert kinds["instruction"][2] == 2
    params = {"year": str(YEAR), "month": "3", "kind": "instruction", "figure": "asked"}
    assert narrowed(asked_of(house.department), params, house.department).count() == 2


def test_a_signing_day_is_counted_on_the_calendar():
    ends = ends_of_signing(date(2025, 9, 29), date(2025, 10, 1))
    # From 1 to 8 October nobody works, and the eleventh is a make-up workday.
    assert ends == [date(2025, 10, 10), date(2025, 10, 11), date(2025, 10, 11)]


def test_who_was_asked_too_little_has_no_place(house):
    busy, idle = make.UnitFactory(name="市水利局"), make.UnitFactory(name="市气象局")
    for unit, count, accepted in ((busy, 5, at(3, 20)), (idle, 1, at(3, 4))):
        for _ in range(count):
            given(house, on=at(3, 3), accepted=accepted, state="accepted", unit=unit)
    rows = of_units(asked_of(house.leading_office), YEAR)
    # One of one in time is no better than none of five: it is no share at all.
    assert [each.unit for each in in_order(rows, "accepted_in_time")] == [busy, idle]
    assert [each.unit for each in in_order(rows, "asked")] == [busy, idle]
    assert {each.unit: each.share("accepted_in_time") for each in rows} == {busy: 0, idle: None}


def test_figures_cost_the_same_for_many_units(house, django_assert_max_num_queries):
    for _ in range(6):
        given(house, on=at(3, 3), unit=make.UnitFactory())
    rows = asked_of(house.leading_office)
    with django_assert_max_num_queries(8):
        assert len(of_units(rows, YEAR)) == 6


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_unit_reads_its_own_and_the_offices_all(house, year, client):
    other = make.UnitFactory(name="市水利局")
    given(house, on=at(3, 3), unit=other)
    client.force_login(house.department)
    own = client.get(FIGURES_PAGE, {"year": YEAR, "unit": other.pk}).content.decode()
    assert "市水利局" not in own
    assert "50.0%（2/4 件）" in own
    client.force_login(house.leading_office)
    above = client.get(FIGURES_PAGE, {"year": YEAR, "sort": "median"}).content.decode()
    assert "市水利局" in above
    assert "50.0%（2/4 件）" in above
    one = client.get(FIGURES_PAGE, {"year": YEAR, "unit": other.pk}).context
    assert one["chosen"].unit == other


def test_a_department_without_anything_reads_so(house, client):
    client.force_login(house.department)
    assert "没有交办的事项" in client.get(FIGURES_PAGE, {"year": "soon"}).content.decode()


@pytest.mark.parametrize("kind", ["asked-figures", "asked-late"])
def test_the_files_are_made(house, year, client, kind):
    client.force_login(house.leading_office)
    answer = client.get(reverse("reports:export_list", args=[kind]), {"year": YEAR, "month": f"{YEAR}-05"})
    assert answer["Content-Type"].endswith("sheet")


# ── late ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("month", "late"),
    [
        # On its own day it is in time.
        (date(YEAR, 4, 1), []),
        (date(YEAR, 5, 1), [2]),
        # Still not done.
        (date(YEAR, 9, 1), [2]),
        # Answered two days after its day.
        (date(YEAR, 10, 1), [1, 2]),
        (date(YEAR, 11, 1), [2]),
        (date(YEAR, 12, 1), [2, 5]),
    ],
)
def test_a_month_holds_what_was_late_in_it(house, year, month, late):
    found = {row.as_id for row in late_during(asked_of(house.department), month) if row.as_source == "handling"}
    found |= {f"r{row.as_id}" for row in late_during(asked_of(house.department), month) if row.as_source != "handling"}
    wanted = {year[number].pk if number < 5 else f"r{year[number].pk}" for number in late}
    assert found == wanted


def test_a_handling_stands_for_the_day_of_its_answer_and_its_other_days_for_themselves(house):
    row = given(house, on=at(3, 3), accepted=at(3, 20), state="accepted", due=date(YEAR, 5, 6))
    whole = TimeLimit.objects.get(owner_id=row.pk)
    for of, due, met in (
        ("report_acceptance", date(YEAR, 3, 6), date(YEAR, 3, 20)),
        ("report_action", date(YEAR, 4, 1), None),
    ):
        whole.pk, whole.of, whole.name, whole.due_on, whole.counted_on, whole.given_on = None, of, of, due, due, due
        whole.state, whole.met_on, whole.settled_at = ("met", met, at(3, 20)) if met else ("running", None, None)
        whole.save()
    found = [late_narrowed(late_seen_by(house.department, date(YEAR, month, 1)), {}) for month in (3, 4, 5)]
    assert [[each.item.title.split("：")[0] for each in with_days(rows)] for rows in found] == [
        ["report_acceptance"],
        ["report_action"],
        ["report_action", row.report.title],
    ]


def test_the_monthly_report_is_given_the_units_with_the_most_first(house, year):
    other = make.UnitFactory(name="市水利局", region=make.city())
    for _ in range(3):
        given(house, on=at(3, 3), state="accepted", accepted=at(3, 4), due=date(YEAR, 5, 6), unit=other)
    rows = late_rows(late_of(date(YEAR, 10, 8), make.city()))
    assert [(each.unit, each.count, each.still) for each in rows] == [
        (other, 3, 3),
        (house.department_unit, 2, 1),
    ]


def test_the_page_of_a_month_lists_them(house, year, client):
    client.force_login(house.leading_office)
    page = client.get(LATE_PAGE, {"month": f"{YEAR}-10"})
    assert [each.item.answer_by for each in page.context["items"]] == [date(YEAR, 5, 6), date(YEAR, 10, 28)]
    # What cannot be read, and what has not come yet, is this month.
    this = timezone.localdate().replace(day=1)
    assert client.get(LATE_PAGE, {"month": "soon"}).context["months"].shown == this
    later = this + timedelta(days=62)
    assert client.get(LATE_PAGE, {"month": f"{later:%Y-%m}"}).context["months"].shown == this


def test_another_department_reads_nothing_of_it(house, year, client):
    client.force_login(make.person(RoleCode.DEPARTMENT, unit=make.UnitFactory()))
    assert client.get(LATE_PAGE, {"month": f"{YEAR}-10"}).context["items"] == []
