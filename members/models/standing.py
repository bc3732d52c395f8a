"""任职情况: each change of how a member stands, with who decided it and on what."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from members.enums import Basis, MemberState
from members.models.attachment import Attachment, Keeping
from members.models.names import dated_constraint
from members.models.people import Member
from members.models.places import Unit
from members.models.users import User
from members.permissions import Scope


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(member__in=Member.objects.visible_to(user))

    def for_page(self):
        return self.select_related("member__region", "body", "entered_by")


class Standing(models.Model):
    """One change. Nothing of it is changed or taken back: what was wrong is put right by the next one."""

    # What a change says of a person is told to fewer people than the roll.
    files_need = "members.view_standing"

    member = models.ForeignKey(Member, models.PROTECT, related_name="standings")
    was = models.CharField("原来", max_length=20, choices=MemberState.choices)
    became = models.CharField("现在", max_length=20, choices=MemberState.choices)
    starts_on = models.DateField("起始日期")
    # The last day of a leave.
    ends_on = models.DateField("到哪一天", null=True, blank=True)
    reason = models.CharField("原因", max_length=300)
    # Decisions belong to bodies; who typed it stands beside.
    body = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定机关")
    basis = models.CharField("决定依据", max_length=20, choices=Basis.choices, blank=True)
    basis_note = models.CharField("会议名称、签批人或授权文件", max_length=200, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职情况"
        ordering = ["-pk"]
        constraints = [dated_constraint("standing_dates_in_order")]

    def __str__(self):
        return f"{self.get_became_display()}（{self.starts_on:%Y年%-m月%-d日}）"

    def rights_scope(self) -> Scope:
        return self.member.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(Scope())
