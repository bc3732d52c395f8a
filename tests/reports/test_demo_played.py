"""The demonstration is what a newcomer sees first: every case of the files plays through the verbs of the pages."""

import pytest
from django.db import transaction
from django.utils import timezone

from consult.models import Consultation
from members.models import Region
from reports import facts
from reports.facts import published
from reports.management import demo
from reports.management.commands.demo import write
from reports.management.demo import doings
from rooms.models import Activity, Room

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


def test_the_published_figures_of_rooms_come_out_of_records():
    city = Region.objects.get(code=demo.load().organisation.city)
    place = published.place_of_region(city, Room.objects.select_related("unit__region"))
    figures = published.figures(place, timezone.localdate().year)
    assert {code: (figures[code].recorded, figures[code].published.unit) for code in PUBLISHED} == PUBLISHED


def test_no_figure_is_one_entry_that_says_it_all():
    assert Activity.objects.count() == sum(each.rows for each in doings.load().kind)


def test_counting_anew_gives_the_same_figures():
    assert not any(facts.compare().values())
