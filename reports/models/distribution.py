"""分发: who gets a published paper, when it was sent, and when it was received (签收)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from members.enums import RoleCode
from members.models import Unit, User
from members.models.names import pair_constraint
from members.permissions import RECEIVERS, Scope


class DistributionQuerySet(models.QuerySet):
    def of(self, paper):
        return self.of_key(type(paper), paper.pk)

    def of_key(self, model, pk):
        return self.filter(object_type=ContentType.objects.get_for_model(model), object_id=pk)

    def open(self):
        return self.filter(received_at__isnull=True)

    def sent_to(self, user):
        """What came to the person, or to one of the person's units."""
        return self.filter(came_to(user))

    def of_model(self, model):
        """Keys of the papers of one model."""
        kind = {"object_type__app_label": model._meta.app_label, "object_type__model": model._meta.model_name}
        return self.filter(**kind).values("object_id")

    def visible_to(self, user):
        """What came to one's own units, what one's office sent, and all of the region for the auditor."""
        sent = models.Q(sender__in=user.units_as(RoleCode.LEADING_OFFICE, RoleCode.OFFICE))
        audited = models.Q()
        for path in user.paths_as(RoleCode.AUDITOR):
            audited |= models.Q(sender__region__path__startswith=path)
        own = came_to(user)
        return self.filter(own | sent | audited if audited else own | sent)

    def for_page(self):
        related = ("unit__region", "person", "sender__region", "sent_by", "received_by", "object_type")
        return self.select_related(*related)


def came_to(user) -> models.Q:
    return models.Q(person=user) | models.Q(person=None, unit__in=user.units_as(*RECEIVERS))


class Distribution(models.Model):
    """One published paper on its way to one unit, or to one person of it."""

    object_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    paper = GenericForeignKey("object_type", "object_id")
    # As it was called when it was sent, and where it is read.
    title = models.CharField("文件", max_length=160)
    url = models.CharField(max_length=200)
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="分发单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="接收单位")
    # Sent to one person by name: nobody else of the unit signs for it.
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="接收人")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("分发时间", default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("签收时间", null=True)
    # Who signed on paper, where the sender enters it (代录).
    entered_for = models.CharField("签收人", max_length=40, blank=True)
    reminded_at = models.DateTimeField("催收时间", null=True)

    objects = DistributionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分发"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "unit"],
                condition=models.Q(person=None),
                name="distribution_once_per_unit",
            ),
            models.UniqueConstraint(fields=["object_type", "object_id", "person"], name="distribution_once_per_person"),
            pair_constraint("received_at", "received_by", name="distribution_received_pair"),
            models.CheckConstraint(
                condition=models.Q(entered_for="") | models.Q(received_at__isnull=False),
                name="distribution_entered_is_received",
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=models.Q(received_at__isnull=True), name="distribution_open"),
        ]

    def __str__(self):
        return f"{self.title}（{self.to_whom}）"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def to_whom(self) -> str:
        return f"{self.unit.short_name}{self.person.name}" if self.person else self.unit.short_name

    @property
    def ledger_label(self) -> str:
        return self.title

    @property
    def is_received(self) -> bool:
        return self.received_at is not None

    def rights_scope(self) -> Scope:
        return Scope(
            keepers=frozenset([self.sender_id]),
            receivers=frozenset() if self.person_id else frozenset([self.unit_id]),
            persons=frozenset([self.person_id]) if self.person_id else frozenset(),
            path=self.sender.region.path,
        )
