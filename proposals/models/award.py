"""评优表彰 of a year, and 整改 of the units that stand last."""

from urllib.parse import urlencode

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, Member, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import AwardKind, RectifyState
from proposals.models.proposal import Proposal


def of_offices(user, field: str = "office") -> Q:
    """What the person's own office keeps, or an office where the person looks after all of them."""
    who = BY_PERMISSION["proposals.list_care"].who
    return Q(**{f"{field}__in": user.units_as(*who["keeps"])}) | under(
        user.paths_as(*who["region"]), f"{field}__region__path"
    )


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who was awarded is told to everybody who has a role in the city."""
        paths = [f"/{role.place.city_code}/" for role in user.current_roles]
        return self.filter(under(paths, "office__region__path"))

    def for_page(self):
        return self.select_related(
            "office__region", "proposal__member", "proposal__room__unit", "unit", "member", "entered_by"
        )


class Award(models.Model):
    """One award of one year, to a proposal, a unit or a person, with its ground and its certificate."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("奖项", max_length=20, choices=AwardKind.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="awards")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name="单位")
    # 先进个人 and where the person works; those who handle often have no account.
    person = models.CharField("姓名", max_length=40, blank=True)
    # Where that person is a member: the award stands on the member's own pages.
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name="委员"
    )
    basis = models.CharField("评选依据", max_length=300)
    decided_by = models.CharField("由谁确定", max_length=60)
    decided_on = models.DateField("确定日期")
    certificate = models.CharField("证书编号", max_length=40)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案评优"
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=AwardKind.PROPOSAL, proposal__isnull=False, unit__isnull=True, person=""))
                | Q(kind=AwardKind.UNIT, proposal__isnull=True, unit__isnull=False, person="")
                | (Q(kind=AwardKind.PERSON, proposal__isnull=True) & ~Q(person="")),
                name="award_goes_to_one",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(kind=AwardKind.PERSON), name="award_of_a_person_to_a_member"
            ),
            models.UniqueConstraint(fields=["office", "certificate"], name="award_certificate_once"),
            models.UniqueConstraint(
                fields=["office", "year", "proposal"],
                condition=Q(proposal__isnull=False),
                name="award_of_proposal_once",
            ),
            models.UniqueConstraint(
                fields=["office", "year", "unit"], condition=Q(kind=AwardKind.UNIT), name="award_of_unit_once"
            ),
        ]

    def __str__(self):
        return self.to_whom

    def get_absolute_url(self) -> str:
        """An award has its line in the list, found by the number of its certificate."""
        return f"{reverse('proposals:awards')}?{urlencode({'q': self.certificate})}"

    @property
    def ledger_label(self) -> str:
        return f"{self.year}年{self.get_kind_display()}"

    @property
    def told(self) -> str:
        return f"{self.decided_by}确定，证书编号 {self.certificate}"

    @property
    def to_whom(self) -> str:
        if self.proposal:
            return self.proposal.title
        place = self.unit.name if self.unit else ""
        return f"{self.person}（{place}）" if self.person and place else self.person or place

    @property
    def winner(self) -> str:
        """Whose it is: who put the proposal forward, the person, or the unit."""
        return self.proposal.by_whom if self.proposal else self.person or self.unit.name

    def rights_scope(self) -> Scope:
        assigned = frozenset(filter(None, [self.unit_id]))
        return Scope(assigned=assigned, keepers=frozenset([self.office_id]), path=self.office.region.path)


class RectificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        units = user.units_as(*BY_PERMISSION["proposals.report_rectification"].who["assigned"])
        return self.filter(Q(unit__in=units) | of_offices(user))

    def for_page(self):
        return self.select_related("office__region", "unit__region", "asked_by", "reported_by")


class Rectification(models.Model):
    """整改: a unit that stands last puts things right and says so in writing, until a day."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rectifications", verbose_name="单位")
    state = models.CharField(max_length=20, choices=RectifyState.choices, default=RectifyState.OPEN)
    why = models.CharField("整改原因", max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("报送截止")
    report = models.TextField("整改情况", max_length=4000, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    opinion = models.CharField("办公室意见", max_length=300, blank=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案办理整改"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "unit"], name="rectification_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=RectifyState.OPEN) | ~Q(report=""), name="rectification_reported_in_writing"
            ),
            pair_constraint("reported_at", "reported_by", name="rectification_reported_pair"),
        ]

    def __str__(self):
        return f"{self.unit}{self.year}年提案办理整改"

    def get_absolute_url(self) -> str:
        return reverse("proposals:rectification", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的提案办理整改"

    def rights_scope(self) -> Scope:
        keepers = frozenset([self.office_id])
        return Scope(assigned=frozenset([self.unit_id]), keepers=keepers, path=self.office.region.path)

    def keeping(self) -> Keeping:
        why = "" if self.state == RectifyState.OPEN else "整改情况已经报送，附件随它保留。"
        scope = Scope(assigned=frozenset([self.unit_id]))
        return Keeping(scope, unit=self.unit, url=self.get_absolute_url(), why_stays=why)
