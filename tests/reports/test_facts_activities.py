"""Figures out of activities: the published ones, and that they follow every change of a record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports import facts
from reports.facts import months
from reports.models import ActivityReach, MemberMonth, RoomMonth
from rooms import operations
from rooms.operations import Part
from tests import factories as make
from tests.rooms.activity_scene import activity_day, recorded

pytestmark = pytest.mark.django_db


def figures(table=RoomMonth, **where) -> dict:
    found = {}
    for measure, part, n in table.objects.filter(**where).values_list("measure", "part", "n"):
        found[measure, part] = found.get((measure, part), 0) + n
    return found


def published(house) -> None:
    """大冶: 95 学习, 113 接访, 21 化解 in daily work; 522 走访, 88 信息, 96 建议, 23 实事 on activity days."""
    today = timezone.localdate()
    day, before = activity_day(today - timedelta(days=30)), today - timedelta(days=80)
    ordinary = {"study": (19, 5), "reception": (1, 113), "mediation": (7, 3)}
    for kind, (times, amount) in ordinary.items():
        for _ in range(times):
            recorded(house.room, by=house.clerk, kind=kind, amount=amount, on=before, what="日常工作")
    on_the_day = {"kind": "visit", "amount": 522, "context": "activity_day", "on": day.on, "what": "入户走访"}
    voices = [{"kind": "information", "text": f"信息 {n}"} for n in range(88)]
    recorded(house.room, by=house.clerk, voices=voices, **on_the_day)
    voices = [{"kind": "suggestion", "text": f"建议 {n}"} for n in range(96)]
    deeds = {**on_the_day, "kind": "deed", "amount": 23, "what": "修路灯"}
    recorded(house.room, by=house.clerk, voices=voices, **deeds)
    # In another context it grows another figure.
    recorded(house.room, by=house.clerk, kind="visit", amount=7, on=before, what="走访")
    recorded(house.room, by=house.clerk, amount=4, on=day.on, context="activity_day")


def test_the_published_figures_come_out_of_records(house):
    published(house)
    facts.catch_up()
    found = figures(room=house.room)
    ordinary, on_the_day = "|context=ordinary|", "|context=activity_day|"
    assert (found["study_sessions", ordinary], found["mediations", ordinary]) == (95, 21)
    assert found["receptions", f"{ordinary}response=on_the_spot|"] == 113
    assert (found["visits", on_the_day], found["deeds", on_the_day]) == (522, 23)
    assert found["information", f"{on_the_day}activity=visit|"] == 88
    assert found["suggestions", f"{on_the_day}activity=deed|"] == 96
    assert (found["visits", ordinary], found["receptions", f"{on_the_day}response=on_the_spot|"]) == (7, 4)
    assert not any(facts.compare().values())


def test_each_member_who_took_part_has_the_whole_of_it_and_the_room_once(house):
    one, two = make.posted_member(house.room), make.posted_member(house.room)
    voices = [{"kind": "information", "text": "井盖松动", "member": one}, {"kind": "suggestion", "text": "多设路灯"}]
    recorded(house.room, by=house.clerk, people=[one, two, house.clerk], voices=voices)
    facts.catch_up()
    assert {measure: n for (measure, _), n in figures(room=house.room).items()} == {
        "activities": 1,
        "receptions": 2,
        "information": 1,
        "suggestions": 1,
    }
    assert {measure: n for (measure, _), n in figures(MemberMonth, member=one).items()} == {
        "activities": 1,
        "receptions": 2,
        "information": 1,
    }
    assert {measure: n for (measure, _), n in figures(MemberMonth, member=two).items()} == {
        "activities": 1,
        "receptions": 2,
    }


def acts(house):
    """One activity through all that can be done to it, yielding after each act."""
    one, two = make.posted_member(house.room), make.posted_member(house.room)
    today = timezone.localdate()
    voices = [{"kind": "information", "text": "井盖松动", "member": one}]
    activity = recorded(house.room, by=house.clerk, people=[one, two], voices=voices, on=today)
    yield
    activity = operations.edit_activity(activity, by=house.clerk, version=1, on=today - timedelta(days=70))
    yield
    activity = operations.edit_activity(activity, by=house.clerk, version=2, people=[Part(two)])
    yield
    activity = operations.edit_activity(activity, by=house.clerk, version=3, kind="visit", amount=9, response="")
    yield
    voice = operations.add_voice(activity, by=house.clerk, kind="suggestion", text="多设路灯", member=one)
    yield
    operations.edit_voice(voice, by=house.clerk, version=1, kind="information", member=two)
    yield
    operations.remove_voice(voice, by=house.clerk, reason="不是本室的")
    yield
    operations.remove_activity(activity, by=house.clerk, reason="登记了两次")
    yield


def kept() -> dict:
    return {
        kind: set(table.objects.values_list(kind, "month", "measure", "part", "n"))
        for kind, table in months.TABLES.items()
    }


def test_following_each_act_gives_what_counting_anew_gives(house):
    found = []
    for _ in acts(house):
        assert facts.compare() == {"room": [], "member": [], "unit": [], "region": []}
        found.append((RoomMonth.objects.count(), MemberMonth.objects.count()))
    assert found == [(3, 5), (3, 5), (3, 3), (3, 3), (4, 4), (3, 4), (3, 3), (0, 0)]


def test_an_edit_that_moves_the_date_leaves_nothing_in_the_month_of_before(house):
    today = timezone.localdate()
    activity = recorded(house.room, by=house.clerk, people=[make.posted_member(house.room)])
    facts.catch_up()
    operations.edit_activity(activity, by=house.clerk, version=1, on=today - timedelta(days=70))
    facts.catch_up()
    then = (today - timedelta(days=70)).replace(day=1)
    for table in (RoomMonth, MemberMonth):
        assert set(table.objects.values_list("month", flat=True)) == {then}
    assert ActivityReach.objects.get().months == [then]


def test_following_all_at_once_gives_the_same_as_a_rebuild(house):
    list(acts(house))
    recorded(house.room, by=house.clerk, people=[make.posted_member(house.room)])
    facts.catch_up()
    followed, reach = kept(), list(ActivityReach.objects.order_by("pk").values())
    facts.rebuild()
    assert (kept(), list(ActivityReach.objects.order_by("pk").values())) == (followed, reach)
    assert followed["room"]
    assert followed["member"]
