"""提案、社情民意信息、微建议: one model, its kinds as data, and where each came from."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from consult.models import Consultation, Matter
from members.models import Attachment, Keeping, Member, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import ProposalKind, ProposalMode, ProposalState, ReplyClass, SignerState
from proposals.models.call import CallTopic, ProposalCall
from proposals.models.clue import Clue
from proposals.models.rating import RatedProposal
from proposals.rules import KINDS, WRITTEN, KindRule
from rooms.models import Activity, PracticeVersion, Room, Voice

# What a member writes himself is his own, and not the business of the room's staff.
OWN = Q(member__user=F("written_by"))
# Put forward by several: whoever was asked to sign reads it.
TOGETHER = (ProposalMode.JOINT, ProposalMode.SECTOR, ProposalMode.COLLECTIVE)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and those of one's room; the offices see what was submitted, and nobody's drafts."""
        who = BY_PERMISSION["proposals.view_proposal"].who
        seen = Q(room__unit__in=user.units_as(*who["own_room"])) & ~OWN
        if user.holds(*who["self"]):
            seen |= Q(written_by=user) | Q(member__user=user)
        if user.holds(*who["signs"]):
            signers = self.model.signers.rel.related_model.objects.asked()
            seen |= Q(pk__in=signers.filter(member__user=user).values("proposal"))
        if paths := user.paths_as(*who["region"]):
            seen |= Q(submitted_at__isnull=False) & under(paths, "room__unit__region__path")
        if units := user.units_as(*who["assigned"]):
            seen |= Exists(
                self.model.handlings.rel.related_model.objects.filter(proposal=OuterRef("pk"), unit__in=units)
            )
        return self.filter(seen)

    def for_page(self):
        related = ("room__unit__region", "member", "office", "written_by", "activity__room__unit")
        rows = self.select_related(*related, "voice__activity__room__unit", "call", "topic")
        return rows.defer("title_pieces").prefetch_related("signers__member")

    def of_page(self, rows):
        """The rows of one page of a list with what they show, by their keys.

        Beside so many tables the database would read every proposal before it asks which ones are on the page.
        """
        return self.for_page().filter(pk__in=list(rows.values_list("pk", flat=True)))

    def cared_for_by(self, user):
        """Those that the person's office keeps, or that lie where the person looks after all of them."""
        who = BY_PERMISSION["proposals.list_care"].who
        kept = Q(office__in=user.units_as(*who["keeps"]))
        return self.filter(kept | under(user.paths_as(*who["region"]), "room__unit__region__path"))

    def supervised(self):
        """What was filed and stands by itself: each of them is somebody's to look after."""
        return self.filter(number__isnull=False).exclude(state=ProposalState.MERGED)

    def standing(self):
        """Those that were not given up."""
        return self.exclude(state=ProposalState.DROPPED)

    def find(self, words: str):
        """By words of the title, or by number."""
        found = Q(title__icontains=words)
        if words.isdecimal() and len(words) < 6:
            found |= Q(number=int(words))
        return self.filter(found).order_by("-pk")

    def of_room(self, room):
        """The room's own, apart from what its members wrote themselves."""
        return self.filter(room=room).exclude(OWN)

    def of_activity(self, activity):
        """What came of an activity, and of what people said there."""
        return self.filter(Q(activity=activity) | Q(voice__activity=activity))


