"""An assessment of a whole province's worth of members: 5,000 are counted, published and corrected in seconds.

POINTS_SUBJECTS=5000 pytest -s tests/reports/points/test_speed.py measures all of them; a run of all tests a few.
"""

import os
from datetime import date
from time import monotonic

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Member
from reports.facts.points import results
from reports.models import MemberMonth, PointsResult
from reports.operations import points
from rooms.models import Posting
from tests import factories as make
from tests.reports.points import scene
from tests.reports.points.test_assessment import YEAR, the_round

pytestmark = pytest.mark.django_db

COUNT = int(os.environ.get("POINTS_SUBJECTS", "200"))
# Seconds for 5,000; what every run shares is not measured by a small number.
SECONDS, SUBJECTS, SHARED = 60, 5000, 3
SCHEME = """
[[scheme]]
code = "x"
name = "履职考核"
subject = "member"
full = 100
minimum = 20
tie_break = ["走访群众"]
""" + "".join(
    f'\n[[scheme.item]]\nname = "{name}"\nmeasure = "{measure}"\npoints = {points}\ncap = 20\n'
    for name, measure, points in (
        ("参加活动", "activities", 2),
        ("走访群众", "visits", 1),
        ("集中学习", "study_sessions", 3),
        ("出席协商会", "attendances", 5),
        ("提交提案", "proposals", 4),
        ("反映社情民意", "information", 2),
    )
)
GRADES = '\n[[scheme.grade]]\nname = "优秀"\ntop_share = 0.1\n\n[[scheme.grade]]\nname = "约谈"\nbottom = 5\n'
PARTS = {
    "activities": "|activity=visit|context=ordinary|",
    "visits": "|context=ordinary|",
    "proposals": "|mode=personal|",
}


def roll(house) -> None:
    """Members in bulk, each with facts of every month."""
    rows = [Member(name=f"委员{at}", level="county", region=house.city, pinyin="w") for at in range(COUNT)]
    members = Member.objects.bulk_create(rows)
    Posting.objects.bulk_create(Posting(member=each, room=house.room, starts_on=make.LONG_AGO) for each in members)
    MemberMonth.objects.bulk_create(
        (
            MemberMonth(member=each, month=date(YEAR, month, 1), measure=measure, part=part, n=1 + (at * month) % 3)
            for at, each in enumerate(members)
            for month in (1, 5, 10)
            for measure, part in PARTS.items()
        ),
        batch_size=5000,
    )


def timed(what: str, act):
    begun = monotonic()
    with CaptureQueriesContext(connection) as queries:
        found = act()
    took = monotonic() - begun
    print(f"{what}: {took:.1f} s, {len(queries)} queries")
    return found, took, len(queries)


def test_many_members_are_assessed_in_time(house):
    scene.follow(SCHEME + GRADES)
    roll(house)
    found, counting, _ = timed("counted", lambda: results(the_round()))
    year, publishing, queries = timed("published", lambda: points.publish(the_round(), by=house.leading_office))
    read, reading, _ = timed("read", lambda: results(the_round()))
    assert len(found) == len(read) == PointsResult.objects.filter(year=year).count() >= COUNT
    assert sum(each.grade == "约谈" for each in read) <= 5
    # However many there are: what is written goes by the thousand.
    assert queries < 70 + COUNT / 20
    assert counting + publishing + reading < SHARED + SECONDS * COUNT / SUBJECTS
