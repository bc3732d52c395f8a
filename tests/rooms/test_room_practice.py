"""Which pack a room follows: its region's, but for what it may set and did; and what a change-over leaves as it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members.models import Event, Notice, Region
from members.workflow import Refused
from rooms import operations, practice
from rooms.forms import CopyForm
from rooms.models import PracticeDraft, PracticeVersion, RegionPractice
from rooms.practice import drafting
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
OPEN = LIGHT + 'room_may = ["words.hall", "topic_source"]\n'


@pytest.fixture
def town(house):
    """The room's township follows a pack that lets its rooms set something."""
    make.daye()
    house.version = operations.load_practice(OPEN, by=None)
    house.today = timezone.localdate()
    operations.adopt_practice(house.room.unit.region, version=house.version, starts_on=house.today, by=None)
    return house


def named_hall(house, word="百姓说事点"):
    draft = operations.begin_room_draft(house.room, by=house.convener)
    keys, seal = ["hall"], drafting.seal_of(drafting.own_part(draft.data, ("words",)))
    return operations.save_row(draft, ("words",), {"hall": word}, keys=keys, seal=seal, by=house.convener)


def in_force(house, **when):
    draft = named_hall(house)
    starts_on = when.get("starts_on", house.today)
    return operations.set_room_practice(draft, starts_on=starts_on, seen=draft.version, by=house.convener)


def test_a_room_follows_its_region_and_a_room_elsewhere_the_city(town):
    assert practice.version_for_room(town.room) == town.version
    assert practice.for_room(town.other_room).code == "daye"


def test_what_a_room_set_holds_for_what_begins_there(town):
    before = make.consultation(town.room, by=town.clerk)
    in_force(town)
    after = make.consultation(town.room, by=town.clerk)
    assert (before.pack.words["hall"], after.pack.words["hall"]) == ("协商议事厅", "百姓说事点")
    assert (after.practice.code, after.practice.version) == (f"room-{town.room.pk}", "1")
    assert Event.objects.order_by("pk").filter(verb="rooms.set_room_practice").count() == 1
    assert not PracticeDraft.objects.exists()
    assert operations.end_room_practice(town.room, by=town.convener).practice is None
    assert make.consultation(town.room, by=town.clerk).practice == town.version


def test_a_room_sets_nothing_else(town):
    draft = operations.begin_room_draft(town.room, by=town.convener)
    seal = drafting.seal_of(drafting.own_part(draft.data, ("stage", 0)))
    with pytest.raises(Refused, match="由区域的做法规定"):
        operations.save_row(draft, ("stage", 0), {"name": "选题"}, keys=["name"], seal=seal, by=town.convener)
    draft.data["words"]["topic"] = "话题"
    draft.save(update_fields=["data"])
    with pytest.raises(Refused, match="联络室不能自己定：议题。"):
        operations.set_room_practice(draft, starts_on=town.today, seen=draft.version, by=town.convener)


def test_a_room_setting_is_outdated_when_the_region_changes_over(town):
    in_force(town)
    newer = operations.load_practice(OPEN.replace('version = "1"', 'version = "2"'), by=None)
    later = town.today + timedelta(days=7)
    operations.adopt_practice(town.room.unit.region, version=newer, starts_on=later, by=None)
    assert practice.standing_of(town.room).is_own
    then = practice.standing_of(town.room, on=later)
    assert (then.version, then.is_outdated, then.is_own) == (newer, True, False)


def test_the_old_setting_is_laid_over_the_new_version_to_be_looked_at(town):
    in_force(town)
    newer = operations.load_practice(OPEN.replace('version = "1"', 'version = "2"'), by=None)
    RegionPractice.objects.filter(region=town.room.unit.region).update(practice=newer)
    draft = operations.begin_room_draft(town.room, by=town.convener)
    assert (draft.base, draft.data["words"]["hall"]) == (newer, "百姓说事点")
    assert operations.begin_room_draft(town.room, by=town.convener) == draft
    operations.set_room_practice(draft, starts_on=town.today, seen=draft.version, by=town.convener)
    assert practice.for_room(town.room).words["hall"] == "百姓说事点"
    assert practice.version_for_room(town.room).version == "2"


def test_nothing_starts_in_the_past_or_on_what_nobody_read(town):
    draft = named_hall(town)
    yesterday = town.today - timedelta(days=1)
    with pytest.raises(Refused, match="不能早于今天"):
        operations.set_room_practice(draft, starts_on=yesterday, seen=draft.version, by=town.convener)
    with pytest.raises(Refused, match="草稿又有改动"):
        operations.set_room_practice(draft, starts_on=town.today, seen=draft.version - 1, by=town.convener)
    with pytest.raises(Refused, match="不能早于今天"):
        operations.adopt_practice(town.city, version=town.version, starts_on=yesterday, by=None)
    assert not RegionPractice.objects.filter(region=town.city).exists()


