"""亮点: marked by the convener, the township or an office, read by reports and bulletins."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from members.workflow import Refused, Stale
from reports.models import Highlight
from reports.operations import highlights
from reports.queries import highlights as queries
from rooms.models import Activity
from tests import factories as make
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db


def test_a_thing_is_marked_once_and_again_after_the_mark_was_taken_away(house):
    activity = scene.activity(house)
    first = scene.marked(house, activity)
    assert (first.room, first.what, first.title) == (house.room, "活动", "2026年3月2日走访")
    with pytest.raises(Refused, match="已经标记为亮点"):
        scene.marked(house, activity)
    highlights.unmark(first, by=house.convener, reason="重复")
    with pytest.raises(Refused, match="已经取消"):
        highlights.unmark(first, by=house.convener, reason="重复")
    assert scene.marked(house, activity).pk != first.pk


def test_what_is_not_open_or_was_taken_out_is_not_told(house):
    with pytest.raises(Refused, match="不公开的活动不能标记为亮点"):
        scene.marked(house, scene.activity(house, is_confidential=True))
    gone = scene.activity(house, removed_by=house.clerk, removed_at=timezone.now())
    with pytest.raises(Refused, match="已经移出"):
        scene.marked(house, gone)
    with pytest.raises(Refused, match="日期不能晚于今天"):
        scene.marked(house, on=date(2099, 1, 1))


def test_nobody_s_private_name_leaves_the_room_in_one(house):
    activity = scene.activity(house, kind="reception", visitor="尹秀兰")
    with pytest.raises(Refused, match="尹秀兰"):
        scene.marked(house, activity, sentence="帮尹秀兰要回了工钱")
    mark = scene.marked(house, activity, sentence="帮一位群众要回了工钱")
    with pytest.raises(Refused, match="尹秀兰"):
        highlights.edit(mark, by=house.convener, sentence="尹秀兰很满意", on=mark.on, version=mark.version)
    case = make.consultation(house.room, by=house.clerk)
    with pytest.raises(Refused, match="写了电话"):
        scene.marked(house, case, sentence="请打 13800000000 找他核实")


def test_reports_read_those_of_their_rooms_and_days(house):
    march = scene.marked(house)
    april = scene.marked(house, on=date(2026, 4, 1), sentence="四月的亮点")
    others = highlights.mark(
        scene.activity(house, room=house.other_room), by=house.other_convener, sentence="别室的", on=date(2026, 3, 9)
    )
    span = (date(2026, 3, 1), date(2026, 3, 31))
    assert list(queries.of([house.room], *span)) == [march]
    assert list(queries.of([house.room, house.other_room], *span)) == [others, march]
    Activity.objects.filter(pk=march.activity_id).update(is_confidential=True)
    assert list(queries.of([house.room], date(2026, 1, 1), date(2026, 12, 31))) == [april]


def test_whoever_saved_first_is_not_overwritten(house):
    mark = scene.marked(house)
    highlights.edit(mark, by=house.convener, sentence="改过一次", on=mark.on, version=mark.version)
    with pytest.raises(Stale):
        highlights.edit(mark, by=house.township, sentence="再改一次", on=mark.on, version=mark.version)


@pytest.mark.parametrize(
    ("who", "status"),
    [("convener", 302), ("township", 302), ("leading_office", 302), ("clerk", 403), ("member", 403), ("auditor", 403)],
)
def test_the_room_speaks_through_its_convener(client, house, who, status):
    case = make.consultation(house.room, by=house.clerk)
    client.force_login(getattr(house, who))
    url = reverse("reports:mark_case", args=[case.pk])
    assert client.post(url, {"sentence": "议得快办得实", "on": "2026-03-02"}).status_code == status
    assert Highlight.objects.filter(case=case).count() == (status == 302)


def test_another_room_sees_neither_the_mark_nor_the_thing(client, house):
    mark = scene.marked(house)
    client.force_login(house.other_convener)
    assert client.get(reverse("reports:edit_highlight", args=[mark.pk])).status_code == 404
    assert client.get(reverse("reports:highlights")).context["page"].rows == []
    client.force_login(house.convener)
    assert client.get(reverse("reports:highlights")).context["page"].rows == [mark]
    panel = client.get(reverse("reports:activity_highlight", args=[mark.activity_id])).content.decode()
    assert mark.sentence in panel


def test_a_page_asks_for_the_mark_only_of_whoever_may_see_it(client, house):
    activity = scene.activity(house)
    panel = reverse("reports:activity_highlight", args=[activity.pk])
    for who, asks in {"clerk": True, "auditor": True, "city_committee": False}.items():
        client.force_login(getattr(house, who))
        assert (panel in client.get(activity.get_absolute_url()).content.decode()) == asks, who
