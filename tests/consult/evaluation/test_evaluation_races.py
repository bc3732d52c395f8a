"""Many answer at the same moment, on real PostgreSQL: every vote counts, and none counts twice."""

from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from consult.models import Evaluation
from consult.steps import evaluation, evaluation_answers
from members import ledger
from tests.consult.evaluation import crowd_votes, scene
from tests.consult.steps.test_action_races import together


@pytest.fixture
def house(transactional_db):
    return scene.done()


def answer_twice(invitation):
    start = Barrier(2)

    def press():
        own = scene.fresh(invitation)
        start.wait()
        try:
            return evaluation.answer(own, data=scene.GOOD, by=own.user)
        except IntegrityError:
            connection.rollback()
            return "two votes"

    return together(press, press)


def test_of_two_presses_one_counts(house):
    invitation = scene.invited(scene.opened(house))[0]
    results = answer_twice(invitation)
    assert [each for each in results if isinstance(each, str)] == [evaluation_answers.TWICE]
    assert Evaluation.objects.count() == 1


def test_without_the_lock_only_the_database_keeps_the_second_out(house, monkeypatch):
    """Negative control: it shows that the test above can fail at all."""
    invitation = scene.invited(scene.opened(house))[0]
    read = Barrier(2)

    def unlocked(row, *, related=()):
        found = type(row).objects.select_related(*related).get(pk=row.pk)
        if not related:
            found.is_answered  # noqa: B018 - read before the other one writes
            read.wait()
        return found

    monkeypatch.setattr(evaluation_answers, "lock", unlocked)
    results = answer_twice(invitation)
    assert evaluation_answers.TWICE not in results
    assert "two votes" in results
    assert Evaluation.objects.count() == 1


def test_many_votes_at_once_are_neither_lost_nor_doubled(house):
    assert crowd_votes.vote_twice_each(house, count=16) == (16, 16)
    assert list(ledger.verify("420281")) == []
