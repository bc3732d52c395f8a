"""Who is told of a meeting when it is arranged, moved and called off."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.utils import timezone

from consult.steps import discussion, invitation, participants
from members.models import Member, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    member = make.posted_member(house.room, name="邓国梁")
    Member.objects.filter(pk=member.pk).update(user=house.member)
    participants.add_team(case, by=house.clerk, members=[member])
    participants.fix(case, by=house.convener)
    type(case).objects.filter(pk=case.pk).update(stage="discussion", step="discussion")
    Notice.objects.all().delete()
    return type(case).objects.for_page().get(pk=case.pk)


def plan(case, house):
    return discussion.plan(
        case,
        by=house.clerk,
        planned_at=timezone.now() + timedelta(days=1),
        mode="bench",
        place="3 栋门前",
        chair=case.participant_set.first(),
        recorder=house.clerk,
    )


def told(words):
    return set(Notice.objects.filter(sentence__contains=words).values_list("user__name", flat=True))


def test_those_who_come_are_told_but_not_who_arranges_it(case, house):
    meeting = plan(case, house)
    people = {house.convener.name, house.second_convener.name, house.member.name}
    assert told("协商会安排在") == people
    assert Notice.objects.first().url == f"/meetings/{meeting.pk}/"


def test_a_member_who_is_not_on_the_list_is_not_told(case, house):
    case.participant_set.update(member=None)
    plan(case, house)
    assert house.member.name not in told("协商会安排在")


def test_another_place_is_told_and_another_recorder_is_not(case, house):
    meeting = plan(case, house)
    fields = {"planned_at": meeting.planned_at, "chair": meeting.chair, "recorder": house.convener}
    discussion.edit(meeting, by=house.clerk, version=meeting.version, place="3 栋门前", **fields)
    assert told("协商会改在") == set()
    meeting.refresh_from_db()
    discussion.edit(meeting, by=house.clerk, version=meeting.version, place="社区会议室", **fields)
    assert house.convener.name in told("社区会议室")


def test_a_meeting_that_is_called_off_leads_to_the_case(case, house):
    discussion.cancel(plan(case, house), by=house.clerk, reason="暴雨")
    assert house.member.name in told("的协商会取消")
    assert Notice.objects.filter(sentence__contains="取消").first().url == case.get_absolute_url()


def test_a_mode_that_is_called_like_the_meeting_is_not_said_twice(case, house):
    meeting, pack = plan(case, house), case.pack
    assert invitation.full_name(meeting, pack) == "第 1 次协商会（板凳会）"
    same = replace(pack, words={**pack.words, "meeting": "板凳会"})
    assert invitation.full_name(meeting, same) == "第 1 次板凳会"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "上午9时"), (12, 30, "中午12时30分"), (14, 0, "下午2时"), (14, 5, "下午2时5分"), (19, 30, "晚上7时30分")],
)
def test_the_hour_is_told_as_it_is_said(hour, minute, words):
    assert invitation.clock(time(hour, minute)) == words
