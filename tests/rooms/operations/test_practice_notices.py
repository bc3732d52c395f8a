"""Who hears that another method holds, and who is left alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Notice
from members.workflow import Refused
from rooms import operations
from rooms.practice import drafting
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
OPEN = LIGHT + 'room_may = ["words.hall"]\n'


@pytest.fixture
def town(house):
    make.daye()
    house.version = operations.load_practice(OPEN, by=None)
    house.today = timezone.localdate()
    return house


def told() -> set:
    return set(Notice.objects.values_list("user__name", flat=True))


def staff(*people) -> set:
    return {person.name for person in people}


def adopted(town, region=None, version=None, *, by=None, days=0):
    day = town.today + timedelta(days=days)
    return operations.adopt_practice(region or town.city, version=version or town.version, starts_on=day, by=by)


def of_room(town, day=None, by=None):
    """The room sets something of its own."""
    draft = operations.begin_room_draft(town.room, by=town.convener)
    keys, seal = ["hall"], drafting.seal_of(drafting.own_part(draft.data, ("words",)))
    draft = operations.save_row(draft, ("words",), {"hall": "说事点"}, keys=keys, seal=seal, by=town.convener)
    return operations.set_room_practice(draft, starts_on=day or town.today, seen=draft.version, by=by or town.convener)


def test_conveners_and_clerks_of_the_region_hear_which_method_holds_from_when(town, client):
    adopted(town, by=town.leading_office, days=3)
    everybody = (town.convener, town.second_convener, town.clerk, town.other_convener, town.other_clerk)
    assert told() == staff(*everybody)
    notice = Notice.objects.get(user=town.clerk)
    day = town.today + timedelta(days=3)
    assert notice.sentence == (
        f"大冶市自{day:%Y年%-m月%-d日}起采用《两议》1 版，新开始的协商按它办理，正在进行的协商仍按开始时的做法办理"
    )
    for person in everybody:
        client.force_login(person)
        # The page is one that the person may open, and says the same.
        page = client.get(Notice.objects.get(user=person).url)
        assert (page.status_code, "起，区域采用《两议》1 版" in page.text) == (200, True)


def test_who_did_it_and_who_was_refused_are_told_nothing(town):
    adopted(town, by=town.convener)
    assert town.convener.name not in told()
    count = Notice.objects.count()
    with pytest.raises(Refused):
        adopted(town, by=town.leading_office)
    assert Notice.objects.count() == count


def test_a_region_with_a_method_of_its_own_is_left_alone(town):
    operations.follow_practice(town.room.unit.region, version=make.daye(), starts_on=town.today, by=None)
    adopted(town)
    assert told() == staff(town.other_convener, town.other_clerk)


@pytest.mark.parametrize(("returns", "hears"), [(True, False), (False, True)], ids=["still fits", "falls away"])
def test_a_room_that_keeps_its_own_setting_is_left_alone(town, returns, hears):
    region, text = town.room.unit.region, OPEN.replace('version = "1"', 'version = "2"')
    newer = operations.load_practice(text, by=None)
    adopted(town, region)
    of_room(town)
    operations.follow_practice(region, version=newer, starts_on=town.today + timedelta(days=1), by=None)
    Notice.objects.all().delete()
    adopted(town, region, town.version if returns else make.daye(), days=2)
    assert (town.clerk.name in told()) is hears


def test_a_setting_of_the_room_is_told_to_the_others_of_the_room(town):
    adopted(town, town.room.unit.region)
    Notice.objects.all().delete()
    of_room(town)
    assert told() == staff(town.second_convener, town.clerk)
    [(said, url)] = Notice.objects.order_by().values_list("sentence", "url").distinct()
    assert said == (
        f"{town.room.name}自{town.today:%Y年%-m月%-d日}起采用自己的设置（《两议》1 版），"
        "新开始的协商按它办理，正在进行的协商仍按开始时的做法办理"
    )
    assert url == reverse("rooms:room_practice", args=[town.room.pk])
    operations.end_room_practice(town.room, by=town.second_convener)
    assert "不再采用自己的设置，随区域采用《两议》1 版" in Notice.objects.get(user=town.convener).sentence


def test_many_rooms_cost_as_many_queries_as_one(town, django_assert_num_queries):
    for _ in range(20):
        make.person("clerk", unit=make.RoomFactory(unit__region=town.room.unit.region).unit)
    chosen = operations.follow_practice(town.city, version=town.version, starts_on=town.today, by=None)
    with django_assert_num_queries(5):
        operations.practice_notices.tell_adopted(chosen, by=None)
    assert Notice.objects.count() == 25
