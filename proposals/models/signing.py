"""联名: who puts a proposal forward together with its first proposer, each by a signature for one version of it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Attachment, Keeping, Member, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import SignerRole, SignerState
from proposals.models.proposal import Proposal


class JointSignerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the proposals that one sees."""
        return self.filter(Q(member__user=user) | Q(proposal__in=Proposal.objects.visible_to(user)))

    def for_page(self):
        return self.select_related("member__user", "proposal__room__unit__region", "proposal__member")

    def asked(self):
        """Those whose invitation stands, whatever they said to it."""
        return self.exclude(state=SignerState.WITHDRAWN)

    def signed(self):
        return self.filter(state=SignerState.SIGNED)


class JointSigner(models.Model):
    """One member who was asked to put his name to a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="signers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="signatures", verbose_name="委员")
    role = models.CharField("身份", max_length=20, choices=SignerRole.choices, default=SignerRole.SIGNER)
    state = models.CharField(max_length=20, choices=SignerState.choices, default=SignerState.INVITED)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    # The version of the text that was read and signed: a signature is for nothing else.
    signed_version = models.PositiveIntegerField("签名时的版本", null=True)
    answered_at = models.DateTimeField(null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    # 书面: signed or refused on paper on that day, and entered by somebody of the room or the office.
    paper_on = models.DateField("书面签名日期", null=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why_late = models.CharField("逾期代录的原因", max_length=200, blank=True, db_default="")

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = JointSignerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联名人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "member"], name="joint_signer_once"),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(role=SignerRole.CONVENER) & ~Q(state=SignerState.WITHDRAWN),
                name="proposal_has_one_convener",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignerState.SIGNED) | Q(signed_version__isnull=False, answered_at__isnull=False),
                name="joint_signer_signed_a_version",
            ),
            pair_constraint("paper_on", "entered_by", name="joint_signer_paper_pair"),
        ]
        indexes = [models.Index(fields=["member", "state", "-id"], name="joint_signer_of_member")]

    def __str__(self):
        return f"{self.member}{self.get_state_display()}"

    @property
    def ledger_label(self) -> str:
        return self.get_role_display()

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()

    def keeping(self) -> Keeping:
        why = "" if self.entered_by_id is None else "书面签名已经代录，扫描件随它保留。"
        row = self.proposal
        return Keeping(row.rights_scope(), unit=row.room.unit, url=row.get_absolute_url(), why_stays=why)
