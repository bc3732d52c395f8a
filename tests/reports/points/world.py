"""The rows of points for tests that walk every page as everybody."""

from datetime import date

from django.utils import timezone

from reports.models import Commendation, PointsAppeal, PointsMark, PointsYear
from rooms.models import PracticeVersion
from rooms.operations import follow_practice, load_practice
from tests import factories as make
from tests.reports.points.scene import POINTS
from tests.rooms.packs import LIGHT


def records(side, word: str) -> list:
    """The side's street counts points; its member has a mark and an appeal with the side's word in them."""
    region, today = side.room.unit.region, timezone.localdate()
    version = PracticeVersion.objects.filter(code="light").first() or load_practice(LIGHT + POINTS, by=None)
    follow_practice(region, version=version, starts_on=date(2020, 1, 1), by=None)
    year = PointsYear.objects.create(
        region=region, scheme="points", year=today.year, practice=version, begun_by=side.clerk
    )
    member = make.MemberFactory._meta.model.objects.filter(postings__room=side.room).first()
    mark = PointsMark.objects.create(
        year=year, member=member, item="金点子", points=5, on=today, basis=word, given_by=side.township
    )
    appeal = PointsAppeal.objects.create(year=year, member=member, text=word, filed_by=side.clerk, due_on=today)
    # A draft is the office's own, and its words those of the side.
    decision = Commendation.objects.create(
        year=year,
        unit=make.leading_office(),
        grade="先进",
        title=f"{word}的决定",
        recipients="各单位",
        opening=word,
        winners=[{"kind": "member", "key": member.pk, "name": word, "note": "", "place": 1}],
        written_by=side.clerk,
    )
    return [year, mark, appeal, decision]
