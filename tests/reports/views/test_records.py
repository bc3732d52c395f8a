"""The file of the records behind a figure: all of them, in the words of the page, for whoever may open it."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from members.models import Job, Notice
from reports import tasks
from tests import factories as make
from tests.reports.test_quotas import follow, meet, rule

pytestmark = pytest.mark.django_db


def rows_of(content) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).active.iter_rows(min_row=3, values_only=True))


def address(page: str) -> str:
    return f"/exports/records/?page={quote(page, safe='')}"


def rows_behind(client, page: str) -> list[tuple]:
    return rows_of(client.get(address(page)).content)


def page_of(room) -> str:
    return f"/rooms/{room.pk}/quotas/1/"


@pytest.fixture
def cases(house):
    follow(rule(period='"year"'))
    start = timezone.localdate().replace(month=1, day=2)
    return [meet(house.room, house.clerk, start.replace(day=2 + days)) for days in range(3)]


def test_a_file_has_all_records_where_the_page_shows_the_newest(house, client, monkeypatch, cases):
    page = page_of(house.room)
    monkeypatch.setattr("reports.facts.drill.MOST_SHOWN", 1)
    monkeypatch.setattr("reports.facts.drill.BATCH", 2)
    client.force_login(house.clerk)
    shown = client.get(page)
    assert len(shown.context["groups"][0].rows) == 1
    assert f'href="{address(page)}"' in shown.text
    rows = rows_behind(client, page)
    assert [row[2] for row in rows] == [case.title for case in reversed(cases)]
    assert [row[4].date() for row in rows] == [timezone.localdate().replace(month=1, day=day) for day in (4, 3, 2)]
    assert {(row[0], row[1], row[5], row[6]) for row in rows} == {(house.room.name, "协商会次数", 1, "次")}


def test_what_a_reader_may_not_see_stays_hidden_in_the_file_too(house, client, cases):
    page = page_of(house.room)
    client.force_login(house.office)
    assert {row[2:4] for row in rows_behind(client, page)} == {("一件您没有权限查看的协商", None)}


def test_whoever_may_not_open_the_page_gets_no_record(house, client, cases):
    page = page_of(house.room)
    client.force_login(house.other_clerk)
    assert client.get(page).status_code == 404
    assert rows_behind(client, page) == []


@pytest.mark.parametrize(
    "other",
    [
        "",
        "/rooms/",
        "/nowhere/",
        "https://example.org/",
        "/figures/none/",
        "/rooms/9/quotas/1/",
        "/figures/consultation/?region=%00",
        "/figures/consultation/?room=²",
    ],
)
def test_an_address_that_is_no_page_of_records_gives_none(house, client, cases, other):
    client.force_login(house.clerk)
    assert rows_behind(client, other) == []


@pytest.mark.parametrize("query", ["", "?year=1", "?span=2026", "?span=nonsense"])
def test_a_figure_of_the_city_is_exported_as_its_address_asks(house, client, cases, query):
    client.force_login(house.leading_office)
    page = f"/figures/consultation/{query}"
    shown = client.get(page)
    count = shown.context["groups"][0].count if shown.status_code == 200 else 0
    assert len(rows_behind(client, page)) == count


def test_both_numbers_of_a_share_stand_in_one_file(house, client):
    page = page_of(house.room)
    follow(rule(measure='"consultations"', period='"year"', min=None, ratio="0.5", ratio_of='"consultations_begun"'))
    meet(house.room, house.clerk, timezone.localdate())
    make.consultation(house.room, by=house.clerk)
    client.force_login(house.clerk)
    assert [row[1] for row in rows_behind(client, page)] == ["协商场次", "立项协商", "立项协商"]


@pytest.mark.usefixtures("cases")
def test_long_records_become_a_job_and_lead_back_to_their_page(house, client, settings, tmp_path):
    page = page_of(house.room)
    settings.MOST_EXPORTED_AT_ONCE = 2
    settings.MEDIA_ROOT = tmp_path
    client.force_login(house.clerk)
    asked = client.get(address(page))
    assert (asked.context["back"], Job.objects.filter(kind="reports.export").count()) == (page, 0)
    client.post(address(page))
    tasks.export(Job.objects.get(kind="reports.export").pk)
    notice = Notice.objects.filter(user=house.clerk).latest("pk")
    content = b"".join(client.get(notice.url).streaming_content)
    assert len(rows_of(content)) == 3
