"""活动日 as the packs rule: the dates of a year, for whom, and printed."""

from calendar import monthrange
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.enums import RegionKind
from rooms import calendar, operations, practice, queries
from rooms.models import ActivityDay, CalendarDay, RegionPractice
from rooms.operations import load_practice
from rooms.practice.activity_days import days_of_pack, ruled_days
from rooms.practice.reading import seed_text
from rooms.queries import Rulers
from tests import factories as make

KNOWN_2026 = ["02-27", "04-24", "06-26", "08-28", "10-30", "12-25"]
KNOWN_MOVES = {date(2007, 2, 23): date(2007, 2, 25), date(2020, 6, 26): date(2020, 6, 28)}


def last_friday(year: int, month: int) -> date:
    day = date(year, month, monthrange(year, month)[1])
    return day - timedelta(days=(day.weekday() - 4) % 7)


def own_pack(name="街道活动日", rule='{ day = 15, shift = "next_workday", months = [3, 9] }', code="own"):
    """A pack of a place with days of its own."""
    text = seed_text("daye").replace('code = "daye"', f'code = "{code}"', 1)
    at = text.index("[[activity_day]]")
    end = text.index("# ---- 督办", at)
    days = f'[[activity_day]]\nname = "{name}"\nrule = {rule}\nsource = "000: L9"\n\n' if name else ""
    text = text[:at] + days + text[end:]
    return load_practice(text if name else text.replace("room_may =", "activity_day = []\nroom_may =", 1), by=None)


@pytest.mark.parametrize("year", range(2005, 2031))
def test_each_day_is_the_last_friday_of_an_even_month_or_the_next_workday_after_it(year):
    days = days_of_pack(practice.load("daye"), year)
    assert [day.nominal_on for day in days] == [last_friday(year, month) for month in range(2, 13, 2)]
    for day in days:
        between = [day.nominal_on + timedelta(days=n) for n in range((day.due.date - day.nominal_on).days)]
        assert calendar.is_workday(day.due.date)
        assert not any(calendar.is_workday(each) for each in between)
        if year in calendar.PUBLISHED_YEARS:
            assert day.due.date == KNOWN_MOVES.get(day.nominal_on, day.nominal_on)


def test_a_make_up_workday_counts_as_a_working_day():
    """2007-02-25 was a Sunday on which people worked."""
    [day] = [day for day in days_of_pack(practice.load("daye"), 2007) if day.due.moved_days]
    assert (day.due.date.weekday(), calendar.is_workday(day.due.date)) == (6, True)


def test_a_holiday_that_the_office_entered_moves_the_day():
    entered = {date(2026, 10, 30): calendar.Override(False, "全市停工")}
    days = days_of_pack(practice.load("daye"), 2026, overrides=entered)
    assert [(day.due.date, day.due.explanation) for day in days][4] == (
        date(2026, 11, 2),
        "10月最后一个周五是 10月30日，因全市停工、周末顺延 3 天",
    )


def test_a_weekend_that_the_office_made_a_workday_takes_the_day():
    entered = {
        date(2026, 10, 30): calendar.Override(False, "全市停工"),
        date(2026, 10, 31): calendar.Override(True, "调休"),
    }
    assert days_of_pack(practice.load("daye"), 2026, overrides=entered)[4].due.date == date(2026, 10, 31)


def test_beyond_the_published_calendar_the_day_says_so():
    year = calendar.PUBLISHED_YEARS[-1] + 2
    assert all("暂按未公布日历计算" in day.due.explanation for day in days_of_pack(practice.load("daye"), year))


@pytest.fixture
def town(db):
    """A city that follows the root pack since long ago, a township below it, and a room in the township."""
    root = make.daye()
    room = make.RoomFactory()
    RegionPractice.objects.create(region=make.city(), practice=root, starts_on=date(2020, 1, 1))
    return room


def test_the_days_of_a_year_are_made_once(town):
    assert operations.settle_days(years=[2026]).made == 6
    assert operations.settle_days(years=[2026]).made == 0
    assert [f"{day.on:%m-%d}" for day in queries.days_for(town, 2026)] == KNOWN_2026


def test_a_room_has_the_days_of_the_nearest_region(town):
    other = make.RoomFactory()
    street = town.unit.region
    RegionPractice.objects.create(region=street, practice=own_pack(), starts_on=date(2026, 7, 1))
    operations.settle_days(years=[2026])
    assert [f"{day.on:%m-%d} {day.name}" for day in queries.days_for(town, 2026)] == [
        "02-27 双月活动日",
        "04-24 双月活动日",
        "06-26 双月活动日",
        "09-15 街道活动日",
    ]
    assert [f"{day.on:%m-%d}" for day in queries.days_for(other, 2026)] == KNOWN_2026


