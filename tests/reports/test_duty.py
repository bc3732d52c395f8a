"""履职档案: what a member did, out of the records; figures and lines agree; what is not the reader's stays shut."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.enums import Attendance, MeetingState
from consult.models import Meeting, MeetingSeat, Participant, Statement
from members.enums import RoleCode
from members.models import Standing
from proposals import operations as proposals
from reports import facts
from reports.facts import duty
from reports.facts.duty.figures import BEHIND, bounds, measures, totals
from rooms.enums import ActivityKind, DayAttendance, VoiceKind
from rooms.models import Activity, ActivityDay, ActivityPerson, DayAttendee, Goods, RoomDay, Voice
from rooms.operations import assemblies
from tests import factories as make
from tests import register_world

pytestmark = pytest.mark.django_db
WORD = "松烟墨"


def member_of(room, name="邓国梁"):
    """A member with an account, posted to the room."""
    user = make.person(RoleCode.MEMBER, unit=room.unit, name=name)
    return make.posted_member(room, user=user, name=name)


def meet(room, by, member, day: date, *, seat=Attendance.PRESENT, said="主管要换", title="下水管网改造"):
    """A consultation with one meeting on that day and the member on its list."""
    case = make.consultation(room, by=by, title=title)
    at = timezone.make_aware(datetime.combine(day, time(9)))
    type(case).objects.filter(pk=case.pk).update(participants_fixed_at=at, participants_fixed_by=by)
    held = Meeting.objects.create(
        consultation=case,
        number=1,
        mode="bench",
        place="3 栋",
        recorder=by,
        planned_at=at,
        started_at=at,
        ended_at=at,
        state=MeetingState.ENDED,
    )
    person = Participant.objects.create(
        consultation=case, name=member.name, category="member", seat=1, member=member, added_by=by
    )
    MeetingSeat.objects.create(meeting=held, participant=person, attendance=seat, noted_by=by)
    if seat == Attendance.PRESENT and said:
        Statement.objects.create(meeting=held, position=1, participant=person, text=said, said_at=at, created_by=by)
    return case


def act(room, by, member, kind, day: date, **fields):
    made = Activity.objects.create(room=room, kind=kind, on=day, what="现场看了排水口", created_by=by, **fields)
    ActivityPerson.objects.create(activity=made, member=member)
    return made


def file_of(member, user, year=2026, kind=""):
    since, until = bounds(year)
    return [line for line in duty.lines(member, user, since=since, until=until) if duty.fits(line, kind)]


def told(lines):
    return [(line.day, line.name, line.what) for line in lines]


def test_meetings_come_with_how_the_member_attended(house):
    member = member_of(house.room)
    meet(house.room, house.clerk, member, date(2026, 3, 5))
    meet(house.room, house.clerk, member, date(2026, 4, 9), seat=Attendance.LEAVE)
    assert [(line.n, line.what) for line in file_of(member, member.user, kind="meetings")] == [
        (0, "应到协商会，请假：下水管网改造"),
        (1, "出席第 1 次协商会：下水管网改造"),
    ]


def test_a_sitting_that_was_missed_is_told_beside_one_of_the_same_case_that_was_not(house):
    member = member_of(house.room)
    case = meet(house.room, house.clerk, member, date(2026, 3, 5))
    first, person = case.meeting_set.get(), case.participant_set.get()
    later = first.started_at + timedelta(days=4)
    first.pk, first.number = None, 2
    first.planned_at = first.started_at = first.ended_at = later
    first.save(force_insert=True)
    MeetingSeat.objects.create(meeting=first, participant=person, attendance=Attendance.LEAVE, noted_by=house.clerk)
    assert [(line.day, line.n) for line in file_of(member, member.user, kind="meetings")] == [
        (date(2026, 3, 9), 0),
        (date(2026, 3, 5), 1),
    ]


def test_each_year_has_its_own_lines_and_the_whole_time_has_all(house):
    member = member_of(house.room)
    act(house.room, house.clerk, member, ActivityKind.VISIT, date(2025, 12, 31), amount=3)
    act(house.room, house.clerk, member, ActivityKind.RECEPTION, date(2026, 1, 1), amount=2)
    assert told(file_of(member, member.user)) == [(date(2026, 1, 1), "接访", "接访 2 人次")]
    assert len(file_of(member, member.user, 2025)) == 1
    assert len(file_of(member, member.user, None, "activities")) == 2


def test_a_gift_names_money_and_goods(house):
    member = member_of(house.room)
    made = act(house.room, house.clerk, member, ActivityKind.CHARITY, date(2026, 5, 1), money="500.00")
    Goods.objects.create(activity=made, name="校服", amount=20, unit="套", worth="1600")
    act(house.room, house.clerk, member, ActivityKind.TRAINING, date(2026, 5, 2), hours="3.5")
    [training, gift] = file_of(member, member.user)
    assert "500 元，校服 20 套" in gift.note
    assert "3.5 小时" in training.note
    sums = {figure.name: (figure.value, figure.note) for figure in duty.figures(member.pk, 2026)}
    assert sums["公益捐赠"] == ("2100", "其中物品折合 1600 元")
    assert sums["培训时长"][0] == "3.5"


def test_what_was_brought_in_and_activity_days_are_lines(house):
    member = member_of(house.room)
    made = act(house.room, house.clerk, member, ActivityKind.VISIT, date(2026, 2, 27))
    Voice.objects.create(
        activity=made, kind=VoiceKind.SUGGESTION, text="路灯改成声控", member=member, became="已转街道"
    )
    Voice.objects.create(
        activity=made, kind=VoiceKind.INFORMATION, text="划去的一条", member=member, removed_at=timezone.now()
    )
    day = ActivityDay.objects.create(
        region=house.city, name="双月活动日", nominal_on=date(2026, 2, 27), on=date(2026, 2, 27)
    )
    held = RoomDay.objects.create(day=day, room=house.room)
    DayAttendee.objects.create(room_day=held, member=member, attendance=DayAttendance.PRESENT)
    found = {line.name: (line.what, line.note) for line in file_of(member, member.user)}
    assert found["意见建议"] == ("路灯改成声控", "后来：已转街道")
    assert found["活动日"][0] == "双月活动日到场"
    assert "社情民意信息" not in found


def test_a_topic_tells_what_became_of_it(house):
    member = member_of(house.room)
    make.consultation(house.room, by=member.user)
    [line] = file_of(member, member.user, timezone.localdate().year, "topics")
    assert line.what == "水泥厂宿舍小区下水管网改造"
    assert "进行中，确定议题" in line.note


def busy(house):
    """A member with something of every measure, in several months and rooms."""
    member = member_of(house.room)
    for month in (2, 3, 11):
        meet(house.room, house.clerk, member, date(2026, month, 7))
        meet(house.other_room, house.other_clerk, member, date(2026, month, 9), seat=Attendance.LEAVE)
        act(house.room, house.clerk, member, ActivityKind.VISIT, date(2026, month, 8), amount=2)
        act(house.room, house.clerk, member, ActivityKind.RECEPTION, date(2026, month, 8), amount=1)
        made = act(house.room, house.clerk, member, ActivityKind.DEED, date(2026, month, 9), amount=1)
        Voice.objects.create(activity=made, kind=VoiceKind.INFORMATION, text="反映井盖缺失", member=member)
    return member


def test_figures_and_lines_agree(house):
    member = busy(house)
    facts.rebuild()
    found = totals([member.pk], 2026)[member.pk]
    lines = file_of(member, member.user)
    for measure in measures():
        if measure == "invitations":
            assert found[measure] == len([line for line in lines if line.kind == "meetings"])
        elif measure in BEHIND:
            behind = [line for line in lines if duty.fits(line, BEHIND[measure])]
            # Of all kinds together each activity counts once; of one kind in its own unit.
            counted = len(behind) if measure == "activities" else sum(line.n for line in behind)
            assert found.get(measure, 0) == counted, measure


def test_another_rooms_words_do_not_appear(house):
    """The member took part elsewhere too; the clerk of the own room learns that, and no word of that room."""
    member = member_of(house.room)
    meet(house.other_room, house.other_clerk, member, date(2026, 3, 5), said=WORD, title=WORD)
    made = act(house.other_room, house.other_clerk, member, ActivityKind.VISIT, date(2026, 3, 6), place=WORD)
    Activity.objects.filter(pk=made.pk).update(what=WORD)
    Voice.objects.create(activity=made, kind=VoiceKind.INFORMATION, text=WORD, member=member)
    for reader in (house.clerk, member.user):
        lines = file_of(member, reader)
        assert len(lines) == 5
        assert [line for line in lines if line.url or not line.is_hidden] == []
        assert WORD not in str(lines)
    assert WORD in str(file_of(member, house.leading_office))


def test_who_said_what_is_told_only_where_the_record_may_be_read(house):
    member = member_of(house.room)
    meet(house.room, house.clerk, member, date(2026, 3, 5), said=WORD)
    for reader, reads in ((member.user, True), (house.clerk, True), (house.leading_office, False)):
        [line] = file_of(member, reader, kind="statements")
        assert (WORD in line.note, bool(line.url)) == (reads, True)


def test_a_confidential_activity_keeps_its_text_in_the_room(house):
    member = member_of(house.room)
    made = act(house.room, house.clerk, member, ActivityKind.RECEPTION, date(2026, 3, 6), is_confidential=True)
    Activity.objects.filter(pk=made.pk).update(what=WORD)
    [line] = file_of(member, house.leading_office)
    assert (line.what, line.url, line.note) == ("接访 1 人次", "", "")


def test_more_records_ask_no_more_queries(house):
    member = busy(house)

    def count():
        reader = type(house.leading_office).objects.get(pk=house.leading_office.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            file_of(member, reader)
        return len(queries)

    # What is remembered between two readings is not read again.
    count()
    before = count()
    for day in range(1, 9):
        meet(house.room, house.clerk, member, date(2026, 6, day))
        act(house.room, house.clerk, member, ActivityKind.VISIT, date(2026, 6, day))
    assert count() == before
    assert before <= 24


def test_a_change_of_standing_is_told_to_those_who_may_know(house):
    member = member_of(house.room)
    Standing.objects.create(
        member=member,
        was="in_office",
        became="on_leave",
        starts_on=date(2026, 5, 1),
        reason="外出学习",
        entered_by=house.leading_office,
    )
    for reader, n in ((house.leading_office, 1), (member.user, 1), (house.clerk, 0)):
        found = file_of(member, type(reader).objects.get(pk=reader.pk), kind="standing")
        assert len(found) == n


def test_assemblies_whose_register_names_the_member_are_lines(house):
    member = member_of(house.room)
    kept = register_world.assembly(house, held_on=date(2026, 2, 27), members=[member])
    gone = register_world.assembly(house, held_on=date(2026, 3, 2), members=[member], theme="重复登记")
    assemblies.remove_assembly(gone, by=house.clerk, reason="登记重了")
    line, *others = file_of(member, house.clerk, kind="assemblies")
    assert (line.day, line.what, line.note, line.url) == (
        date(2026, 2, 27),
        "参加动员会：动员部署",
        "社区党总支",
        kept.get_absolute_url(),
    )
    assert others == []


def test_an_assembly_of_elsewhere_is_told_without_a_way_to_its_record(house):
    member = member_of(house.room)
    register_world.assembly(house, held_on=date(2026, 2, 27), members=[member])
    assert [line.url for line in file_of(member, house.other_clerk, kind="assemblies")] == [""]


def test_what_was_put_before_the_office_stands_on_its_day_as_long_as_it_lies_there(house):
    member, today = member_of(house.room), timezone.localdate()
    make.office()
    written = {"kind": "proposal", "title": WORD, "situation": "充电车位不足", "advice": "统一增设", "member": member}
    row = proposals.draft(house.room, by=member.user, **written)
    assert file_of(member, member.user, today.year, "proposals") == []
    row = proposals.submit(row, by=member.user)
    assert told(file_of(member, member.user, today.year, "proposals")) == [
        (today, "提案和社情民意", f"提交提案：{WORD}")
    ]
    # A body that sees the member and not the proposal is told that there was one.
    shown = file_of(member, house.township, today.year, "proposals")
    assert [(line.what, line.is_hidden, line.url) for line in shown] == [("提交提案", True, "")]
    proposals.send_back(row, by=house.office, verdict="请补充")
    assert file_of(member, member.user, today.year, "proposals") == []
