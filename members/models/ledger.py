import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce

from members.enums import RoleCode
from members.models.places import Unit, under
from members.permissions import Scope

# The revision that holds what was typed with an act: a reason, a progress report, a closing note.
NOTE = "_note"
# What stands in the place of a text that was erased.
ERASED = "内容已依申请删除"


def within(paths) -> models.Q:
    """Acts of units under these region paths; acts without a unit belong to every city as a whole."""
    found = models.Q(unit_id__in=Unit.objects.filter(under(paths, "region__path")).values("pk"))
    cities = [path.strip("/") for path in paths if path.count("/") == 2]
    return found | models.Q(chain__in=[*cities, "system"]) if cities else found


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was done in the regions that the person audits."""
        return self.filter(within(user.paths_as(RoleCode.AUDITOR)))

    def with_notes(self):
        """Add what was typed with each act as `note`, or that it was erased; no query more."""
        kind = models.TextField()
        erased = models.When(erased_at__isnull=False, then=models.Value(ERASED))
        told = models.Case(erased, default="new", output_field=kind)
        typed = Revision.objects.filter(event=models.OuterRef("pk"), field=NOTE).values(told=told)
        return self.annotate(note=Coalesce(models.Subquery(typed[:1]), models.Value(""), output_field=kind))


class Event(models.Model):
    """台账: one row per act, append-only, chained. Holds labels and keys, never foreign keys or typed text."""

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


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Texts that the person may erase; who may read them is decided by the page of the case."""
        events = Event.objects.filter(within(user.paths_as(RoleCode.LEADING_OFFICE)))
        return self.filter(event__in=events.values("pk"))

    def for_page(self):
        return self.select_related("event")


class Revision(models.Model):
    """修订: the old and the new text of one field, or what was typed with an act (`NOTE`).

    The event keeps their hashes, so a text may be erased without breaking the chain, and changed by nobody.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="revisions")
    field = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修订"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__erased_at__isnull=True)
                | ~pgtrigger.Q(new__old="", new__new="")
                | pgtrigger.Q(old__event__df=pgtrigger.F("new__event"))
                | pgtrigger.Q(old__field__df=pgtrigger.F("new__field"))
                | pgtrigger.Q(old__label__df=pgtrigger.F("new__label")),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_note(self) -> bool:
        return self.field == NOTE

    def rights_scope(self) -> Scope:
        unit = Unit.objects.select_related("region").filter(pk=self.event.unit_id).first()
        return Scope(path=unit.region.path) if unit else Scope(everywhere=True)