def test_a_nearer_pack_without_days_leaves_none(town):
    RegionPractice.objects.create(region=town.unit.region, practice=own_pack(name=""), starts_on=date(2026, 1, 1))
    operations.settle_days(years=[2026])
    assert queries.days_for(town, 2026) == []


def test_the_rooms_of_a_day_are_those_that_have_it(town):
    other, village = make.RoomFactory(), make.RegionFactory(parent=town.unit.region, kind=RegionKind.VILLAGE)
    inner = make.RoomFactory(unit__region=village, approver=town.approver)
    closed = make.RoomFactory()
    closed.unit.is_active = False
    closed.unit.save(update_fields=["is_active"])
    RegionPractice.objects.create(region=town.unit.region, practice=own_pack(), starts_on=date(2026, 7, 1))
    operations.settle_days(years=[2026])
    day_of = {f"{day.on:%m-%d}": day for day in ActivityDay.objects.all()}
    assert set(queries.rooms_of(day_of["02-27"])) == {town, inner, other}
    assert set(queries.rooms_of(day_of["10-30"])) == {other}
    assert set(queries.rooms_of(day_of["09-15"])) == {town, inner}


def test_a_region_that_chose_late_has_its_earlier_days_by_what_it_chose_first(db):
    city = make.city()
    RegionPractice.objects.create(region=city, practice=own_pack(name="委员活动日"), starts_on=date(2026, 7, 1))
    days = ruled_days(Rulers(), city.path, 2020)
    assert [(day.name, day.due.date) for day in days] == [
        ("委员活动日", date(2020, 3, 16)),
        ("委员活动日", date(2020, 9, 15)),
    ]


def test_two_packs_of_a_year_share_it(town):
    RegionPractice.objects.create(region=make.city(), practice=own_pack(), starts_on=date(2026, 9, 1))
    operations.settle_days(years=[2026])
    assert [f"{day.on:%m-%d} {day.name}" for day in queries.days_for(town, 2026)] == [
        "02-27 双月活动日",
        "04-24 双月活动日",
        "06-26 双月活动日",
        "08-28 双月活动日",
        "09-15 街道活动日",
    ]


def printed(*arguments) -> str:
    out = StringIO()
    call_command("activity_days", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2004, 2007, 2020, 2026, 2040, 2060])
def test_a_year_is_printed_without_any_row(year):
    told = printed(str(year))
    assert f"{year}年活动日" in told
    assert told.count("双月活动日") == 6
    assert not ActivityDay.objects.exists()


@pytest.mark.django_db
def test_the_known_dates_are_printed_with_how_they_came_about():
    told = printed("2026")
    assert "2026年2月27日（星期五）　双月活动日　2月最后一个周五是 2月27日" in told
    assert all(f"{int(day[:2])}月{int(day[3:])}日" in told for day in KNOWN_2026)
    assert "2007年2月25日（星期日）　双月活动日　2月最后一个周五是 2月23日，因春节假期顺延 2 天" in printed("2007")
    assert "2020年6月28日（星期日）　双月活动日　6月最后一个周五是 6月26日，因端午假期顺延 2 天" in printed("2020")


def test_printing_heeds_the_entered_days_and_writes_nothing(town):
    CalendarDay.objects.create(date=date(2026, 10, 30), is_workday=False, name="全市停工")
    told = printed("2026", "--region", town.unit.region.code)
    assert "2026年11月2日（星期一）　双月活动日　10月最后一个周五是 10月30日，因全市停工、周末顺延 3 天" in told
    assert not ActivityDay.objects.exists()


def test_rows_are_written_only_when_asked_for(town):
    assert "新增 6 个活动日。" in printed("2026", "--create")
    assert "没有要新增的活动日。" in printed("2026", "--create")
    assert ActivityDay.objects.count() == 6


def test_a_day_that_was_moved_by_hand_is_printed_as_it_stands(town):
    operations.settle_days(years=[2026])
    day = ActivityDay.objects.get(nominal_on=date(2026, 12, 25))
    ActivityDay.objects.filter(pk=day.pk).update(on=date(2026, 12, 24), moved_reason="全会")
    assert "已调整到2026年12月24日（星期四），全会" in printed("2026")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"), [(["1999"], "年份要在"), (["2026", "--region", "nowhere"], "没有代码为")]
)
def test_what_cannot_be_printed_is_told(arguments, said):
    with pytest.raises(CommandError, match=said):
        printed(*arguments)
