"""签到: by tap on the room's sheet, or by the code on its wall."""

from datetime import date

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from members.enums import RoleCode
from members.models import Event, Notice
from members.workflow import Refused
from rooms import operations, queries
from rooms.models import ActivityDay, DayAttendee, RoomDay
from rooms.operations.day_codes import SALT
from tests import factories as make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
THE_DAY = "2026-10-30 09:00+08:00"


@pytest.fixture
def town(house):
    with time_machine.travel(THE_DAY, tick=False) as clock:
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        house.clock = clock
        house.day = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        house.posted = make.posted_member(house.room, name="龚雪梅", user=house.member)
        elected = make.person(RoleCode.REPRESENTATIVE, unit=house.room.unit, name="胡长庚")
        house.elected = make.RepresentativeFactory(room=house.room, name="胡长庚", user=elected)
        yield house


def tap(client, town, person, attendance, by=None, **extra):
    client.force_login(by or town.clerk)
    url = reverse("rooms:mark_attendance", args=[town.room.pk, town.day.pk])
    return client.post(url, {"person": person, "attendance": attendance}, **extra)


def test_who_came_is_noted_by_tap(town, client):
    page = tap(client, town, f"m{town.posted.pk}", "present", follow=True)
    assert "1/2 人到场" in page.text
    tap(client, town, f"r{town.elected.pk}", "leave")
    tap(client, town, f"m{town.posted.pk}", "absent")
    noted = {(row.member_id, row.representative_id): row.attendance for row in DayAttendee.objects.all()}
    assert noted == {(town.posted.pk, None): "absent", (None, town.elected.pk): "leave"}
    assert DayAttendee.objects.first().noted_by == town.clerk


def test_a_tap_without_a_page_load_brings_the_sheet(town, client):
    page = tap(client, town, f"m{town.posted.pk}", "present", headers=HTMX)
    assert 'id="attendance"' in page.text
    assert "<html" not in page.text


def test_no_name_stands_in_the_ledger(town, client):
    tap(client, town, f"r{town.elected.pk}", "present")
    event = Event.objects.get(verb="rooms.mark_attendance")
    assert event.sentence == "登记签到：2026年10月30日双月活动日，到场 1 人"
    assert event.revisions.get().new == "胡长庚"


def test_the_same_tap_twice_is_one_act(town, client):
    for _ in range(2):
        tap(client, town, f"m{town.posted.pk}", "present")
    assert Event.objects.filter(verb="rooms.mark_attendance").count() == 1


@pytest.mark.parametrize(("person", "attendance"), [("m0", "present"), ("", "present"), ("u1", "present"), ("x", "")])
def test_who_is_not_of_the_room_is_not_noted(town, client, person, attendance):
    assert tap(client, town, person, attendance, headers=HTMX).status_code == 409
    assert not DayAttendee.objects.exists()


def test_a_person_of_another_room_is_not_noted(town, client):
    other = make.posted_member(town.other_room)
    assert tap(client, town, f"m{other.pk}", "present", headers=HTMX).status_code == 409
    with pytest.raises(Refused, match="不是本室"):
        operations.mark(town.room, town.day, person=other, attendance="present", by=town.clerk)


@pytest.mark.parametrize("who", ["member", "township", "leading_office", "auditor"])
def test_only_the_staff_of_the_room_taps(town, client, who):
    assert tap(client, town, f"m{town.posted.pk}", "present", by=getattr(town, who)).status_code == 403


def test_before_the_day_one_can_only_ask_for_leave(town, client):
    town.clock.move_to("2026-10-28 09:00+08:00")
    assert tap(client, town, f"m{town.posted.pk}", "present", headers=HTMX).status_code == 409
    assert tap(client, town, f"m{town.posted.pk}", "leave").status_code == 302


def scan(client, code, who, method="get"):
    if who:
        client.force_login(who)
    return getattr(client, method)(reverse("rooms:attend", args=[code]), follow=method == "post")


def on_screen(town):
    return operations.code_on_screen(town.room, town.day)


def test_who_belongs_to_the_room_confirms_with_one_button(town, client):
    page = scan(client, on_screen(town), town.member)
    assert (page.status_code, "确认到场" in page.text, "龚雪梅" in page.text) == (200, True, True)
    assert not DayAttendee.objects.exists()
    page = scan(client, on_screen(town), town.member, "post")
    assert "已签到" in page.text
    row = DayAttendee.objects.get()
    assert (row.member, row.attendance, row.is_by_code, row.noted_by) == (town.posted, "present", True, town.member)


def test_a_representative_confirms_too(town, client):
    scan(client, on_screen(town), town.elected.user, "post")
    assert DayAttendee.objects.get().representative == town.elected


