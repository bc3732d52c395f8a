"""答复函 of the unit that answers for a proposal, and the 会签 of those that handle it together with it."""

from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import CoSigning, ReplyClass, ReplyState
from proposals.models.handling import Handling
from proposals.models.proposal import Proposal


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is the business of the units; what was sent is seen by whoever sees the proposal."""
        seen = Proposal.objects.visible_to(user)
        units = user.units_as(RoleCode.DEPARTMENT)
        own = Q(handling__unit__in=units) | Q(cosigns__handling__unit__in=units)
        kept = Q(proposal__office__in=user.units_as(RoleCode.OFFICE))
        sent = Q(sent_at__isnull=False, proposal__in=seen)
        return self.filter(pk__in=self.model.objects.filter(own | kept | sent).values("pk"))

    def for_page(self):
        return self.select_related(
            "handling__unit__region",
            "handling__issued_by_unit__region",
            "proposal__room__unit__region",
            "proposal__member__user",
            "proposal__office",
        )

    def standing(self):
        return self.exclude(state=ReplyState.WITHDRAWN)

    def sent(self):
        return self.filter(state=ReplyState.SENT)


class Reply(models.Model):
    """One letter: what was done, planned or cannot be done, and why; one for each time that it is handled."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="replies")
    handling = models.ForeignKey(Handling, models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField("办理次数", default=1)
    state = models.CharField(max_length=20, choices=ReplyState.choices, default=ReplyState.DRAFT)
    number = models.CharField("发文字号", max_length=60)
    result_class = models.CharField("答复类别", max_length=1, choices=ReplyClass.choices)
    body = models.TextField("答复正文", max_length=8000)
    # Of B: until when it is solved. Of C: why it cannot be solved now.
    planned_until = models.DateField("计划完成时间", null=True, blank=True)
    why_not = models.CharField("不能解决的原因", max_length=500, blank=True)
    signer = models.CharField("签发人", max_length=40)
    signed_on = models.DateField("成文日期")
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=40)
    copied_to = models.CharField("抄送", max_length=200, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    cosign_asked_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    # 签收: the proposer has it in hands; it is not taken back any more.
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复函"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handling", "round"], condition=~Q(state=ReplyState.WITHDRAWN), name="reply_of_round_once"
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ReplyClass.PLANNED) | Q(planned_until__isnull=False),
                name="reply_planned_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ReplyClass.NOT_NOW) | ~Q(why_not=""), name="reply_not_now_with_reason"
            ),
            pair_constraint("sent_at", "sent_by", name="reply_sent_pair"),
            pair_constraint("received_at", "received_by", name="reply_received_pair"),
            pair_constraint("withdrawn_at", "withdrawn_by", name="reply_withdrawn_pair"),
        ]

    def __str__(self):
        return f"对{self.proposal.official_name}的答复"

    def get_absolute_url(self) -> str:
        return reverse("proposals:reply", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.handling.unit.short_name}的答复函"

    @property
    def is_draft(self) -> bool:
        return self.state == ReplyState.DRAFT

    def rights_scope(self) -> Scope:
        """The unit that answers; who put the proposal forward; the other units that have a part in it."""
        whole = self.proposal.rights_scope()
        others = whole.assigned - {self.handling.unit_id}
        people = {"persons": whole.persons, "signers": whole.signers, "rooms": whole.rooms}
        return replace(self.handling.rights_scope(), asked=others, **people)

    def keeping(self) -> Keeping:
        why = "" if self.is_draft else "答复函已经发出，附件随它保留。"
        if self.is_draft and self.cosigns.filter(state=CoSigning.AGREED).exists():
            why = "会签单位已经同意这份答复函，不能直接移除附件；请先修改答复函，重新送会签以前再移除。"
        scope = Scope(assigned=frozenset([self.handling.unit_id]))
        return Keeping(scope, unit=self.handling.unit, url=self.get_absolute_url(), why_stays=why)


class CoSignQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(reply__in=Reply.objects.visible_to(user))

    def for_page(self):
        return self.select_related(
            "handling__unit__region",
            "handling__issued_by_unit__region",
            "handling__proposal__office",
            "reply__handling__unit",
            "reply__proposal__room__unit__region",
        )

    def open(self):
        """What still holds the reply."""
        return self.filter(state__in=(CoSigning.ASKED, CoSigning.OBJECTED))


class CoSign(models.Model):
    """会签: what one of the units that handle together says to the reply of the lead."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="cosigns")
    handling = models.ForeignKey(Handling, models.CASCADE, related_name="cosigns")
    state = models.CharField(max_length=20, choices=CoSigning.choices, default=CoSigning.ASKED)
    text = models.CharField("会签意见", max_length=1000, blank=True)
    # What the lead said to an objection.
    answer = models.CharField("主办单位说明", max_length=1000, blank=True)
    # The version of the letter that was read and signed.
    of_version = models.PositiveIntegerField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects = CoSignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "handling"], name="cosign_once"),
            pair_constraint("signed_at", "signed_by", name="cosign_signed_pair"),
        ]

    def __str__(self):
        return f"{self.handling.unit}{self.get_state_display()}"

    @property
    def ledger_label(self) -> str:
        return f"{self.handling.unit.short_name}的会签"

    def rights_scope(self) -> Scope:
        return self.handling.rights_scope()
