"""The way of a matter on one line, as room, township and member see it: status and result, no instruction."""

import re

import pytest
from django.urls import reverse

from proposals.operations import handling_work as work
from proposals.operations import reports
from proposals.queries import ways
from tests import action_scenes
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(house):
    return scene.dispatch(house)


def facts(matter) -> list[str]:
    item = ways.items_of(matter=matter)[0]
    return [f"{stop.name}：{stop.fact}" for stop in ways.stops_of(item)]


def drawn(client, user, matter) -> list[str]:
    """The stops as the person sees them: status and name, with the fact where there is one."""
    client.force_login(user)
    page = client.get(reverse("proposals:matter_way", args=[matter.pk])).content.decode()
    stops = re.findall(r'<li(?: class="(\w*)")?[^>]*>.*?<b>(.*?)</b>(.*?)</li>', page)
    return [" ".join(part for part in stop if part) for stop in stops]


def test_each_stop_says_what_happened_and_what_is_waited_for(city):
    (matter,) = scene.matters(city)
    report = scene.drafted(city, sources=[matter])
    assert facts(matter)[0] == "要报：正在编写"
    report = reports.issue(report, by=city.office, version=1, signed_off_by="秦岚", issued_on=scene.TODAY)
    assert facts(matter)[1] == "批示：等待批示"
    scene.instruct(report, city)
    assert facts(matter)[2] == "交办：待交办"
    lead, co = scene.assigned(report, city, (city.housing, "lead"), (city.urban, "co"))
    lead = work.accept(lead, by=city.department)
    assert facts(matter)[3] == "承办：1/2 个单位已承办"
    co = work.answer(work.accept(co, by=city.urban_user), by=city.urban_user, result="solved", text="已配合")
    lead = work.answer(lead, by=city.department, result="partly", text="已改造 120 米")
    assert facts(matter)[4].endswith("反馈 1/1：部分解决")
    work.close(lead, by=city.dispatcher)
    item = report.items.get()
    reports.close(report, by=city.office, result="部分解决", outcomes={item.pk: ("partly", "余下明年改造")})
    assert facts(matter)[5].endswith("办结：部分解决")
    assert [stop.status for stop in ways.stops_of(ways.items_of(matter=matter)[0])] == ["ok"] * 6


def test_the_room_reads_the_answer_and_not_the_instruction(client, city):
    report, (row,) = scene.in_hand(city)
    work.answer(work.accept(row, by=city.department), by=city.department, result="solved", text="已改造 120 米")
    matter = report.items.get().matter
    pages = [
        reverse("proposals:matter_way", args=[matter.pk]),
        reverse("proposals:case_way", args=[matter.consultation_id]),
    ]
    for user in (city.clerk, city.member, city.township):
        client.force_login(user)
        for page in pages:
            told = client.get(page).content.decode()
            assert report.issue in told
            assert "已改造 120 米" in told
            assert scene.SECRET not in told
            assert "程立新" not in told
    client.force_login(city.other_clerk)
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_what_lies_with_the_office_waits_to_be_taken_up(client, city):
    (matter,) = scene.matters(city)
    client.force_login(city.clerk)
    told = client.get(reverse("proposals:matter_way", args=[matter.pk])).content.decode()
    assert "待编入" in told
    page = client.get(reverse("consult:matter", args=[matter.pk])).content.decode()
    assert reverse("proposals:matter_way", args=[matter.pk]) in page


def test_the_page_of_the_matter_draws_nothing_of_its_own_beyond_the_office(client, city):
    (matter,) = scene.matters(city)
    client.force_login(city.clerk)
    page = client.get(reverse("consult:matter", args=[matter.pk])).content.decode()
    way = page[page.index("办理路径") :].split("</ol>")[0]
    assert re.findall("<b>(.*?)</b>", way) == ["联络室", "市政协办公室"]


def test_what_a_township_sent_up_shows_where_it_turned(client, house):
    matter, _, _ = action_scenes.running(house)
    action_scenes.decide(matter, house.township, "raise", opinion="涉及市级资金", seen=1)
    stops = drawn(client, house.clerk, matter)
    assert [stop.split()[1] for stop in stops[1:3]] == ["党（工）委确定", "市政协办公室"]
    assert "转市级" in stops[1]
    assert [stop.split()[0] for stop in stops[:3]] == ["ok", "ok", "now"]
    # The office has not received it, so that it is not the report's turn.
    assert stops[3:] == ["要报", "批示", "交办", "承办", "反馈", "办结"]


def test_the_township_finds_the_way_on_the_copy_that_it_got(client, city):
    (matter,) = scene.matters(city)
    way = reverse("proposals:matter_way", args=[matter.pk])
    client.force_login(city.township)
    page = client.get(reverse("consult:submission", args=[matter.submissions.get(kind="copy").pk]))
    assert f'hx-get="{way}"' in page.content.decode()
    client.force_login(city.office)
    page = client.get(reverse("consult:submission", args=[matter.submissions.get(kind="matter").pk]))
    assert page.status_code == 200
    assert way not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_ways_of_a_case_cost_the_same_however_many(client, city, count, django_assert_num_queries):
    rows = scene.matters(city, count)
    scene.issued(city, sources=rows)
    client.force_login(city.clerk)
    url = reverse("proposals:case_way", args=[rows[0].consultation_id])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)


def test_a_piece_of_information_has_its_way_too(client, city):
    told_us = scene.information(city)
    report = scene.issued(city, sources=[told_us], kind="information")
    client.force_login(city.clerk)
    page = client.get(reverse("proposals:proposal_way", args=[told_us.pk])).content.decode()
    assert f"{report.issue}" in page
