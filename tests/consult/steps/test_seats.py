"""Last time's people once more, and members who take a seat by themselves."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import queries
from consult.models import Consultation
from consult.steps import participants, seats
from consult.workflow import Refused
from members.models import Member
from rooms.models import Representative
from rooms.operations import load_practice
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
CLAIMED = LIGHT + '[participants]\njoin = ["appointed", "claimed"]\n'


def at_list(house, **fields):
    return make.at_participants(
        house.room, clerk=house.clerk, convener=house.convener, township=house.township, **fields
    )


@pytest.fixture
def member(house):
    """邓国梁 is posted to the room, and his account knows it."""
    found = make.posted_member(house.room, name="邓国梁")
    Member.objects.filter(pk=found.pk).update(user=house.member)
    found.refresh_from_db()
    return found


def names(case):
    return [person.name for person in case.participant_set.standing()]


def test_the_list_of_last_time_is_taken_over(house, member):
    first = at_list(house)
    participants.add_team(first, by=house.clerk, members=[member])
    participants.add(first, by=house.clerk, category="stakeholder", name="吴德胜", title="住户代表")
    participants.fix(first, by=house.convener)
    second = at_list(house)
    assert seats.take_over(second, by=house.clerk) == 2
    assert names(second) == ["邓国梁", "吴德胜"]
    assert seats.take_over(second, by=house.clerk) == 0


def test_a_list_that_is_here_already_is_told_as_nobody_added(client, house):
    first, second = at_list(house), at_list(house)
    participants.add(first, by=house.clerk, category="stakeholder", name="吴德胜", title="住户代表")
    participants.fix(first, by=house.convener)
    client.force_login(house.clerk)
    url = reverse("consult:take_over_list", args=[second.pk])
    assert "已沿用上一次的名单，登记 1 人。" in client.post(url, follow=True).text
    again = client.post(url, follow=True).text
    assert ("上一次名单里的人已经在这份名单上" in again, "登记 0 人" in again) == (True, False)


def test_who_is_posted_elsewhere_by_now_is_left_out(house, member):
    first = at_list(house)
    participants.add_team(first, by=house.clerk, members=[member])
    participants.fix(first, by=house.convener)
    member.postings.update(room=house.other_room)
    assert seats.take_over(at_list(house), by=house.clerk) == 0


def test_without_a_list_there_is_nothing_to_take_over(house):
    with pytest.raises(Refused, match="还没有确定过名单"):
        seats.take_over(at_list(house), by=house.clerk)


@pytest.fixture
def claiming(house, member):
    make.daye()
    version = load_practice(CLAIMED, by=None)
    case = at_list(house)
    type(case).objects.filter(pk=case.pk).update(practice=version)
    case.refresh_from_db()
    return case


def test_a_member_claims_a_seat_once(house, claiming, client):
    client.force_login(house.member)
    client.post(f"/consultations/{claiming.pk}/participants/claim/")
    assert names(claiming) == ["邓国梁"]
    assert seats.why_not_claim(claiming, house.member) == "您已经在名单里。"


def test_seats_are_claimed_only_where_the_place_lets_them_be(house, member):
    case = at_list(house)
    assert seats.why_not_claim(case, house.member) == "这里的协商主体由召集人确定。"


def test_who_is_posted_elsewhere_claims_nothing(house, claiming, member):
    member.postings.update(room=house.other_room)
    with pytest.raises(Refused, match="只有派驻这个联络室的委员"):
        seats.claim(claiming, by=house.member)
    participants.add(claiming, by=house.clerk, category="stakeholder", name="吴德胜")
    participants.fix(claiming, by=house.convener)
    claiming.refresh_from_db()
    assert seats.why_not_claim(claiming, house.member) != ""


def test_who_is_listed_in_another_category_is_left_out(house, member):
    first = at_list(house)
    participants.add_team(first, by=house.clerk, members=[member])
    participants.add(first, by=house.clerk, category="stakeholder", name="吴德胜")
    participants.fix(first, by=house.convener)
    second = at_list(house)
    participants.add(second, by=house.clerk, category="stakeholder", name="邓国梁", member=member)
    assert seats.take_over(second, by=house.clerk) == 1


TYPED = """
  [[participants.category]]
  code = "stakeholder"
  name = "利益相关方"
  source = "typed"

  [[participants.category]]
  code = "party"
  name = "党员代表"
  source = "representative"
  representatives = "party"
"""


def test_nobody_is_offered_a_seat_for_whom_the_list_has_no_category(house, claiming, member):
    for kind in ("party", "mass"):
        Representative.objects.create(room=house.room, name=kind, kind=kind, starts_on=timezone.localdate())
    version = load_practice(CLAIMED.replace('version = "1"', 'version = "2"') + TYPED, by=None)
    Consultation.objects.filter(pk=claiming.pk).update(practice=version)
    case = Consultation.objects.get(pk=claiming.pk)
    assert seats.why_not_claim(case, house.member) == "这里的协商主体由召集人确定。"
    assert [each.kind for each in queries.team_of(case)["representatives"]] == ["party"]
