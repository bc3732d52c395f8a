"""Two secretaries decide the same matter at the same moment, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from consult.models import Decision, Matter
from consult.steps import action
from consult.workflow import Refused, guards
from members.models import Event
from tests import action_scenes as scene
from tests import scenes


@pytest.fixture
def pending(transactional_db):
    house = scenes.house()
    return house, scene.received(house, township=2).matter_set.first()


def together(*acts):
    """Run the acts in threads of their own; return what each came to."""

    def run(act):
        try:
            return act()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_secretaries_one_wins_and_the_other_is_told_by_whom(pending):
    house, matter = pending
    start = Barrier(2)

    def decide(by):
        row = Matter.objects.for_page().get(pk=matter.pk)
        start.wait()
        return scene.decide(row, by, "decline", opinion="与规划不符")

    results = together(lambda: decide(house.township), lambda: decide(house.township_clerk))
    won = [result for result in results if isinstance(result, Decision)]
    told = [result for result in results if isinstance(result, str)]
    assert (len(won), len(told), Decision.objects.count()) == (1, 1, 1)
    assert told == [f"{won[0].decided_by.name}已经先一步提交了决定（不采纳），您的决定没有保存，请刷新页面查看。"]
    assert Event.objects.filter(verb="consult.decide_decline").count() == 1


def test_without_the_lock_both_decisions_would_stand(pending, monkeypatch):
    """Negative control: it shows that the test above can fail at all."""
    house, matter = pending
    asked, checked = guards.deciding, Barrier(2)

    def unlocked(row, *, related=()):
        return type(row).objects.select_related(*related).get(pk=row.pk)

    def slow(row, *args):
        sentence = asked(row, *args)
        checked.wait()
        return sentence

    monkeypatch.setattr(action, "lock", unlocked)
    monkeypatch.setattr(guards, "deciding", slow)

    def decide(by):
        row = Matter.objects.for_page().get(pk=matter.pk)
        return scene.decide(row, by, "decline", opinion="与规划不符")

    together(lambda: decide(house.township), lambda: decide(house.township_clerk))
    assert Decision.objects.count() == 2
