"""计分考核: a year of a scheme, what assessors mark by hand, appeals, and the results as they were published."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Member, Region, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import ROOM_STAFF, TOWNSHIP, Scope
from reports.enums import AppealState, PointsYearState
from rooms.models import Posting, PracticeVersion, Room


class PointsYear(models.Model):
    """考核年度: one scheme of a region's pack in one year, by the version that was in force when the year began."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="points_years", verbose_name="区域")
    scheme = models.CharField("考核办法", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    # A version never changes: the year is counted by it even if the region follows another one later.
    practice = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="points_years", verbose_name="做法版本")
    state = models.CharField(max_length=20, choices=PointsYearState.choices, default=PointsYearState.OPEN)
    # How long the office takes to answer an appeal, and how long after publishing one may be made.
    answer_workdays = models.PositiveSmallIntegerField("申诉答复期限（工作日）", default=15)
    appeal_workdays = models.PositiveSmallIntegerField("公布后申诉期限（工作日）", default=10)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    # Over everything that was published, as it was at that moment.
    checksum = models.CharField("校验码", max_length=64, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "考核年度"
        ordering = ["-year", "region__path", "scheme"]
        constraints = [
            models.UniqueConstraint(fields=["region", "scheme", "year"], name="points_year_once"),
            pair_constraint("published_at", "published_by", name="points_year_published_pair"),
            pair_constraint("settled_at", "settled_by", name="points_year_settled_pair"),
        ]

    def __str__(self):
        return f"{self.region.name}{self.year}年计分考核"

    @property
    def ledger_label(self) -> str:
        return f"{self.year}年计分考核"

    @property
    def is_open(self) -> bool:
        return self.state == PointsYearState.OPEN

    @property
    def is_settled(self) -> bool:
        return self.state == PointsYearState.SETTLED

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)


def _places(user):
    """The townships whose committee the person acts for."""
    return Unit.objects.filter(pk__in=user.units_as(*TOWNSHIP)).values("region")


class OfSubjectQuerySet(models.QuerySet):
    def about_seen(self, user, offices=(RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.AUDITOR)):
        """Rows about oneself, about those of one's rooms, and of the whole city for its offices."""
        rooms = Room.objects.filter(
            models.Q(unit__in=user.units_as(*ROOM_STAFF)) | models.Q(approver__in=user.units_as(*TOWNSHIP))
        )
        posted = Posting.objects.on(timezone.localdate()).filter(room__in=rooms)
        seen = models.Q(member__user=user) | models.Q(member__in=posted.values("member")) | models.Q(room__in=rooms)
        seen |= models.Q(unit__in=user.units_as(RoleCode.DEPARTMENT)) | models.Q(township__in=_places(user))
        return self.filter(seen | under(user.paths_as(*offices), "year__region__path"))


class PointsMarkQuerySet(OfSubjectQuerySet):
    def standing(self):
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        """A sealed mark is its own assessor's alone, and so are its files."""
        return self.about_seen(user).filter(models.Q(is_sealed=False) | models.Q(given_by=user))


class PointsAppealQuerySet(OfSubjectQuerySet):
    def visible_to(self, user):
        """One's own, those of rooms that one convenes, and all of the city for whoever answers and audits."""
        rooms = models.Q(room__unit__in=user.units_as(RoleCode.CONVENER))
        units = models.Q(unit__in=user.units_as(RoleCode.DEPARTMENT))
        places = models.Q(township__in=_places(user))
        paths = user.paths_as(RoleCode.LEADING_OFFICE, RoleCode.AUDITOR)
        return self.filter(models.Q(member__user=user) | rooms | units | places | under(paths, "year__region__path"))


# Where a row says whom it is about, by the kind of subject; a committee or a sector is known by its name alone.
COLUMNS = {
    "member": "member",
    "room": "room",
    "unit": "unit",
    "township": "township",
    "committee": "group",
    "sector": "group",
}
EACH = ("member", "room", "unit", "township", "group")


def about(kind: str, key) -> dict:
    """The columns of a row that say whom it is about."""
    column = COLUMNS[kind]
    return {column if column == "group" else f"{column}_id": key}