@pytest.mark.parametrize("who", ["other_clerk", "leading_office", "stranger", "clerk"])
def test_who_does_not_belong_to_the_room_is_told_so(town, client, who):
    for method in ("get", "post"):
        page = scan(client, on_screen(town), getattr(town, who), method)
        assert page.status_code == 403
        assert "不是" in page.text
        assert "不能在这里签到" in page.text
    assert not DayAttendee.objects.exists()


def test_a_member_of_another_room_is_told_so(town, client):
    user = make.person(RoleCode.MEMBER, unit=town.other_room.unit)
    make.posted_member(town.other_room, user=user)
    assert "不能在这里签到" in scan(client, on_screen(town), user, "post").text
    assert not DayAttendee.objects.exists()


def test_a_member_who_has_left_the_room_is_told_so(town, client):
    town.posted.postings.update(ends_on=date(2026, 10, 1))
    assert scan(client, on_screen(town), town.member, "post").status_code == 403


def test_a_code_on_a_screen_is_soon_of_no_use(town, client):
    code = on_screen(town)
    town.clock.move_to("2026-10-30 09:16+08:00")
    page = scan(client, code, town.member)
    assert (page.status_code, "已经过期" in page.text) == (403, True)


def test_a_code_on_paper_holds_until_midnight_of_its_day(town, client):
    code = operations.code_on_paper(town.room, town.day)
    town.clock.move_to("2026-10-29 20:00+08:00")
    assert "今天不是活动日" in scan(client, code, town.member).text
    town.clock.move_to("2026-10-30 23:59+08:00")
    assert scan(client, code, town.member).status_code == 200
    town.clock.move_to("2026-10-31 00:01+08:00")
    assert "已经过期" in scan(client, code, town.member).text


@pytest.mark.parametrize(
    "code",
    [
        "x",
        "a:b:c",
        "x" * 400,
        signing.dumps([1, 1, 9999999999], salt="another"),
        signing.dumps({"room": 1}, salt=SALT),
        signing.dumps([1], salt=SALT),
    ],
    # A signature holds the second in which it was made, and every worker has to call the tests alike.
    ids=["short", "colons", "long", "other-salt", "no-list", "too-few"],
)
def test_a_forged_code_is_told_so(town, client, code):
    page = scan(client, code, town.member, "post")
    assert (page.status_code, "这个二维码无效" in page.text) == (403, True)
    assert not DayAttendee.objects.exists()


def test_a_code_with_a_changed_letter_is_told_so(town, client):
    code = on_screen(town)
    changed = ("B" if code[0] != "B" else "C") + code[1:]
    assert scan(client, changed, town.member).status_code == 403


def test_who_is_not_signed_in_signs_in_first_and_comes_back(town, client):
    page = client.get(reverse("rooms:attend", args=[on_screen(town)]))
    assert page["Location"].startswith("/accounts/login/?next=/attend/")


def test_the_code_stands_on_a_page_of_the_rooms_staff(town, client):
    client.force_login(town.clerk)
    url = reverse("rooms:day_code", args=[town.room.pk, town.day.pk])
    page = client.get(url)
    code = page.context["address"].rstrip("/").rsplit("/", 1)[1]
    assert operations.read_code(code) == (town.room, town.day)
    assert "data:image/svg+xml" in page.text
    assert "当天有效" in client.get(f"{url}?paper").text
    client.force_login(town.member)
    assert client.get(url).status_code == 403


def test_attended_days_are_counted_for_the_duty_file(town):
    operations.mark(town.room, town.day, person=town.posted, attendance="present", by=town.clerk)
    earlier = ActivityDay.objects.get(nominal_on=date(2026, 8, 28))
    operations.mark(town.room, earlier, person=town.posted, attendance="leave", by=town.clerk)
    assert [row.room_day.day for row in queries.attended_days(town.posted)] == [town.day]


def test_people_are_reminded_once_for_each_date(town):
    town.clock.move_to("2026-10-27 08:00+08:00")
    RoomDay.objects.create(room=town.room, day=town.day, plan="走访三户", place="3 栋")
    assert (operations.remind_of_days(), operations.remind_of_days()) == (1, 0)
    told = {notice.user: notice.sentence for notice in Notice.objects.all()}
    assert told[town.member] == "10月30日（周五）是双月活动日：3 栋，走访三户"
    assert told[town.other_clerk] == "10月30日（周五）是双月活动日，本室还没有登记安排"
    operations.move_day(
        town.day, on=date(2026, 10, 29), reason="全会", version=town.day.version, by=town.leading_office
    )
    assert operations.remind_of_days() == 1
