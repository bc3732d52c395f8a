"""历史协商: what was consulted on before the system was in use and is finished, kept as the old papers tell it.

It is no case: nobody acts on it, it has no stage and no ledger of steps. It is found, listed and counted like cases.
A consultation that is still running is entered afterwards as a case instead (补录).
"""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from consult.enums import Importance, MatterLevel, PastOutcome
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.history import SEES
from rooms.models import Room


class PastConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own room, rooms approved or guided, the whole region for the offices: as with the cases."""
        seen = models.Q(room__unit__in=user.units_as(*SEES["own_room"]))
        seen |= models.Q(room__approver__in=user.units_as(*SEES["approver"]))
        seen |= models.Q(room__guidance__in=user.units_as(*SEES["guided"]))
        return self.filter(seen | under(user.paths_as(*SEES["region"]), "room__unit__region__path"))

    def find(self, words: str):
        """Those whose topic, place or summary holds the words."""
        found = models.Q(title__icontains=words) | models.Q(place__icontains=words)
        return self.filter(found | models.Q(summary__icontains=words))

    def standing(self):
        return self.filter(removed_at__isnull=True)

    def for_page(self):
        return self.select_related("room__unit__region", "room__approver", "created_by")

    def with_counts(self):
        """How many matters each noted, and how many of them are done."""
        done = models.Q(matters__outcome__in=[PastOutcome.DONE, PastOutcome.PARTLY])
        return self.annotate(noted=models.Count("matters"), done=models.Count("matters", filter=done))


class PastConsultation(models.Model):
    """One consultation held before, with the number of its minutes and what came of it."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="past_consultations", verbose_name="联络室")
    title = models.CharField("议题", max_length=120)
    held_on = models.DateField("协商日期")
    importance = models.CharField("重要程度", max_length=20, choices=Importance.choices, default=Importance.ORDINARY)
    topic_class = models.CharField("议题类别", max_length=40, blank=True)
    form = models.CharField("形式", max_length=40, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    people = models.PositiveIntegerField("参加人数", null=True, blank=True)
    consensus = models.BooleanField("达成一致", default=True)
    # The number that its minutes bear; the room's own numbering goes on from the highest.
    minutes_year = models.PositiveSmallIntegerField("纪要年度", null=True, blank=True)
    minutes_number = models.PositiveIntegerField("纪要期号", null=True, blank=True, validators=[MinValueValidator(1)])
    summary = models.TextField("协商情况", max_length=4000, blank=True)
    # Where it is written: 2025年度台账第 3 页.
    source = models.CharField("资料来源", max_length=200)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = PastConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "历史协商"
        ordering = ["-held_on", "-pk"]
        constraints = [
            pair_constraint("minutes_year", "minutes_number", name="past_minutes_number_pair"),
            pair_constraint("removed_at", "removed_by", name="past_removed_pair"),
            models.UniqueConstraint(
                fields=["room", "minutes_year", "minutes_number"],
                condition=models.Q(removed_at__isnull=True, minutes_number__isnull=False),
                name="past_minutes_number_once",
            ),
            models.UniqueConstraint(
                fields=["room", "held_on", "title"],
                condition=models.Q(removed_at__isnull=True),
                name="past_consultation_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="past_latest"),
            models.Index(fields=["room", "-held_on", "-id"], name="past_of_room"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return f"/past/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.room.unit.short_name}{self.held_on:%Y年%-m月%-d日}的历史协商"

    @property
    def number_words(self) -> str:
        """〔2025〕第 3 期, as the old paper is cited; empty where it had none."""
        return f"〔{self.minutes_year}〕第 {self.minutes_number} 期" if self.minutes_number else ""

    @property
    def label(self) -> str:
        """How a list of records tells it apart from a case."""
        return f"{self.room.unit.short_name}历史协商{self.number_words}"

    def rights_scope(self):
        return self.room.rights_scope()

    def keeping(self):
        return Keeping(self.rights_scope(), url=self.get_absolute_url())


class PastMatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(past__in=PastConsultation.objects.visible_to(user))

    def standing(self):
        return self.filter(past__removed_at__isnull=True)

    def for_page(self):
        return self.select_related("past__room__unit__region", "past__room__approver")


class PastMatter(models.Model):
    """One matter of a past consultation, and what came of it."""

    past = models.ForeignKey(PastConsultation, models.CASCADE, related_name="matters")
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("事项", max_length=1000)
    level = models.CharField("层级", max_length=20, choices=MatterLevel.choices, default=MatterLevel.TOWNSHIP)
    units = models.CharField("责任单位", max_length=200, blank=True)
    outcome = models.CharField("办理结果", max_length=20, choices=PastOutcome.choices)
    outcome_note = models.CharField("结果说明", max_length=1000, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PastMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "历史事项"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["past", "number"], name="past_matter_number_once"),
            # What is finished has a day, what is not has none: the figure of the month depends on it.
            models.CheckConstraint(
                condition=models.Q(outcome=PastOutcome.OPEN, closed_on__isnull=True)
                | (~models.Q(outcome=PastOutcome.OPEN) & models.Q(closed_on__isnull=False)),
                name="past_matter_closed_with_its_day",
            ),
        ]

    def __str__(self):
        return self.text

    def rights_scope(self):
        return self.past.rights_scope()
