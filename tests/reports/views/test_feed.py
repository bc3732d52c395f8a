"""日历订阅, read back by a calendar library: what stands in it, what does not, and for whom it is there."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from consult.steps import discussion
from members.models import Event
from members.workflow import Refused
from rooms import operations
from rooms.models import ActivityDay, CalendarFeed, RoomDay
from tests import factories as make

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def town(house):
    with time_machine.travel("2026-10-12 09:00+08:00", tick=False) as clock:
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        house.clock = clock
        house.day = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        house.posted = make.posted_member(house.room, name="龚雪梅", user=house.member)
        yield house


def read(client, token, **headers):
    client.logout()
    return client.get(reverse("reports:feed", args=[token]), headers=headers)


def entries(client, token) -> dict:
    """Of the answer, parsed: by what each is called and its day."""
    answer = read(client, token)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return {(str(each["summary"]), _on(each["dtstart"].dt)): each for each in calendar.walk("VEVENT")}


def _on(start) -> date:
    return start.date() if isinstance(start, datetime) else start


def own(town):
    return operations.make_feed(by=town.member)


def of_room(town):
    return operations.make_feed(by=town.clerk, room=town.room)


def october(client, token):
    return next(
        entry for (word, on), entry in entries(client, token).items() if on.month in (10, 11) and on.year == 2026
    )


def test_a_room_and_a_person_read_their_activity_days(town, client):
    for token in (own(town), of_room(town)):
        days = [on for (word, on) in entries(client, token) if "双月活动日" in word]
        assert [f"{on:%m-%d}" for on in sorted(days) if on.year == 2026] == ["08-28", "10-30", "12-25"]


def test_an_entry_keeps_its_name_and_counts_up_when_the_day_moves(town, client):
    token = own(town)
    before = october(client, token)
    operations.move_day(town.day, on=date(2026, 11, 2), reason="全会", version=town.day.version, by=town.leading_office)
    after = october(client, token)
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["dtstart"].dt == date(2026, 11, 2)


def test_an_hour_is_told_in_the_time_of_the_place(town, client):
    row = RoomDay.objects.create(room=town.room, day=town.day, plan="走访", place="3 栋楼下", starts_at=time(14, 30))
    entry = october(client, own(town))
    assert entry["dtstart"].dt == datetime(2026, 10, 30, 14, 30, tzinfo=SHANGHAI)
    assert entry["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert str(entry["location"]) == "3 栋楼下"
    assert row.day_id == town.day.pk


def test_the_lines_are_folded_and_in_utf_8(town, client):
    lines = read(client, of_room(town)).content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    assert "双月活动日" in b"".join(lines).replace(b"\r\n ", b"").decode()


def test_duty_and_meetings_stand_in_it_and_no_private_word(town, client):
    where = {"name": "委员接待日", "on": date(2026, 11, 8), "half": "上午"}
    what = {"at": None, "visitor": "来访甲", "phone": "13800000001", "matter": "松烟墨"}
    operations.book(town.room, **where, **what, by=town.clerk)
    operations.set_duty(town.room, **where, people=[town.posted], by=town.clerk)
    RoomDay.objects.create(room=town.room, day=town.day, plan="走访竹青砚")
    for token, word in ((own(town), "上午委员接待日值班"), (of_room(town), "上午委员接待日")):
        text = read(client, token).content.replace(b"\r\n ", b"").decode()
        assert word in text
        assert not any(each in text for each in ("来访甲", "1380000", "松烟墨", "竹青砚"))


def test_meetings_are_those_of_the_room_and_of_who_is_invited(town, client):
    people = [("stakeholder", "吴德胜", "住户代表")]
    case = make.at_discussion(
        town.room, clerk=town.clerk, convener=town.convener, township=town.township, people=people
    )
    case.participant_set.update(member=town.posted)
    row = discussion.plan(
        case,
        by=town.clerk,
        mode=case.pack.meeting_modes[0].code,
        place="议事厅",
        planned_at=timezone.now() + timedelta(days=3),
        chair=case.participant_set.first(),
        recorder=town.clerk,
    )
    summary = (f"协商会（{case.label}）", timezone.localdate(row.planned_at))
    for token in (own(town), of_room(town)):
        assert summary in entries(client, token)
    assert case.title not in read(client, of_room(town)).content.replace(b"\r\n ", b"").decode()
    assert summary not in entries(client, operations.make_feed(by=town.other_clerk))


def test_a_new_address_ends_the_one_before(town, client):
    first, second = own(town), own(town)
    assert (read(client, first).status_code, read(client, second).status_code) == (404, 200)
    operations.revoke_feed(by=town.member)
    assert read(client, second).status_code == 404
    with pytest.raises(Refused, match="没有开通"):
        operations.revoke_feed(by=town.member)


def test_only_the_hash_of_the_secret_is_kept(town):
    token = own(town)
    feed = CalendarFeed.objects.get()
    assert token not in feed.token_hash
    assert token not in Event.objects.latest("pk").sentence


@pytest.mark.parametrize("token", ["x", "x" * 200, "..%2F", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_wrong_address_leads_nowhere(town, client, token):
    assert read(client, token).status_code == 404


def test_a_closed_account_has_no_feed(town, client):
    token = own(town)
    type(town.member).objects.filter(pk=town.member.pk).update(is_active=False)
    assert read(client, token).status_code == 404


def test_who_left_the_room_reads_its_days_no_more(town, client):
    token = own(town)
    town.member.roles.update(ends_on=date(2026, 10, 1))
    assert entries(client, token) == {}


def test_what_is_the_same_is_not_sent_again(town, client):
    token = of_room(town)
    tag = read(client, token)["ETag"]
    town.clock.move_to("2026-10-12 09:30+08:00")
    again = read(client, token, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_too_often_waits(town, client, monkeypatch):
    monkeypatch.setattr("reports.views.feed.MOST_ASKED", 2)
    token = of_room(town)
    assert [read(client, token).status_code for _ in range(3)] == [200, 200, 429]


def test_one_makes_and_ends_ones_own_address_on_a_page(town, client):
    client.force_login(town.member)
    url = reverse("rooms:own_feed")
    assert "没有开通" in client.get(url).text
    page = client.post(url, {"act": "make"})
    address = page.context["address"]
    assert address in page.text
    assert "/feeds/" in address
    # Shown this once.
    assert "/feeds/" not in client.get(url).text
    assert "已停用" in client.post(url, {"act": "revoke"}, follow=True).text
    assert client.get(address).status_code == 404


def test_the_rooms_address_is_made_by_its_staff(town, client):
    url = reverse("rooms:room_feed", args=[town.room.pk])
    for who, status in ((town.clerk, 200), (town.convener, 200), (town.member, 403), (town.leading_office, 403)):
        client.force_login(who)
        assert client.get(url).status_code == status
    client.force_login(town.clerk)
    assert "/feeds/" in client.post(url, {"act": "make"}).text


def test_a_feed_costs_the_same_for_a_year_as_for_a_day(town, client, django_assert_max_num_queries):
    token = own(town)
    client.logout()
    with django_assert_max_num_queries(16):
        client.get(reverse("reports:feed", args=[token]))
