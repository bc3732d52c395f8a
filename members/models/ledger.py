import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from members.enums import RoleCode
from members.models.places import Unit, under


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was done in the regions that the person audits; acts without a unit are told to auditors of a city."""
        paths = user.paths_as(RoleCode.AUDITOR)
        seen = models.Q(unit_id__in=Unit.objects.filter(under(paths, "region__path")).values("pk"))
        cities = [path.strip("/") for path in paths if path.count("/") == 2]
        if cities:
            seen |= models.Q(chain__in=[*cities, "system"])
        return self.filter(seen)


class Event(models.Model):
    """台账: one row per act, append-only, chained. Holds labels and keys, never foreign keys or personal text."""

    chain = models.CharField(max_length=12)
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=80)
    # 代录: the body or person for whom the actor entered it.
    entered_for = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    case_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    months = ArrayField(models.DateField(), default=list)
    # field name → [hash of the old text, hash of the new text]
    fields = models.JSONField(default=dict)
    sentence = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_sequence_once"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="event_chain_never_forks"),
        ]
        indexes = [
            models.Index(fields=["case_id", "-id"], name="event_case"),
            models.Index(fields=["object_type", "object_id", "-id"], name="event_object"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["unit_id", "-id"], name="event_unit"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.sentence


class Revision(models.Model):
    """修订: the old and the new text of one field. Personal text may be erased here without breaking the chain."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="revisions")
    field = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "修订"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.label}：{self.old} → {self.new}"