class OfSubject(models.Model):
    """A row about one member, room or unit, one township (its region), or a committee or sector by its name."""

    year = models.ForeignKey(PointsYear, models.PROTECT, related_name="%(class)ss", verbose_name="考核年度")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    township = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField("专委会、界别", max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def key(self) -> int | str:
        return self.member_id or self.room_id or self.unit_id or self.township_id or self.group

    @property
    def about(self) -> dict:
        return {name: value for name in ABOUT if (value := getattr(self, name))}

    @property
    def subject_name(self) -> str:
        return str(self.member or self.room or self.unit or self.township or self.group)


ABOUT = ("member_id", "room_id", "unit_id", "township_id", "group")


def said(field: str, *, is_said: bool) -> models.Q:
    """Whether a row says whom it is about in this column."""
    if field == "group":
        return ~models.Q(group="") if is_said else models.Q(group="")
    return models.Q(**{f"{field}__isnull": not is_said})


def one_subject(name: str) -> models.CheckConstraint:
    one = models.Q()
    for chosen in EACH:
        whole = models.Q()
        for field in EACH:
            whole &= said(field, is_said=field == chosen)
        one |= whole
    return models.CheckConstraint(condition=one, name=name)


class PointsMark(OfSubject):
    """评分: what an assessor writes down by hand, with what it rests on."""

    item = models.CharField("考核项目", max_length=60)
    # Whose mark it is where several assessors weigh together; empty where an occurrence is written down once.
    assessor = models.CharField("考核方", max_length=40, blank=True)
    times = models.PositiveSmallIntegerField("次数", default=1)
    points = models.DecimalField("分值", max_digits=7, decimal_places=2)
    on = models.DateField("日期")
    basis = models.TextField("依据和理由", max_length=1000)
    link = models.URLField("佐证链接", max_length=500, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    # Other assessors are still to mark the item: nobody but its own side reads it.
    is_sealed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = PointsMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        ordering = ["-on", "-pk"]
        constraints = [
            one_subject("points_mark_is_of_one"),
            pair_constraint("removed_at", "removed_by", name="points_mark_removed_pair"),
            *(
                models.UniqueConstraint(
                    fields=["year", kind, "item", "assessor"],
                    condition=models.Q(removed_at__isnull=True) & said(kind, is_said=True) & ~models.Q(assessor=""),
                    name=f"points_mark_once_by_assessor_{kind}",
                )
                for kind in EACH
            ),
        ]

    def __str__(self):
        return f"{self.item}评分"

    @property
    def ledger_label(self) -> str:
        return str(self)


class PointsAppeal(OfSubject):
    """申诉: somebody holds a line or the total to be wrong; the office answers."""

    # The item that is meant; the total where it is empty.
    item = models.CharField("申诉的项目", max_length=60, blank=True)
    text = models.TextField("申诉内容", max_length=2000)
    state = models.CharField(max_length=20, choices=AppealState.choices, default=AppealState.OPEN)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("答复期限")
    answer = models.TextField("答复", max_length=2000, blank=True)
    # Points that the answer adds or takes away; nothing where a record was put right instead.
    correction = models.DecimalField("更正分值", max_digits=7, decimal_places=2, null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = PointsAppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核申诉"
        ordering = ["-pk"]
        constraints = [
            one_subject("points_appeal_is_of_one"),
            pair_constraint("answered_at", "answered_by", name="points_appeal_answered_pair"),
            models.CheckConstraint(
                condition=models.Q(correction__isnull=True) | models.Q(state=AppealState.UPHELD),
                name="points_corrected_by_upheld_appeal",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(state="open"), name="points_appeal_open")]

    def __str__(self):
        return f"{self.item or '总分'}申诉"

    @property
    def ledger_label(self) -> str:
        return str(self)


class PointsResult(OfSubject):
    """考核结果: what was published of one subject, with every line as it was explained."""

    name = models.CharField("名称", max_length=80)
    note = models.CharField("联络室、区域", max_length=120, blank=True)
    total = models.DecimalField("总分", max_digits=8, decimal_places=2)
    # As facts.points.data_of writes a line, in the order of the scheme.
    lines = models.JSONField(default=list)
    class_name = models.CharField("类别", max_length=40, blank=True)
    # What the checksum of the year covers: all of it as it was published. Corrections do not touch it.
    frozen = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    place = models.PositiveIntegerField("名次", null=True)
    grade = models.CharField("等次", max_length=20, blank=True)
    consequence = models.CharField("等次的处理", max_length=100, blank=True)
    is_below = models.BooleanField("未达最低分", default=False)
    # An appeal that was upheld after publishing.
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ["place", "pk"]
        constraints = [
            one_subject("points_result_is_of_one"),
            *(
                models.UniqueConstraint(
                    fields=["year", kind],
                    condition=said(kind, is_said=True),
                    name=f"points_result_once_{kind}",
                )
                for kind in EACH
            ),
        ]
