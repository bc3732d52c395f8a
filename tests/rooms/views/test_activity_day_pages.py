"""The pages of activity days: of a year, of one day, of one day in one room."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from members.enums import RoleCode
from rooms import operations
from rooms.enums import ActivityContext, ActivityKind, VoiceKind
from rooms.models import Activity, ActivityDay, RoomDay, Voice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(house, client):
    with time_machine.travel("2026-10-31 09:00+08:00", tick=False):
        operations.follow_practice(house.city, version=make.daye(), starts_on=date(2020, 1, 1), by=None)
        house.october = ActivityDay.objects.get(nominal_on=date(2026, 10, 30))
        house.december = ActivityDay.objects.get(nominal_on=date(2026, 12, 25))
        house.open = lambda who, name, *args, **query: (
            client.force_login(who),
            client.get(reverse(name, args=args), query),
        )[1]
        yield house


def recorded(room, day, by, kind=ActivityKind.VISIT, amount=1, **fields):
    return Activity.objects.create(
        room=room,
        kind=kind,
        context=ActivityContext.ACTIVITY_DAY,
        day=day,
        on=day.on,
        what="走访三户",
        amount=amount,
        created_by=by,
        **fields,
    )


def test_the_year_shows_what_came_of_each_day(town):
    visit = recorded(town.room, town.october, town.clerk, amount=12)
    recorded(town.room, town.october, town.clerk, kind=ActivityKind.DEED, amount=2)
    Voice.objects.create(activity=visit, kind=VoiceKind.INFORMATION, text="路灯不亮")
    RoomDay.objects.create(room=town.room, day=town.october, plan="走访")
    page = town.open(town.leading_office, "rooms:activity_days", year="2026")
    row = next(row for row in page.context["rows"] if row.day == town.october)
    assert (row.rooms, row.planned, row.recorded, row.missing) == (2, 1, 1, 1)
    assert "走访 12 人次，信息 1 条，建议 0 条，实事 2 件" in page.text
    assert "1 室没有登记" in page.text


def test_the_rooms_of_a_day_are_a_list_in_excel(town, client):
    recorded(town.room, town.october, town.clerk)
    page = town.open(town.leading_office, "rooms:activity_day", town.october.pk, record="yes")
    address = f"/exports/day-rooms/?day={town.october.pk}&amp;record=yes"
    assert address in page.text
    sheet = load_workbook(BytesIO(client.get(address.replace("&amp;", "&")).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[1:] for row in rows] == [
        [town.october.name, town.room.name, town.room.unit.region.name, "没有", "已登记", 0]
    ]


def test_the_list_of_a_day_of_elsewhere_is_empty(town, client):
    elsewhere = make.RegionFactory(code="420222", name="阳新县", kind="city", parent=None)
    day = ActivityDay.objects.create(region=elsewhere, name="活动日", nominal_on=date(2026, 3, 1), on=date(2026, 3, 1))
    client.force_login(town.leading_office)
    sheet = load_workbook(BytesIO(client.get(f"/exports/day-rooms/?day={day.pk}").content)).active
    assert sheet.max_row == 2


def test_a_day_that_is_not_over_misses_nothing(town):
    page = town.open(town.leading_office, "rooms:activity_days")
    assert [row.missing for row in page.context["rows"] if row.day == town.december] == [0]


def test_a_room_counts_itself_alone(town):
    page = town.open(town.clerk, "rooms:activity_days")
    assert {row.rooms for row in page.context["rows"]} == {1}


def test_a_year_beyond_the_published_calendar_says_so(town):
    page = town.open(town.clerk, "rooms:activity_days", year="2027")
    assert "暂按未公布日历计算" in page.text


@pytest.mark.parametrize("year", ["0", "x", "9999", "2026'"])
def test_an_odd_year_is_this_one(town, year):
    assert town.open(town.clerk, "rooms:activity_days", year=year).context["year"] == 2026


def test_rooms_without_a_record_are_found_by_a_filter(town):
    recorded(town.room, town.october, town.clerk)
    page = town.open(town.leading_office, "rooms:activity_day", town.october.pk, record="no")
    assert [room.pk for room in page.context["page"].rows] == [town.other_room.pk]
    page = town.open(town.leading_office, "rooms:activity_day", town.october.pk, record="yes")
    assert [room.pk for room in page.context["page"].rows] == [town.room.pk]


def test_the_township_sees_its_rooms_alone(town):
    page = town.open(town.township, "rooms:activity_day", town.october.pk)
    assert [room.pk for room in page.context["page"].rows] == [town.room.pk]


def test_the_pages_ask_as_much_for_many_rooms_as_for_few(town, django_assert_max_num_queries):
    for _ in range(8):
        make.RoomFactory()
    with django_assert_max_num_queries(32):
        town.open(town.leading_office, "rooms:activity_days")
    with django_assert_max_num_queries(34):
        town.open(town.leading_office, "rooms:activity_day", town.october.pk)


def test_the_office_moves_a_day_with_a_reason(town, client):
    client.force_login(town.leading_office)
    url = reverse("rooms:move_activity_day", args=[town.december.pk])
    sent = {"on": "2026-12-24", "reason": "与全会冲突", "version": town.december.version}
    page = client.post(url, sent, follow=True)
    assert "已把双月活动日调整到2026年12月24日，并通知各联络室。" in page.text
    assert "由方志明调整：与全会冲突" in page.text
    assert client.post(url, {**sent, "on": "2026-12-23"}).status_code == 422


@pytest.mark.parametrize("who", ["clerk", "convener", "township", "auditor", "admin"])
def test_nobody_else_moves_a_day(town, client, who):
    client.force_login(getattr(town, who))
    assert client.get(reverse("rooms:move_activity_day", args=[town.december.pk])).status_code == 403


def test_a_day_of_rest_that_moves_a_day_says_so(town, client):
    client.force_login(town.leading_office)
    sent = {"date": "2026-12-25", "is_workday": "no", "name": "全市停工"}
    page = client.post(reverse("rooms:new_day"), sent, follow=True)
    assert "大冶市2026年12月25日的双月活动日随之改到2026年12月28日，已通知各联络室。" in page.text


def test_a_room_says_what_it_will_do(town, client):
    client.force_login(town.clerk)
    url = reverse("rooms:plan_room_day", args=[town.room.pk, town.december.pk])
    page = client.post(url, {"plan": "走访三户", "place": "3 栋", "starts_at": "14：30", "version": 0}, follow=True)
    assert all(each in page.text for each in ("走访三户", "3 栋", "14:30"))
    # Who saw the empty form meanwhile sees both texts.
    assert client.post(url, {"plan": "座谈", "version": 0}).status_code == 422
    assert client.post(url, {"plan": "座谈", "version": 2}, follow=True).status_code == 200
    assert RoomDay.objects.get().plan == "座谈"


def test_a_day_of_another_region_is_not_the_rooms(town):
    elsewhere = ActivityDay.objects.create(
        region=make.RegionFactory(), name="别处活动日", nominal_on=date(2026, 11, 6), on=date(2026, 11, 6)
    )
    assert town.open(town.clerk, "rooms:room_day", town.room.pk, elsewhere.pk).status_code == 404
    assert town.open(town.clerk, "rooms:activity_day", elsewhere.pk).status_code == 404


def test_another_rooms_day_is_not_shown_to_a_room(town):
    assert town.open(town.clerk, "rooms:room_day", town.other_room.pk, town.october.pk).status_code == 404


def test_what_is_confidential_is_counted_and_not_told(town):
    recorded(town.room, town.october, town.clerk, is_confidential=True)
    page = town.open(town.township, "rooms:room_day", town.room.pk, town.october.pk)
    assert "不公开" in page.text
    assert "走访三户" not in page.text


def test_a_member_sees_the_day_and_changes_nothing(town):
    page = town.open(town.member, "rooms:room_day", town.room.pk, town.december.pk)
    assert "登记安排" not in page.text


def test_a_department_sees_dates_and_no_room(town):
    page = town.open(town.department, "rooms:activity_day", town.october.pk)
    assert page.context["page"].rows == []
    assert RoleCode.DEPARTMENT in {role.code for role in town.department.current_roles}


def test_the_page_of_a_room_tells_the_plan_of_a_day_to_whoever_may_open_the_day(town):
    RoomDay.objects.create(room=town.room, day=town.december, plan="到三号楼调解漏水")
    admin = make.person(RoleCode.ADMIN, unit=make.leading_office())
    assert "三号楼" in town.open(town.clerk, "rooms:room", town.room.pk).text
    page = town.open(admin, "rooms:room", town.room.pk).text
    assert "三号楼" not in page
    assert "已登记安排" in page
