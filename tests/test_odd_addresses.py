"""Addresses that nobody's link holds: a key that is no number, a year that is none, a number without end."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.proposals import joint_scene
from tests.reports.test_duty import member_of

pytestmark = pytest.mark.django_db

ODD = ["²", "9" * 5000, "-1", "0020269", "NaN"]
PAGES = [
    ("consult:publish_common", "item", "leading_office"),
    ("consult:new_nomination", "topic", "clerk"),
    ("consult:new_nomination", "voice", "clerk"),
    ("rooms:checklists", "region", "leading_office"),
    ("reports:figures", "room", "leading_office"),
    *(("reports:dashboard", key, "leading_office") for key in ("room", "region", "group", "place", "unit")),
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


@pytest.mark.parametrize("odd", [*ODD, "9" * 20])
@pytest.mark.parametrize(
    "name", ["proposals:review_together", "proposals:name_candidates", "proposals:supervise_together"]
)
def test_what_was_ticked_under_an_odd_key_is_nothing(client, house, name, odd):
    make.daye()
    client.force_login(house.office)
    assert [
        client.get(reverse(name), {"pk": odd}).status_code,
        client.post(reverse(name), {"pk": odd}).status_code,
    ] == [
        302,
        302,
    ]


@pytest.mark.parametrize("odd", [*ODD, "9" * 20])
@pytest.mark.parametrize("name", ["proposals:supervision_month", "proposals:evaluation_month"])
def test_an_odd_year_of_supervision_or_evaluation_is_this_one(client, house, name, odd):
    make.daye()
    client.force_login(house.office)
    page = client.get(reverse(name), {"year": odd})
    assert (page.status_code, page.context["year"]) == (200, timezone.localdate().year)


@pytest.mark.parametrize("odd", [*ODD, "9" * 20])
def test_a_batch_of_odd_keys_gives_nothing_for_good(client, house, odd):
    make.daye()
    client.force_login(house.office)
    assert client.post(reverse("proposals:assignments"), {"pk": odd}).status_code == 422
    assert client.get(reverse("members:new_region"), {"parent": odd}).status_code == 403


@pytest.mark.parametrize("odd", [*ODD, "9" * 20])
def test_nobody_signs_an_odd_version(client, house, odd):
    member = joint_scene.signer(house)
    row = joint_scene.invited(house, member)
    client.force_login(member.user)
    client.post(reverse("proposals:sign_proposal", args=[row.pk]), {"version": odd})
    assert row.signers.get().state == "invited"


@pytest.mark.parametrize("odd", ["", "9999", "2026-02-30", "9" * 5000])
@pytest.mark.parametrize(
    ("name", "who"), [("proposals:follow_up", "office"), ("rooms:representatives", "leading_office")]
)
def test_a_list_after_an_odd_place_begins_at_its_beginning(client, house, name, who, odd):
    make.daye()
    client.force_login(getattr(house, who))
    page = client.get(reverse(name), {"after": f"{odd}~1"})
    assert page.status_code == 200


@pytest.mark.parametrize("odd", [*ODD, "0000", "٠٠٠٠", "9999"])
@pytest.mark.parametrize("name", ["articles", "bulletins", "topic_library", "case_studies"])
def test_a_list_narrowed_to_an_odd_year_is_a_page(client, house, name, odd):
    client.force_login(house.leading_office)
    assert client.get(reverse(f"reports:{name}"), {"year": odd}).status_code == 200
