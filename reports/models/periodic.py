"""督办报告、通报、工作总结: what the office tells of a city, its townships and its rooms, span by span."""

import hashlib
import json

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.enums import RoleCode
from members.models import Job, Region, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import ROOM_TEAM, TOWNSHIP, Scope
from reports.enums import PeriodicKind, PeriodicLevel, PeriodicState
from reports.models.distribution import Distribution
from rooms.models import Room

# What people write around the figures.
TEXTS = ("opening", "highlights", "problems", "next_steps")
OFFICES = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.DISPATCHER)


class PeriodicRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(*OFFICES))

    def for_page(self):
        return self.select_related("region", "office__region", "job")

    def unfinished(self):
        return self.filter(finished_at__isnull=True)


class PeriodicRound(models.Model):
    """报告期: one span of a city for which reports of one kind are made, and how far the making is."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区域")
    kind = models.CharField("类别", max_length=20, choices=PeriodicKind.choices)
    # 2026-09, 2026-Q3, 2026-H1, 2026.
    span = models.CharField("时段", max_length=8)
    since = models.DateField("开始日期")
    until = models.DateField("截止日期")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编发单位")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    total = models.PositiveIntegerField("应生成", default=0)
    made = models.PositiveIntegerField("已生成", default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = PeriodicRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告期"
        ordering = ["-until", "kind"]
        constraints = [models.UniqueConstraint(fields=["region", "kind", "span"], name="periodic_round_once")]

    def __str__(self):
        return f"{self.region.name}{self.span}{self.get_kind_display()}"

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.office_id]), path=self.region.path)

    @property
    def percent(self) -> int:
        return 100 * self.made // self.total if self.total else 0

    @property
    def has_stopped(self) -> bool:
        return self.finished_at is None and self.job is not None and self.job.failed_at is not None


class PeriodicReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published: one's own room or township, and what was sent to one's unit. Drafts: who makes and who audits."""
        kept = Q(office__in=user.units_as(*OFFICES))
        drafts = under(user.paths_as(RoleCode.LEADING_OFFICE, RoleCode.AUDITOR), "region__path")
        bodies = user.units_as(*TOWNSHIP)
        read = Q(room__unit__in=user.units_as(*ROOM_TEAM)) | Q(room__approver__in=bodies) | Q(body__in=bodies)
        read |= Q(room__guidance__in=user.units_as(RoleCode.GUIDANCE))
        read |= under(user.paths_as(RoleCode.OFFICE), "region__path")
        read |= Q(pk__in=Distribution.objects.sent_to(user).of_model(self.model))
        return self.filter(kept | drafts | (read & ~Q(state=PeriodicState.DRAFT)))

    def for_page(self):
        return self.select_related(
            "round", "region", "room__unit", "office__region", "body", "corrects", "published_by"
        )

    def for_list(self):
        return self.for_page().defer("content", "opening", "highlights", "problems", "next_steps")


class PeriodicReport(models.Model):
    """One report: its figures as they were counted, and the words that people put to them."""

    round = models.ForeignKey(PeriodicRound, models.PROTECT, related_name="reports")
    kind = models.CharField("类别", max_length=20, choices=PeriodicKind.choices)
    level = models.CharField("范围", max_length=20, choices=PeriodicLevel.choices)
    since = models.DateField("开始日期")
    until = models.DateField("截止日期")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区域")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+", verbose_name="联络室")
    # The committee of the township of which it tells.
    body = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="党（工）委")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编发单位")
    state = models.CharField("状态", max_length=20, choices=PeriodicState.choices, default=PeriodicState.DRAFT)
    # 更正 n, of which report, and why.
    correction = models.PositiveSmallIntegerField("更正次数", default=0)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField("更正原因", max_length=200, blank=True)
    title = models.CharField("标题", max_length=120)
    recipients = models.CharField("主送", max_length=300, blank=True)
    opening = models.TextField("总体情况", max_length=4000, blank=True)
    highlights = models.TextField("工作亮点", max_length=4000, blank=True)
    problems = models.TextField("存在问题", max_length=4000, blank=True)
    next_steps = models.TextField("下步要求", max_length=4000, blank=True)
    # The figures with what they are counted from, and the texts as the program wrote them.
    content = models.JSONField(default=dict)
    counted_at = models.DateTimeField("取数时间", default=timezone.now)
    # The number of the circular, drawn when it is issued, behind the office's letters of that day.
    letters = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PeriodicReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告通报"
        ordering = ["-until", "kind", "level", "region__path", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "region", "correction"],
                condition=Q(room__isnull=True),
                name="periodic_report_once_region",
            ),
            models.UniqueConstraint(
                fields=["round", "room", "correction"],
                condition=Q(room__isnull=False),
                name="periodic_report_once_room",
            ),
            models.UniqueConstraint(fields=["office", "year", "number", "correction"], name="periodic_number_once"),
            pair_constraint("published_at", "published_by", name="periodic_published_pair"),
            pair_constraint("year", "number", name="periodic_number_pair"),
            models.CheckConstraint(
                condition=Q(state=PeriodicState.DRAFT, published_at__isnull=True)
                | ~Q(state=PeriodicState.DRAFT) & Q(published_at__isnull=False) & ~Q(sha256=""),
                name="periodic_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(correction=0, corrects__isnull=True) | Q(correction__gt=0, corrects__isnull=False),
                name="periodic_correction_of_one",
            ),
        ]
        indexes = [models.Index(fields=["-until", "kind", "level"], name="periodic_newest")]

    def __str__(self):
        return f"{self.title}（更正{self.correction}）" if self.correction else self.title

    def get_absolute_url(self) -> str:
        return f"/periodic/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def is_draft(self) -> bool:
        return self.state == PeriodicState.DRAFT

    @property
    def is_replaced(self) -> bool:
        return self.state == PeriodicState.REPLACED

    @property
    def is_circular(self) -> bool:
        return self.kind == PeriodicKind.CIRCULAR

    @property
    def place_name(self) -> str:
        return self.room.name if self.room_id else self.region.name

    @property
    def unit(self) -> Unit:
        return self.office

    @property
    def checksum(self) -> str:
        """Of everything that the report says: over the canonical form (sorted keys, no spaces)."""
        said = {name: getattr(self, name) for name in ("title", "recipients", *TEXTS, "issue", "correction", "content")}
        text = json.dumps({**said, "office": self.office_id}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Nobody has changed in the database what was frozen."""
        return self.checksum == self.sha256

    @property
    def issue(self) -> str:
        """冶协商办发〔2026〕3号, as soon as it has one."""
        return f"{self.letters}〔{self.year}〕{self.number}号" if self.number else ""

    def rights_scope(self) -> Scope:
        room = self.room
        sent = list(Distribution.objects.of(self).values_list("unit", "person"))
        return Scope(
            rooms=frozenset([room.unit_id] if room else []),
            approvers=frozenset([room.approver_id] if room else [self.body_id] if self.body_id else []),
            guides=frozenset([room.guidance_id] if room and room.guidance_id else []),
            keepers=frozenset([self.office_id]),
            receivers=frozenset(unit for unit, person in sent if person is None),
            persons=frozenset(person for _, person in sent if person),
            path=self.region.path,
        )