def test_a_change_over_touches_no_consultation_that_is_there(town, client):
    case = make.consultation(town.other_room, by=town.other_clerk)
    client.force_login(town.other_clerk)
    pages = [case.get_absolute_url(), f"{case.get_absolute_url()}events/"]
    shown = [unmasked(client.get(url)) for url in pages]
    was = Consultation.objects.filter(pk=case.pk).values().get()
    operations.adopt_practice(town.city, version=town.version, starts_on=town.today, by=town.admin)
    assert Consultation.objects.filter(pk=case.pk).values().get() == was
    # That the clerk is told of it is counted in the head of every page.
    Notice.objects.all().delete()
    assert [unmasked(client.get(url)) for url in pages] == shown
    assert make.consultation(town.other_room, by=town.other_clerk).practice == town.version
    told = Event.objects.filter(verb="rooms.follow_practice").latest("pk")
    assert told.sentence == f"大冶市自{town.today:%Y年%-m月%-d日}起采用《两议》1 版"


def unmasked(response) -> str:
    """A page without what is drawn anew each time: tokens and nonces."""
    return re.sub(r'(nonce|value|content)="[\w+/=-]{20,}"', "", response.content.decode())


def test_a_region_does_not_adopt_what_it_follows_or_what_is_one_room_s(town):
    region = town.room.unit.region
    with pytest.raises(Refused, match="采用的已经是"):
        operations.adopt_practice(region, version=town.version, starts_on=town.today, by=None)
    own = in_force(town).practice
    with pytest.raises(Refused, match="一个联络室自己的设置"):
        operations.adopt_practice(town.city, version=own, starts_on=town.today, by=None)
    assert own not in PracticeVersion.objects.of_places()


def test_without_any_loaded_version_a_room_cannot_set_anything(house):
    with pytest.raises(Refused, match="还没有载入"):
        operations.begin_room_draft(house.room, by=house.convener)


def test_a_setting_that_nobody_follows_any_longer_is_no_practice_of_a_place(town):
    own = in_force(town).practice
    again = in_force(town).practice
    assert (own.version, again.version) == ("1", "2")
    operations.end_room_practice(town.room, by=town.convener)
    assert set(PracticeVersion.objects.of_places().values_list("code", flat=True)) == {"daye", "light"}
    with pytest.raises(Refused, match="一个联络室自己的设置"):
        operations.adopt_practice(town.city, version=own, starts_on=town.today, by=None)


def test_who_goes_back_to_the_region_takes_back_what_was_to_come(town):
    later = town.today + timedelta(days=5)
    in_force(town, starts_on=later)
    operations.end_room_practice(town.room, by=town.convener)
    assert practice.version_for_room(town.room, on=later) == town.version
    in_force(town)
    in_force(town, starts_on=later)
    operations.end_room_practice(town.room, by=town.convener)
    assert practice.version_for_room(town.room, on=later) == town.version
    with pytest.raises(Refused, match="没有自己的设置"):
        operations.end_room_practice(town.room, by=town.convener)


def test_a_coming_setting_can_be_taken_back_on_the_page(town, client):
    client.force_login(town.convener)
    url, end = (reverse(f"rooms:{name}", args=[town.room.pk]) for name in ("room_practice", "end_room_practice"))
    assert end not in client.get(url).content.decode()
    in_force(town, starts_on=town.today + timedelta(days=5))
    assert end in client.get(url).content.decode()
    client.post(end)
    assert end not in client.get(url).content.decode()


def test_the_codes_of_rooms_stay_theirs(town):
    code = f"room-{town.room.pk}"
    text = LIGHT.replace('"light"', f'"{code}"')
    with pytest.raises(Refused, match="联络室自己的设置的代码"):
        operations.import_version(text, region=town.city, by=town.admin)
    assert operations.import_draft(text, region=town.city, by=town.admin).code == f"{code}-own"
    form = CopyForm({"name": "甲", "code": code}, regions=Region.objects.filter(pk=town.city.pk), user=town.admin)
    assert form.errors["code"] == [f"{code} 是联络室自己的设置的代码，请用另一个代码。"]
    # From a terminal anything can be loaded; the room takes the next number.
    operations.load_practice(text.replace('version = "1"', 'version = "2"'), by=None)
    assert in_force(town).practice.version == "3"
