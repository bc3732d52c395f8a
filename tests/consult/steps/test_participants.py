"""Who of the room's team is put on the list with a tick, and in which category."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import queries
from consult.enums import PersonKind
from consult.models import Consultation
from consult.steps import joining, naming, participants
from consult.workflow import Refused
from rooms.models import Convener, Posting
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    return make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def tick(house, case, **names):
    team = queries.team_of(case)
    return participants.add_team(case, by=house.clerk, **{name: team[name] for name in names or team})


def listed(case):
    return [(person.name, person.category, person.title) for person in case.participant_set.standing()]


def test_conveners_are_put_on_the_list_by_name_with_their_office(house, case):
    Convener.objects.filter(user=house.convener).update(title="社区党总支书记")
    tick(house, case, conveners=True)
    assert listed(case)[:2] == [
        (house.convener.name, "convener", "社区党总支书记"),
        (house.second_convener.name, "convener", "第二召集人"),
    ]
    first = case.participant_set.standing().first()
    assert (first.kind, naming.is_named(first, case.pack)) == (PersonKind.CONVENER, True)


@pytest.mark.parametrize("linked", [True, False])
def test_a_convener_who_is_a_member_of_the_room_takes_part_as_a_member(house, case, linked):
    user = house.second_convener if linked else None
    member = make.posted_member(house.room, user=user, name=house.second_convener.name)
    assert house.second_convener.pk not in queries.team_of(case)["conveners"].values_list("user", flat=True)
    assert member in queries.team_of(case)["members"]


def test_nobody_is_put_on_the_list_twice(house, case):
    conveners = queries.team_of(case)["conveners"]
    participants.add_team(case, by=house.clerk, conveners=conveners[:1])
    with pytest.raises(Refused, match="已经在名单里"):
        participants.add_team(case, by=house.clerk, conveners=conveners[:1])
    left = queries.team_not_listed(case, case.participant_set.standing())
    assert list(left["conveners"]) == list(conveners[1:])


@pytest.mark.parametrize(("ends_in", "offered"), [(None, True), (30, True), (0, True), (-1, False)])
def test_a_member_is_offered_until_the_last_day_of_the_posting(house, case, ends_in, offered):
    member = make.posted_member(house.room)
    ends_on = None if ends_in is None else timezone.localdate() + timedelta(days=ends_in)
    Posting.objects.filter(member=member).update(ends_on=ends_on)
    assert (member in queries.team_of(case)["members"]) is offered


def test_a_convener_of_another_room_is_not_offered(house, case):
    assert house.other_convener.pk not in queries.team_of(case)["conveners"].values_list("user", flat=True)


def test_the_page_ticks_conveners_and_then_leaves_them_out(client, house, case):
    client.force_login(house.clerk)
    page = reverse("consult:participants", args=[case.pk])
    ticks = [f'name="conveners" value="{each.pk}"' for each in queries.team_of(case)["conveners"]]
    assert all(tick in client.get(page).text for tick in ticks)
    keys = list(queries.team_of(case)["conveners"].values_list("pk", flat=True))
    answer = client.post(reverse("consult:add_team", args=[case.pk]), {"conveners": keys}, follow=True)
    assert f"已登记 {len(keys)} 人。" in answer.text
    assert not any(tick in answer.text for tick in ticks)


def test_nobody_ticked_is_told_as_nobody_added(client, house, case):
    client.force_login(house.clerk)
    answer = client.post(reverse("consult:add_team", args=[case.pk]), follow=True)
    assert ("没有勾选人，名单没有变化。" in answer.text, "已登记" in answer.text) == (True, False)


def test_who_is_not_of_the_team_cannot_be_ticked(client, house, case):
    client.force_login(house.clerk)
    stranger = Convener.objects.get(user=house.other_convener)
    answer = client.post(reverse("consult:add_team", args=[case.pk]), {"conveners": [stranger.pk]}, follow=True)
    assert "勾选的人中有不在本室名册上的" in answer.text
    assert listed(case) == []


def test_a_convener_without_an_office_today_is_not_offered(house, case):
    Convener.objects.filter(user=house.convener).update(ends_on=timezone.localdate() - timedelta(days=1))
    names = [each.user.name for each in queries.team_of(case)["conveners"]]
    assert names == [house.second_convener.name]


def test_who_convenes_two_rooms_of_a_joint_case_is_put_on_the_list_once(house, case):
    again = {"room": house.other_room, "user": house.convener, "starts_on": timezone.localdate()}
    Convener.objects.filter(user=house.other_convener).delete()
    second = Convener.objects.create(rank="first", **again)
    joining.join_room(case, room=house.other_room, by=house.convener)
    tick(house, case, conveners=True)
    assert [name for name, _, _ in listed(case)] == [house.convener.name, house.second_convener.name]
    assert not queries.team_not_listed(case, case.participant_set.standing())["conveners"]
    with pytest.raises(Refused, match="已经在名单里"):
        participants.add_team(case, by=house.clerk, conveners=[second])


def test_a_pack_without_a_category_for_conveners_offers_none(client, house, case, monkeypatch):
    keys = list(queries.team_of(case)["conveners"].values_list("pk", flat=True))
    categories = tuple(each for each in case.pack.categories if each.source != "convener")
    pack = replace(case.pack, participants=replace(case.pack.participants, categories=categories))
    monkeypatch.setattr(Consultation, "pack", pack)
    client.force_login(house.clerk)
    answer = client.post(reverse("consult:add_team", args=[case.pk]), {"conveners": keys}, follow=True)
    assert "勾选的人中有不在本室名册上的" in answer.text
    assert "名册上的人都在名单里了" in answer.text
