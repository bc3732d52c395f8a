"""Facts: how much of each measure falls into a month. Counted by reports.facts alone, never typed; pages read them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from consult.models import Consultation, PastConsultation
from members.models import Member, Region, Unit
from proposals.models import PastPublication, Proposal, SpecialReport
from reports.models.article import MediaArticle
from reports.models.bulletin import Bulletin
from reports.models.contribution import Contribution
from reports.models.inspection import Inspection
from rooms.models import Activity, Room


class Month(models.Model):
    """One measure of one subject in one month. `part` says of what: |form=bench|; empty without filters."""

    month = models.DateField()
    measure = models.CharField(max_length=40)
    part = models.CharField(max_length=200)
    n = models.BigIntegerField()

    class Meta:
        abstract = True


class RoomMonth(Month):
    """A consultation counts once, for the room that leads."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        # A dashboard adds up thousands of rows of a few measures: out of the index alone, in its order.
        constraints = [
            models.UniqueConstraint(fields=["room", "measure", "month", "part"], include=["n"], name="room_month_once")
        ]


class MemberMonth(Month):
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "measure", "month", "part"], name="member_month_once")]


class UnitMonth(Month):
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "measure", "month", "part"], name="unit_month_once")]


class RegionMonth(Month):
    """What its rooms came to while they lay in a township or a city: sums of RoomMonth by the stays of the rooms."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        # As those of rooms.
        constraints = [
            models.UniqueConstraint(
                fields=["region", "measure", "month", "part"], include=["n"], name="region_month_once"
            )
        ]


class RoomStay(models.Model):
    """The months in which the facts count a room for a township or a city: from and until the first day of one."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, related_name="+", db_index=False)
    # Nothing is ever.
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        # Which rooms the sums of a region hold is told out of the index alone.
        indexes = [models.Index(fields=["region", "room"], name="room_stay_region")]


class Reach(models.Model):
    """Whose months the records of one thing were counted in: what an act may have taken away is counted again."""

    rooms = ArrayField(models.BigIntegerField(), default=list)
    members = ArrayField(models.BigIntegerField(), default=list)
    units = ArrayField(models.BigIntegerField(), default=list)
    months = ArrayField(models.DateField(), default=list)

    class Meta:
        abstract = True


class CaseReach(Reach):
    case = models.OneToOneField(Consultation, models.CASCADE, primary_key=True, related_name="+")


class ActivityReach(Reach):
    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="+")


class ProposalReach(Reach):
    proposal = models.OneToOneField(Proposal, models.CASCADE, primary_key=True, related_name="+")


class ReportReach(Reach):
    report = models.OneToOneField(SpecialReport, models.CASCADE, primary_key=True, related_name="+")


class PastReach(Reach):
    past = models.OneToOneField(PastConsultation, models.CASCADE, primary_key=True, related_name="+")


class PublicationReach(Reach):
    publication = models.OneToOneField(PastPublication, models.CASCADE, primary_key=True, related_name="+")


class BulletinReach(Reach):
    bulletin = models.OneToOneField(Bulletin, models.CASCADE, primary_key=True, related_name="+")


class ContributionReach(Reach):
    contribution = models.OneToOneField(Contribution, models.CASCADE, primary_key=True, related_name="+")


class ArticleReach(Reach):
    article = models.OneToOneField(MediaArticle, models.CASCADE, primary_key=True, related_name="+")


class InspectionReach(Reach):
    inspection = models.OneToOneField(Inspection, models.CASCADE, primary_key=True, related_name="+")


class FactsPosition(models.Model):
    """The last act of a city's ledger that the facts hold."""

    chain = models.CharField(max_length=12, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(default=timezone.now)
    # Which measures the facts hold: a mark of their names.
    measures = models.CharField(max_length=32, blank=True, db_default="")
