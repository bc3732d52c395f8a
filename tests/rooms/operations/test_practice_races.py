"""Two people change the same practice at the same moment, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from members.workflow import Refused
from rooms import operations
from rooms.models import PracticeDraft, PracticeVersion, RegionPractice
from tests import factories as make
from tests import scenes
from tests.rooms.packs import LIGHT


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    house.version = make.daye()
    return house


def together(*acts):
    """Run the acts in threads of their own; return what each came to."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_adopt_the_second_has_not_seen_what_the_first_chose(house):
    versions = [operations.load_practice(LIGHT.replace('"1"', f'"{each}"'), by=None) for each in "12345"]
    day = {"starts_on": timezone.localdate(), "seen": house.version.pk}

    def adopt(version):
        return lambda: operations.adopt_practice(house.city, version=version, by=house.leading_office, **day)

    results = together(*map(adopt, versions))
    won = [each for each in results if isinstance(each, RegionPractice)]
    told = {each for each in results if isinstance(each, str)}
    assert (len(won), told) == (1, {"您打开以后，区域采用的做法变了。请再看一遍有什么不同。"})
    assert RegionPractice.objects.get().practice == won[0].practice


def test_a_draft_that_somebody_else_put_away_is_refused_in_a_sentence(house):
    by = house.leading_office
    draft = operations.copy_practice(
        house.version, region=house.city, code="liuhu", name="柳湖协商法", place="柳湖街道", by=by
    )
    seen = draft.version
    PracticeDraft.objects.get(pk=draft.pk).delete()
    acts = [
        lambda: operations.publish_draft(draft, new_version="1", seen=seen, by=by),
        lambda: operations.discard_draft(draft, seen=seen, by=by),
        lambda: operations.set_room_practice(draft, starts_on=timezone.localdate(), seen=seen, by=by),
        lambda: operations.save_row(draft, ("words",), {"hall": "厅"}, keys=["hall"], seal="", by=by),
        lambda: operations.remove_row(draft, ("outcome", 0), seal="", by=by),
    ]
    for act in acts:
        with pytest.raises(Refused, match="刚刚被别人发布"):
            act()


def test_of_two_who_publish_one_makes_the_version(house):
    by = house.leading_office
    draft = operations.copy_practice(
        house.version, region=house.city, code="liuhu", name="柳湖协商法", place="柳湖街道", by=by
    )

    def publish(number):
        return lambda: operations.publish_draft(draft, new_version=number, seen=draft.version, by=by)

    results = together(publish("1"), publish("2"))
    assert sorted(isinstance(each, PracticeVersion) for each in results) == [False, True]
    assert PracticeVersion.objects.filter(code="liuhu").count() == 1
