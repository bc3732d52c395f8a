from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from consult import rules
from consult.enums import EntryRole
from consult.models.owned import OwnedByConsultation
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.permissions import BODIES, Scope
from rooms.practice.codes import PRODUCTS

# What a body says for itself, where it has an account.
BY_ITSELF = (EntryRole.SIGNATURE, EntryRole.ANSWER)


class CheckpointRecord(OwnedByConsultation):
    """What is on record for one checkpoint of the pack: passed, or waived with a reason by somebody who may."""

    stage = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    passed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    waived_at = models.DateTimeField(null=True)
    waiver_reason = models.CharField("豁免理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "关口记录"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "stage", "code"],
                name="one_record_per_checkpoint",
            ),
            pair_constraint("passed_at", "passed_by", name="checkpoint_passed_pair"),
            pair_constraint("waived_at", "waived_by", name="checkpoint_waived_pair"),
        ]

    def __str__(self):
        return f"{self.stage}/{self.code}"


class CheckpointEntry(OwnedByConsultation):
    """关口登记: one thing written down for a checkpoint: a posting, an objection, a ballot, a rating, a look-back …

    `item` names what it is about where there are several (a matter, a statement, a rater); `data` holds what the kind
    of the checkpoint asks for, by steps.checkpoints. What was struck out stays in the record.
    """

    stage = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    role = models.CharField("登记内容", max_length=20, choices=EntryRole.choices)
    item = models.CharField(max_length=40, blank=True)
    on = models.DateField("日期")
    text = models.TextField("内容", max_length=4000, blank=True)
    data = models.JSONField(default=dict)
    # Whoever said it, where another one writes it down (代录).
    said_by = models.CharField("由谁作出", max_length=80, blank=True)
    # What was answered to an objection.
    answer = models.TextField("答复", max_length=2000, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    # The case was sent back past it: it stays in the record, and what is decided now is decided anew.
    superseded = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "关口登记"
        ordering = ["on", "pk"]
        constraints = [
            pair_constraint("removed_at", "removed_by", name="checkpoint_entry_removed_pair"),
            # Nobody rates twice, and nothing is answered by two texts at once.
            models.UniqueConstraint(
                fields=["consultation", "stage", "code", "role", "item"],
                condition=models.Q(removed_at__isnull=True, superseded=False) & ~models.Q(item=""),
                name="one_entry_for_an_item",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.on}"

    @property
    def ledger_label(self) -> str:
        return self.get_role_display()

    def keeping(self):
        """A file with what a body said for itself is the body's to keep; all others are the room's."""
        case = self.consultation
        if self.role not in BY_ITSELF or rules.works_in_room(self.made_by, case):
            return case.room_keeping()
        scope = Scope(approvers=frozenset(self.made_by.units_as(*BODIES)), state=case.state)
        return Keeping(scope, case, case.get_absolute_url())

    @property
    def product_name(self) -> str:
        return PRODUCTS.get(self.data.get("product"), "")
