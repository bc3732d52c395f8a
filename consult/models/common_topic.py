"""共性议题: one question that many rooms consult on, each by its own practice."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.enums import CommonAnswerState, CommonTopicState
from consult.models.consultation import Consultation
from consult.models.plan import PlanItem, paths_above
from consult.models.topic import Topic
from members.models import Attachment, Keeping, Region, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.plans import SEE_PLAN
from rooms.models import Room


class CommonTopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever stands in its region, or over it."""
        seen = Q(issuer__in=user.units_as(*SEE_PLAN["keeps"])) | Q(region__path__in=paths_above(user))
        if paths := user.paths_as(*SEE_PLAN["region"]):
            seen |= under(paths, "region__path")
        return self.filter(seen)

    def for_page(self):
        return self.select_related("issuer__region", "region", "topic", "item__plan").defer(
            "topic__why", "topic__pieces", "topic__title_pieces"
        )

    def running(self):
        return self.filter(state=CommonTopicState.OPEN)


class CommonTopic(models.Model):
    """A common topic that the leading office publishes, out of its plan or as the province gave it."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="common_topics", verbose_name="发布单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="common_topics", verbose_name="区域")
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="common")
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="common_topics")
    is_province_wide = models.BooleanField("全省共性议题", default=False)
    source_text = models.CharField("来源文件", max_length=200, blank=True)
    until = models.DateField("完成期限")
    state = models.CharField(max_length=20, choices=CommonTopicState.choices, default=CommonTopicState.OPEN)
    summary = models.TextField("总体情况", max_length=4000, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = CommonTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共性议题"
        ordering = ["-pk"]

    def __str__(self):
        return self.topic.title

    def get_absolute_url(self) -> str:
        return f"/common-topics/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{timezone.localdate(self.published_at).year}年共性议题"

    def rights_scope(self) -> Scope:
        return Scope(
            keepers=frozenset([self.issuer_id]), addressed=frozenset([self.region.path]), path=self.region.path
        )

    def keeping(self) -> Keeping:
        return Keeping(Scope(approvers=frozenset([self.issuer_id])), None, self.get_absolute_url())


class CommonAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The room's own people, the bodies over it, and whoever looks after the region."""
        seen = Q(room__unit__in=user.units_as(*SEE_PLAN["own_room"]))
        seen |= Q(room__approver__in=user.units_as(*SEE_PLAN["approver"]))
        seen |= Q(room__guidance__in=user.units_as(*SEE_PLAN["guided"]))
        if paths := user.paths_as(*SEE_PLAN["region"]):
            seen |= under(paths, "room__unit__region__path")
        return self.filter(seen)

    def for_page(self):
        return self.select_related("common__topic", "common__issuer", "room__unit__region", "room__approver")


class CommonAnswer(models.Model):
    """What one room said when it was asked to take a common topic up."""

    common = models.ForeignKey(CommonTopic, models.CASCADE, related_name="answers")
    room = models.ForeignKey(Room, models.PROTECT, related_name="common_answers")
    state = models.CharField(max_length=20, choices=CommonAnswerState.choices, default=CommonAnswerState.OPEN)
    reason = models.CharField("不承接的理由", max_length=300, blank=True)
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="common_answers")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CommonAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共性议题承接"
        ordering = ["room__unit__pinyin", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["common", "room"], name="common_topic_once_a_room"),
            pair_constraint("answered_at", "answered_by", name="common_answered_pair"),
        ]

    @property
    def ledger_label(self) -> str:
        return f"{self.room.unit.short_name}承接共性议题"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()
