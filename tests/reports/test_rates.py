"""Rates on the page of figures: two figures of the facts divided, equal to what is counted directly, led down to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import ledger
from members.enums import RegionKind
from members.models import Region, Unit
from proposals import operations
from proposals.queries import rates as direct
from reports import facts
from reports.facts import rates
from reports.facts.spans import year_span
from rooms.models import TimeLimit
from tests import factories as make
from tests.proposals import cycle_scene as scene
from tests.proposals import report_scene
from tests.proposals.reports.test_rates import bulk
from tests.proposals.test_second_handling import SATISFIED, UNSATISFIED, rated

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(found) -> dict:
    return {each.rate.code: (each.part, each.whole) for each in found if each.whole}


def of_city(house) -> dict:
    facts.catch_up()
    assert not any(facts.compare().values())
    return told(
        rates.figures(rates.OF_REPORTS, list(Unit.objects.values_list("pk", flat=True)), year_span(TODAY.year), TODAY)
    )


def of_room(house, room=None) -> dict:
    facts.catch_up()
    assert not any(facts.compare().values())
    return told(rates.figures(rates.OF_PROPOSALS, [(room or house.room).pk], year_span(TODAY.year), TODAY))


def from_records(rate, keys, since=None) -> tuple:
    return tuple(group.figure for group in rates.parts(rate, keys, since=since, until=TODAY))


@pytest.fixture
def city(house):
    return report_scene.dispatch(house)


def test_the_four_rates_of_reports_are_those_that_are_counted_directly(city):
    bulk(city)
    facts.rebuild()
    assert of_city(city) == {each.code: (each.part, each.whole) for each in direct.rates()}
    assert of_city(city) == {"instructed": (16, 16), "assigned": (16, 16), "taken_on": (25, 32), "closed": (10, 32)}
    units = list(Unit.objects.values_list("pk", flat=True))
    for each in rates.figures(rates.OF_REPORTS, units, year_span(TODAY.year), TODAY):
        assert from_records(each.rate, units) == (each.part, each.whole)
        assert (each.part_now, each.whole_now) == (each.part, each.whole)


def test_a_proposal_moves_the_rates_with_each_act(house):
    found = scene.units(house)
    row = scene.running(house, found, member=make.posted_member(house.room, user=house.member))
    # It was put there as a row, of which the ledger knows nothing.
    ledger.record(row, "proposals.submit", by=house.clerk, unit=house.room.unit, sentence="提交")
    assert of_room(house) == {"filed": (1, 1)}
    handling = scene.of(row, found, "lead")
    scene.talked(handling, found.lead.user)
    operations.send_reply(scene.letter(handling, found.lead.user), by=found.lead.user)
    row.refresh_from_db()
    answered = {"filed": (1, 1), "class_a": (1, 1), "class_b": (0, 1), "class_c": (0, 1)}
    assert of_room(house) == answered
    rated(house, row, UNSATISFIED)
    # It is handled again: no reply stands.
    assert of_room(house) == {"filed": (1, 1), "satisfied": (0, 1)}
    handling = scene.of(row, found, "lead")
    scene.talked(handling, found.lead.user, stage="again")
    operations.send_reply(
        scene.letter(handling, found.lead.user, result_class="B", planned_until=TODAY + timedelta(days=200)),
        by=found.lead.user,
    )
    row.refresh_from_db()
    rated(house, row, SATISFIED)
    again = {"filed": (1, 1), "satisfied": (1, 1), "class_a": (0, 1), "class_b": (1, 1), "class_c": (0, 1)}
    assert of_room(house) == again
    assert of_room(house, house.other_room) == {}


@pytest.mark.parametrize(
    ("due", "met", "state", "expected"),
    [
        (0, 0, "met", (1, 1)),
        (-1, 0, "met", (0, 1)),
        (0, None, "running", (0, 1)),
        (-40, -41, "met", (1, 1)),
        (-40, None, "running", (0, 1)),
        # Not due yet, answered or not; stopped; no limit any more.
        (1, 0, "met", (0, 0)),
        (40, None, "running", (0, 0)),
        (-1, None, "paused", (0, 0)),
        (-1, None, "void", (0, 0)),
    ],
)
def test_what_is_due_counts_on_its_day_and_not_before(house, due, met, state, expected):
    row = scene.running(house, found := scene.units(house))
    limit = TimeLimit.objects.of(scene.of(row, found, "lead"), "proposal_reply")
    days = {"starts_on": TODAY - timedelta(days=60), "counted_on": TODAY, "due_on": TODAY + timedelta(days=due)}
    ended = {
        "met_on": None if met is None else TODAY + timedelta(days=met),
        "settled_at": timezone.now() if state in ("met", "void") else None,
        "void_reason": "撤销" if state == "void" else "",
    }
    limit.update(**days, state=state, **ended)
    facts.rebuild()
    (figure,) = rates.figures([rates.IN_TIME], [house.room.pk], year_span(TODAY.year), TODAY)
    assert (figure.part, figure.whole) == expected
    assert from_records(rates.IN_TIME, [house.room.pk]) == expected


def test_a_party_committee_is_held_to_no_day(house):
    row = scene.running(house, found := scene.units(house))
    handling = scene.of(row, found, "lead")
    TimeLimit.objects.of(handling, "proposal_reply").update(
        starts_on=TODAY - timedelta(days=60), due_on=TODAY - timedelta(days=40), unit=house.room.approver
    )
    facts.rebuild()
    assert "in_time" not in of_room(house)


def test_what_was_merged_is_submitted_and_not_filed(house):
    one, two = scene.filed(house), scene.filed(house)
    type(two).objects.filter(pk=two.pk).update(state="merged", merged_into=one)
    facts.rebuild()
    assert of_room(house) == {"filed": (1, 2)}


def test_the_page_shows_fractions_that_lead_to_their_records(city, client):
    bulk(city)
    scene.filed(city, title="增设充电车位")
    facts.rebuild()
    client.force_login(city.leading_office)
    page = client.get(reverse("reports:figures"))
    shown = page.content.decode()
    assert told(page.context["of_reports"])["taken_on"] == (25, 32)
    assert told(page.context["of_proposals"]) == {"filed": (1, 1)}
    url = reverse("reports:rate_records", args=["taken_on"])
    assert f'{url}?{page.context["place"].query}#part">25</a>/' in shown
    records = client.get(url, {"year": 1})
    assert [(group.figure, sum(line.n for line in group.rows)) for group in records.context["groups"]] == [
        (25, 25),
        (32, 32),
    ]
    assert "增设充电车位" in client.get(reverse("reports:rate_records", args=["filed"])).content.decode()
    assert client.get(reverse("reports:figure_records", args=["proposal"])).status_code == 200


def test_a_year_holds_what_was_submitted_in_it(house):
    scene.filed(house)
    scene.filed(house, submitted_at=timezone.now() - timedelta(days=800))
    facts.rebuild()
    (figure,) = rates.figures([rates.FILED], [house.room.pk], year_span(TODAY.year), TODAY)
    assert (figure.part, figure.whole, figure.part_now, figure.whole_now) == (2, 2, 1, 1)
    assert from_records(rates.FILED, [house.room.pk], TODAY.replace(month=1, day=1)) == (1, 1)


def test_rooms_and_townships_see_no_rates_of_reports(city, client):
    bulk(city)
    facts.rebuild()
    for user in (city.clerk, city.township, city.member):
        client.force_login(user)
        page = client.get(reverse("reports:figures"))
        assert "of_reports" not in page.context
        assert "承办率" not in page.content.decode()
        assert client.get(reverse("reports:rate_records", args=["taken_on"])).status_code == 404


def test_a_township_has_no_rates_of_reports_for_whoever_sees_those_of_the_city(city, client):
    township = Region.objects.filter(kind=RegionKind.TOWNSHIP, units__in=[city.room.unit]).get()
    client.force_login(city.office)
    page = client.get(reverse("reports:figures"), {"region": township.code})
    assert page.context["place"].region == township.pk
    assert "of_reports" not in page.context
    url = reverse("reports:rate_records", args=["taken_on"])
    assert client.get(url, {"region": township.code}).status_code == 404
    assert client.get(reverse("reports:rate_records", args=["nothing"])).status_code == 404


def test_each_rate_names_its_measures_once():
    assert len(rates.BY_CODE) == len(rates.OF_REPORTS) + len(rates.OF_PROPOSALS)
