"""工作简报: the numbered issues of an office, composed of highlights, cases, activities and contributions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members.models import Unit, User
from members.models.names import pair_constraint
from members.permissions.relations import Scope
from reports.enums import BulletinState
from reports.models.contribution import Contribution
from reports.models.highlight import Highlight
from reports.models.issued import IssuedQuerySet
from rooms.models import Room

# The kind of its series of numbers, which past issues share.
SERIES = "bulletin"


class BulletinQuerySet(IssuedQuerySet):
    def for_page(self):
        return self.select_related("unit__region", "written_by", "issued_by")


class Bulletin(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bulletins", verbose_name="编发单位")
    state = models.CharField(max_length=20, choices=BulletinState.choices, default=BulletinState.DRAFT)
    title = models.CharField("标题", max_length=80)
    # 编者按, before the items.
    lead = models.TextField("编者按", max_length=500, blank=True)
    # 报、送、发, as the last page names them.
    reported_to = models.CharField("报", max_length=300, blank=True)
    sent_to = models.CharField("送", max_length=300, blank=True)
    copied_to = models.CharField("发", max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField("印数", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    number = models.PositiveIntegerField("期号", null=True)
    issued_on = models.DateField("印发日期", null=True)
    signed_off_by = models.CharField("签发人", max_length=40, blank=True)
    # What was issued: it is printed from here, whatever becomes of the records.
    paper = models.JSONField(default=dict)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作简报"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], condition=Q(number__isnull=False), name="bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "dropped"), number__isnull=True, issued_on__isnull=True)
                | Q(state=BulletinState.ISSUED, number__isnull=False, issued_on__isnull=False),
                name="bulletin_issued_has_a_number",
            ),
            pair_constraint("issued_at", "issued_by", name="bulletin_issued_pair"),
        ]
        indexes = [models.Index(fields=["unit", "state", "-id"], name="bulletin_of_unit")]

    def __str__(self):
        return f"《工作简报》{self.issue}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:bulletin", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state != BulletinState.ISSUED

    @property
    def issue(self) -> str:
        return f"{self.year}年第 {self.number} 期" if self.number else ""

    @property
    def ledger_label(self) -> str:
        return f"《工作简报》{self.issue}"

    def rights_scope(self) -> Scope:
        issued = frozenset([self.unit.region.path]) if self.state == BulletinState.ISSUED else frozenset()
        return Scope(keepers=frozenset([self.unit_id]), addressed=issued)


class BulletinItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(bulletin__in=Bulletin.objects.visible_to(user))

    def for_page(self):
        return self.select_related("bulletin__unit__region", "room__unit")


class BulletinItem(models.Model):
    """One piece of an issue, in the words of the office, and out of what it came."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("顺序")
    heading = models.CharField("小标题", max_length=60)
    text = models.TextField("正文", max_length=6000)
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+", verbose_name="供稿联络室")
    highlight = models.ForeignKey(Highlight, models.PROTECT, null=True, related_name="items")
    contribution = models.ForeignKey(Contribution, models.PROTECT, null=True, related_name="items")
    case = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="bulletin_items")
    # Those of its contribution that are printed, in this order: key of the file, and what it shows.
    photos = models.JSONField("照片", default=list)
    version = models.PositiveIntegerField(default=1)

    objects = BulletinItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "简报内容"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(highlight__isnull=True, contribution__isnull=True)
                | Q(highlight__isnull=True, case__isnull=True)
                | Q(contribution__isnull=True, case__isnull=True),
                name="bulletin_item_of_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=["bulletin", name], name=f"bulletin_{name}_once")
                for name in ("highlight", "contribution", "case")
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def source(self) -> Highlight | Contribution | Consultation | None:
        return self.highlight or self.contribution or self.case

    def rights_scope(self) -> Scope:
        return self.bulletin.rights_scope()
