import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def test_a_session_name_with_a_null_character_is_refused():
    client = Client(headers={"cookie": 'sessionid="\\000aaaaaaaaaaaa"'})
    assert client.get(LOGIN).status_code == 400


@pytest.mark.parametrize("encoding", ["zlib", "raw_unicode_escape", "utf-7"])
def test_another_encoding_than_ours_is_refused(client, encoding):
    form = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\na\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={encoding}"
    assert client.generic("POST", LOGIN, form, content_type=kind).status_code == 400


def test_a_page_that_refuses_to_be_shown_does_not_lead_to_itself(client, house):
    case = make.consultation(house.room, by=house.clerk)
    client.force_login(house.convener)
    page = reverse("consult:return_stage", args=[case.pk, "nowhere"])
    assert client.get(page, headers={"referer": f"http://testserver{page}"}).url == "/"
    elsewhere = f"http://testserver{case.get_absolute_url()}"
    assert client.get(page, headers={"referer": elsewhere}).url == elsewhere


@pytest.mark.parametrize("place", ["2026-01-01T00:00:00+20:00~1", "2026-01-01T00:00:00~1", "x~1"])
def test_an_unreadable_place_in_a_list_shows_its_first_page(client, house, place):
    case = make.consultation(house.room, by=house.clerk)
    client.force_login(house.clerk)
    page = client.get("/consultations/", {"sort": "longest", "after": place})
    assert case.get_absolute_url() in page.content.decode()


def test_the_address_of_an_act_that_is_opened_says_that_it_is_no_page(client, house):
    client.force_login(house.clerk)
    answer = client.get(reverse("members:large_print"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in answer.content.decode()


@pytest.mark.parametrize("name", ["consult:consultations", "members:me"])
def test_the_head_of_a_page_is_that_of_the_page_without_a_word_of_it(client, house, name):
    client.force_login(house.clerk)
    page, head = client.get(reverse(name)), client.head(reverse(name))
    assert (head.status_code, head["Content-Type"], head.content) == (200, page["Content-Type"], b"")
    assert int(head["Content-Length"]) > 1000


def test_asking_for_the_head_of_an_act_does_nothing(client, house):
    client.force_login(house.clerk)
    assert client.head(reverse("members:large_print")).status_code == 405