class Proposal(RatedProposal, models.Model):
    """One text that a member or a room puts before the office: what is the matter, and what should be done."""

    kind = models.CharField("类别", max_length=20, choices=ProposalKind.choices)
    title = models.CharField("标题", max_length=60)
    situation = models.TextField("情况和问题", max_length=4000, blank=True)
    advice = models.TextField("意见建议", max_length=4000, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, related_name="proposals", verbose_name="联络室")
    # Who puts it forward; of what a room reports as its own nobody.
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="提出人"
    )
    # Out of what it came: one activity, or one thing that somebody said there.
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="proposals")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="proposals")
    state = models.CharField(max_length=20, choices=ProposalState.choices, default=ProposalState.DRAFT)
    mode = models.CharField("提出方式", max_length=20, choices=ProposalMode.choices, default=ProposalMode.PERSONAL)
    # Of 界别 and 集体: who it is (某界别、某专委会、某党派), as it is printed.
    proposed_for = models.CharField("提出单位", max_length=80, blank=True)
    # The consultation out of which it came; what it was before it was made 社情民意; into which it was merged.
    case = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="proposals")
    # Which of its matters, where it was one.
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="proposals")
    clue = models.ForeignKey(Clue, models.PROTECT, null=True, blank=True, related_name="proposals")
    # The call that it answers, and what it chose from the catalogue of topics.
    call = models.ForeignKey(
        ProposalCall, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="征集"
    )
    topic = models.ForeignKey(
        CallTopic, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name="参考选题"
    )
    # Until when invited members may sign, and how many similar earlier ones the writer said that he has looked at.
    signing_until = models.DateTimeField("联名截止", null=True, blank=True)
    similar_seen = models.PositiveSmallIntegerField("已查看的相近提案", null=True)
    similar_seen_at = models.DateTimeField(null=True)
    # Two-character pieces of the title without what every title says (关于…的建议), kept by a database trigger.
    title_pieces = ArrayField(models.TextField(), default=list, editable=False)
    converted_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="converted_to")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # The practice of the city on the day it was taken in: its review, limits and forms are those.
    practice = models.ForeignKey(PracticeVersion, models.PROTECT, null=True, related_name="+")
    # At which step of its review it waits, by the code in the practice; empty when it is not under review.
    review_step = models.CharField("审查环节", max_length=40, blank=True, db_default="")
    # 案号 of the office, kind and year, given with 立案.
    year = models.PositiveSmallIntegerField("年度", null=True)
    number = models.PositiveIntegerField("案号", null=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)
    # 正式交办: at which 交办会 or by which paper it was given to the units for good.
    assigned_on = models.DateField("交办日期", null=True)
    assigned_paper = models.CharField("交办会或交办文号", max_length=120, blank=True, db_default="")
    # 1 at first, 2 when it is handled again; the class of the last reply, as lists are narrowed by it.
    round = models.PositiveSmallIntegerField("办理次数", default=1, db_default=1)
    reply_class = models.CharField("答复类别", max_length=1, choices=ReplyClass.choices, blank=True, db_default="")
    is_key = models.BooleanField("重点", default=False)
    is_urgent = models.BooleanField("快速通道", default=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # The office to which it was submitted.
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="报给")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="proposals")
    written_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    # What the office said when it took it in or gave it back.
    verdict = models.CharField("办公室意见", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(voice__isnull=True), name="proposal_has_one_origin"
            ),
            models.UniqueConstraint(
                fields=["activity"], condition=~Q(state=ProposalState.DROPPED), name="proposal_of_activity_once"
            ),
            models.UniqueConstraint(
                fields=["voice"], condition=~Q(state=ProposalState.DROPPED), name="proposal_of_voice_once"
            ),
            # A consultation becomes one proposal as a whole, and one of each of its matters.
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(matter__isnull=True) & ~Q(state=ProposalState.DROPPED),
                name="proposal_of_case_once",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=~Q(state=ProposalState.DROPPED), name="proposal_of_matter_once"
            ),
            models.CheckConstraint(
                condition=Q(matter__isnull=True) | Q(case__isnull=False), name="proposal_of_matter_names_its_case"
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "year", "number"],
                condition=Q(number__isnull=False),
                name="proposal_number_once",
            ),
            pair_constraint("submitted_at", "submitted_by", name="proposal_submitted_pair"),
            pair_constraint("filed_at", "filed_by", name="proposal_filed_pair"),
            pair_constraint("closed_at", "closed_by", name="proposal_closed_pair"),
            pair_constraint("answered_at", "answered_by", name="proposal_answered_pair"),
        ]
        indexes = [
            models.Index(fields=["room", "-id"], name="proposal_of_room"),
            models.Index(fields=["written_by", "-id"], name="proposal_of_person"),
            models.Index(fields=["office", "state", "-id"], name="proposal_of_office"),
            GinIndex(fields=["title_pieces"], name="proposal_title_pieces", fastupdate=False),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return self.get_kind_display()

    @property
    def rule(self) -> KindRule:
        return KINDS[self.kind]

    @property
    def is_written(self) -> bool:
        """Whether its author still writes it."""
        return self.state in WRITTEN

    @property
    def is_own(self) -> bool:
        """Whether the member wrote it himself; see OWN."""
        return self.member is not None and self.member.user_id == self.written_by_id

    @property
    def issue(self) -> str:
        return f"{self.year}年第 {self.number} 号" if self.number else ""

    @property
    def official_name(self) -> str:
        """As letters call it."""
        kind = f"政协{self.get_kind_display()}"
        return f"{kind}{self.year}年第{self.number}号" if self.number else f"{kind}“{self.title}”"

    @cached_property
    def co_signers(self) -> list[str]:
        """The names of those who signed; lists read them for all rows at once (for_page)."""
        if not self.is_together:
            return []
        return [each.member.name for each in self.signers.all() if each.state == SignerState.SIGNED]

    @property
    def by_whom(self) -> str:
        """Who puts it forward, as lists name it."""
        who = self.member.name if self.member else self.room.unit.short_name
        others = f"等 {len(self.co_signers) + 1} 人" if self.co_signers else ""
        return f"{self.proposed_for}（{who}）" if self.proposed_for else f"{who}{others}"

    @property
    def is_together(self) -> bool:
        return self.mode in TOGETHER

    @property
    def origin(self) -> Activity | None:
        """The activity out of which it came."""
        return self.activity or (self.voice.activity if self.voice else None)

    def rights_scope(self) -> Scope:
        persons = {self.written_by_id, self.member.user_id if self.member else None} - {None}
        asked = self.signers.asked().values_list("member__user", flat=True) if self.is_together else ()
        was_sent = self.submitted_at is not None
        return Scope(
            persons=frozenset(persons),
            signers=frozenset(asked) - {None},
            rooms=frozenset() if self.is_own else frozenset([self.room.unit_id]),
            keepers=frozenset([self.office_id]) if was_sent else frozenset(),
            assigned=frozenset(self.handlings.values_list("unit", flat=True)) if self.filed_at else frozenset(),
            path=self.room.unit.region.path if was_sent else "",
        )

    def keeping(self) -> Keeping:
        why = "" if self.is_written else f"这件{self.get_kind_display()}{self.get_state_display()}，附件随它保留。"
        return Keeping(self.rights_scope(), unit=self.room.unit, url=self.get_absolute_url(), why_stays=why)
