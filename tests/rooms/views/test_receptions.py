"""接待日: duty, exchange, appointments, and what of them is seen by whom."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from members.enums import RoleCode
from members.models import Event, Notice
from members.workflow import Refused
from rooms import operations
from rooms.enums import ActivityKind
from rooms.models import Activity, Appointment, ReceptionDay, RegionPractice
from rooms.operations import load_practice
from rooms.practice.reading import seed_text
from rooms.practice.rosters import slots
from tests import factories as make

pytestmark = pytest.mark.django_db
EIGHTH = {"name": "委员接待日", "on": date(2026, 12, 8), "half": "上午"}


@pytest.fixture
def town(house):
    """The room receives people on the eighth of each month, in the morning."""
    with time_machine.travel("2026-12-01 09:00+08:00", tick=False) as clock:
        version = load_practice(seed_text("sandikou"), by=None)
        RegionPractice.objects.create(region=house.city, practice=version, starts_on=date(2020, 1, 1))
        house.clock = clock
        house.posted = make.posted_member(house.room, name="龚雪梅", user=house.member)
        house.second = make.posted_member(house.room, name="贺春山")
        yield house


def booked(town, **values):
    values = {"at": time(9, 30), "visitor": "来访甲", "phone": "13800000001", "matter": "楼道灯不亮", **values}
    return operations.book(town.room, **EIGHTH, by=town.clerk, **values)


def on_duty(town, *people, reason=""):
    return operations.set_duty(town.room, **EIGHTH, people=list(people), by=town.clerk, reason=reason)


def roster(client, town, who, month="2026-12"):
    client.force_login(who)
    return client.get(reverse("rooms:roster", args=[town.room.pk]), {"month": month})


@pytest.mark.parametrize(
    ("code", "month", "days"),
    [
        ("sandikou", 12, ["12-08 委员接待日 上午"]),
        ("bijiashan", 12, ["12-04 委员收集意见日 下午"]),
        ("daye", 12, []),
    ],
)
def test_each_place_has_its_own_reception_days(house, code, month, days):
    version = make.daye() if code == "daye" else load_practice(seed_text(code), by=None)
    RegionPractice.objects.create(region=house.city, practice=version, starts_on=date(2020, 1, 1))
    found = slots(house.room, date(2026, month, 1), date(2026, month, 31))
    assert [f"{slot.on:%m-%d} {slot.name} {slot.half}" for slot in found] == days


def test_a_weekly_day_is_each_week(house):
    text = seed_text("sandikou").replace('{ day = 8, half = "morning" }', '{ weekday = "wednesday" }')
    version = load_practice(text.replace('version = "', 'version = "w', 1), by=None)
    RegionPractice.objects.create(region=house.city, practice=version, starts_on=date(2020, 1, 1))
    assert [slot.on.day for slot in slots(house.room, date(2026, 12, 1), date(2026, 12, 31))] == [2, 9, 16, 23, 30]


def test_who_is_put_on_duty_hears_it_and_is_reminded_once(town):
    booked(town)
    day = on_duty(town, town.posted, town.convener)
    assert [each.person for each in day.people.all()] == [town.posted, town.convener]
    told = {notice.user for notice in Notice.objects.filter(sentence__startswith="您安排在12月8日（周二）上午")}
    assert told == {town.member, town.convener}
    town.clock.move_to("2026-12-07 08:00+08:00")
    assert (operations.remind_of_duty(), operations.remind_of_duty()) == (1, 0)
    reminder = Notice.objects.filter(user=town.member).latest("pk")
    assert reminder.sentence.endswith("委员接待日由您值班，有 1 个来访预约")
    assert "来访甲" not in reminder.sentence


def test_nobody_is_exchanged_without_a_reason(town):
    on_duty(town, town.posted)
    with pytest.raises(Refused, match="写明换班的原因"):
        on_duty(town, town.second)
    day = on_duty(town, town.second, reason="外出学习")
    assert [each.person for each in day.people.all()] == [town.second]
    assert Notice.objects.get(sentence__startswith="您不再安排在").sentence.endswith("：外出学习")
    event = Event.objects.filter(verb="rooms.edit_roster").latest("pk")
    assert event.sentence == "2026年12月8日上午委员接待日换班，共 1 人"
    assert {each.field: (each.old, each.new) for each in event.revisions.all()}["people"] == ("龚雪梅", "贺春山")


def test_somebody_more_needs_no_reason(town):
    on_duty(town, town.posted)
    assert on_duty(town, town.posted, town.second).people.count() == 2


def test_only_people_of_the_room_are_on_duty(town):
    with pytest.raises(Refused, match="不在本室的队伍里"):
        on_duty(town, make.posted_member(town.other_room))


def test_the_past_is_not_arranged(town):
    town.clock.move_to("2026-12-09 08:00+08:00")
    for act in (lambda: on_duty(town, town.posted), lambda: booked(town)):
        with pytest.raises(Refused, match="已经过去"):
            act()


def test_duty_is_arranged_in_a_form(town, client):
    client.force_login(town.clerk)
    url = reverse("rooms:set_duty", args=[town.room.pk])
    slot = "2026-12-08 委员接待日"
    assert "龚雪梅（委员）" in client.get(url, {"slot": slot}).text
    page = client.post(url, {"slot": slot, "people": [f"m{town.posted.pk}", f"u{town.convener.pk}"]}, follow=True)
    assert "龚雪梅、罗建平" in page.text
    assert client.post(url, {"slot": slot, "people": [f"m{town.second.pk}"]}).status_code == 422
    assert client.post(url, {"slot": "2026-12-09 委员接待日", "people": []}).status_code == 422


def test_a_day_beside_the_roster_is_added_once(town, client):
    client.force_login(town.clerk)
    url = reverse("rooms:add_reception_day", args=[town.room.pk])
    sent = {"on": "2026-12-20", "name": "委员接待日", "half": "下午"}
    assert "2026年12月20日" in client.post(url, sent, follow=True).text
    assert client.post(url, sent).status_code == 422
    assert [slot.on.day for slot in slots(town.room, date(2026, 12, 1), date(2026, 12, 31))] == [8, 20]


def test_a_day_of_the_roster_that_was_used_stays_when_the_roster_changes(town):
    booked(town)
    RegionPractice.objects.create(region=town.city, practice=make.daye(), starts_on=date(2026, 12, 1))
    assert [slot.on.day for slot in slots(town.room, date(2026, 12, 1), date(2026, 12, 31))] == [8]


def test_an_appointment_is_entered_and_kept(town, client):
    client.force_login(town.clerk)
    sent = {
        "slot": "2026-12-08 委员接待日",
        "at": "9:30",
        "visitor": "来访甲",
        "phone": "13800000001",
        "matter": "路灯",
    }
    page = client.post(reverse("rooms:new_appointment", args=[town.room.pk]), sent, follow=True)
    assert "来访甲" in page.text
    row = Appointment.objects.get()
    close = reverse("rooms:close_appointment", args=[row.pk])
    client.post(close, {"came": "yes"})
    row.refresh_from_db()
    assert row.state == "booked"
    town.clock.move_to("2026-12-08 10:00+08:00")
    client.force_login(town.clerk)
    assert "接着登记接访" in client.post(close, {"came": "yes"}, follow=True).text
    row.refresh_from_db()
    assert (row.state, bool(row.closed_at)) == ("came", True)
    with pytest.raises(Refused, match="已到访"):
        operations.close_appointment(row, to="missed", by=town.clerk)


def test_who_did_not_come_may_come_after_all(town):
    row = booked(town)
    town.clock.move_to("2026-12-08 12:00+08:00")
    row = operations.close_appointment(row, to="missed", by=town.clerk)
    assert operations.close_appointment(row, to="came", by=town.clerk).state == "came"


def test_an_appointment_is_cancelled_with_a_reason_and_changed_no_more(town, client):
    row = booked(town)
    client.force_login(town.clerk)
    url = reverse("rooms:cancel_appointment", args=[row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "来访人改期"})
    row.refresh_from_db()
    assert row.state == "canceled"
    with pytest.raises(Refused, match="已取消"):
        operations.edit_appointment(row, by=town.clerk, matter="x", version=1)


def test_the_reception_that_came_of_it_stands_beside_it(town):
    row = booked(town)
    town.clock.move_to("2026-12-08 10:00+08:00")
    done = Activity.objects.create(
        room=town.room, kind=ActivityKind.RECEPTION, on=date(2026, 12, 8), what="路灯", created_by=town.clerk
    )
    row = operations.keep_with(row, done, by=town.clerk)
    row.refresh_from_db()
    assert (row.activity, row.state) == (done, "came")


def test_visitors_are_shown_to_the_room_and_to_who_is_on_duty(town, client):
    booked(town)
    assert all(each in roster(client, town, town.clerk).text for each in ("来访甲", "13800000001"))
    # Not on duty yet.
    assert "来访甲" not in roster(client, town, town.member).text
    on_duty(town, town.posted)
    page = roster(client, town, town.member).text
    assert "来访甲" in page
    assert "13800000001" not in page
    for who in (town.township, town.leading_office, town.auditor):
        told = roster(client, town, who).text
        assert "龚雪梅" in told
        assert "来访甲" not in told
    assert roster(client, town, town.other_clerk).status_code == 404


def test_the_ledger_keeps_no_visitor_in_its_sentence(town):
    booked(town)
    event = Event.objects.get(verb="rooms.edit_appointment")
    assert "来访甲" not in event.sentence
    assert "来访甲" in {each.new for each in event.revisions.all()}


@pytest.mark.parametrize("month", ["", "2026-13", "x", "1999-01", "2026-1", "2000-01", "2099-12"])
def test_an_odd_month_is_this_one(town, client, month):
    assert roster(client, town, town.clerk, month).context["month"] == date(2026, 12, 1)


def test_a_day_goes_on_from_morning_to_evening(town):
    for half, name in (("晚上", "甲"), ("下午", "乙"), ("", "丙")):
        operations.add_reception_day(town.room, name=name, on=EIGHTH["on"], half=half, by=town.clerk)
    assert [slot.half for slot in slots(town.room, EIGHTH["on"], EIGHTH["on"])] == ["", "上午", "下午", "晚上"]


def test_a_month_costs_the_same_however_many_come(town, client, django_assert_max_num_queries):
    on_duty(town, town.posted, town.second)
    for n in range(8):
        booked(town, visitor=f"来访{n}")
    with django_assert_max_num_queries(30):
        roster(client, town, town.clerk)


def test_the_workbench_tells_of_duty_and_of_what_was_not_settled(town, client):
    booked(town)
    on_duty(town, town.posted)
    client.force_login(town.member)
    assert "由您值班" in client.get("/workbench/rooms/").text
    client.force_login(town.clerk)
    asked = "登记 12月8日 1 个来访预约有没有来"
    assert asked not in client.get("/workbench/year/").text
    town.clock.move_to("2026-12-09 08:00+08:00")
    client.force_login(town.clerk)
    assert asked in client.get("/workbench/year/").text
    client.force_login(town.member)
    assert asked not in client.get("/workbench/year/").text


def test_a_representative_arranges_nothing(town, client):
    client.force_login(make.person(RoleCode.REPRESENTATIVE, unit=town.room.unit))
    assert client.get(reverse("rooms:set_duty", args=[town.room.pk])).status_code == 403
    assert client.get(reverse("rooms:new_appointment", args=[town.room.pk])).status_code == 403
    assert not ReceptionDay.objects.exists()


def test_a_kept_appointment_is_one_tap_from_the_reception_entry(town, client):
    row = booked(town)
    town.clock.move_to("2026-12-08 10:00+08:00")
    operations.close_appointment(row, to="came", by=town.clerk)
    client.force_login(town.clerk)
    url = reverse("rooms:new_activity", args=[town.room.pk])
    assert f"{url}?kind=reception&amp;appointment={row.pk}" in roster(client, town, town.clerk).text
    form = client.get(url, {"kind": "reception", "appointment": row.pk}).context["form"]
    assert (form.initial["visitor"], form.initial["what"]) == ("来访甲", "楼道灯不亮")
    sent = {
        "kind": "reception",
        "context": "ordinary",
        "on": "2026-12-08",
        "amount": "1",
        "what": "路灯",
        "visitor": "来访甲",
    }
    sent |= {"response": "on_the_spot", "people": [f"u{town.clerk.pk}"], "appointment": row.pk}
    assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert row.activity == Activity.objects.get()


def test_an_appointment_of_another_room_fills_in_nothing(town, client):
    row = booked(town)
    client.force_login(town.other_clerk)
    url = reverse("rooms:new_activity", args=[town.other_room.pk])
    assert "来访甲" not in client.get(url, {"appointment": row.pk}).text


def test_whoever_only_sees_the_room_reads_no_name_of_the_roster(town, client):
    on_duty(town, town.posted)
    url = reverse("rooms:room", args=[town.room.pk])
    shown = {}
    for who in (town.clerk, make.person(RoleCode.ADMIN, unit=make.leading_office())):
        client.force_login(who)
        page = client.get(url).text
        sheet = page[page.index("<h2>接待日</h2>") :].split("</section>")[0]
        shown[who == town.clerk] = ("龚雪梅" in sheet, "已安排值班" in sheet)
    assert shown == {True: (True, False), False: (False, True)}
