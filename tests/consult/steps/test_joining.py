"""Two rooms hold one consultation together: what the second one sees, is told and may do, and how it leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import queries
from consult.models import Consultation
from consult.steps import approval, joining, participants, topic
from consult.workflow import Refused
from rooms.models import Convener, Posting
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    return make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def join(house, case):
    return joining.join_room(case, room=house.other_room, by=house.convener)


def part(joined, **said):
    joining.part_room(joined.consultation, room=joined.room_id, **said)


def sees(user, case) -> bool:
    return Consultation.objects.visible_to(user).filter(pk=case.pk).exists()


def test_a_room_that_joins_sees_the_case_and_records_on_it(house, case):
    assert not sees(house.other_clerk, case)
    join(house, case)
    assert sees(house.other_clerk, case)
    person = participants.add(case, by=house.other_clerk, category="expert", name="管网工程师")
    assert person.added_by == house.other_clerk


def test_a_room_joins_once(house, case):
    join(house, case)
    with pytest.raises(Refused, match="已经参加这件协商"):
        join(house, case)


def test_both_rooms_are_told_what_happens_in_the_case(house):
    case = make.consultation(house.room, by=house.clerk)
    join(house, case)
    approval.submit(case, by=house.convener)
    make.approve(case, by=house.township)
    for person in (house.clerk, house.convener, house.other_clerk, house.other_convener):
        assert person.notices.filter(sentence__contains="同意").count() == 1


def test_a_room_whose_invitation_is_taken_back_sees_nothing_more(house, case):
    joined = join(house, case)
    part(joined, by=house.convener, reason="选错了联络室")
    assert not sees(house.other_clerk, case)
    assert house.other_clerk.notices.filter(sentence__startswith="不再与").get().url == ""


def test_a_room_leaves_with_a_reason_and_once(house, case):
    joined = join(house, case)
    with pytest.raises(Refused, match="要写明理由"):
        part(joined, by=house.convener, reason=" ")
    part(joined, by=house.convener, reason="选错了联络室")
    with pytest.raises(Refused, match="已经不在这件协商中"):
        part(joined, by=house.convener, reason="选错了联络室")


def test_a_room_whose_people_are_on_the_list_stays(house, case):
    joined = join(house, case)
    member = make.posted_member(house.other_room)
    participants.add_team(case, by=house.clerk, members=[member])
    with pytest.raises(Refused, match="已经列入协商主体名单"):
        part(joined, by=house.convener, reason="选错了联络室")


def test_who_was_posted_to_a_room_years_ago_does_not_keep_it(house, case):
    member = make.posted_member(house.room)
    ended = timezone.localdate() - timedelta(days=400)
    Posting.objects.create(member=member, room=house.other_room, starts_on=ended - timedelta(days=300), ends_on=ended)
    joined = join(house, case)
    participants.add_team(case, by=house.clerk, members=[member])
    part(joined, by=house.convener, reason="选错了联络室")
    assert not sees(house.other_clerk, case)


def test_who_convenes_the_leading_room_as_well_does_not_keep_the_other(house, case):
    Convener.objects.filter(room=house.room, rank="second").delete()
    both = {"user": house.other_convener, "rank": "second", "starts_on": timezone.localdate()}
    leading = Convener.objects.create(room=house.room, **both)
    joined = join(house, case)
    conveners = queries.team_of(case)["conveners"]
    assert leading in conveners
    participants.add_team(case, by=house.clerk, conveners=conveners)
    part(joined, by=house.convener, reason="选错了联络室")


def test_a_room_whose_topic_was_merged_stays(house, case):
    other = make.consultation(house.other_room, by=house.other_clerk)
    approval.submit(other, by=house.other_convener)
    step = other.approval.steps.get(is_open=True)
    said = {"verdict": "merge", "basis": "signature", "basis_on": timezone.localdate(), "opinion": "两件相同"}
    approval.decide(other, by=house.other_township, step_id=step.pk, into=case, **said)
    with pytest.raises(Refused, match="已经并入这件协商"):
        part(case.joined_rooms.get(room=house.other_room), by=house.convener, reason="选错了")


def test_the_room_that_leads_stays(house, case):
    with pytest.raises(Refused, match="牵头联络室不能退出"):
        part(case.joined_rooms.get(lead=True), by=house.convener, reason="选错了")


def test_no_room_leaves_a_case_that_is_over(house, case):
    joined = join(house, case)
    topic.stop(case, by=house.convener, reason="已由社区解决")
    with pytest.raises(Refused, match="不能再改动"):
        part(joined, by=house.convener, reason="选错了")


def test_the_page_takes_an_invitation_back(client, house, case):
    join(house, case)
    client.force_login(house.convener)
    address = reverse("consult:part_room", args=[case.pk, house.other_room.pk])
    assert address in client.get(case.get_absolute_url()).text
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "选错了联络室"})
    assert not sees(house.other_clerk, case)
    assert "已经不在这件协商中" in client.get(address, follow=True).text


@pytest.mark.parametrize("who", ["clerk", "other_convener", "township"])
def test_only_the_convener_of_the_leading_room_takes_an_invitation_back(client, house, case, who):
    join(house, case)
    client.force_login(getattr(house, who))
    answer = client.post(reverse("consult:part_room", args=[case.pk, house.other_room.pk]), {"reason": "选错了"})
    assert answer.status_code in (403, 404)
    assert sees(house.other_clerk, case)


def acts(user, case):
    return [task.sentence for task in queries.waiting_for(user) if task.url == case.get_absolute_url()]


def test_a_room_that_joined_is_asked_for_what_it_can_record(house, case):
    assert acts(house.other_convener, case) == []
    join(house, case)
    assert acts(house.other_convener, case) == acts(house.other_clerk, case) == ["登记协商主体"]
    participants.add(case, by=house.other_clerk, category="stakeholder", name="吴德胜")
    assert acts(house.other_convener, case) == ["补全协商主体，请召集人确定名单"]
    participants.fix(case, by=house.convener)
    assert acts(house.other_clerk, case) == ["登记调研"]


def test_what_only_the_leading_room_does_is_not_asked_of_the_other(house):
    case = make.consultation(house.room, by=house.clerk)
    join(house, case)
    assert (acts(house.convener, case), acts(house.other_convener, case)) == (["提请审定议题"], [])
