"""总览: what each person sees of it; its numbers are those of the facts and of the records, at the same price."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.steps import past
from members.enums import RoleCode, UnitKind
from reports import facts
from reports.facts import dashboard, published, regions
from reports.facts.dashboard import units
from reports.facts.spans import span_of
from reports.models import RoomMonth
from rooms import operations
from rooms.models import Room
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year
URL = reverse("reports:dashboard")


def held(room, by, title, *, on=None, outcomes=("done", "declined", "open")):
    on = on or date(YEAR, 1, 8)
    matters = [
        {"text": f"{title}{at}", "outcome": outcome, **({"closed_on": on} if outcome != "open" else {})}
        for at, outcome in enumerate(outcomes)
    ]
    return past.record(room, by=by, title=title, held_on=on, source="台账", matters=matters)


@pytest.fixture
def city(house):
    held(house.room, house.clerk, "公园停车")
    held(house.room, house.clerk, "小区门禁", on=date(YEAR - 1, 5, 8), outcomes=("partly",))
    held(house.other_room, house.other_clerk, "金丝雀", outcomes=("done", "done"))
    facts.rebuild()
    return house


def board(user, **params):
    return dashboard.board_of(dashboard.asked_for(user, params), user)


def told(chart) -> dict:
    return {row.name: tuple(cell.value or 0 for cell in row.cells) for row in chart.rows}


def test_numbers_are_those_of_the_facts(city):
    found = board(city.leading_office)
    for code, each in published.compared([found.asked.place], span_of(str(YEAR)))[0].items():
        assert found.figures[code].total == each.total
    assert (found.figures["consultation"].total, found.figures["consultation"].now) == (3, 2)
    assert told(found.charts["classes"]) == {"没有分类": (0, 4, 1)}
    assert sorted(told(found.charts["outcomes"]).values()) == [(0, 2, 0), (0, 2, 1)]
    assert sorted(told(found.charts["places"]).values()) == [(1,), (2,)]


def test_a_span_tells_its_own_months_and_what_was_before(city):
    found = board(city.leading_office, span=str(YEAR - 1))
    [figure] = [each for each in found.shown if each.name == "开展协商"]
    assert (figure.n, figure.note) == (1, f"{YEAR - 2}年 0，累计 1")
    assert sorted(told(found.charts["outcomes"]).values()) == [(0, 0, 0), (0, 1, 0)]


def test_every_number_leads_to_as_many_records(client, city):
    client.force_login(city.leading_office)
    found = board(city.leading_office)
    links = [(cell.value, cell.url) for chart in found.charts.values() for row in chart.rows for cell in row.cells]
    links = [(value, url) for value, url in links if value and url]
    assert len(links) > 8
    for value, url in links:
        page = client.get(url)
        assert page.status_code == 200, url
        assert page.context["groups"][0].figure == value, url


def test_each_person_sees_the_place_that_is_looked_after(city):
    names = {
        name: dashboard.asked_for(getattr(city, name), {}).place.name
        for name in ("leading_office", "office", "auditor", "township", "clerk")
    }
    assert names["leading_office"] == names["office"] == names["auditor"] == city.city.name
    assert names["clerk"] == city.room.name
    assert board(city.township).figures["consultation"].total == 2
    assert board(city.clerk).figures["consultation"].total == 2


@pytest.mark.parametrize("who", ["township", "township_clerk", "clerk", "convener", "member"])
def test_nothing_of_another_room_is_on_the_page(client, city, who):
    client.force_login(getattr(city, who))
    other = city.other_room
    for url in (URL, reverse("reports:dashboard_attention")):
        page = client.get(url)
        assert page.status_code == 200
        assert other.unit.name not in page.text
        assert "金丝雀" not in page.text
    region = other.unit.region
    for query in (f"room={other.pk}", f"region={region.code}", f"place=room={other.pk}", "group=1"):
        assert client.get(f"{URL}?{query}").status_code == 404
        assert client.get(f"{reverse('reports:dashboard_records', args=['consultations'])}?{query}").status_code == 404
        assert client.get(f"{reverse('reports:dashboard_attention')}?{query}").status_code == 404


def test_rooms_are_those_of_the_last_day_and_lead_to_their_list_today(client, city):
    ended = TODAY.replace(day=1)
    Room.objects.update(opened_on=date(YEAR - 1, 1, 5))
    Room.objects.filter(pk=city.other_room.pk).update(state="withdrawn", withdrawn_on=ended)
    before = f"{ended - timedelta(days=1):%Y-%m}"
    now, then = (board(city.leading_office, **span).shown[0] for span in ({}, {"span": before}))
    assert [(each.name, each.n) for each in (now, then)] == [("联络室", 1), ("联络室", 2)]
    client.force_login(city.leading_office)
    assert [row.pk for row in client.get(now.url).context["page"].rows] == [city.room.pk]
    assert then.url == ""


def test_a_department_sees_its_own_handling_and_no_room(client, city):
    client.force_login(city.department)
    page = client.get(URL)
    assert page.context["board"].unit == city.department_unit
    assert client.get(f"{URL}?room={city.room.pk}").status_code == 404
    other = make.UnitFactory(name="市交通局", short_name="市交通局")
    assert client.get(f"{URL}?unit={other.pk}").status_code == 404
    client.force_login(city.leading_office)
    assert client.get(f"{URL}?unit={other.pk}").context["board"].unit == other
    client.force_login(city.clerk)
    assert client.get(f"{URL}?unit={other.pk}").status_code == 404


def test_a_part_of_what_a_unit_was_given_leads_to_as_many_records_or_to_its_page(city):
    counts = Counter(handlings=6, handlings_taken_on=5, handlings_closed=2)
    asked = dashboard.asked_for(city.leading_office, {})
    (row,) = units.chart([units.UnitRow(7, "市住建局", counts)], asked).rows
    its_page, closed = f"{URL}?unit=7&span=", reverse("reports:dashboard_records", args=["handlings_closed"])
    assert [(cell.value, cell.url) for cell in row.cells] == [
        (3, its_page),
        (2, f"{closed}?unit=7&span="),
        (1, its_page),
    ]


def township_asked(city, user):
    return dashboard.asked_for(user, {"region": city.room.township.code})


def test_a_body_that_sees_every_room_of_its_township_reads_the_sums_that_are_kept(city):
    found = township_asked(city, city.township)
    apart = published.compared([replace(found.place, is_whole=False)], found.window.span)
    assert found.place.is_whole
    assert published.compared([found.place], found.window.span) == apart


def test_a_body_that_sees_some_rooms_of_its_township_is_told_of_these_alone(city):
    there = city.room.unit.region
    other = make.RoomFactory(approver=city.other_room.approver, unit__region=there)
    held(other, city.other_clerk, "别家的事")
    facts.rebuild()
    told = {}
    for who in (city.township, city.leading_office):
        asked = township_asked(city, who)
        told[who] = asked.place.is_whole, dashboard.board_of(asked, who).figures["consultation"].total
    assert told == {city.township: (False, 2), city.leading_office: (True, 3)}


def test_a_room_that_nobody_counted_yet_is_told_in_its_township(city):
    room = make.RoomFactory(approver=city.room.approver, unit__region=city.room.unit.region)
    found = township_asked(city, city.township)
    assert found.place.is_whole
    assert room.pk in found.place.rooms
    assert room.name in [each.name for each in found.below]


def test_what_people_named_is_no_markup_in_the_tables(client, city):
    type(city.room.unit).objects.filter(pk=city.room.unit_id).update(name="<b>室</b>", short_name="<b>室</b>")
    client.force_login(city.township)
    page = client.get(URL, {"region": city.room.township.code}).text
    assert "<b>室</b>" not in page
    assert page.count(">&lt;b&gt;室&lt;/b&gt;</a>") == 3


def test_nothing_leads_nowhere(client, city):
    client.force_login(city.leading_office)
    page = client.get(URL).text
    assert '<td class="r nw"><span class="dim">无</span></td>' in page
    assert not re.search("<td[^>]*><a[^>]*>无</a>", page)


def test_a_group_sums_up_its_rooms_alone(city):
    group = make.UnitFactory(name="第一工作指导组", short_name="第一组", kind=UnitKind.GUIDANCE)
    city.room.guidance = group
    city.room.save(update_fields=["guidance"])
    guide = make.people({"guide": ("乔安国", RoleCode.GUIDANCE, group)})["guide"]
    found = board(guide)
    assert (found.asked.place.name, found.figures["consultation"].total) == ("第一工作指导组", 2)
    assert [place.name for place in found.asked.below] == [city.room.name]


def test_a_city_without_a_record_says_so_and_shows_no_percentage(client, house):
    facts.rebuild()
    client.force_login(house.leading_office)
    page = client.get(URL).text
    assert "这里还没有可以统计的记录" in page
    assert not re.search(r"\d%（", page)


@pytest.mark.parametrize("page", ["dashboard", "figures"])
def test_the_page_of_one_room_counts_no_rooms(client, city, page):
    client.force_login(city.leading_office)
    url = reverse(f"reports:{page}")
    told = ["个联络室" in client.get(each).text for each in (url, f"{url}?room={city.room.pk}")]
    assert told == [True, False]


def test_a_span_without_records_has_no_rates(client, city):
    client.force_login(city.leading_office)
    page = client.get(f"{URL}?span={YEAR - 1}-12")
    assert {(each.part, each.whole) for each in page.context["board"].rates} == {(0, 0)}
    assert not re.search(r"\d%（", page.text)


@pytest.mark.parametrize("span", ["2026-13", "x", "2026-Q5", "²", "9" * 5000])
def test_months_that_do_not_exist_are_not_found(client, city, span):
    client.force_login(city.leading_office)
    assert client.get(URL, {"span": span}).status_code == 404


@pytest.mark.parametrize("query", ["where.colour=red", "where.step=research&where.x=1"])
def test_records_are_narrowed_by_what_the_measure_knows_alone(client, city, query):
    client.force_login(city.leading_office)
    assert client.get(f"{reverse('reports:dashboard_records', args=['steps_done'])}?{query}").status_code == 404
    assert client.get(reverse("reports:dashboard_records", args=["nothing"])).status_code == 404


def test_steps_tell_how_long_cases_stood_at_them(house):
    month = TODAY.replace(day=1)
    row = {"room": house.room, "month": month, "part": "|step=research|"}
    RoomMonth.objects.create(measure="steps_done", n=4, **row)
    RoomMonth.objects.create(measure="step_days", n=10, **row)
    regions.write_all()
    [research] = [row for row in board(house.leading_office).charts["six"].rows if row.name == "调查研究"]
    assert research.cells[0].told == "4 件，均 2.5 天"


def test_the_map_tells_apart_rooms_that_consulted_did_something_else_and_did_nothing(city):
    third = make.RoomFactory()
    RoomMonth.objects.create(room=third, month=TODAY.replace(day=1), measure="activities", part="", n=1)
    Room.objects.update(longitude="114.8", latitude="30.1")

    def tones(**params):
        picture = dashboard.activity_map(dashboard.asked_for(city.leading_office, params))
        return {pin.room: pin.tone for pin in picture.pins}

    assert tones() == {city.room: "held", city.other_room: "held", third: "some"}
    assert tones(span=str(YEAR - 1)) == {city.room: "held", city.other_room: "none", third: "none"}


def queries(client, url) -> list:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [each["sql"] for each in asked.captured_queries]


def many_rooms(house, count):
    for _ in range(count):
        room = make.RoomFactory(approver=house.room.approver, unit__region=house.room.unit.region)
        for measure, part in (
            ("consultations", "|importance=ordinary|class=|"),
            ("done_matters", "|level=x|class=|outcome=done|"),
        ):
            RoomMonth.objects.create(room=room, month=TODAY.replace(day=1), measure=measure, part=part, n=2)


# Three of them ask who it is, and for the bell.
@pytest.mark.parametrize(("who", "most"), [("leading_office", 10), ("township", 9)])
def test_fifty_rooms_take_no_more_queries_than_ten(client, house, who, most):
    client.force_login(getattr(house, who))
    facts.rebuild()
    client.get(URL)
    many_rooms(house, 8)
    assert len(queries(client, URL)) == most
    many_rooms(house, 40)
    assert len(queries(client, URL)) == most


def test_rooms_that_moved_take_no_more_queries(client, city):
    client.force_login(city.leading_office)
    client.get(URL)
    there = {"region": city.other_room.unit.region, "approver": city.other_room.approver}
    basis = {"basis": "meeting", "paper": "市委常委会会议", "reason": "行政区划调整"}
    operations.move_room(city.room, by=city.leading_office, on=TODAY, **there, **basis)
    assert len(queries(client, URL)) == 10


@pytest.mark.parametrize(
    ("who", "page", "most"),
    [
        ("clerk", "dashboard", 10),
        ("guide", "dashboard", 9),
        ("department", "dashboard", 8),
        ("leading_office", "dashboard_attention", 13),
        ("leading_office", "wall", 21),
    ],
)
def test_other_pages_cost_the_same_however_much_there_is(client, city, who, page, most):
    group = make.UnitFactory(name="第一工作指导组", short_name="第一组", kind=UnitKind.GUIDANCE)
    type(city.room).objects.update(guidance=group)
    guide = make.person(RoleCode.GUIDANCE, unit=group, name="乔安国")
    client.force_login(guide if who == "guide" else getattr(city, who))
    url = reverse(f"reports:{page}")
    client.get(url)
    few = len(queries(client, url))
    many_rooms(city, 12)
    type(city.room).objects.update(guidance=group)
    assert (few, len(queries(client, url))) == (most, most)


def test_tables_are_exported_as_they_stand(client, city):
    client.force_login(city.leading_office)
    url = reverse("reports:export_list", args=["dashboard"])
    sheet = load_workbook(BytesIO(client.get(f"{url}?span={YEAR}&table=outcomes").content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("范围", "没有办结（件）", "落实（件）", "未采纳（件）")
    assert sorted(row[1:] for row in rows[1:]) == [(0, 1, 1), (0, 2, 0)]
    sheet = load_workbook(BytesIO(client.get(f"{url}?table=figures").content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    at = rows[0].index("开展协商（场次）")
    assert sum(row[at] for row in rows[1:]) == 3
    assert client.get(f"{url}?room=0&table=figures").status_code == 200


def test_the_wall_shows_no_words_of_a_record_and_not_to_everybody(client, city):
    client.force_login(city.leading_office)
    page = client.get(reverse("reports:wall"))
    assert page.status_code == 200
    assert [word for word in ("公园停车", "金丝雀", city.clerk.name, city.member.name) if word in page.text] == []
    part = client.get(reverse("reports:wall"), headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "每分钟更新" in part
    client.force_login(city.township)
    assert client.get(reverse("reports:wall")).status_code == 403
