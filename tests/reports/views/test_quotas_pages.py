"""Pages of quotas: what they show to whom, and the way from a figure to its records."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from members.models import Event
from reports.models import FactsPosition
from tests import factories as make
from tests import minutes_scene
from tests.reports.test_quotas import SILENT, follow, meet, rule

pytestmark = pytest.mark.django_db


def page(client, person, url):
    client.force_login(person)
    return client.get(url)


def test_the_page_of_a_room_tells_what_is_missing_and_leads_to_the_records(house, client):
    follow(rule(name='"全年协商会"', period='"year"', min="9", consequence='"由领导小组办公室了解情况"'))
    case = meet(house.room, house.clerk, timezone.localdate())
    told = page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/").content.decode()
    assert "还差 8 次" in told
    assert f'href="/rooms/{house.room.pk}/quotas/1/"' in told
    told = page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/1/").content.decode()
    assert f'href="{case.get_absolute_url()}"' in told
    assert case.title in told


def test_a_share_leads_to_both_of_its_figures(house, client):
    follow(rule(measure='"consultations"', period='"year"', min=None, ratio="0.5", ratio_of='"consultations_begun"'))
    meet(house.room, house.clerk, timezone.localdate())
    make.consultation(house.room, by=house.clerk)
    groups = page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/1/").context["groups"]
    assert [(group.name, group.figure, len(group.rows)) for group in groups] == [("协商场次", 1, 1), ("立项协商", 2, 2)]


def test_a_long_list_of_records_says_how_many_there_are(house, client, monkeypatch):
    monkeypatch.setattr("reports.facts.drill.MOST_SHOWN", 1)
    follow(rule(period='"year"'))
    for days in (0, 1):
        meet(house.room, house.clerk, timezone.localdate().replace(month=1, day=2 + days))
    told = page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/1/").content.decode()
    assert "先列出最近的 1 条，共 2 条。" in told


def test_a_measure_without_records_leads_to_none(house, client):
    follow(rule(measure='"proposals"', min=None, ratio="0.5", ratio_of='"consultations_begun"'))
    make.consultation(house.room, by=house.clerk)
    groups = page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/1/").context["groups"]
    assert [(group.figure, len(group.rows)) for group in groups] == [(0, 0), (1, 1)]


def test_a_page_is_as_exact_as_the_moment_without_a_count_of_the_months(house, client):
    """The page counts records, so that what was entered a second ago is in it; asking for it writes nothing."""
    follow(rule(period='"year"'))
    minutes_scene.held(house)
    before = Event.objects.count()
    assert page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/").context["rows"][0][0].figure == 1
    assert (Event.objects.count(), FactsPosition.objects.count()) == (before, 0)


def test_the_office_sees_the_figure_and_not_the_consultations_behind_it(house, client):
    follow(rule(period='"year"'))
    case = meet(house.room, house.clerk, timezone.localdate())
    told = page(client, house.office, f"/rooms/{house.room.pk}/quotas/1/").content.decode()
    assert "一件您没有权限查看的协商" in told
    assert case.title not in told


def test_a_member_sees_the_own_page_and_nobody_elses(house, client):
    follow(rule(subject='"member"', measure='"attendances"', period='"year"'))
    own, other = make.posted_member(house.room, user=house.member), make.posted_member(house.room)
    meet(house.room, house.clerk, timezone.localdate(), member=own)
    told = page(client, house.member, f"/members/{own.pk}/quotas/")
    assert [(state.status, state.status_name) for state, _ in told.context["rows"]] == [("met", "符合要求")]
    assert page(client, house.member, f"/members/{own.pk}/quotas/1/").status_code == 200
    assert page(client, house.member, f"/members/{other.pk}/quotas/").status_code == 403
    assert page(client, house.other_clerk, f"/members/{own.pk}/quotas/").status_code == 404


def test_a_rule_that_the_place_does_not_have_is_not_found(house, client):
    follow(rule())
    assert page(client, house.clerk, f"/rooms/{house.room.pk}/quotas/9/").status_code == 404
    assert page(client, house.clerk, "/quotas/?kind=city").status_code == 404
    assert page(client, house.leading_office, "/quotas/moon/1/").status_code == 404


def test_the_list_shows_silent_rooms_and_exports_them(house, client):
    follow(SILENT)
    meet(house.other_room, house.other_clerk, timezone.localdate() - timedelta(days=3))
    address = "kind=room&rule=沉寂联络室&status=unmet"
    found = page(client, house.leading_office, f"/quotas/?{address}")
    assert [state.subject.pk for state, *_ in found.context["rows"]] == [house.room.pk]
    sheet = load_workbook(BytesIO(client.get(f"/exports/quotas/?{address}").content)).active
    [row] = sheet.iter_rows(min_row=3, values_only=True)
    assert row[1] == house.room.name
    assert row[3:10] == ("沉寂联络室", "最近 90 天协商场次至少 1 场次", "告警", "不符合要求", 0, None, 1)


def test_the_list_goes_on_to_the_next_page(house, client, monkeypatch):
    monkeypatch.setattr("reports.views.quotas.SIZE", 1)
    follow(SILENT)
    found = page(client, house.leading_office, "/quotas/")
    assert (len(found.context["rows"]), found.context["previous"], found.context["next"]) == (1, "", "?from=1")
    found = client.get("/quotas/?from=1")
    assert (len(found.context["rows"]), found.context["previous"], found.context["next"]) == (1, "?from=0", "")


GROUPS = ("convener", "township", "sector", "committee", "unit", "city")


@pytest.mark.parametrize("kind", GROUPS)
def test_sums_have_a_page_and_records_too(house, client, kind):
    make.posted_member(house.room, sector="工商联", committee="提案委")
    follow(rule(subject=f'"{kind}"', measure='"participants"', period='"year"'))
    listed = page(client, house.leading_office, f"/quotas/?kind={kind}&status=all")
    _, url, records = listed.context["rows"][0]
    assert (client.get(url).status_code, client.get(records).status_code) == (200, 200)
    assert page(client, house.clerk, url).status_code == 404


def test_the_page_may_be_read_as_of_another_day(house, client):
    follow(rule())
    day = timezone.localdate().replace(day=1) - timedelta(days=1)
    meet(house.room, house.clerk, day)
    url = f"/rooms/{house.room.pk}/quotas/"
    shown = [page(client, house.clerk, f"{url}{asked}").context["rows"][0][0] for asked in ("", f"?on={day}")]
    assert [state.figure for state in shown] == [0, 1]


def test_a_room_and_a_member_lead_to_their_quotas(house, client):
    member = make.posted_member(house.room)
    told = page(client, house.leading_office, f"/rooms/{house.room.pk}/").content.decode()
    assert f'href="/rooms/{house.room.pk}/quotas/"' in told
    told = page(client, house.leading_office, f"/members/{member.pk}/").content.decode()
    assert f'href="/members/{member.pk}/quotas/"' in told
