"""Two offices publish the same rule document at the same moment, on real PostgreSQL."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from rooms.models import RuleDocument
from rooms.operations import rules
from tests import register_world as registers
from tests import scenes
from tests.racing import PATIENCE
from tests.rooms.operations.test_practice_races import together


@pytest.fixture
def house(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return scenes.house()


def published(house) -> list[str]:
    """What those came to who were not the first."""
    files = [[registers.uploaded(house.leading_office).pk] for _ in range(3)]

    def publish(each):
        try:
            return registers.rule(house.leading_office, files=each)
        except IntegrityError:
            return "error"

    results = together(*(lambda each=each: publish(each) for each in files))
    assert RuleDocument.objects.count() == 1
    return [each for each in results if isinstance(each, str)]


def test_the_second_who_publishes_a_document_is_told_of_the_first(house):
    assert ["请在那份文件里发布新版本" in each for each in published(house)] == [True, True]


def test_without_the_lock_the_database_alone_keeps_them_apart(house, monkeypatch):
    """The negative control: one document, but an error in place of a sentence."""
    locked = rules.lock
    monkeypatch.setattr(rules, "lock", lambda row, **related: locked(row, **related) if related else row)
    meeting, create = Barrier(3, timeout=PATIENCE), RuleDocument.objects.create

    def met(**fields):
        meeting.wait()
        return create(**fields)

    monkeypatch.setattr(rules.RuleDocument.objects, "create", met)
    assert published(house) == ["error", "error"]
