"""投稿: what a room sends in for the bulletin."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.bulletins import SEE_TOLD
from members.permissions.relations import Scope
from reports.enums import ContributionState
from reports.models.highlight import of_own_rooms
from rooms.models import Activity, Room


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_own_rooms(user) | under(user.paths_as(*SEE_TOLD["region"]), "room__unit__region__path"))

    def for_page(self):
        return self.select_related(
            "room__unit__region", "room__approver", "case__topic", "activity", "sent_by", "judged_by"
        )

    def waiting(self):
        return self.filter(state=ContributionState.SENT)

    def counted(self):
        """Those that were sent in and stand: what a room took back itself counts nowhere."""
        return self.exclude(state=ContributionState.WITHDRAWN)

    def adopted(self):
        return self.filter(state=ContributionState.ADOPTED)


class Contribution(models.Model):
    room = models.ForeignKey(Room, models.PROTECT, related_name="contributions", verbose_name="联络室")
    # Out of what it was written, where it was one thing.
    case = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="contributions")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="contributions")
    title = models.CharField("标题", max_length=80)
    text = models.TextField("正文", max_length=6000)
    state = models.CharField(max_length=20, choices=ContributionState.choices, default=ContributionState.SENT)
    reason = models.CharField("原因", max_length=200, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投稿"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(activity__isnull=True), name="contribution_out_of_one_thing"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("returned", "declined")) | ~Q(reason=""), name="contribution_back_with_a_reason"
            ),
            pair_constraint("judged_at", "judged_by", name="contribution_judged_pair"),
        ]
        indexes = [
            models.Index(fields=["room", "-sent_at", "-id"], name="contribution_of_room"),
            models.Index(fields=["state", "sent_at"], name="contribution_waiting"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:contribution", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.room.unit.short_name}{timezone.localdate(self.sent_at):%-m月%-d日}投稿"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()

    def keeping(self) -> Keeping:
        open_states = (ContributionState.SENT, ContributionState.RETURNED)
        why = "" if self.state in open_states else "投稿已经处理，照片随它保留。"
        return Keeping(self.rights_scope(), unit=self.room.unit, url=self.get_absolute_url(), why_stays=why)
