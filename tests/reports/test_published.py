"""The figures that a city publishes: out of records, past records and opening figures, each in its context."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.steps import past
from members.enums import RegionKind, RoleCode
from members.models import Region
from proposals.operations import record_publication
from reports import facts
from reports.facts import places, published
from reports.facts.spans import year_span
from rooms import operations
from tests import factories as make
from tests import minutes_scene, scenes

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def house():
    return scenes.house()


def opened(place, by, amount, **changed):
    fields = {"measure": "receptions", "context": "ordinary", "until": date(2025, 12, 31), **changed}
    told = {"source": "总结", "signer": "方静", "signed_on": date(2026, 1, 5)}
    return operations.add_opening(place, by=by, amount=amount, **fields, **told)


def held(house, title, **changed):
    matters = [
        {"text": "x", "outcome": "done", "closed_on": date(2025, 6, 1)},
        {"text": "y", "outcome": "partly", "closed_on": date(2025, 7, 1)},
        {"text": "z", "outcome": "declined", "closed_on": date(2025, 7, 2)},
        {"text": "w", "outcome": "open"},
    ]
    fields = {"title": title, "held_on": date(2025, 5, 8), "source": "台账", "matters": matters, **changed}
    return past.record(house.room, by=house.clerk, **fields)


def figures(place) -> dict:
    return published.compared([place], year_span(YEAR))[0]


def of(place) -> dict:
    facts.catch_up()
    return {code: (each.total, each.now) for code, each in figures(place).items() if each.total}


def test_past_consultations_and_what_came_of_them_count_with_the_cases(house):
    held(house, "公园停车")
    held(house, "小区门禁", held_on=timezone.localdate(), matters=[])
    place = places.place_of_room(house.room)
    assert of(place) == {"consultation": (2, 1), "done": (2, 0)}


def test_what_was_not_agreed_is_no_matter(house):
    held(house, "公园停车", consensus=False)
    assert of(places.place_of_room(house.room)) == {"consultation": (1, 0)}


def test_a_past_consultation_that_moves_or_is_taken_out_is_counted_anew(house):
    row, today = held(house, "公园停车"), timezone.localdate()
    row.matters.filter(closed_on__isnull=False).update(closed_on=today)
    facts.catch_up()
    told = {"title": row.title, "source": row.source}
    row = past.edit(row, by=house.clerk, version=1, held_on=today, **told)
    assert of(places.place_of_room(house.room))["consultation"] == (1, 1)
    past.edit_matter(row.matters.get(number=4), by=house.clerk, version=1, outcome="done", closed_on=today)
    assert of(places.place_of_room(house.room))["done"] == (3, 3)
    assert not any(facts.compare().values())
    past.remove(row, by=house.clerk, reason="登记重复")
    assert of(places.place_of_room(house.room)) == {}
    assert not any(facts.compare().values())


def test_counting_anew_gives_what_following_gave(house):
    held(house, "公园停车")
    facts.catch_up()
    before = figures(places.place_of_room(house.room))
    facts.rebuild()
    assert figures(places.place_of_room(house.room)) == before


def test_a_case_and_a_past_consultation_of_one_month_are_one_figure(house):
    edition = minutes_scene.signed(house)
    year = timezone.localdate().year
    held(house, "公园停车", held_on=timezone.localdate(), minutes_year=year, minutes_number=40, matters=[])
    assert of(places.place_of_room(house.room))["consultation"] == (2, 2)
    facts.rebuild()
    assert of(places.place_of_room(house.room))["consultation"] == (2, 2)
    assert not any(facts.compare().values())
    assert edition.minutes.number == 1


def test_an_opening_figure_is_shown_apart_and_added(house):
    opened(house.room, house.leading_office, 40)
    figure = figures(places.place_of_room(house.room))["reception"]
    assert (figure.total, figure.recorded, figure.opening, figure.note) == (40, 0, 40, f"{YEAR}年 0，期初 40")


def test_an_opening_of_another_context_is_another_figure(house):
    opened(house.room, house.leading_office, 40, context="activity_day")
    assert of(places.place_of_room(house.room)) == {}


def test_a_total_of_the_city_already_holds_those_of_its_rooms(house):
    city = Region.objects.get(kind=RegionKind.CITY)
    opened(house.room, house.leading_office, 40)
    opened(house.other_room, house.leading_office, 30)
    place = places.place_of_region(city, places.rooms_of(house.leading_office))
    assert of(place)["reception"] == (70, 0)
    opened(city, house.leading_office, 113)
    assert of(place)["reception"] == (113, 0)
    assert of(places.place_of_room(house.room))["reception"] == (40, 0)


def test_the_page_tells_of_the_city_and_leads_down_to_the_record(house, client):
    held(house, "公园停车")
    facts.catch_up()
    client.force_login(house.leading_office)
    page = client.get(reverse("reports:figures")).content.decode()
    assert "开展协商" in page
    assert house.room.unit.region.name in page
    records = client.get(reverse("reports:figure_records", args=["consultation"])).content.decode()
    assert "公园停车" in records
    assert "/past/" in records


def test_a_clerk_sees_the_figures_of_the_own_room_only(house, client):
    held(house, "公园停车")
    facts.catch_up()
    client.force_login(house.other_clerk)
    assert "公园停车" not in client.get(reverse("reports:figure_records", args=["consultation"])).content.decode()
    url = reverse("reports:figures")
    assert client.get(f"{url}?room={house.room.pk}").status_code == 404
    assert client.get(f"{url}?room={house.other_room.pk}").status_code == 200


@pytest.mark.parametrize("asked", ["room=x", "room=99999999999999999999", "region=%00", "region=nowhere", "room=-1"])
def test_a_place_that_is_none_is_not_found(house, client, asked):
    client.force_login(house.leading_office)
    assert client.get(f"{reverse('reports:figures')}?{asked}").status_code in (400, 404)


def test_an_admin_without_an_office_sees_no_figures(client):
    client.force_login(make.person(RoleCode.ADMIN, region=make.city()))
    assert client.get(reverse("reports:figures")).status_code == 403


def test_the_page_costs_the_same_for_many_rooms(house, client, django_assert_max_num_queries):
    for _ in range(12):
        make.RoomFactory(township=house.room.unit.region)
    client.force_login(house.leading_office)
    client.get(reverse("reports:figures"))
    with django_assert_max_num_queries(15):
        client.get(reverse("reports:figures"))


def test_the_search_finds_what_was_before(house, client):
    held(house, "公园停车")
    client.force_login(house.clerk)
    assert "/past/" in client.get(reverse("reports:search"), {"q": "停车"}).content.decode()
    client.force_login(house.other_clerk)
    assert "/past/" not in client.get(reverse("reports:search"), {"q": "停车"}).content.decode()


def test_what_belongs_to_the_office_leads_down_too_and_reports_only_for_who_sees_them(house, client):
    house.office_unit = make.office()
    told = {"issued_on": timezone.localdate(), "year": YEAR, "number": 1, "source": "简报合订本"}
    record_publication(house.office_unit, by=house.office, kind="bulletin", title="下水管网改造", **told)
    facts.catch_up()
    client.force_login(house.leading_office)
    page = client.get(reverse("reports:figure_records", args=["bulletin"])).content.decode()
    assert "下水管网改造" in page
    assert client.get(reverse("reports:figure_records", args=["report"])).status_code == 200
    client.force_login(house.township)
    assert client.get(reverse("reports:figure_records", args=["report"])).status_code == 404
