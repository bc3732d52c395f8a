"""What a room did: written once, set right, taken out; and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import Event, Revision
from members.workflow import Refused, Stale
from rooms import operations, queries
from rooms.models import Activity, Voice
from rooms.operations import Part
from tests import factories as make
from tests.racing import PATIENCE
from tests.rooms.activity_scene import VISIT, activity_day, recorded

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_reception_is_on_record_with_who_came_who_received_and_what_was_said(house):
    member, representative = make.posted_member(house.room), make.RepresentativeFactory(room=house.room)
    voices = [{"kind": "suggestion", "text": "每季度清一次化粪池", "member": member}]
    people = [Part(member, "host"), Part(representative, "host"), Part(house.clerk)]
    activity = recorded(house.room, by=house.clerk, people=people, voices=voices)
    assert (activity.counted, activity.context, activity.created_by) == ("2 人次", "ordinary", house.clerk)
    assert [(str(each), each.attending_as) for each in activity.people.all()] == [
        (member.name, "host"),
        (representative.name, "host"),
        ("周敏", "taking_part"),
    ]
    assert [voice.text for voice in activity.voices.all()] == ["每季度清一次化粪池"]
    event = Event.objects.get(object_type="rooms.activity")
    assert event.verb == "rooms.record_activity"
    assert event.sentence == f"登记{TODAY:%-m月%-d日}接访 2 人次（日常），信息、建议 1 条"


def test_the_ledger_holds_nothing_that_was_typed(house):
    activity = recorded(house.room, by=house.clerk)
    told = f"{Event.objects.get(object_id=str(activity.pk), object_type='rooms.activity').sentence}{activity}"
    assert not any(word in told for word in ("汪桂香", "堆物", "物业"))
    assert set(Revision.objects.filter(event__object_type="rooms.activity").values_list("field", flat=True)) == {"what"}


def test_the_same_entry_sent_twice_is_one_row(house):
    token = uuid4()
    first = recorded(house.room, by=house.clerk, token=token)
    assert recorded(house.room, by=house.clerk, token=token, amount=9) == first
    assert (Activity.objects.count(), Activity.objects.get().amount) == (1, 2)


def test_an_entry_sent_for_another_room_is_refused(house):
    token = uuid4()
    recorded(house.room, by=house.clerk, token=token)
    with pytest.raises(Refused, match="已经登记在别的联络室"):
        recorded(house.other_room, by=house.other_clerk, token=token)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one_row(house):
    """And without the token two rows: the second one is what the token keeps away."""
    token = uuid4()
    assert len(_at_once(house, lambda: {"token": token})) == 1
    assert Activity.objects.count() == 1
    assert len(_at_once(house, lambda: {"token": uuid4()})) == 2
    assert Activity.objects.count() == 3


def _at_once(house, more) -> set:
    gate = Barrier(2)

    def send():
        try:
            gate.wait(PATIENCE)
            return recorded(house.room, by=house.clerk, **more()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(send) for _ in range(2)]
        return {each.result(PATIENCE) for each in sent}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"on": date(2019, 12, 31)}, "不能早于联络室挂牌的日期 2020年1月1日"),
        ({"kind": "party"}, "没有这种活动类别"),
        ({"context": "weekend"}, "没有这种场合"),
        ({"amount": 0}, "接访的数量应当在 1 到 500 人次之间"),
        ({"amount": 501}, "接访的数量应当在 1 到 500 人次之间"),
        ({"kind": "study", "amount": 21}, "集中学习的数量应当在 1 到 20 场次之间"),
        ({"what": "  "}, "请写明活动的主要内容"),
        ({"voices": [{"kind": "suggestion", "text": " "}]}, "请写明信息或建议的内容"),
        ({"photos": [999_999]}, "有附件没有传完"),
    ],
)
def test_what_cannot_have_been_is_refused(house, fields, why):
    with pytest.raises(Refused, match=why):
        recorded(house.room, by=house.clerk, **fields)
    assert not Activity.objects.exists()


def test_people_must_have_belonged_to_the_room_on_that_day(house):
    member, stranger = make.posted_member(house.room), make.posted_member(house.other_room)
    with pytest.raises(Refused, match=f"{stranger.name}不在本室的队伍里"):
        recorded(house.room, by=house.clerk, people=[member, stranger])
    with pytest.raises(Refused, match="何玉珍不在本室的队伍里"):
        recorded(house.room, by=house.clerk, people=[house.other_clerk])
    posting = member.postings.get()
    operations.end_posting(posting, by=house.clerk, last_on=TODAY - timedelta(days=10))
    with pytest.raises(Refused, match=f"{member.name}不在本室的队伍里"):
        recorded(house.room, by=house.clerk, people=[member])
    assert recorded(house.room, by=house.clerk, people=[member], on=TODAY - timedelta(days=10)).people.count() == 1


def test_the_team_of_a_day_names_each_person_once(house):
    member = make.posted_member(house.room, user=house.convener)
    representative = make.RepresentativeFactory(room=house.room)
    found = [(mate.key, mate.word) for mate in queries.team_on(house.room, TODAY)]
    assert found == [
        (f"m{member.pk}", "委员"),
        (f"r{representative.pk}", "党员代表"),
        (f"u{house.second_convener.pk}", "第二召集人"),
        (f"u{house.clerk.pk}", "工作人员"),
    ]


def test_an_entry_belongs_to_the_nearest_activity_day_of_the_rooms_region(house):
    day = activity_day(TODAY - timedelta(days=3))
    activity_day(TODAY, region=house.other_room.unit.region)
    activity = recorded(house.room, by=house.clerk, context="activity_day", **VISIT)
    assert activity.day == day
    assert recorded(house.room, by=house.clerk, **VISIT).day is None


def test_without_an_activity_day_near_its_context_is_refused(house):
    activity_day(TODAY - timedelta(days=40))
    with pytest.raises(Refused, match="前后 14 天没有活动日，场合请选“日常”"):
        recorded(house.room, by=house.clerk, context="activity_day")


def test_the_activity_day_of_another_region_is_refused(house):
    elsewhere = activity_day(TODAY, region=house.other_room.unit.region)
    with pytest.raises(Refused, match="不是本室的活动日"):
        recorded(house.room, by=house.clerk, context="activity_day", day=elsewhere)


def test_records_stay_with_an_activity_day_that_was_moved_afterwards(house):
    day = activity_day(TODAY - timedelta(days=20), nominal_on=TODAY - timedelta(days=2))
    assert recorded(house.room, by=house.clerk, context="activity_day").day == day


def test_an_activity_is_set_right_and_the_ledger_tells_it(house):
    one, two = make.posted_member(house.room), make.posted_member(house.room)
    activity = recorded(house.room, by=house.clerk, people=[one])
    edited = operations.edit_activity(
        activity, by=house.clerk, version=1, amount=3, people=[Part(two, "host")], what="楼道堆物"
    )
    assert (edited.amount, edited.version, [str(each) for each in edited.people.all()]) == (3, 2, [two.name])
    event = Event.objects.filter(verb="rooms.edit_activity").get()
    assert event.sentence.endswith("接访 3 人次（日常）")
    assert "接访 2 人次（日常）为" in event.sentence
    texts = {each.field: (each.old, each.new) for each in event.revisions.all()}
    assert texts["what"] == ("1 栋楼道堆物，占了消防通道", "楼道堆物")
    assert texts["people"] == (f"{one.name}（参加人）", f"{two.name}（接待人）")


def test_a_change_of_people_alone_is_a_change(house):
    activity = recorded(house.room, by=house.clerk, people=[make.posted_member(house.room)])
    operations.edit_activity(activity, by=house.clerk, version=1, people=[])
    activity.refresh_from_db()
    assert (activity.version, activity.people.count()) == (2, 0)


def test_saving_what_stands_there_already_is_no_act(house):
    activity = recorded(house.room, by=house.clerk)
    operations.edit_activity(activity, by=house.clerk, version=1, amount=2)
    assert not Event.objects.filter(verb="rooms.edit_activity").exists()


def test_whoever_saves_second_sees_both(house):
    activity = recorded(house.room, by=house.clerk)
    operations.edit_activity(activity, by=house.clerk, version=1, amount=3)
    with pytest.raises(Stale):
        operations.edit_activity(activity, by=house.convener, version=1, amount=4)


def test_an_edit_is_asked_the_same_as_a_new_entry(house):
    member = make.posted_member(house.room)
    member.postings.update(starts_on=TODAY - timedelta(days=5))
    activity = recorded(house.room, by=house.clerk, people=[member])
    for fields, why in (
        ({"on": TODAY - timedelta(days=6)}, "不在本室的队伍里"),
        ({"on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"amount": 501}, "请核对"),
        ({"context": "activity_day"}, "没有活动日"),
        ({"kind": "study", "amount": 30}, "1 到 20 场次"),
    ):
        with pytest.raises(Refused, match=why):
            operations.edit_activity(activity, by=house.clerk, version=1, **fields)


def test_charity_has_money_and_goods(house):
    goods = [{"name": "棉被", "amount": Decimal("20.00"), "unit": "床", "worth": Decimal("2400.00")}]
    values = {"kind": "charity", "amount": 1, "what": "慰问困难户", "money": Decimal(5000)}
    activity = recorded(house.room, by=house.clerk, goods=goods, **values)
    more = [*goods, {"name": "大米", "amount": Decimal("10.00"), "unit": "袋", "worth": None}]
    operations.edit_activity(activity, by=house.clerk, version=1, goods=more)
    assert list(activity.goods.values_list("name", flat=True)) == ["棉被", "大米"]
    told = Revision.objects.get(field="goods")
    assert (told.old, told.new) == ("棉被 20 床", "棉被 20 床、大米 10 袋")


def test_what_was_taken_out_stays_and_says_why(house):
    activity = recorded(house.room, by=house.clerk, voices=[{"kind": "information", "text": "井盖松动"}])
    with pytest.raises(Refused, match="请写明移出的原因"):
        operations.remove_activity(activity, by=house.clerk, reason=" ")
    operations.remove_activity(activity, by=house.clerk, reason="登记了两次")
    assert (Activity.objects.count(), Activity.objects.standing().count()) == (1, 0)
    assert (Voice.objects.count(), Voice.objects.standing().count()) == (1, 0)
    assert Revision.objects.get(event__verb="rooms.remove_activity").new == "登记了两次"
    for act in (
        lambda: operations.remove_activity(activity, by=house.clerk, reason="x"),
        lambda: operations.edit_activity(activity, by=house.clerk, version=1, amount=1),
        lambda: operations.add_voice(activity, by=house.clerk, kind="information", text="x"),
        lambda: operations.follow_voice(Voice.objects.get(), by=house.clerk, version=1, became="x"),
    ):
        with pytest.raises(Refused, match="已经移出"):
            act()


def test_what_became_of_a_voice_is_written_beside_it(house):
    activity = recorded(house.room, by=house.clerk)
    voice = operations.add_voice(activity, by=house.clerk, kind="information", text="3 栋前井盖松动")
    operations.edit_voice(voice, by=house.clerk, version=1, text="3 栋门前井盖松动，夜里响")
    operations.follow_voice(voice, by=house.clerk, version=2, became="街道城建办已更换")
    voice.refresh_from_db()
    assert (voice.text, voice.became, voice.version) == ("3 栋门前井盖松动，夜里响", "街道城建办已更换", 3)
    told = Event.objects.filter(object_type="rooms.activity").order_by("pk").values_list("sentence", flat=True)
    assert list(told)[1:] == ["登记 1 条社情民意信息", "修改 1 条社情民意信息", "登记 1 条社情民意信息的办理情况"]


def test_a_voice_is_taken_out_alone(house):
    voices = [{"kind": "information", "text": text} for text in ("井盖松动", "路灯不亮")]
    activity = recorded(house.room, by=house.clerk, voices=voices)
    operations.remove_voice(activity.voices.first(), by=house.clerk, reason="不是本室的")
    assert [voice.text for voice in Voice.objects.standing()] == ["路灯不亮"]
    with pytest.raises(Refused, match="已经移出"):
        operations.remove_voice(activity.voices.first(), by=house.clerk, reason="再来一次")


def test_one_activity_holds_so_many_voices_and_no_more(house):
    rows = [{"kind": "information", "text": str(n)} for n in range(101)]
    with pytest.raises(Refused, match="最多登记 100 条"):
        recorded(house.room, by=house.clerk, voices=rows)


def test_an_activity_day_stands_only_in_its_context(house):
    day = activity_day(TODAY)
    activity = recorded(house.room, by=house.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(day=day)
