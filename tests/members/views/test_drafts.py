import json

import pytest
from django.urls import reverse

from members.models import Draft
from members.operations import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(client, house):
    client.force_login(house.clerk)

    def send(raw=None, **draft):
        body = raw if raw is not None else json.dumps({"key": "consult:new_topic", "label": "议题", **draft})
        return client.post(reverse("members:save_draft"), body, content_type="application/json")

    return send


def test_the_last_text_wins_and_the_hour_is_told(save, house):
    save(fields={"title": ["一"]})
    answer = save(fields={"title": ["二"]}, url="/topics/new/")
    assert len(answer.json()["saved_at"]) == 5
    draft = Draft.objects.get(user=house.clerk)
    assert (draft.fields, draft.url) == ({"title": ["二"]}, "/topics/new/")


def test_a_discarded_draft_is_gone(save):
    save(fields={"title": ["一"]})
    assert save(discard=True).json() == {"discarded": "consult:new_topic"}
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "raw",
    ["", "[]", "null", "{", '{"key": ""}', '{"key": "a", "fields": []}', "[" * 5000, '{"key": ' + "1" * 5000 + "}"],
)
def test_what_is_no_draft_is_refused(save, raw):
    assert save(raw).status_code == 400


def test_an_address_elsewhere_is_refused(save):
    assert save(fields={}, url="https://example.com/").status_code == 400
    assert save(fields={}, url="//example.com/").status_code == 400


def test_characters_that_cannot_be_kept_are_taken_out(save):
    save(fields={"a\x00": ["甲\x00乙\ud800"]})
    assert Draft.objects.get().fields == {"a": ["甲乙"]}


def test_too_long_a_draft_is_refused_with_a_reason(save):
    answer = save(fields={"a": ["长" * 70_000]})
    assert (answer.status_code, "20 万字节" in answer.json()["error"]) == (422, True)


def test_a_person_keeps_at_most_so_many_drafts(save, house, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    assert save(key="a", fields={}).status_code == 200
    assert save(key="a", fields={}).status_code == 200
    assert save(key="b", fields={}).status_code == 422


@pytest.mark.parametrize("number", ["NaN", "1e999"])
def test_a_number_that_is_none_is_kept_as_nothing(save, number):
    assert save(f'{{"key": "k", "fields": {{"a": {number}}}}}').status_code == 200
    assert Draft.objects.get().fields == {"a": None}


def test_half_characters_in_its_name_are_taken_out(save):
    assert save(key="a\ud800", label="议\ud800题", fields={}).status_code == 200
    draft = Draft.objects.get()
    assert (draft.key, draft.label) == ("a", "议题")


def test_a_draft_nested_too_deep_is_refused(save):
    assert save('{"key": "k", "fields": {"a": ' + "[" * 900 + "]" * 900 + "}}").status_code == 400
