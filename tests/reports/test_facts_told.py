"""Bulletins, contributions and articles as facts: each counted once, wherever it was written down."""

from datetime import date

import pytest

from proposals.operations import record_publication, remove_paper
from reports import facts
from reports.facts import drill
from reports.facts.city import of_city
from reports.facts.places import place_of_region
from reports.facts.quotas import found_in
from reports.facts.spans import span_of
from reports.models import RoomMonth, UnitMonth
from reports.operations import articles, bulletin_items
from tests import factories as make
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db
TOLD = ("bulletins", "contributions", "contributions_adopted", "articles")


@pytest.fixture(autouse=True)
def offices():
    make.leading_office()


def article(house, *, by=None, **fields):
    told = {"outlet": "今日大冶", "level": "county", "published_on": date(2026, 3, 2), "title": "见报"}
    return articles.enter(by=by or house.leading_office, link="https://example.com/1", **told | fields)


def past(house, kind, **fields):
    told = {"title": "旧", "issued_on": date(2025, 5, 6), "year": 2025, "source": "合订本"}
    return record_publication(make.leading_office(), by=house.leading_office, kind=kind, **told | fields)


def counted() -> dict:
    """Measure → how much of it the rooms, and how much the units have."""
    facts.catch_up()
    assert not any(facts.compare().values())
    found = {}
    for model, of in ((RoomMonth, "room"), (UnitMonth, "unit")):
        for measure, n in model.objects.filter(measure__in=TOLD).values_list("measure", "n"):
            found[measure, of] = found.get((measure, of), 0) + n
    return found


def test_what_is_issued_and_adopted_counts_and_a_draft_does_not(house):
    bulletin, row = scene.drafted(house), scene.sent(house)
    bulletin_items.take_up(bulletin, by=house.leading_office, contributions=[row])
    assert counted() == {("contributions", "room"): 1}
    scene.issued(house, bulletin)
    assert counted() == {
        ("contributions", "room"): 1,
        ("contributions_adopted", "room"): 1,
        ("bulletins", "unit"): 1,
    }


def test_an_article_counts_when_it_is_confirmed_for_its_room_and_its_office(house):
    waiting = article(house, by=house.clerk, room=house.room)
    of_city = article(house, title="城市的稿件")
    assert counted() == {("articles", "unit"): 1}
    articles.confirm(waiting, by=house.leading_office)
    assert counted() == {("articles", "room"): 1, ("articles", "unit"): 2}
    articles.strike(of_city, by=house.leading_office, reason="重复")
    assert counted() == {("articles", "room"): 1, ("articles", "unit"): 1}
    assert UnitMonth.objects.get(measure="articles", part="|outlet=county|").n == 1


def test_what_was_before_the_system_counts_beside_it_and_once(house):
    old = past(house, "bulletin", number=3)
    past(house, "article", outlet="黄石日报", level="prefecture")
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    scene.issued(house, bulletin)
    article(house)
    assert counted() == {("bulletins", "unit"): 2, ("articles", "unit"): 2}
    remove_paper(old, by=house.leading_office, reason="登记错了")
    assert counted() == {("bulletins", "unit"): 1, ("articles", "unit"): 2}


def test_the_city_tells_both_and_leads_to_the_records(house):
    past(house, "article", outlet="黄石日报", level="prefecture")
    mine = article(house)
    facts.catch_up()
    place = place_of_region(make.city(), [])
    figures = of_city(place, span_of("2026"))
    assert {code: (each.total, each.now) for code, each in figures.items()} == {
        "report": (0, 0),
        "bulletin": (0, 0),
        "article": (2, 1),
    }
    office = make.leading_office().pk
    seen = drill.lines_of("articles", 2, found_in("articles", "unit", [office]), house.leading_office)
    assert [(line.of_what, line.is_hidden) for line in seen.rows] == [("article", False), ("publication", False)]
    assert seen.rows[0].found == mine
    hidden = drill.lines_of("articles", 2, found_in("articles", "unit", [office]), house.other_clerk)
    assert [line.title for line in hidden.rows] == ["一篇您没有权限查看的稿件", "一份您没有权限查看的简报或者稿件"]
