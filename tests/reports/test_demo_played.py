"""The demonstration is what a newcomer sees first: every case of the files plays through the verbs of the pages."""

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from consult.models import Consultation
from members import ledger
from members.enums import MemberLevel
from members.models import Event, Member, Region
from proposals.models import PastHandling, PastPublication, PastReport
from reports import facts
from reports.facts import published
from reports.management import demo
from reports.management.commands.demo import write
from reports.management.demo import doings
from reports.models import WorkbookImport
from rooms.models import Activity, Posting, Representative, Room

pytestmark = pytest.mark.django_db

# 000: L8 (ordinary service), L9 (activity days).
PUBLISHED = {
    "study": (95, "场次"),
    "reception": (113, "人次"),
    "mediation": (21, "件次"),
    "visit": (522, "人次"),
    "information": (88, "条"),
    "suggestion": (96, "条"),
    "deed": (23, "件"),
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


def test_the_published_figures_of_rooms_come_out_of_records():
    figures = published.figures(published.place_of_region(*_city()), timezone.localdate().year)
    assert {code: (figures[code].recorded, figures[code].published.unit) for code in PUBLISHED} == PUBLISHED


def test_with_what_was_on_paper_the_city_has_held_and_done_what_it_publishes():
    figures = published.figures(published.place_of_region(*_city()), timezone.localdate().year)
    assert (figures["consultation"].recorded, figures["done"].recorded) == (51, 36)


def test_reports_with_their_instructions_and_assignments_are_those_of_the_source():
    assert PastReport.objects.count() == 16
    assert PastReport.objects.filter(instructions__is_viewed_only=False).distinct().count() == 16
    handlings = PastHandling.objects.all()
    assert (handlings.count(), handlings.filter(accepted_on__isnull=False).count()) == (32, 25)
    kinds = PastPublication.objects.order_by("kind").values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == {"article": 110, "bulletin": 22}


def _city():
    city = Region.objects.get(code=demo.load().organisation.city)
    return city, Room.objects.select_related("unit__region")


def test_no_figure_is_one_entry_that_says_it_all():
    assert Activity.objects.count() == sum(each.rows for each in doings.load().kind)


def test_counting_anew_gives_the_same_figures():
    assert not any(facts.compare().values())
