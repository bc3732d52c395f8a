"""Assemblies, duties of staff, rule documents: what their verbs write and what they refuse."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members.models import Event, Job, Notice
from members.operations import take_file_away
from members.workflow import Refused, Stale
from rooms import tasks
from rooms.models import Assembly, RuleDocument, StaffDuty
from rooms.operations import assemblies, duties, rules
from tests import factories as make
from tests import register_world as registers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def last_act() -> Event:
    return Event.objects.order_by("-pk").first()


# ── assemblies ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_assembly_keeps_who_was_meant_to_come_who_came_and_the_sign_in_sheet(house):
    member = make.posted_member(house.room, name="沈雅琴")
    sheet = registers.uploaded(house.clerk, name="签到表.pdf", kind="scan")
    made = registers.assembly(
        house, party_wanted=40, party_came=36, members=[member], sheet=[sheet.pk], representatives=[], users=[]
    )
    assert made.counts == [("党员干部", 40, 36), ("群众代表", 0, 12)]
    assert list(made.members.all()) == [member]
    assert [file.name for file in made.attachments.all()] == ["签到表.pdf"]
    assert "沈雅琴" not in last_act().sentence


def test_more_people_than_were_meant_to_come_are_a_slip_of_the_pen(house):
    with pytest.raises(Refused, match="多于应到 20 人"):
        registers.assembly(house, party_wanted=20, party_came=200)


def test_an_assembly_that_nobody_came_to_is_not_written_down(house):
    with pytest.raises(Refused, match="请填写实到人数"):
        registers.assembly(house, party_came=0, mass_came=None)


def test_a_room_writes_down_only_what_was_held_in_its_own_place(house):
    with pytest.raises(Refused, match="范围内的会议"):
        registers.assembly(house, region=house.city)


def test_the_names_of_an_assembly_change_in_the_erasable_texts_of_the_ledger(house):
    member = make.posted_member(house.room, name="沈雅琴")
    made = registers.assembly(house)
    values = {name: getattr(made, name) for name in ("kind", "held_on", "place", "organiser", "theme", "party_came")}
    assemblies.edit_assembly(made, by=house.clerk, region=made.region, version=1, members=[member], **values)
    texts = {text.field: text.new for text in last_act().revisions.all()}
    assert texts["members"] == "沈雅琴"
    assert "沈雅琴" not in last_act().sentence


def test_who_saves_an_assembly_that_was_saved_in_between_sees_both_texts(house):
    made = registers.assembly(house)
    Assembly.objects.filter(pk=made.pk).update(version=2)
    with pytest.raises(Stale):
        assemblies.edit_assembly(made, by=house.clerk, region=made.region, version=1, theme="另一个", party_came=1)


def test_an_assembly_that_was_taken_out_counts_no_more_and_stays_in_the_record(house):
    made = registers.assembly(house)
    assert [(row["kind"], row["count"], row["people"]) for row in Assembly.objects.by_level()] == [
        ("mobilisation", 1, 42)
    ]
    assemblies.remove_assembly(made, by=house.clerk, reason="重复登记")
    assert list(Assembly.objects.by_level()) == []
    assert Assembly.objects.get().removed_by == house.clerk
    with pytest.raises(Refused, match="已经删除"):
        assemblies.remove_assembly(made, by=house.clerk, reason="再删一次")


def test_a_file_of_a_register_is_taken_away_by_who_keeps_it(house):
    made = registers.assembly(house, photos=[registers.uploaded(house.clerk, name="会场.jpg", kind="photo").pk])
    file = made.attachments.get()
    assert house.clerk.has_perm("members.take_file_away", file)
    assert not house.other_clerk.has_perm("members.take_file_away", file)
    take_file_away(file, by=house.clerk, reason="拍到了居民")
    file.refresh_from_db()
    assert file.removed_at is not None
    assert last_act().unit_id == house.room.unit_id


# ── duties of staff ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_liaison_takes_up_the_duty_and_lays_it_down_with_a_reason(house):
    today = timezone.localdate()
    duty = registers.duty(house, tasks="每周到室一次")
    duties.end_duty(duty, by=house.clerk, last_on=today, reason="调走")
    duty.refresh_from_db()
    assert duty.ends_on == today
    assert "胡长庚" not in last_act().sentence


def test_nobody_has_the_same_duty_twice_in_one_room(house):
    registers.duty(house)
    with pytest.raises(Refused, match="现在就是这里的联络员"):
        registers.duty(house)
    registers.duty(house, kind="publicist")
    assert StaffDuty.objects.count() == 2


def test_a_duty_does_not_end_before_it_began(house):
    with pytest.raises(Refused, match="不能早于开始日期"):
        duties.end_duty(registers.duty(house), by=house.clerk, last_on=make.LONG_AGO - timedelta(days=1))


def test_a_duty_that_is_over_does_not_begin_after_its_end(house):
    duty = registers.duty(house)
    today = timezone.localdate()
    duties.end_duty(duty, by=house.clerk, last_on=today - timedelta(days=2))
    with pytest.raises(Refused, match="不能晚于最后一天"):
        duties.edit_duty(duty, by=house.clerk, version=duty.version, starts_on=today)


# ── rule documents ───────────────────────────────────────────────────────────────────────────────────────────────────


def published(house, **fields) -> RuleDocument:
    return registers.rule(house.leading_office, **fields)


def next_version(document, house, **fields):
    today = timezone.localdate()
    values = {
        "issuer": "领导小组办公室",
        "issued_on": today,
        "effective_on": today,
        "files": [registers.uploaded(house.leading_office).pk],
    }
    return rules.publish_version(document, by=house.leading_office, **{**values, **fields})


def test_the_next_version_replaces_the_one_before_on_its_day_and_both_stay_readable(house):
    document = published(house)
    tomorrow = timezone.localdate() + timedelta(days=1)
    next_version(document, house, effective_on=tomorrow)
    first, second = document.versions.order_by("number")
    assert (first.replaced_on, second.replaced_on) == (tomorrow, None)
    assert (first.standing(timezone.localdate()), second.standing(timezone.localdate())) == ("now", "coming")
    assert (first.standing(tomorrow), second.standing(tomorrow)) == ("past", "now")
    assert all(version.attachments.exists() for version in (first, second))


def test_rooms_are_told_on_the_day_from_which_a_version_counts(house):
    start = timezone.localtime()
    document = published(house)
    effective_on = start.date() + timedelta(days=3)
    version = next_version(document, house, effective_on=effective_on)
    job = Job.objects.get(key=f"rule:{version.pk}")
    assert timezone.localdate(job.due_at) == effective_on
    with time_machine.travel(job.due_at + timedelta(minutes=1), tick=False):
        tasks.rule_in_effect(job.pk)
    told = set(Notice.objects.filter(sentence__contains="第 2 版施行").values_list("user__name", flat=True))
    assert {"周敏", "罗建平", "陈立新"} <= told
    assert "曹伟" not in told


def test_nobody_is_told_of_a_version_that_was_withdrawn_meanwhile(house):
    document = published(house)
    version = next_version(document, house)
    rules.withdraw_version(version, by=house.leading_office, reason="传错文件")
    assert rules.tell_in_effect(version.pk) == 0
    first = document.versions.get(number=1)
    assert (first.replaced_on, first.standing(timezone.localdate())) == (None, "now")


def test_a_number_is_not_given_twice_although_a_version_was_withdrawn(house):
    document = published(house)
    rules.withdraw_version(next_version(document, house), by=house.leading_office, reason="传错文件")
    assert next_version(document, house).number == 3


def test_the_only_version_is_not_withdrawn(house):
    with pytest.raises(Refused, match="唯一的一版"):
        rules.withdraw_version(published(house).versions.get(), by=house.leading_office, reason="误发")


def test_a_version_needs_its_text_and_a_day_of_its_own(house):
    document = published(house)
    with pytest.raises(Refused, match="请上传文件正文"):
        next_version(document, house, files=[])
    with pytest.raises(Refused, match="也从这一天施行"):
        next_version(document, house, effective_on=make.LONG_AGO, issued_on=make.LONG_AGO)
    with pytest.raises(Refused, match="不能早于印发日期"):
        next_version(document, house, effective_on=make.LONG_AGO)


def test_a_document_that_was_ended_takes_no_version_and_stays_readable(house):
    document = published(house)
    yesterday = timezone.localdate() - timedelta(days=1)
    rules.end_document(document, by=house.leading_office, version=1, last_on=yesterday, reason="机构改革")
    document.refresh_from_db()
    with pytest.raises(Refused, match="已经废止"):
        next_version(document, house)
    assert document.versions.get().standing(timezone.localdate()) == "past"
    assert RuleDocument.objects.visible_to(house.clerk).filter(pk=document.pk).exists()


def test_one_title_stands_once_in_the_library_of_a_place(house):
    published(house)
    with pytest.raises(Refused, match="发布新版本"):
        published(house)


def test_the_files_of_a_version_stay_as_they_were_issued(house):
    file = published(house).versions.get().attachments.get()
    with pytest.raises(Refused, match="不能单独移除"):
        take_file_away(file, by=house.leading_office, reason="想换")
