"""批示率、交办率、承办率、办结率: counted on reports and on what units were given, with the lists behind each."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from proposals.models import Handling, Instruction, SpecialReport
from proposals.queries.rates import rates
from tests import factories as make
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def city(house):
    return scene.dispatch(house)


def bulk(city, reports=16, handlings=32, taken_on=25, closed=10):
    """Reports with an instruction each, and so many tasks over all of them."""
    told = {"kind": "digest", "office": make.office(), "title": "要报", "body": "建议", "written_by": city.office}
    rows = SpecialReport.objects.bulk_create(
        SpecialReport(**told, state="issued", year=YEAR, number=n, issued_on=f"{YEAR}-01-0{1 + n % 9}")
        for n in range(1, reports + 1)
    )
    entered = {"entered_for": city.government, "entered_by": city.dispatcher, "on": f"{YEAR}-01-12"}
    Instruction.objects.bulk_create(
        Instruction(report=row, leader="程立新", post="书记", text="研办", **entered) for row in rows
    )
    states = ["closed"] * closed + ["accepted"] * (taken_on - closed)
    states += ["issued"] * (handlings - taken_on - 1) + ["objected"]
    given = {"task": "研办", "issued_by_unit": city.government, "issued_by": city.dispatcher, "role": "divided"}
    units = [city.housing, city.urban]
    Handling.objects.bulk_create(
        Handling(report=rows[n // 2 % reports], unit=units[n % 2], state=state, **given)
        for n, state in enumerate(states)
    )
    return rows


def said(**period) -> list[str]:
    return [f"{each.name} {each.percent}% {each.part}/{each.whole}" for each in rates(**period)]


def test_sixteen_reports_and_thirty_two_tasks_of_which_twenty_five_were_taken_on(city):
    bulk(city)
    assert said() == ["批示率 100.0% 16/16", "交办率 100.0% 16/16", "承办率 78.1% 25/32", "办结率 31.2% 10/32"]


def test_circles_drafts_and_what_was_taken_back_do_not_count(city):
    rows = bulk(city, reports=4, handlings=8, taken_on=4, closed=0)
    Instruction.objects.filter(report=rows[0]).update(is_viewed_only=True)
    Handling.objects.filter(report=rows[1]).update(state="canceled")
    scene.drafted(city)
    assert [(each.part, each.whole) for each in rates()] == [(3, 4), (3, 4), (2, 6), (0, 6)]


def test_a_period_is_that_of_the_reports(city):
    bulk(city)
    inside = rates(since=scene.day(f"{YEAR}-01-02"), until=scene.day(f"{YEAR}-01-02"))
    assert inside[0].whole == 2
    assert inside[2].whole == Handling.objects.filter(report__issued_on=f"{YEAR}-01-02").count()
    assert said(since=scene.day(f"{YEAR + 1}-01-01")) == [
        "批示率 % 0/0",
        "交办率 % 0/0",
        "承办率 % 0/0",
        "办结率 % 0/0",
    ]


def test_each_number_leads_to_exactly_its_records(client, city):
    bulk(city)
    client.force_login(city.office)
    for each in rates(since=scene.day(f"{YEAR}-01-03"), kind="digest"):
        for url, count in ((each.url, each.part), (each.whole_url, each.whole)):
            page = client.get(url)
            assert page.status_code == 200, parse_qs(urlsplit(url).query)
            assert page.context["filter"].qs.count() == count


def test_the_list_shows_them_at_its_head_in_few_queries(client, city, django_assert_max_num_queries):
    bulk(city)
    client.force_login(city.leading_office)
    with django_assert_max_num_queries(22):
        told = client.get("/reports/").content.decode()
    assert "78.1<small>%</small>" in told
    assert ">25</a>/" in told
    assert ">32</a> 件" in told
