"""The demonstration is what a newcomer sees first: every case of the files plays through the verbs of the pages, and no
register of rooms and members is empty.
"""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members import ledger
from members.enums import MemberLevel, MemberState, PoolKind, RegionKind, RoleCode, UnitKind
from members.models import Contact, Event, Expert, Member, Tag, Unit, User
from proposals.models import PastPublication, PastReport, ReportItem, SpecialReport
from proposals.queries.rates import rates
from reports import facts
from reports.facts import rates as place_rates
from reports.facts.spans import year_span
from reports.management import demo
from reports.management.commands.demo import write
from reports.management.demo import doings, people_records_data, registers_data
from reports.models import Bulletin, Contribution, MediaArticle, WorkbookImport
from rooms.enums import AppointmentState, AssemblyKind, DayAttendance, RequirementState, StaffDutyKind
from rooms.models import (
    Activity,
    ActivityDay,
    Appointment,
    Assembly,
    ChecklistEntry,
    DayAttendee,
    GuidanceContact,
    Hearing,
    LeadingGroup,
    OnDuty,
    Posting,
    Representative,
    Requirement,
    Room,
    RoomBudget,
    RoomDay,
    RoomService,
    RuleVersion,
    StaffDuty,
)

# Playing it once takes minutes on a machine that has other work to do.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

# 000: L8 (ordinary service), L9 (activity days).
# 000: L8–L13, each with its unit; of 110余 篇 the round number.
PUBLISHED = {
    "rooms": (46, "个"),
    "members": (287, "人"),
    "study": (95, "场次"),
    "reception": (113, "人次"),
    "mediation": (21, "件次"),
    "visit": (522, "人次"),
    "information": (88, "条"),
    "suggestion": (96, "条"),
    "deed": (23, "件"),
    "consultation": (51, "场次"),
    "done": (36, "件"),
    "report": (16, "件"),
    "bulletin": (22, "期"),
    "article": (110, "篇"),
}


