"""线索: what somebody points to, before anybody has made a proposal of it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, Member, Unit, User
from members.models.names import pair_constraint
from members.models.places import lineage, under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import ClueSource, ClueState
from proposals.models.call import ProposalCall
from rooms.models import Room, Voice


class ClueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own; what it has looked at is for all members of its region; whoever gave one sees that one."""
        who = BY_PERMISSION["proposals.view_clue"].who
        seen = Q(office__in=user.units_as(*who["keeps"])) | Q(room__unit__in=user.units_as(*who["own_room"]))
        if user.holds(*who["self"]):
            seen |= Q(given_by=user)
        around = {above for path in user.paths_as(*who["below"]) for above in lineage(path)}
        open_to = under(user.paths_as(*who["region"]), "office__region__path") | Q(office__region__path__in=around)
        return self.filter(seen | (open_to & Q(screened_at__isnull=False)))

    def for_page(self):
        related = ("office__region", "room__unit", "member", "given_by", "call", "voice__activity__room__unit")
        return self.select_related(*related, "merged_into")


class Clue(models.Model):
    """One thing that a proposal could be made of; several members may each make one."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="clues", verbose_name="报给")
    call = models.ForeignKey(
        ProposalCall, models.PROTECT, null=True, blank=True, related_name="clues", verbose_name="征集"
    )
    title = models.CharField("标题", max_length=60)
    text = models.TextField("内容", max_length=2000)
    source = models.CharField("来源", max_length=20, choices=ClueSource.choices)
    source_note = models.CharField("来源说明", max_length=200, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="clues")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="clues", verbose_name="联络室")
    voice = models.OneToOneField(Voice, models.PROTECT, null=True, blank=True, related_name="clue")
    # Of the public: only what the giver left to be reached by, seen by the office alone.
    contact = models.CharField("联系方式", max_length=60, blank=True)
    # With it the giver, who has no account, asks what became of it.
    code = models.CharField("查询码", max_length=12, unique=True, null=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="clues")
    given_at = models.DateTimeField(default=timezone.now)
    # What comes from the public is shown to nobody but the office before the office has read it.
    screened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    screened_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=ClueState.choices, default=ClueState.NEW)
    verdict = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ClueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案线索"
        ordering = ["-pk"]
        constraints = [
            pair_constraint("screened_at", "screened_by", name="clue_screened_pair"),
            pair_constraint("answered_at", "answered_by", name="clue_answered_pair"),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-id"], name="clue_of_office"),
            models.Index(fields=["given_by", "-id"], name="clue_of_person"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:clue", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return "提案线索"

    @property
    def by_whom(self) -> str:
        """Who gave it, as lists name it; nobody of the public is named."""
        if self.member:
            return self.member.name
        return self.room.unit.short_name if self.room else self.get_source_display()

    def rights_scope(self) -> Scope:
        return Scope(
            persons=frozenset({self.given_by_id} - {None}),
            rooms=frozenset([self.room.unit_id]) if self.room else frozenset(),
            keepers=frozenset([self.office_id]),
            path=self.office.region.path if self.screened_at else "",
        )

    def keeping(self) -> Keeping:
        why = "" if self.state == ClueState.NEW else f"这条线索{self.get_state_display()}，附件随它保留。"
        return Keeping(self.rights_scope(), unit=self.office, url=self.get_absolute_url(), why_stays=why)
