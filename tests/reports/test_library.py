"""议题库 and 意见建议库: what a person sees, with what became of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.steps import activities, topic
from reports.queries import library
from tests import factories as make
from tests.rooms.activity_scene import recorded

pytestmark = pytest.mark.django_db


def listed(client, user, **params):
    client.force_login(user)
    return client.get(reverse("reports:topic_library"), params).context["page"].rows


def test_each_sees_the_topics_of_the_own_rooms(client, house):
    make.consultation(house.room, by=house.clerk, title="白杨停车")
    make.consultation(house.other_room, by=house.other_clerk, title="青砚停车")
    assert [row.title for row in listed(client, house.clerk)] == ["白杨停车"]
    assert [row.title for row in listed(client, house.leading_office)] == ["青砚停车", "白杨停车"]


def test_of_a_common_topic_only_the_own_case_is_shown(client, house):
    case = make.consultation(house.room, by=house.clerk, title="停车")
    topic.take_up(case.topic, room=house.other_room, by=house.other_clerk)
    (row,) = listed(client, house.clerk)
    assert [each.room for each in row.cases] == [house.room]
    (row,) = listed(client, house.leading_office)
    assert [each.room for each in row.cases] == [house.room, house.other_room]


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"q": "电梯"}, ["加装电梯"]),
        ({"topic_class": "traffic"}, ["停车难"]),
        ({"topic_class": "none"}, []),
        ({"outcome": "stopped"}, ["停车难"]),
        ({"outcome": "running"}, ["加装电梯"]),
        ({"outcome": "none"}, []),
        ({"year": "1999"}, []),
        ({"sort": "oldest"}, ["加装电梯", "停车难"]),
        ({"room": "x"}, ["停车难", "加装电梯"]),
    ],
)
def test_the_library_is_narrowed(client, house, params, titles):
    make.consultation(house.room, by=house.clerk, title="加装电梯", topic_class="housing")
    case = make.consultation(house.room, by=house.clerk, title="停车难", topic_class="traffic")
    topic.stop(case, by=house.convener, reason="已经解决")
    assert [row.title for row in listed(client, house.clerk, **params)] == titles


def test_three_topics_ask_as_often_as_one(client, house):
    url = reverse("reports:topic_library")
    client.force_login(house.clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    make.consultation(house.room, by=house.clerk, title="停车 0")
    asked()
    of_one = asked()
    for number in (1, 2):
        make.consultation(house.room, by=house.clerk, title=f"停车 {number}")
    assert asked() == of_one


def test_a_voice_tells_which_topic_came_out_of_it(house):
    make.daye()
    activity = recorded(house.room, by=house.clerk, voices=[{"kind": "suggestion", "text": "路灯不亮"}])
    case = activities.make_topic(activity, by=house.clerk)
    (voice,) = library.with_becoming(list(library.voices_seen(house.clerk)), house.clerk)
    assert voice.case == case


def test_the_voices_are_those_that_the_person_may_read(client, house):
    recorded(house.room, by=house.clerk, voices=[{"kind": "suggestion", "text": "路灯不亮"}])
    client.force_login(house.other_clerk)
    assert client.get(reverse("reports:voice_library")).context["page"].rows == []
    client.force_login(house.clerk)
    assert [row.text for row in client.get(reverse("reports:voice_library")).context["page"].rows] == ["路灯不亮"]