@pytest.fixture(scope="module", autouse=True)
def played(django_db_setup, django_db_blocker):
    """Written once for all tests of this file, and undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        write()
        facts.catch_up()
        yield
        transaction.set_rollback(True)


def test_every_case_of_the_files_is_played():
    assert Consultation.objects.count() == len(demo.load().cases)


def test_the_city_is_as_large_as_it_publishes():
    """000: 46 rooms, members of three levels, of whom a few belong to no room and say why; 4 + 4 representatives."""
    assert (Room.objects.open().count(), Member.objects.active().count()) == (46, 287)
    assert set(Member.objects.values_list("level", flat=True)) == set(MemberLevel.values)
    assert Posting.objects.on(timezone.localdate()).values("member").distinct().count() == 280
    unposted = Member.objects.active().unposted()
    assert (unposted.count(), unposted.filter(unposted_reason="").count()) == (7, 0)
    kinds = Representative.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == {"mass": 184, "party": 184}
    assert not Room.objects.filter(conveners=None).exists()
    assert not Room.objects.filter(longitude=None).exists()


def test_every_room_and_everybody_came_in_by_excel():
    imported = {row.kind: row for row in WorkbookImport.objects.all()}
    assert {kind: row.outcome["counts"]["new"] for kind, row in imported.items()} == {
        "rooms": 46,
        "members": 287,
        "postings": 280,
        "representatives": 368,
    }
    room = Room.objects.get(unit__name="白杨社区政协委员联络室")
    told = Event.objects.get(object_type="rooms.room", object_id=str(room.pk), verb="rooms.add_room").sentence
    assert told.endswith(f"（Excel 导入第 {imported['rooms'].pk} 号）")
    assert list(ledger.verify(demo.load().organisation.city)) == []


def test_names_of_people_are_invented_once():
    names = list(Member.objects.values_list("name", flat=True)) + list(
        Representative.objects.values_list("name", flat=True)
    )
    assert len(names) == len(set(names))


def test_every_published_figure_comes_out_of_records():
    out = StringIO()
    call_command("figures", region=demo.load().organisation.city, json=True, stdout=out)
    told = json.loads(out.getvalue())
    found = {each["code"]: (each["recorded"], each["unit"]) for each in told["figures"]}
    found |= {each["code"]: (each["n"], each["unit"]) for each in told["stock"]}
    assert {code: found[code] for code in PUBLISHED} == PUBLISHED
    shares = {each["code"]: (each["percent"], each["part"], each["whole"]) for each in told["rates"]}
    of_source = {"instructed": ("100.0", 16, 16), "assigned": ("100.0", 16, 16), "taken_on": ("78.1", 25, 32)}
    assert {code: shares[code] for code in of_source} == of_source


def test_reports_with_their_instructions_and_assignments_are_those_of_the_source():
    told = {each.code: (each.part, each.whole) for each in rates(since=date(timezone.localdate().year, 1, 1))}
    assert told == {"instructed": (16, 16), "assigned": (16, 16), "taken_on": (25, 32), "closed": (22, 32)}
    units = list(Unit.objects.values_list("pk", flat=True))
    of_facts = place_rates.figures(
        place_rates.OF_REPORTS, units, year_span(timezone.localdate().year), timezone.localdate()
    )
    assert {each.rate.code: (each.part_now, each.whole_now) for each in of_facts} == told
    # Nothing of the kind is among the old papers, where it would be counted a second time.
    assert not PastReport.objects.exists()
    assert SpecialReport.objects.filter(state="draft").exists()
    assert ReportItem.objects.filter(matter__isnull=False, report__state="issued").exists()


def test_the_bulletins_and_articles_are_those_of_the_city_old_and_new():
    """000: 22 issues, 110 articles; each is counted where it was written down, and once."""
    kinds = PastPublication.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == {"article": 98, "bulletin": 19}
    assert (Bulletin.objects.issued().count(), MediaArticle.objects.confirmed().count()) == (3, 12)
    assert set(Contribution.objects.values_list("state", flat=True)) == {
        "sent",
        "picked",
        "adopted",
        "returned",
        "declined",
    }


def test_no_figure_is_one_entry_that_says_it_all():
    assert Activity.objects.count() == sum(each.rows for each in doings.load().kind)


def test_counting_anew_gives_the_same_figures():
    assert not any(facts.compare().values())


def text_of(page) -> str:
    return re.sub(r"<[^>]*>", "", page.content.decode())


PAGES = {
    "rooms:assemblies": ("leading_office", "培训会"),
    "rooms:duties": ("leading_office", "联络员"),
    "rooms:rules": ("clerk", "督办方案"),
    "rooms:groups": ("township", "工作领导小组"),
    "rooms:contacts": ("leading_office", "工作指导组"),
    "rooms:hearings": ("leading_office", "领导小组第二次会议"),
    "members:pools": ("clerk", "乡贤"),
    "proposals:reports": ("office", "78.1%"),
    "proposals:instructions": ("auditor", "程立新"),
    "proposals:handlings": ("dispatcher", "申请退办"),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_list_has_something_to_look_at(client, name):
    username, words = PAGES[name]
    client.force_login(User.objects.get(username=username))
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert words in text_of(page)


def test_meetings_of_every_level_were_held_and_attended():
    rows = Assembly.objects.by_level()
    assert {row["region__kind"] for row in rows} == set(RegionKind.values)
    assert {row["kind"] for row in rows} == set(AssemblyKind.values)
    assert all(row["people"] for row in rows)
    townships = Unit.objects.filter(kind=UnitKind.TOWNSHIP)
    assert Assembly.objects.filter(unit__in=townships).values("unit").distinct().count() == townships.count() == 10
    assert Assembly.objects.filter(members__isnull=False, representatives__isnull=False).exists()


def test_every_room_has_its_liaison_and_every_duty_occurs():
    kinds = StaffDuty.objects.order_by().values_list("kind", flat=True)
    assert set(kinds) == set(StaffDutyKind.values)
    liaisons = StaffDuty.objects.filter(kind=StaffDutyKind.LIAISON)
    assert set(liaisons.values_list("unit", flat=True)) == set(Room.objects.values_list("unit", flat=True))


def test_rule_documents_have_dated_versions_with_their_paper():
    today = timezone.localdate()
    standings = [version.standing(today) for version in RuleVersion.objects.select_related("document")]
    assert set(standings) == {"past", "now", "coming"}
    for version in RuleVersion.objects.all():
        (paper,) = version.attachments.standing()
        with paper.file.open("rb") as file:
            assert (paper.media_type, file.read(5)) == ("application/pdf", b"%PDF-")


def test_leading_groups_stand_in_the_city_every_township_and_some_villages():
    levels = LeadingGroup.objects.standing().order_by().values_list("region__kind").annotate(Count("pk"))
    assert dict(levels) == {"city": 1, "township": 10, "village": 3}
    assert not LeadingGroup.objects.exclude(people__post="head").exists()


def test_nine_guidance_groups_have_contacts_and_look_after_every_room():
    groups = Unit.objects.filter(kind=UnitKind.GUIDANCE)
    assert groups.count() == 9
    assert not groups.filter(guidance_areas=None).exists()
    assert GuidanceContact.objects.values("unit").distinct().count() == 9
    assert not Room.objects.filter(guidance=None).exists()


def test_of_what_hearings_asked_for_some_is_done_some_open_some_late():
    today = timezone.localdate()
    assert Hearing.objects.count() == 2
    assert Requirement.objects.filter(state=RequirementState.DONE).exclude(answer="").exists()
    assert Requirement.objects.overdue(today).exists()
    assert Requirement.objects.open().filter(due_on__gt=today).exists()


def test_members_have_what_rules_and_pools_ask_about():
    members = Member.objects.active()
    for name in ("home", "work"):
        assert not members.filter(**{name: None}).exists()
    assert not members.filter(specialities=[]).exists()
    words = {word for row in members for word in row.specialities}
    assert {word for word in words if not word.isalpha()} == set()
    assert not members.filter(party="").exists()
    assert Tag.objects.exclude(words=[]).count() == len(people_records_data.load().tag)
    assert set(Expert.objects.values_list("pool", flat=True)) == set(PoolKind.values)
    contacts = Contact.objects.order_by().values("member").annotate(n=Count("pk")).values_list("n", flat=True)
    assert set(contacts) == {2, 3}


def test_how_members_stand_has_a_history_that_keeps_them_in_office():
    states = set(Member.objects.values_list("state", flat=True))
    assert states == {MemberState.IN_OFFICE, MemberState.ON_LEAVE, MemberState.REMINDED}
    assert Member.objects.annotate(n=Count("standings")).filter(n__gte=3).exists()


def test_representatives_have_terms_and_some_are_nearly_over():
    today = timezone.localdate()
    rows = list(Representative.objects.all())
    assert all(row.term and row.ends_on and not row.is_over(today) for row in rows)
    assert 0 < sum(row.is_expiring(today) for row in rows) < 20


def test_four_rooms_receive_people_on_a_roster_with_duty_and_appointments():
    today = timezone.localdate()
    rosters = people_records_data.load().reception.roster
    ahead = OnDuty.objects.filter(day__on__gt=today)
    assert set(ahead.values_list("day__room__unit__name", flat=True)) == {roster.room for roster in rosters}
    assert set(Appointment.objects.values_list("state", flat=True)) == {
        AppointmentState.BOOKED,
        AppointmentState.CAME,
        AppointmentState.MISSED,
    }


def test_the_next_activity_day_is_planned_and_the_last_ones_were_attended():
    today, rooms = timezone.localdate(), len(people_records_data.load().days.rooms)
    coming = ActivityDay.objects.filter(on__gt=today).order_by("on").first()
    assert RoomDay.objects.filter(day=coming).exclude(plan="").count() == rooms
    noted = DayAttendee.objects.filter(room_day__day__on__lt=today)
    assert set(noted.values_list("attendance", flat=True)) == set(DayAttendance.values)
    assert noted.values("room_day").distinct().count() >= rooms


def test_rooms_have_place_money_services_and_photos_of_their_checklist():
    year = timezone.localdate().year
    assert not Room.objects.filter(latitude=None).exists()
    assert RoomBudget.objects.filter(year=year).count() == Room.objects.count()
    assert RoomService.objects.exists()
    assert Room.objects.filter(demonstration_year=year).exists()
    photos = ChecklistEntry.objects.standing().filter(attachments__kind="photo").distinct()
    assert photos.values("room").distinct().count() == 3


def test_files_name_only_units_and_people_of_the_city():
    organisation, registers, records = demo.load().organisation, registers_data.load(), people_records_data.load()
    units = {each.unit for each in (*registers.assembly, *registers.hearing, *registers.guidance.area)}
    units |= {asked.unit for hearing in registers.hearing for asked in hearing.asked}
    assert units <= organisation.scopes
    assert {each.member for each in records.standing} <= set(organisation.member_by_name)
    assert {*records.contacts.rooms, *records.days.rooms, *records.photos.rooms} <= set(organisation.room_by_code)


def test_accounts_still_belong_to_their_members_and_rooms():
    member = User.objects.get(username=RoleCode.MEMBER).member
    assert [room.name for room in member.rooms_today] == ["白杨社区政协委员联络室"]
    assert User.objects.get(username=RoleCode.REPRESENTATIVE).representations.count() == 1
    convener = User.objects.get(username="convener2")
    assert {role.code for role in convener.current_roles} == {RoleCode.CONVENER, RoleCode.MEMBER}
