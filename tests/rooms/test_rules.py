"""组建规范检查: the page names exactly what was seeded, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from rooms.models import ChecklistEntry, Convener, Posting, Representative, Room
from rooms.workflow import checking, rules
from rooms.workflow.standing import standing_of
from tests import factories as make

pytestmark = pytest.mark.django_db

EIGHT = ("sign", "picture", "furniture", "duties", "rules", "flow", "watch", "papers")


def complete_room(*, members=6, party=4, mass=4, first=True, items=EIGHT, **fields):
    """A village room in which nothing is missing, but for what the caller takes away."""
    place = {"address": "白杨路 18 号", "hall": "协商议事厅", "opening_hours": "每周四 14:30—17:00"}
    place |= {"longitude": "114.97", "latitude": "30.10", "kind": "village"}
    room = make.RoomFactory(**(place | fields))
    people = [make.posted_member(room) for _ in range(members)]
    for kind, count in (("party", party), ("mass", mass)):
        for _ in range(count):
            make.RepresentativeFactory(room=room, kind=kind)
    if first:
        make.convener(room)
        room.conveners.update(title="社区党总支书记")
    second = make.convener(room, "second")
    people[0].user = second
    people[0].save(update_fields=["user"])
    recorder = make.UserFactory()
    for item in items:
        told = {"checklist": "eight", "item": item, "name": item, "is_there": True, "on": make.LONG_AGO}
        ChecklistEntry.objects.create(room=room, recorded_by=recorder, **told)
    return room


@pytest.fixture
def seeded():
    """Exactly five faults in six rooms."""
    make.daye()
    return {
        "whole": complete_room(),
        "five": complete_room(members=5),
        "eleven": complete_room(members=11),
        "three": complete_room(mass=3),
        "vacant": complete_room(first=False),
        "seven": complete_room(items=EIGHT[:7]),
    }


def found() -> dict:
    rows = checking.found_in(Room.objects.open().order_by("pk"))
    return {(each.room.pk, each.rule): each for each in rows}


def test_the_rules_name_exactly_what_was_seeded(seeded):
    days = (timezone.localdate() - make.LONG_AGO).days
    told = {key: each.sentence for key, each in found().items()}
    assert told == {
        (seeded["five"].pk, "members"): "驻室委员 5 人，应为 6—10 人，少 1 人。",
        (seeded["eleven"].pk, "members"): "驻室委员 11 人，应为 6—10 人，多 1 人。",
        (seeded["three"].pk, "mass"): "群众代表 3 人，应为 4 人，少 1 人。",
        (seeded["vacant"].pk, "convener"): f"没有第一召集人，已空缺 {days} 天。",
        (seeded["seven"].pk, "checklist"): "八有具备 7/8 项，缺学习资料和档案资料。",
    }


def test_the_page_names_each_with_the_act_that_mends_it(seeded):
    client = Client()
    client.force_login(make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office()))
    told = client.get(reverse("rooms:rule_check")).content.decode()
    assert "6 个已挂牌的联络室，5 个有 5 项不符合" in told
    for each in found().values():
        assert f'href="{each.url}"' in told.replace("&amp;", "&")
        assert client.get(each.url).status_code == 200
    assert f">{seeded['whole'].unit.name}<" not in told


def test_the_page_narrows_to_one_rule_and_one_township(seeded):
    client = Client()
    client.force_login(make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office()))
    told = client.get(reverse("rooms:rule_check"), {"rule": "checklist"}).content.decode()
    assert seeded["seven"].unit.name in told
    assert seeded["five"].unit.name not in told
    told = client.get(reverse("rooms:rule_check"), {"region": seeded["five"].unit.region_id}).content.decode()
    assert "5 个有" not in told
    assert seeded["five"].unit.name in told


def test_the_rules_cost_the_same_for_one_room_and_for_six(seeded, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        checking.found_in(Room.objects.filter(pk=seeded["whole"].pk))
    with django_assert_max_num_queries(12):
        checking.found_in(Room.objects.open())


def test_an_ended_role_leaves_the_room_without_a_convener(seeded):
    room = seeded["whole"]
    assert standing_of(room).vacant_since is None
    role = Role.objects.get(unit=room.unit, user=room.conveners.get(rank="first").user)
    role.ends_on = timezone.localdate() - timedelta(days=10)
    role.save(update_fields=["ends_on"])
    standing = standing_of(room)
    assert standing.vacant_days() == 9
    assert (room.pk, "convener") in found()


def test_a_closed_account_leaves_the_room_without_a_convener(seeded):
    user = seeded["whole"].conveners.get(rank="first").user
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert standing_of(seeded["whole"]).vacant_since


def test_a_convener_of_the_wrong_standing_is_named(seeded):
    room = seeded["whole"]
    room.conveners.filter(rank="first").update(title="社区党总支副书记")
    told = found()[room.pk, "title"].sentence
    assert told.endswith("的职务是社区党总支副书记，一般由村（社区）党组织书记担任。")
    Room.objects.filter(pk=room.pk).update(kind="township")
    Convener.objects.filter(room=room, rank="first").update(title="街道党工委副书记")
    assert (room.pk, "title") not in found()


def test_people_count_on_the_days_on_which_they_belong_to_the_room(seeded):
    room = seeded["whole"]
    Posting.objects.filter(pk=room.postings.last().pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    Representative.objects.filter(pk=room.representatives.filter(kind="party").first().pk).update(
        starts_on=timezone.localdate() + timedelta(days=1)
    )
    assert {rule for pk, rule in found() if pk == room.pk} == {"members", "party"}


def test_a_room_without_a_place_is_sent_where_it_is_filled_in(seeded):
    room = complete_room(address="", hall="", opening_hours="", longitude=None, latitude=None)
    assert {rule for pk, rule in found() if pk == room.pk} == {"address", "hall", "position", "hours"}
    assert found()[room.pk, "position"].url == reverse("rooms:edit_particulars", args=[room.pk])


def test_every_rule_has_a_name():
    assert set(rules.RULES) >= {"members", "party", "mass", "convener", "checklist"}
