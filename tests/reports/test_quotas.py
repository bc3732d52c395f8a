"""次数要求: the figure, what is missing and until when, for every kind of subject."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.enums import Attendance, MeetingState
from consult.models import Meeting, MeetingSeat, Participant, Topic
from consult.steps import topic
from members.enums import RoleCode
from reports import facts
from reports.facts import drill, overview, periods, quotas, subjects
from rooms.operations import follow_practice, load_practice
from rooms.practice.quotas import Quota
from tests import factories as make
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def follow(text: str) -> None:
    """Let the whole city follow a light pack with these rules."""
    version = load_practice(LIGHT + text, by=None)
    follow_practice(make.city(), version=version, starts_on=date(2020, 1, 1), by=None)


def rule(**keys) -> str:
    usual = {
        "name": '"要求"',
        "subject": '"room"',
        "measure": '"meetings"',
        "period": '"month"',
        "min": "1",
        "severity": '"warn"',
    }
    keys = {key: value for key, value in (usual | keys).items() if value is not None}
    return "[[quota]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


def meet(room, by, day: date, *, mode="bench", member=None, came=True):
    """A consultation whose one meeting was on that day; the steps before it are taken as done."""
    case = make.consultation(room, by=by)
    at = timezone.make_aware(datetime.combine(day, time(9)))
    times = {"planned_at": at, "started_at": at, "ended_at": at, "state": MeetingState.ENDED}
    held = Meeting.objects.create(consultation=case, number=1, mode=mode, place="3 栋", recorder=by, **times)
    if member:
        person = Participant.objects.create(
            consultation=case, name=member.name, category="member", seat=1, member=member, added_by=by
        )
        seat = Attendance.PRESENT if came else Attendance.LEAVE
        MeetingSeat.objects.create(meeting=held, participant=person, attendance=seat, noted_by=by)
    return case


def state_of(room, *, on=None):
    [found] = quotas.states(subjects.of_room(room), today=TODAY, on=on)
    return found


PERIODS = {
    "month": (date(2026, 11, 1), date(2026, 11, 30)),
    "two_months": (date(2026, 11, 1), date(2026, 12, 31)),
    "quarter": (date(2026, 10, 1), date(2026, 12, 31)),
    "half_year": (date(2026, 7, 1), date(2026, 12, 31)),
    "year": (date(2026, 1, 1), date(2026, 12, 31)),
    "term": (date(2021, 12, 1), date(2026, 11, 30)),
    "days": (date(2026, 11, 17), date(2026, 11, 26)),
}


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_has_a_first_and_a_last_day(period):
    quota = Quota(1, "要求", "room", "meetings", period, "warn", days=10)
    assert periods.bounds(quota, TODAY, term_starts_on="2021-12-01") == PERIODS[period]


def test_after_five_years_the_next_term_begins():
    quota = Quota(1, "要求", "room", "meetings", "term", "warn")
    assert periods.bounds(quota, TODAY, term_starts_on="2020-02-29") == (date(2025, 3, 1), date(2030, 2, 28))


def test_what_is_missing_is_told_with_its_last_day(house):
    follow(rule(min="3"))
    meet(house.room, house.clerk, date(2026, 11, 3))
    meet(house.room, house.clerk, date(2026, 10, 30))
    state = state_of(house.room)
    assert (state.figure, state.status, state.sentence) == (
        1,
        "open",
        "还差 2 次，2026年11月30日以前完成，还剩 5 天",
    )


def test_a_period_that_is_over_is_unmet(house):
    follow(rule())
    state = state_of(house.room, on=date(2026, 10, 5))
    assert (state.status, state.sentence) == ("unmet", "到2026年10月31日差 1 次")


def test_more_than_allowed_is_unmet_at_once(house):
    follow(rule(min=None, max="1"))
    for day in (2, 3):
        meet(house.room, house.clerk, date(2026, 11, day))
    assert (state_of(house.room).status, state_of(house.room).sentence) == ("unmet", "超出 1 次")


def test_only_what_the_filter_names_counts(house):
    follow(rule(where='{ form = "bench" }'))
    meet(house.room, house.clerk, date(2026, 11, 2), mode="online")
    assert state_of(house.room).figure == 0
    meet(house.room, house.clerk, date(2026, 11, 3))
    assert state_of(house.room).figure == 1


SILENT = rule(name='"沉寂联络室"', measure='"consultations"', period='"days"', days="90", severity='"alarm"')


def test_a_room_falls_silent_on_the_day_on_which_its_last_consultation_is_too_old(house):
    follow(SILENT)
    meet(house.room, house.clerk, TODAY - timedelta(days=89))
    state = state_of(house.room)
    assert (state.status, state.lapses_on) == ("met", TODAY + timedelta(days=1))
    assert state.sentence == "如果没有新的记录，2026年11月27日起不再符合要求"
    state = state_of(house.other_room)
    assert (state.status, state.tone, state.sentence) == ("unmet", "late", "还差 1 场次")


# The window begins on 29 August; of September and October the facts know the whole.
@pytest.mark.parametrize(
    ("on", "is_silent", "reads_records"),
    [
        (date(2026, 8, 28), True, True),
        (date(2026, 8, 29), False, True),
        (date(2026, 9, 15), False, False),
        (date(2026, 10, 31), False, False),
        (date(2026, 11, 20), False, True),
    ],
)
def test_records_are_read_of_rooms_alone_that_did_too_little_in_whole_months(house, on, is_silent, reads_records):
    follow(SILENT)
    meet(house.room, house.clerk, on)
    facts.rebuild()
    room = [subjects.of_room(house.room)]
    with CaptureQueriesContext(connection) as asked:
        found, has_rule = quotas.unmet(room, today=TODAY, only=None)
    assert ([state.status for state in found], has_rule) == (["unmet"] * is_silent, True)
    assert any('"consult_meeting"' in each["sql"] for each in asked.captured_queries) == reads_records
    assert found == [state for state in quotas.states_of(room, today=TODAY) if state.status == "unmet"]


def test_a_room_that_opened_a_moment_ago_is_not_silent(house):
    follow(SILENT)
    house.room.opened_on = TODAY - timedelta(days=10)
    assert (state_of(house.room).status, state_of(house.room).sentence) == ("early", "开始未满 90 天，暂不要求")


def test_a_member_who_did_not_come_is_told_by_the_share_of_meetings(house):
    follow(
        rule(
            subject='"member"',
            measure='"attendances"',
            period='"year"',
            min=None,
            ratio="0.5",
            ratio_of='"invitations"',
        )
    )
    member = make.posted_member(house.room)
    for month, came in ((1, True), (2, False), (3, False), (4, False)):
        meet(house.room, house.clerk, date(2026, month, 5), member=member, came=came)
    [state] = quotas.states(subjects.of_member(member, member.postings.all()), today=TODAY)
    assert (state.figure, state.whole, state.needed, state.missing) == (1, 4, 2, 1)


def test_where_there_is_nothing_to_compare_with_nothing_is_missing(house):
    follow(rule(min=None, ratio="1", ratio_of='"consultations"'))
    state = state_of(house.room)
    assert (state.status, state.needed, state.sentence) == ("none", 0, "这段时间没有协商场次可比")


def test_a_rule_for_other_kinds_of_rooms_or_levels_is_not_asked(house):
    follow(rule(when='{ room_kind = ["studio"] }') + rule(name='"停用"', severity='"off"'))
    assert quotas.states(subjects.of_room(house.room), today=TODAY) == []


def test_a_rule_for_one_kind_of_members_asks_nobody_else(house):
    told = {"subject": '"member"', "measure": '"attendances"', "min": "1"}
    follow(rule(**told, when='{ member_kind = "leader" }'))
    leader = make.posted_member(house.room, kind="leader")
    others = [make.posted_member(house.room, kind=kind) for kind in ("ordinary", "")]
    asked = [quotas.states(subjects.of_member(each, each.postings.all()), today=TODAY) for each in (leader, *others)]
    assert [len(states) for states in asked] == [1, 0, 0]


def test_a_member_follows_the_practice_of_the_room_to_which_the_member_is_posted(house):
    follow(rule(subject='"member"', measure='"attendances"', min="1"))
    member = make.posted_member(house.room)
    own = load_practice(
        LIGHT.replace("light", "own") + rule(subject='"member"', measure='"attendances"', min="7"), by=None
    )
    follow_practice(house.room.unit.region, version=own, starts_on=date(2020, 1, 1), by=None)
    [state] = quotas.states(subjects.of_member(member, member.postings.all()), today=TODAY)
    assert state.needed == 7


EVERY_SUBJECT = {
    "room": ("meetings", 2),
    "convener": ("meetings", 2),
    "township": ("meetings", 2),
    "city": ("meetings", 3),
    "member": ("attendances", 2),
    "sector": ("attendances", 3),
    "committee": ("attendances", 3),
    "unit": ("attendances", 0),
}


@pytest.mark.parametrize("kind", EVERY_SUBJECT)
def test_lists_and_pages_count_the_same_for_every_subject(house, kind):
    measure, figure = EVERY_SUBJECT[kind]
    follow(rule(subject=f'"{kind}"', measure=f'"{measure}"', period='"year"'))
    own, other = (
        make.posted_member(room, sector="工商联", committee="提案委") for room in (house.room, house.other_room)
    )
    for month in (1, 2):
        meet(house.room, house.clerk, date(2026, month, 5), member=own)
    meet(house.other_room, house.other_clerk, date(2026, 3, 5), member=other)
    facts.rebuild()
    found = subjects.seen(house.leading_office, kind)
    listed = {state.subject.pk: state.figure for state in quotas.states_of(found, today=TODAY)}
    paged = {each.pk: quotas.states(each, today=TODAY)[0].figure for each in found}
    assert (listed, max(listed.values())) == (paged, figure)


def test_what_a_room_did_before_it_was_closed_stays_in_the_sums(house):
    follow(rule(subject='"city"', period='"year"'))
    meet(house.room, house.clerk, date(2026, 2, 3))
    house.room.unit.is_active = False
    house.room.unit.save(update_fields=["is_active"])
    [city] = subjects.seen(house.leading_office, "city")
    assert (quotas.states(city, today=TODAY)[0].figure, city.note) == (1, "1 个联络室")
    assert [each.pk for each in subjects.seen(house.leading_office, "room")] == [house.other_room.pk]


def test_a_figure_has_as_many_records_as_it_says(house):
    follow(rule(period='"year"'))
    for day in (1, 2):
        meet(house.room, house.clerk, date(2026, 11, day))
    state = state_of(house.room)
    [(_, rows)] = quotas.records(state.quota, state.subject, state.since, state.until)
    assert (state.figure, [row.fact_day.day for row in rows.order_by("-fact_day")]) == (2, [2, 1])


def test_a_period_that_was_over_before_there_was_a_room_is_not_held_against_it(house):
    follow(rule())
    house.room.opened_on = date(2026, 11, 1)
    state = state_of(house.room, on=date(2026, 10, 31))
    assert (state.status, state.sentence) == ("early", "2026年11月1日才开始，这段时间不要求")
    house.room.opened_on = date(2026, 10, 31)
    assert state_of(house.room, on=date(2026, 10, 31)).status == "unmet"
    meet(house.room, house.clerk, date(2026, 9, 3))
    assert state_of(house.room, on=date(2026, 9, 30)).status == "met"


def test_a_member_is_one_before_the_posting(house):
    follow(rule(subject='"member"', measure='"topics"'))
    member = make.posted_member(house.room)
    member.postings.update(starts_on=date(2026, 11, 2))
    [state] = quotas.states(
        subjects.member_subject(house.leading_office, pk=member.pk), today=TODAY, on=date(2026, 9, 1)
    )
    assert state.status == "unmet"


def test_a_question_that_several_rooms_took_up_was_brought_up_once(house):
    follow(rule(subject='"member"', measure='"topics"', period='"year"'))
    member = make.posted_member(house.room, user=house.convener)
    case = make.consultation(house.room, by=house.clerk)
    Topic.objects.filter(pk=case.topic_id).update(proposed_by=house.convener)
    topic.take_up(case.topic, room=house.other_room, by=house.clerk)
    subject = subjects.member_subject(house.leading_office, pk=member.pk)
    [state] = quotas.states(subject, today=timezone.localdate())
    [part] = drill.parts_of(state)
    lines = part.newest(house.leading_office)
    assert (state.figure, [(line.n, line.found) for line in lines.rows]) == (1, [(1, case)])
    assert not any(facts.compare().values())


@pytest.mark.parametrize(("on", "figure"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 2), (date(2026, 3, 31), 2)])
def test_a_month_ends_at_midnight_of_the_place(house, on, figure):
    follow(rule())
    edges = ["2026-02-28 23:59:59", "2026-03-01 00:00:00", "2026-03-31 23:59:59", "2026-04-01 00:00:00"]
    for edge in edges:
        at = timezone.make_aware(datetime.fromisoformat(edge))
        Meeting.objects.filter(consultation=meet(house.room, house.clerk, at.date())).update(started_at=at, ended_at=at)
    facts.rebuild()
    [listed] = quotas.states_of([subjects.of_room(house.room)], today=TODAY, on=on)
    assert (listed.figure, state_of(house.room, on=on).figure) == (figure, figure)


def test_the_list_asks_the_same_for_two_rooms_and_for_four(house):
    follow(SILENT + rule(period='"year"'))

    def cost() -> int:
        found = subjects.seen(house.leading_office, "room")
        with CaptureQueriesContext(connection) as captured:
            quotas.states_of(found, today=TODAY)
        return len(captured)

    cost()
    first = cost()
    make.RoomFactory(), make.RoomFactory()
    assert cost() == first


def test_the_list_of_silent_rooms_is_an_address(house):
    follow(SILENT)
    want = overview.asked({"kind": "room", "rule": "沉寂联络室", "status": "unmet", "severity": "alarm"})
    states = overview.chosen(overview.all_states(house.leading_office, want), want)
    assert {state.subject.pk for state in states} == {house.room.pk, house.other_room.pk}
    [told] = overview.rules(states)
    assert [n for _, n in told.figures] == [2, 0, 0, 2]


def test_an_address_that_makes_no_sense_asks_for_the_usual():
    asked = overview.asked({"kind": "moon", "status": "?", "severity": "x", "on": "2999-01-01"})
    assert asked == overview.Asked()
    assert (overview.day_of("x"), overview.day_of("2026-01-31")) == (None, date(2026, 1, 31))


def test_clerks_and_townships_are_shown_their_own_rooms_and_members(house):
    member = make.posted_member(house.room)
    make.posted_member(house.other_room)
    for person in (house.clerk, house.township):
        assert [each.pk for each in subjects.seen(person, "room")] == [house.room.pk]
        assert [each.pk for each in subjects.seen(person, "member")] == [member.pk]
    assert subjects.seen(house.member, "member") == []
    member.user = house.member
    member.save(update_fields=["user"])
    assert [each.pk for each in subjects.seen(house.member, "member")] == [member.pk]
    assert subjects.seen(make.person(RoleCode.ADMIN, region=house.city), "room") == []
