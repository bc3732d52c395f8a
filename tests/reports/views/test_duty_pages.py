"""The pages of a duty file: who opens it, what its address chooses, and that it looks up little."""

import re
from datetime import date

import pytest
from django.urls import reverse

from members.enums import RoleCode
from reports import facts
from rooms.enums import ActivityKind
from tests import factories as make
from tests.reports.test_duty import act, busy, member_of

pytestmark = pytest.mark.django_db


def page(client, user, member, query=""):
    client.force_login(user)
    return client.get(reverse("reports:duty_file", args=[member.pk]) + query)


def test_who_opens_a_file(client, house):
    member = member_of(house.room)
    other = member_of(house.room, "周正")
    opened = {
        name: page(client, getattr(house, name), member).status_code
        for name in ("clerk", "convener", "township", "other_clerk", "leading_office", "office", "auditor", "admin")
    }
    assert opened == {
        "clerk": 200,
        "convener": 200,
        "township": 403,
        "other_clerk": 404,
        "leading_office": 200,
        "office": 200,
        "auditor": 200,
        "admin": 403,
    }
    assert page(client, member.user, member).status_code == 200
    assert page(client, other.user, member).status_code == 403


def test_a_member_comes_to_the_own_file_by_a_short_way(client, house):
    member = member_of(house.room)
    client.force_login(member.user)
    assert client.get(reverse("reports:my_duty")).url == reverse("reports:duty_file", args=[member.pk])
    client.force_login(house.clerk)
    assert client.get(reverse("reports:my_duty")).status_code == 403
    client.force_login(house.member)
    assert "没有对应的委员" in client.get(reverse("reports:my_duty"), follow=True).text


def test_what_the_reader_may_not_open_is_told_in_one_sentence(client, house):
    """The office learns how many records of each kind there are; a row for each would say nothing more."""
    member = busy(house)
    assert page(client, house.office, member, "?year=2026").text.count("您没有权限查看") == 1
    told = page(client, house.office, member, "?year=2026&kind=meetings")
    [sentence] = re.findall(r"另有 (\d+) 条记录所在的协商您没有权限查看：参加协商会 (\d+) 条。", told.text)
    assert sentence == (str(told.context["count"]), str(told.context["count"]))
    assert "没有这一类记录" not in told.text


def test_figures_lead_down_to_their_lines(client, house):
    member = busy(house)
    facts.rebuild()
    told = page(client, member.user, member, "?year=2026").text
    assert "?year=2026&amp;kind=meetings#lines" in told
    told = page(client, member.user, member, "?year=2026&kind=visit").text
    assert "走访 2 人次" in told
    assert "接访 1 人次" not in told


def test_a_year_that_is_none_shows_the_present_one(client, house):
    member = member_of(house.room)
    act(house.room, house.clerk, member, ActivityKind.VISIT, date(2019, 5, 1))
    for odd in ("?year=1e9", "?year=99999999999", "?year=", "?from=-1"):
        assert page(client, member.user, member, odd).status_code == 200
    assert "2019年5月1日" in page(client, member.user, member, "?year=all").text


def test_the_page_asks_little(client, house, django_assert_max_num_queries):
    member = busy(house)
    client.force_login(house.leading_office)
    with django_assert_max_num_queries(60):
        page(client, house.leading_office, member)


def test_a_person_without_a_member_sees_no_way_to_one(client, house):
    stranger = make.person(RoleCode.MEMBER, unit=house.other_room.unit)
    assert page(client, stranger, member_of(house.room)).status_code == 404
