"""征题 and 荐题: who is asked for topics, and what came in."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.enums import Audience, Basis, CallState, NominationSource, NominationState
from consult.models.plan import PlanItem, paths_above
from consult.models.topic import Topic
from members.models import Attachment, Keeping, Member, Region, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from members.permissions.plans import NOMINATORS, OVER_THE_REGION, PLANNERS
from rooms.models import Room, Voice


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Calls of one's own unit, those made in one's region, and those to a unit of one's own."""
        seen = Q(issuer__in=user.units_as(*PLANNERS)) | Q(region__path__in=paths_above(user))
        if paths := user.paths_as(*OVER_THE_REGION):
            seen |= under(paths, "region__path")
        asked = self.model.units.through.objects.filter(unit__in=user.units_as(*NOMINATORS))
        return self.filter(seen | Q(pk__in=asked.values("call")))

    def for_page(self):
        return self.select_related("issuer__region", "region", "created_by").prefetch_related("units")

    def running(self, day=None):
        """Open for nominations on the day."""
        day = day or timezone.localdate()
        return self.filter(state=CallState.OPEN, opens_on__lte=day, closes_on__gte=day)


class Call(models.Model):
    """征题: a unit asks rooms, members or units for topics, until a day."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="calls", verbose_name="发起单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="calls", verbose_name="征集范围")
    year = models.PositiveSmallIntegerField("年度")
    theme = models.CharField("主题", max_length=60)
    text = models.TextField("征集要求", max_length=2000)
    asked = ArrayField(models.CharField(max_length=20, choices=Audience.choices), verbose_name="征集对象")
    units = models.ManyToManyField(Unit, blank=True, related_name="calls_received", verbose_name="单位")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    # Until when rooms and bodies below are to submit their own plans of the year.
    plans_due_on = models.DateField("年度计划报审截止日期", null=True, blank=True)
    state = models.CharField(max_length=20, choices=CallState.choices, default=CallState.OPEN)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征题"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="call_days_in_order")
        ]
        indexes = [models.Index(fields=["region", "state", "closes_on"], name="call_running")]

    def __str__(self):
        return self.theme

    def get_absolute_url(self) -> str:
        return f"/calls/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.issuer.short_name}征题"

    @property
    def asked_told(self) -> str:
        return "、".join(Audience(code).label for code in self.asked)

    def is_running(self, day=None) -> bool:
        day = day or timezone.localdate()
        return self.state == CallState.OPEN and self.opens_on <= day <= self.closes_on

    def rights_scope(self) -> Scope:
        return Scope(
            keepers=frozenset([self.issuer_id]),
            receivers=frozenset(unit.pk for unit in self.units.all()),
            addressed=frozenset([self.region.path]),
            path=self.region.path,
        )

    def keeping(self) -> Keeping:
        return Keeping(Scope(approvers=frozenset([self.issuer_id])), None, self.get_absolute_url())


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of one's room, those that were sent to one's unit, and those of one's region."""
        who = BY_PERMISSION["consult.view_nomination"].who
        seen = Q(proposed_by=user) | Q(to__in=user.units_as(*who["keeps"]))
        seen |= Q(room__unit__in=user.units_as(*who["own_room"]))
        if paths := user.paths_as(*who["region"]):
            seen |= under(paths, "region__path")
        return self.filter(seen)

    def for_page(self):
        related = ("to__region", "region", "room__unit", "unit", "member", "proposed_by", "call", "item__plan")
        return self.select_related(*related)

    def waiting(self):
        return self.filter(state__in=[NominationState.PENDING, NominationState.SHORTLISTED])


class Nomination(models.Model):
    """荐题、报题: a topic that somebody puts forward for a plan, and what became of it."""

    # The unit that looks at it and makes the plan.
    to = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="报给")
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="nominations")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("议题", max_length=60)
    why = models.TextField("理由", max_length=1000, blank=True)
    place = models.CharField("具体地点", max_length=120, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区域")
    source = models.CharField("来源", max_length=20, choices=NominationSource.choices)
    source_note = models.CharField("来源说明", max_length=200, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="nominations")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="nominations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="nominations_made")
    # What it was taken from.
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="nominations")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="nominations")
    state = models.CharField(max_length=20, choices=NominationState.choices, default=NominationState.PENDING)
    # What was said to it: by whom it was chosen (圈定, 点题), on what basis, or why not.
    chooser = models.CharField("圈定人", max_length=60, blank=True)
    verdict = models.CharField("研究意见", max_length=500, blank=True)
    basis = models.CharField("依据", max_length=20, choices=Basis.choices, blank=True)
    basis_note = models.CharField("会议名称、签批人或授权文件", max_length=200, blank=True)
    basis_on = models.DateField("日期", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")
    item = models.ForeignKey(PlanItem, models.SET_NULL, null=True, blank=True, related_name="nominations")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="nominations")
    proposed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "荐题"
        ordering = ["-pk"]
        constraints = [pair_constraint("decided_at", "decided_by", name="nomination_decided_pair")]
        indexes = [
            models.Index(fields=["to", "year", "-id"], name="nomination_to_year"),
            models.Index(fields=["proposed_by", "-id"], name="nomination_of_person"),
            models.Index(fields=["to"], condition=Q(state="pending"), name="nomination_waiting"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return f"/nominations/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.year}年度荐题"

    @property
    def by_whom(self) -> str:
        """Who put it forward, as lists name it."""
        if self.source == NominationSource.LEADER:
            return self.chooser
        who = self.member or (self.room.unit.short_name if self.room else "") or (self.unit or "")
        return str(who) or self.source_note

    def rights_scope(self) -> Scope:
        return Scope(
            persons=frozenset([self.proposed_by_id]),
            keepers=frozenset([self.to_id]),
            rooms=frozenset([self.room.unit_id]) if self.room else frozenset(),
            path=self.region.path,
        )

    def keeping(self) -> Keeping:
        scope = Scope(rooms=self.rights_scope().rooms, approvers=frozenset([self.to_id]))
        return Keeping(scope, None, self.get_absolute_url())
