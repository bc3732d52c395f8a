"""The way of a matter on one line, as room, township and member see it: status and result, no instruction."""

import re

import pytest
from django.urls import reverse

from consult.steps import submission
from members.models import Event
from members.queries import timeline
from proposals.operations import handling_work as work
from proposals.operations import reports
from proposals.queries import ways
from reports.facts import rows
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


# ── the end of a matter of the city ──────────────────────────────────────────────────────────────────────────────────
def closed(report, city, result="solved", text="主管已更换"):
    outcomes = {item.pk: (result, text) for item in report.items.all()}
    return reports.close(report, by=city.office, result="全部解决", outcomes=outcomes)


def handled(report, city):
    scene.instruct(report, city)
    for row in scene.assigned(report, city, (city.housing, "lead"), (city.urban, "co"))[::-1]:
        by = city.department if row.unit == city.housing else city.urban_user
        work.answer(work.accept(row, by=by), by=by, result="solved", text="已更换")
    work.close(report.handlings.get(role="lead"), by=city.dispatcher)
    report.refresh_from_db()


def ended(matter) -> tuple:
    matter.refresh_from_db()
    return matter.state, matter.city_end, matter.city_units, matter.outcome


UNENDED = ("city", "", "", "")


def test_a_matter_of_the_city_ends_with_its_report_and_stays_out_of_what_townships_did(client, city):
    (matter,) = scene.matters(city)
    report = scene.issued(city, sources=[matter])
    handled(report, city)
    assert ended(matter) == UNENDED
    closed(report, city)
    assert ended(matter) == ("city", "市级已办结：已经解决", "市住建局、市城管局", "主管已更换")
    assert (rows.done_matters().count(), rows.open_matters().count()) == (0, 0)
    client.force_login(city.clerk)
    for page in (reverse("consult:matter", args=[matter.pk]), reverse("consult:matters")):
        told = client.get(page).content.decode()
        assert ("市级已办结：已经解决" in told, "市住建局、市城管局" in told, "已报市政协办公室" in told) == (
            True,
            True,
            False,
        )


def test_a_matter_in_two_reports_ends_with_the_last_of_them(city):
    (matter,) = scene.matters(city)
    first = scene.issued(city, sources=[matter])
    second = scene.issued(city, sources=[matter], kind="information")
    closed(first, city, "partly", "先行疏通")
    assert ended(matter) == UNENDED
    closed(second, city)
    assert ended(matter)[1:] == ("市级已办结：已经解决", "", "主管已更换")


def test_a_draft_holds_no_matter_open_and_a_further_report_takes_its_end_back(city):
    (matter,) = scene.matters(city)
    first = scene.issued(city, sources=[matter])
    second = scene.drafted(city, sources=[matter], kind="information")
    closed(first, city)
    assert ended(matter)[1] == "市级已办结：已经解决"
    reports.issue(second, by=city.office, version=1, signed_off_by="秦岚", issued_on=scene.TODAY)
    assert ended(matter) == UNENDED


def test_what_a_leader_writes_after_the_end_takes_it_back(city):
    (matter,) = scene.matters(city)
    report = closed(scene.issued(city, sources=[matter]), city)
    assert ended(matter)[1] == "市级已办结：已经解决"
    scene.instruct(report, city, is_viewed_only=True, text="")
    assert ended(matter)[1] == "市级已办结：已经解决"
    scene.instruct(report, city)
    assert ended(matter) == UNENDED
    said = Event.objects.filter(object_type="consult.matter", object_id=str(matter.pk)).order_by("pk")
    told = [row.sentence for row in said if row.verb in ("consult.end_by_city", "consult.go_on_in_city")]
    assert told == ["事项 1 市级办结：已经解决", "事项 1 市级继续办理"]


def test_a_report_that_is_closed_without_words_for_its_sources_tells_its_own(city):
    (matter,) = scene.matters(city)
    reports.close(scene.issued(city, sources=[matter]), by=city.office, result="已经研究")
    assert ended(matter) == ("city", "市级已办结", "", "已经研究")


def test_a_case_counts_it_as_done(client, city):
    case = action_scenes.received(city, township=0, city=1)
    matter = case.matter_set.get(level="city")
    submission.receive(case.submission_set.get(kind="matter"), by=city.office)
    client.force_login(city.clerk)
    page = reverse("consult:consultation", args=[case.pk])
    assert "共 1 件，办结 0 件" in client.get(page).content.decode()
    closed(scene.issued(city, sources=[matter]), city)
    assert "共 1 件，办结 1 件" in client.get(page).content.decode()
    case.refresh_from_db()
    assert case.state == "closed"


def test_the_timeline_of_a_case_names_the_matter_and_that_of_a_matter_leaves_the_others_out(client, city):
    one, two = scene.matters(city, 2)
    report = scene.issued(city, sources=[two])
    scene.instruct(report, city)
    said = [f"事项 2 编入的{report.ledger_label}已有领导批示", f"事项 2 已编入{report.ledger_label}"]
    assert [row.sentence for row in timeline(one.consultation)][:2] == said
    client.force_login(city.clerk)
    told = {row: client.get(reverse("consult:matter", args=[row.pk])).content.decode() for row in (one, two)}
    assert [(text in told[one], text in told[two]) for text in said] == [(False, True), (False, True)]
