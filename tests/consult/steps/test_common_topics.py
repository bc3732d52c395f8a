"""共性议题: published once, taken up by many rooms, and read side by side."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consult.models import CommonAnswer, CommonTopic, Consultation, PlanItem, Topic
from consult.queries import common_topics as queries
from consult.steps import common_topics, planned, quick
from tests import factories as make
from tests import plan_scene as scene
from tests.consult.steps.test_nominations import refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def common(house):
    make.daye()
    return scene.common(house, rooms=[house.room, house.other_room])


def answer_of(common, room) -> CommonAnswer:
    return CommonAnswer.objects.for_page().get(common=common, room=room)


def test_every_room_that_is_asked_is_told(house, common):
    assert told(house.clerk)[-1].startswith("请承接共性议题")
    assert told(house.other_convener)[-1].endswith("电动自行车充电难")
    assert told(house.member) == []


def test_its_year_is_the_one_of_the_place(common):
    common.published_at = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert common.ledger_label == "2027年共性议题"


def test_more_rooms_are_asked_by_no_more_queries(house, common, django_assert_max_num_queries):
    rooms = make.RoomFactory.create_batch(5, unit__region=house.room.unit.region, approver=house.room.approver)
    with django_assert_max_num_queries(14):
        common_topics.ask_more(common, rooms=rooms, by=house.leading_office)


def test_rooms_of_another_city_are_not_asked(house, common):
    elsewhere = make.RegionFactory(code="421002", name="邻市", kind="city", parent=None)
    away = make.RoomFactory(township=make.RegionFactory(parent=elsewhere))
    assert "都已经请过" in refused(common_topics.ask_more, common, rooms=[away, house.room], by=house.leading_office)
    assert not CommonAnswer.objects.filter(room=away).exists()


def test_rooms_take_it_up_by_their_own_practice_or_say_why_not(house, common):
    case = common_topics.take_up(answer_of(common, house.room), by=house.clerk)
    assert (case.topic, case.room, case.pack.code) == (common.topic, house.room, "daye")
    other = answer_of(common, house.other_room)
    assert "要写明理由" in refused(common_topics.decline, other, by=house.other_clerk, reason=" ")
    common_topics.decline(other, by=house.other_clerk, reason="本村没有集中充电点")
    answers = queries.answers_of(common, house.leading_office)
    assert queries.counted(answers) == {
        "asked": 2, "taken_up": 1, "declined": 1, "open": 0, "held": 0, "closed": 0,
    }  # fmt: skip
    assert told(house.leading_office)[-1].endswith("不承接共性议题：本村没有集中充电点")


def test_a_room_that_declined_may_think_better_of_it_once(house, common):
    answer = answer_of(common, house.room)
    common_topics.decline(answer, by=house.clerk, reason="人手不足")
    common_topics.take_up(answer, by=house.clerk)
    assert "这一步已经办过" in refused(common_topics.take_up, answer, by=house.convener)
    assert Consultation.objects.count() == 1


def test_nobody_takes_up_what_has_ended(house, common):
    common_topics.end(common, by=house.leading_office, summary="两室协商，一室解决")
    assert "已经结束" in refused(common_topics.take_up, answer_of(common, house.room), by=house.clerk)
    common_topics.reopen(common, by=house.leading_office, until=timezone.localdate() + timedelta(days=9))
    assert common_topics.take_up(answer_of(common, house.room), by=house.clerk).pk


def test_more_rooms_are_asked_later_and_each_once(house, common):
    third = make.RoomFactory()
    assert common_topics.ask_more(common, rooms=[house.room, third], by=house.leading_office) == 1
    said = refused(common_topics.ask_more, common, rooms=[third], by=house.leading_office)
    assert said == "选中的都已经请过了。"


def test_what_the_province_gave_names_its_paper(house):
    given = {"title": "养老服务", "why": "全省部署", "until": timezone.localdate(), "rooms": [house.room]}
    office = make.leading_office()
    wide = {"is_province_wide": True, "by": house.leading_office}
    assert "来源文件" in refused(common_topics.publish, office, **wide, **given)
    common = common_topics.publish(office, source_text="省政协办公厅通知", **wide, **given)
    assert (common.is_province_wide, common.topic.source) == (True, "common")
    assert "不能早于今天" in refused(
        common_topics.publish, office, by=house.leading_office, **given | {"until": timezone.localdate() - timedelta(1)}
    )


@pytest.fixture
def planned_item(house):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    item = scene.item(city, by=house.leading_office, rooms=[house.room], lead=house.department_unit)
    scene.issued(city, by=house.leading_office, body=house.city_committee)
    item.refresh_from_db()
    return item


def publish(house, item, rooms):
    given = {"title": item.title, "why": "全市部署", "until": timezone.localdate(), "item": item}
    return common_topics.publish(make.leading_office(), by=house.leading_office, rooms=rooms, **given)


def test_a_topic_of_the_plan_becomes_common_and_the_plan_follows(house, planned_item):
    common = publish(house, planned_item, [house.room, house.other_room])
    planned_item.refresh_from_db()
    assert (planned_item.topic, planned_item.state) == (common.topic, "planned")
    common_topics.take_up(answer_of(common, house.other_room), by=house.other_clerk)
    planned_item.refresh_from_db()
    assert planned_item.state == "running"
    assert "已经发布" in refused(publish, house, planned_item, [house.room])


def test_a_room_that_began_it_before_answers_with_that_consultation(house, planned_item):
    given = {**make.TOPIC, "region": house.room.unit.region, "importance": "ordinary"}
    case = planned.begin(planned_item, room=house.room, by=house.clerk, **given)
    common = publish(house, planned_item, [house.room])
    assert common_topics.take_up(answer_of(common, house.room), by=house.clerk) == case
    assert Topic.objects.count() == 1


def test_what_was_given_to_many_rooms_is_not_published_out_of_the_plan_once_more(house, planned_item):
    given = {**make.TOPIC, "region": house.room.unit.region, "importance": "ordinary"}
    case = planned.begin(planned_item, room=house.room, by=house.clerk, **given)
    told = {"by": house.leading_office, "until": timezone.localdate()}
    quick.spread(case, rooms=[house.other_room], **told)
    assert CommonTopic.objects.get().item == planned_item
    assert "已经发布" in refused(publish, house, planned_item, [house.room])


def test_what_a_room_has_begun_keeps_its_words(house, planned_item, client):
    given = {**make.TOPIC, "region": house.room.unit.region, "importance": "ordinary"}
    case = planned.begin(planned_item, room=house.room, by=house.clerk, **given)
    client.force_login(house.leading_office)
    form = client.get("/common-topics/new/", {"item": planned_item.pk}).context["form"]
    assert [form[name].value() for name in ("title", "why")] == [case.topic.title, case.topic.why]
    assert form.fields["why"].disabled


def test_what_was_taken_out_of_the_plan_becomes_no_common_topic(house, planned_item):
    PlanItem.objects.update(state="dropped")
    assert "已经从计划中取消" in refused(publish, house, planned_item, [house.room])


def test_what_was_agreed_is_read_by_whoever_sees_the_consultation(house, common):
    case = common_topics.take_up(answer_of(common, house.room), by=house.clerk)
    seen = {user: queries.answers_of(common, user) for user in (house.leading_office, house.other_clerk)}
    shown = {user.name: [row.is_seen for row in rows if row.room == house.room] for user, rows in seen.items()}
    assert (case.pk > 0, shown) == (True, {"方志明": [True], "何玉珍": [False]})


def test_the_list_counts_rooms_and_not_meetings(house, common, django_assert_num_queries):
    common_topics.take_up(answer_of(common, house.room), by=house.clerk)
    with django_assert_num_queries(1):
        [row] = list(queries.with_answers(type(common).objects.all()))
    assert (row.asked, row.taken_up, row.held, row.closed) == (2, 1, 0, 0)
