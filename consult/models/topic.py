from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from consult.enums import ApprovalState, Basis, TopicState, Verdict
from members.models import Attachment, Keeping, Region, Unit, User
from members.models.names import pair_constraint
from members.permissions import Scope


def wide(path: str) -> list[str]:
    """The long columns of a topic reached by this path, to defer wherever only its title is shown."""
    return [f"{path}__{name}" for name in ("why", "pieces", "title_pieces")]


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own topics, and those of consultations that one sees."""
        consultations = apps.get_model("consult", "Consultation").objects.visible_to(user)
        return self.filter(models.Q(proposed_by=user) | models.Q(pk__in=consultations.values("topic")))


class Topic(models.Model):
    """议题: what to consult on. Born when proposed; a room takes it up as a consultation."""

    title = models.CharField("议题", max_length=60)
    source = models.CharField("来源", max_length=40)
    source_note = models.CharField("来源说明", max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="topics", verbose_name="所在区域")
    place = models.CharField("具体地点", max_length=120, blank=True)
    # What it is about: a code of the practice pack, or nothing.
    topic_class = models.CharField("议题类别", max_length=40, blank=True)
    why = models.TextField("为什么协商", max_length=4000)
    state = models.CharField(max_length=20, choices=TopicState.choices, default=TopicState.OPEN)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="topics")
    proposed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # Two-character pieces of the title, and of title, place and reason, kept by a database trigger: Chinese words have
    # two characters, which pg_trgm cannot index.
    title_pieces = ArrayField(models.TextField(), default=list, editable=False)
    pieces = ArrayField(models.TextField(), default=list, editable=False)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["-pk"]
        indexes = [
            GinIndex(fields=["title_pieces"], name="topic_title_pieces", fastupdate=False),
            GinIndex(fields=["pieces"], name="topic_pieces", fastupdate=False),
        ]

    def __str__(self):
        return self.title

    def keeping(self):
        """The room that took it up keeps its files; of a common topic the first one."""
        case = self.consultations.order_by("pk").first()
        return case.room_keeping() if case else Keeping(Scope())


class Approval(models.Model):
    """The way of a consultation's topic through the bodies of its route."""

    consultation = models.OneToOneField("consult.Consultation", models.CASCADE, related_name="approval")
    state = models.CharField(max_length=20, choices=ApprovalState.choices, default=ApprovalState.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "审定"
        constraints = [pair_constraint("submitted_at", "submitted_by", name="approval_submitted_pair")]

    def __str__(self):
        return f"{self.consultation} {self.get_state_display()}"


class ApprovalStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        consultations = apps.get_model("consult", "Consultation").objects.visible_to(user)
        return self.filter(approval__consultation__in=consultations)

    def open(self):
        return self.filter(is_open=True)

    def of_route(self):
        """Those of the topic's own route."""
        return self.filter(checkpoint="")


class ApprovalStep(models.Model):
    """One body's turn in the route: what it said, on what basis, and who entered it."""

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    # Code of the body in the pack, the unit that it is here, and the pack's word for its act (初审, 审定 …).
    body = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="approval_steps")
    name = models.CharField(max_length=40)
    # Empty for the route of the topic; stage/code of another checkpoint at which bodies agree (备案、会签).
    checkpoint = models.CharField(max_length=81, blank=True)
    # Several bodies look at it at the same time, and all must agree (联审).
    together = models.BooleanField(default=False)
    # A body beyond the room's own ones: it sees the case because it was asked.
    is_office = models.BooleanField(default=False)
    # Taken from the route when it begins: what the body may say, and roles that enter for it (代录).
    may = ArrayField(models.CharField(max_length=20), default=list)
    enters = ArrayField(models.CharField(max_length=20), default=list)
    # The case was sent back past it, and the bodies are asked anew.
    superseded = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    verdict = models.CharField("意见", max_length=20, choices=Verdict.choices, blank=True)
    opinion = models.TextField("审定意见", max_length=2000, blank=True)
    basis = models.CharField("依据", max_length=20, choices=Basis.choices, blank=True)
    basis_note = models.CharField("会议名称、签批人或授权文件", max_length=200, blank=True)
    basis_on = models.DateField("日期", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    entered_for_body = models.BooleanField("代录", default=False)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审定环节"
        ordering = ["round", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "checkpoint", "round", "order", "body"], name="approval_step_once"
            ),
            models.UniqueConstraint(
                fields=["approval", "checkpoint"],
                condition=models.Q(is_open=True, together=False),
                name="one_open_approval_step",
            ),
            pair_constraint("decided_at", "decided_by", name="approval_step_decided_pair"),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                condition=models.Q(is_open=True),
                name="approval_step_waiting",
            ),
            models.Index(fields=["unit"], condition=models.Q(is_office=True), name="approval_step_beyond"),
        ]

    def __str__(self):
        return f"{self.unit}{self.name}"

    @property
    def consultation(self):
        return self.approval.consultation

    def rights_scope(self):
        return self.consultation.rights_scope()

    def keeping(self):
        return self.consultation.body_keeping(self.unit_id)
