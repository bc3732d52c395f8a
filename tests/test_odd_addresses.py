"""Addresses that nobody's link holds: a key that is no number, a year that is none, a number without end."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.reports.test_duty import member_of

pytestmark = pytest.mark.django_db

ODD = ["²", "9" * 5000, "-1", "0020269", "NaN"]
PAGES = [
    ("consult:publish_common", "item", "leading_office"),
    ("consult:new_nomination", "topic", "clerk"),
    ("consult:new_nomination", "voice", "clerk"),
    ("rooms:checklists", "region", "leading_office"),
    ("reports:figures", "room", "leading_office"),
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("page", PAGES)
def test_an_odd_key_is_nobodys(client, house, page, odd):
    name, key, who = page
    make.daye()
    client.force_login(getattr(house, who))
    assert client.get(reverse(name), {key: odd}).status_code in (200, 404)


@pytest.mark.parametrize("odd", [*ODD, "0020261"])
def test_an_odd_year_of_a_duty_file_is_the_latest(client, house, odd):
    member = member_of(house.room)
    client.force_login(house.clerk)
    page = client.get(reverse("reports:duty_file", args=[member.pk]), {"year": odd})
    assert page.status_code == 200
    assert page.context["year"] == page.context["years"][0]


@pytest.mark.parametrize("odd", [*ODD, "计划"])
@pytest.mark.parametrize("name", ["consult:plans", "consult:plan_board"])
def test_a_list_after_an_odd_year_begins_at_its_beginning(client, house, name, odd):
    make.daye()
    client.force_login(house.leading_office)
    page = client.get(reverse(name), {"after": f"{odd}~1"})
    assert page.status_code == 200
    assert page.context["page"].previous == ""
