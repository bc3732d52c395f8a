from functools import cached_property

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from members.enums import AttachmentKind, MemberKind, MemberLevel, MemberState, RoleCode
from members.models.attachment import Attachment, Keeping
from members.models.names import Named, NamedQuerySet, dated_constraint
from members.models.places import Region, under
from members.models.users import User
from members.permissions import BY_PERMISSION, ROOM_TEAM, TOWNSHIP, Scope
from members.permissions.who_sees import SEE_MEMBER


class TermQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(under(user.paths_as(RoleCode.LEADING_OFFICE, RoleCode.OFFICE), "region__path"))

    def for_page(self):
        return self.select_related("region")

    def with_counts(self):
        """With the number of members in office."""
        return self.annotate(in_office=models.Count("members", filter=models.Q(members__is_active=True)))


class Term(models.Model):
    """届次: one term of the conference of a level, from a day to a day; it ends for all of its members at once."""

    name = models.CharField("届次", max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="terms", verbose_name="所属市")
    level = models.CharField("级别", max_length=20, choices=MemberLevel.choices)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    # When it was ended for its members.
    ended_at = models.DateTimeField("办理届满时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["level", "-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "level", "name"], name="term_once_per_level"),
            dated_constraint("term_dates_in_order"),
        ]

    def __str__(self):
        # The same name stands at every level.
        return f"{self.name}（{self.get_level_display()}）"

    @property
    def ledger_label(self) -> str:
        return self.name

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)


class MemberQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """The roll of one's region; the members of the rooms for which one works; oneself."""
        seen = under(user.paths_as(*SEE_MEMBER["region"]), "region__path")
        own, approved = user.units_as(*ROOM_TEAM), user.units_as(*TOWNSHIP)
        guided = user.units_as(RoleCode.GUIDANCE)
        if own or approved or guided:
            rooms = (
                models.Q(room__unit__in=own)
                | models.Q(room__approver__in=approved)
                | models.Q(room__guidance__in=guided)
            )
            seen |= models.Q(pk__in=self.postings_today().filter(rooms).values("member"))
        if user.holds(RoleCode.MEMBER):
            seen |= models.Q(user=user)
        return self.filter(seen)

    def postings_today(self):
        """Postings belong to an upper app and are reached by the relation that it laid."""
        return self.model._meta.get_field("postings").related_model.objects.on(timezone.localdate())

    def posted(self):
        return self.filter(pk__in=self.postings_today().values("member"))

    def unposted(self):
        return self.exclude(pk__in=self.postings_today().values("member"))

    def for_page(self):
        return self.select_related("region", "user", "term", "home", "work")

    def within_any(self, paths):
        return self.filter(under(paths, "region__path"))

    def active(self):
        return self.filter(is_active=True)

    def with_right(self, user, permission: str, name: str):
        """With whether the person has a right over each row, for lists and files; one page asks the table itself."""
        who = BY_PERMISSION[permission].who
        allowed = under(user.paths_as(*who.get("region", ())), "region__path")
        if own := user.units_as(*who.get("own_room", ())):
            allowed |= models.Q(pk__in=self.postings_today().filter(room__unit__in=own).values("member"))
        if user.holds(*who.get("self", ())):
            allowed |= models.Q(user=user)
        return self.annotate(**{name: models.ExpressionWrapper(allowed, output_field=models.BooleanField())})

    def of_level(self, level: str):
        """Members of a level, also where it is not their first one."""
        return self.filter(models.Q(level=level) | models.Q(other_levels__contains=[level]))


class Member(Named):
    """委员: a member of the political consultative conference, whether or not the person signs in.

    A person has one row. Who is a member at two levels has the one that the term and the postings go by as `level`, and
    the other ones in `other_levels`.
    """

    name = models.CharField("姓名", max_length=40)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="member", verbose_name="登录账号"
    )
    level = models.CharField("委员级别", max_length=20, choices=MemberLevel.choices)
    other_levels = ArrayField(
        models.CharField(max_length=20, choices=MemberLevel.choices),
        default=list,
        blank=True,
        verbose_name="同时担任",
    )
    # What an assessment may ask of some and not of others; empty where nobody said it.
    kind = models.CharField("委员类别", max_length=20, choices=MemberKind.choices, blank=True)
    sector = models.CharField("界别", max_length=40, blank=True)
    committee = models.CharField("专委会", max_length=40, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="届次")
    party = models.CharField("党派", max_length=40, blank=True)
    # 特长: what the person can be asked about; words of the city's vocabulary (Tag).
    specialities = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="特长")
    employer = models.CharField("工作单位和职务", max_length=120, blank=True)
    # Where the person lives and works: postings look at both.
    home = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="居住地")
    work = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作地")
    # Why a member in office belongs to no room.
    unposted_reason = models.CharField("未派驻原因", max_length=200, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="members", verbose_name="所属市")
    state = models.CharField("状态", max_length=20, choices=MemberState.choices, default=MemberState.IN_OFFICE)
    # Until when the leave lasts; empty in every other state.
    leave_until = models.DateField("请假到", null=True, blank=True)
    # Follows the state: whether the person is in office at all.
    is_active = models.BooleanField("在任", default=True)
    version = models.PositiveIntegerField(default=1)

    # The photo of the roll and of the duty plates.
    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政协委员"
        ordering = ["pinyin", "pk"]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="member_on_the_roll"),
            GinIndex(fields=["specialities"], name="member_specialities"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=True, state__in=[each for each in MemberState if not each.is_over])
                | models.Q(is_active=False, state__in=[each for each in MemberState if each.is_over]),
                name="member_active_by_state",
            )
        ]

    def rights_scope(self) -> Scope:
        rooms = self.rooms_today
        return Scope(
            rooms=frozenset(room.unit_id for room in rooms),
            approvers=frozenset(room.approver_id for room in rooms),
            guides=frozenset(room.guidance_id for room in rooms) - {None},
            persons=frozenset([self.user_id]) - {None},
            path=self.region.path,
        )

    @cached_property
    def rooms_today(self) -> list:
        postings = self.postings.on(timezone.localdate())
        return [posting.room for posting in postings.select_related("room__unit").order_by("starts_on", "pk")]

    def keeping(self) -> Keeping:
        """The photo is changed with the particulars, and not taken away by itself."""
        return Keeping(Scope())

    @property
    def levels_told(self) -> str:
        words = dict(MemberLevel.choices)
        return "、".join(words[level] for level in [self.level, *self.other_levels])

    @cached_property
    def photo(self) -> Attachment | None:
        return self.attachments.standing().filter(kind=AttachmentKind.PHOTO).order_by("-pk").first()

    def leave_is_over(self, today) -> bool:
        return self.state == MemberState.ON_LEAVE and self.leave_until is not None and self.leave_until < today
