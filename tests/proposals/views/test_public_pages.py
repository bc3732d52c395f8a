"""What the public finds without an account: the way in, the form, and what became of a clue."""

import pytest
from django.conf import settings
from django.urls import reverse

from members.models import Region
from members.models.keys import grouped
from proposals.operations import clues
from tests import factories as make
from tests.proposals.views.test_front_pages import a_call

pytestmark = pytest.mark.django_db


def clue_of(house):
    return clues.give_publicly(make.office(), title="路灯不亮", text="夜里看不见路")


def test_a_code_is_asked_for_in_a_form_and_read_however_it_was_typed(client, house):
    clue = clue_of(house)
    page, here = reverse("proposals:ask_clue"), reverse("proposals:public_clue", args=[clue.code])
    printed = grouped(clue.code)
    typed = [clue.code, printed.lower(), printed.replace("-", " ")]
    assert [client.get(page, {"code": each}).url for each in typed] == [here] * 3
    assert client.get(reverse("proposals:public_clue", args=[printed.lower()])).status_code == 200
    assert printed in client.get(here).content.decode()
    assert 'name="code"' in client.get(page).content.decode()
    assert "请输入查询码。" in client.get(page, {"code": " - "}).content.decode()


def test_what_a_stranger_called_it_is_shown_once_it_was_screened(client, house):
    clue = clue_of(house)
    here = reverse("proposals:public_clue", args=[clue.code])
    before = client.get(here).content.decode()
    clues.screen_clue(clue, by=house.office)
    after = client.get(here).content.decode()
    assert (clue.title in before, clue.title in after) == (False, True)
    assert f'href="{reverse("proposals:public_clues", args=[make.city().code])}"' in before


def test_the_only_call_is_chosen_already_and_of_two_none(client, house):
    call = a_call(house)
    page = reverse("proposals:public_clues", args=[make.city().code])
    assert client.get(page).context["form"]["call"].value() == call.pk
    a_call(house)
    assert client.get(page).context["form"]["call"].value() is None


def test_who_has_no_account_finds_the_public_pages_where_others_sign_in(client, house):
    make.office()
    city = make.city().code
    page = client.get(reverse("account_login")).content.decode()
    ways = [
        reverse("proposals:public_clues", args=[city]),
        reverse("proposals:ask_clue"),
        reverse("proposals:tracked_proposals", args=[city]),
        reverse("reports:verify"),
    ]
    assert [f'href="{way}"' in page for way in ways] == [True] * 4
    other = Region.objects.create(code="420222", name="阳新县", kind="city")
    make.UnitFactory(kind="office", region=other)
    page = client.get(reverse("account_login")).content.decode()
    assert [f'href="{way}"' in page for way in ways] == [False, False, False, True]


def test_the_page_of_a_call_shows_the_whole_public_address(client, house):
    call = a_call(house)
    client.force_login(house.office)
    page = client.get(call.get_absolute_url()).content.decode()
    address = settings.SITE_URL + reverse("proposals:public_clues", args=[make.city().code])
    assert f'href="{address}">{address}</a>' in page


def test_the_office_prints_the_code_of_its_call_and_a_room_does_not(client, house):
    page = reverse("proposals:call_code", args=[a_call(house).pk])
    address = settings.SITE_URL + reverse("proposals:public_clues", args=[make.city().code])
    client.force_login(house.office)
    assert f'href="{address}">{address}</a>' in client.get(page).content.decode()
    client.force_login(house.clerk)
    assert client.get(page).status_code == 403
