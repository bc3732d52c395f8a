from django.contrib.contenttypes.fields import GenericRelation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from consult.enums import MinutesState
from consult.models.consultation import Consultation
from consult.models.owned import OwnedQuerySet
from members.models import Attachment, User
from members.models.names import pair_constraint


class Minutes(models.Model):
    """协商纪要: the signed result. One number a case, per room and year; a later change is a numbered correction."""

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="minutes")
    state = models.CharField(max_length=20, choices=MinutesState.choices, default=MinutesState.DRAFT)
    title = models.CharField("标题", max_length=120)
    # [{"key", "heading", "text", "composed"}]: paragraphs of the text are separated by line breaks; `composed` is what
    # the record gave last, so that an edited text is told from an untouched one.
    sections = models.JSONField(default=list)
    # 补录: the day that the old paper bears. Otherwise a paper bears the day on which it was signed off.
    dated_on = models.DateField("成文日期", null=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    # Counted up by each correction; the number stays.
    correction = models.PositiveSmallIntegerField(default=0)
    correction_reason = models.CharField("更正理由", max_length=300, blank=True)
    # While a correction is open: what it may change, as it was signed (steps/correction.py).
    before_correction = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    # Who would not sign the signature page, and what was said.
    refusals = models.TextField("拒签情况", max_length=1000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    # A signature page bears the names of residents.
    files_need = "consult.view_record"

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协商纪要"
        constraints = [
            pair_constraint("offered_at", "offered_by", name="minutes_offered_pair"),
            pair_constraint("signed_at", "signed_by", name="minutes_signed_pair"),
            pair_constraint(
                "countersigned_at",
                "countersigned_by",
                name="minutes_countersigned_pair",
            ),
            pair_constraint("year", "number", name="minutes_number_pair"),
        ]

    def __str__(self):
        return self.title

    def rights_scope(self):
        return self.consultation.rights_scope()

    def keeping(self):
        why = ""
        if self.state in (MinutesState.OFFERED, MinutesState.SIGNED):
            why = "纪要已经提请审签或审签，附件不能移除；确需移除的，先退回修改或启动更正。"
        return self.consultation.room_keeping(why)


class MinutesEdition(models.Model):
    """What was signed, frozen: the paper as data, with its checksum. Edition 0 is the first; n is 更正 n."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField()
    paper = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "纪要版本"
        ordering = ["edition"]
        constraints = [models.UniqueConstraint(fields=["minutes", "edition"], name="minutes_edition_once")]

    def __str__(self):
        return f"{self.minutes} 更正{self.edition}" if self.edition else str(self.minutes)

    @property
    def issue(self) -> str:
        """What the ledger calls it: 纪要第 3 期（更正 1）, without the typed title."""
        return f"纪要第 {self.minutes.number} 期" + (f"（更正 {self.edition}）" if self.edition else "")

    def rights_scope(self):
        return self.minutes.rights_scope()
