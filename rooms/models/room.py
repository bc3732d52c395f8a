from datetime import timedelta

from django.db import models
from django.utils import timezone

from members.enums import RegionKind, RoleCode
from members.models import Member, Role, Unit, User
from members.models.names import DatedQuerySet, Named, NamedQuerySet, dated_constraint
from members.permissions import Scope
from rooms.enums import ConvenerRank, RepresentativeKind, RoomKind, RoomState
from rooms.models.geometry import distance_km


class RoomQuerySet(models.QuerySet):
    def for_page(self):
        return self.select_related("unit__region__parent", "approver", "guidance")

    def open(self):
        """Rooms that work: opened, and in use. Only these are counted and offered for new work."""
        return self.filter(state=RoomState.OPENED, unit__is_active=True)

    def working_on(self, day):
        """Rooms that worked on this day, whatever became of them later."""
        rooms = self.filter(state__in=(RoomState.OPENED, RoomState.WITHDRAWN), opened_on__lte=day)
        return rooms.filter(models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gt=day))

    def visible_to(self, user):
        """Everybody with a role over the room or its region; accounts and settings roles see organisation too."""
        units = user.units_as(*ROOM_ROLES, *BODY_ROLES)
        seen = models.Q(unit__in=units) | models.Q(approver__in=units) | models.Q(guidance__in=units)
        for path in user.paths_as(*CITY_ROLES):
            seen |= models.Q(unit__region__path__startswith=path)
        return self.filter(seen)

    def without_convener(self):
        """Rooms in which nobody can act as first convener today: none is set, the role is over, the account closed."""
        today = timezone.localdate()
        held = Role.objects.on(today).filter(
            code=RoleCode.CONVENER, unit=models.OuterRef("room__unit"), user=models.OuterRef("user")
        )
        acting = Convener.objects.on(today).filter(
            models.Exists(held), room=models.OuterRef("pk"), rank=ConvenerRank.FIRST, user__is_active=True
        )
        return self.exclude(models.Exists(acting))

    def find(self, words: str):
        """Rooms whose name holds the words, or whose pinyin or initials begin with them."""
        return self.filter(unit__in=Unit.objects.find(words).order_by().values("pk"))

    def of(self, user, *codes):
        """Rooms in which the person holds one of these roles."""
        return self.filter(unit__in=user.units_as(*codes))


ROOM_ROLES = (
    RoleCode.CLERK,
    RoleCode.CONVENER,
    RoleCode.MEMBER,
    RoleCode.REPRESENTATIVE,
)
BODY_ROLES = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK, RoleCode.GUIDANCE)
CITY_ROLES = (
    RoleCode.LEADING_OFFICE,
    RoleCode.OFFICE,
    RoleCode.CITY_COMMITTEE,
    RoleCode.AUDITOR,
    RoleCode.ADMIN,
    RoleCode.SECURITY,
)


class Room(models.Model):
    """联络室: the place and the team. Its name, region and roles hang on its unit.

    `state` is moved by the table in rooms.workflow. Whoever writes rooms that have long been working (an import, a
    register) makes them by `operations.add_room`: with `opened_on` they are opened, without they are approved and
    wait to be opened. `opening_hours` is typed as people write it (周一至周五 8:30—11:30，14:00—17:30；周六预约) and
    read by rooms.models.hours. `demonstration_year` repeats the latest of its Demonstration rows. `guidance` follows
    the region's GuidanceArea unless it was set by hand (`guidance_by_hand`).
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="room")
    kind = models.CharField("类型", max_length=20, choices=RoomKind.choices)
    state = models.CharField("状态", max_length=20, choices=RoomState.choices, default=RoomState.APPLIED)
    # 编号, as the place counts its rooms: LH-03.
    number = models.CharField("编号", max_length=20, blank=True)
    hall = models.CharField("议事场所", max_length=80, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    opening_hours = models.CharField("开放时间", max_length=200, blank=True)
    # The body that approves topics and decides matters for this room: the committee of its township, the party
    # organisation of its enterprise, or one that the leading office sets.
    approver = models.ForeignKey(Unit, models.PROTECT, related_name="rooms_approved", verbose_name="审定机关")
    guidance = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rooms_guided",
        verbose_name="工作指导组",
    )
    guidance_by_hand = models.BooleanField("单独指定指导组", default=False)
    # Where it stands on the map, in degrees (WGS 84).
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    # 示范点: the year in which the room was named one.
    demonstration_year = models.PositiveSmallIntegerField("示范点年度", null=True, blank=True)
    opened_on = models.DateField("挂牌日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络室"
        ordering = ["unit__region__path", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=RoomState.OPENED) | models.Q(opened_on__isnull=False),
                name="opened_room_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__isnull=False, latitude__isnull=False),
                name="room_place_in_pairs",
            ),
        ]

    def __str__(self):
        return self.unit.name

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def is_open(self) -> bool:
        return self.state == RoomState.OPENED and self.unit.is_active

    @property
    def township(self):
        """The region by which rooms are grouped: the township of a village, else the room's own region."""
        region = self.unit.region
        return region.parent if region.kind == RegionKind.VILLAGE else region

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, where they are known."""
        return None if self.longitude is None else (float(self.longitude), float(self.latitude))

    def distance_km(self, point) -> float | None:
        """How far it is from a point (longitude, latitude), as the crow flies; None where a place is not known."""
        return distance_km(self.point, point) if self.point and point else None

    def rights_scope(self) -> Scope:
        return Scope(
            rooms=frozenset([self.unit_id]),
            approvers=frozenset([self.approver_id]),
            guides=frozenset([self.guidance_id]) - {None},
            path=self.unit.region.path,
        )


class OfRoomQuerySet(DatedQuerySet):
    """Rows of a room are seen by whoever sees the room; most of them have days."""

    def visible_to(self, user):
        return self.filter(room__in=Room.objects.visible_to(user))

    def for_page(self):
        return self.select_related("room__unit__region", "room__approver")

    def lasting(self, day):
        """Rows that go on beyond the day, or begin after it."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day))


class Posting(models.Model):
    """派驻: a member belongs to a room, from a day to a day."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="postings")
    room = models.ForeignKey(Room, models.PROTECT, related_name="postings")
    starts_on = models.DateField("派驻日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "派驻"
        ordering = ["member__pinyin"]
        constraints = [
            dated_constraint("posting_dates_in_order"),
            models.UniqueConstraint(
                fields=["member", "room"],
                condition=models.Q(ends_on__isnull=True),
                name="posted_once_to_a_room",
            ),
        ]

    def __str__(self):
        return f"{self.member} → {self.room}"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


class Convener(models.Model):
    """召集人, first or second, of one room, dated. The second is often a member linked to the room."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="conveners")
    rank = models.CharField("次序", max_length=10, choices=ConvenerRank.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="convenerships", verbose_name="用户")
    title = models.CharField("职务", max_length=60, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "召集人"
        ordering = ["rank", "starts_on"]
        constraints = [
            dated_constraint("convener_dates_in_order"),
            models.UniqueConstraint(
                fields=["room", "rank"],
                condition=models.Q(ends_on__isnull=True),
                name="one_convener_per_rank",
            ),
        ]

    def __str__(self):
        return f"{self.user.name}（{self.get_rank_display()}）"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


# So many days before its last one a term is told to be running out.
TERM_WARNING_DAYS = 60


class RepresentativeQuerySet(OfRoomQuerySet, NamedQuerySet):
    def expiring(self, day):
        """In office on the day, with a term that runs out soon."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, ends_on__lte=day + timedelta(days=TERM_WARNING_DAYS))


class Representative(Named):
    """党员代表、群众代表: the other two of 一委员两代表, of one room, dated."""

    name = models.CharField("姓名", max_length=40)
    room = models.ForeignKey(Room, models.PROTECT, related_name="representatives")
    kind = models.CharField("类别", max_length=10, choices=RepresentativeKind.choices)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="representations")
    title = models.CharField("身份", max_length=60, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    # 届: as the room counts them, 第一届; renewed or ended when the last day comes.
    term = models.CharField("届次", max_length=20, blank=True)
    starts_on = models.DateField("开始日期")
    # The last day of the term; empty where it has none.
    ends_on = models.DateField("任期到", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员代表、群众代表"
        ordering = ["kind", "pinyin"]
        constraints = [dated_constraint("representative_dates_in_order")]
        indexes = [models.Index(fields=["pinyin", "id"], name="representative_in_order")]

    def is_expiring(self, day) -> bool:
        return self.ends_on is not None and day <= self.ends_on <= day + timedelta(days=TERM_WARNING_DAYS)

    def is_over(self, day) -> bool:
        return self.ends_on is not None and self.ends_on < day

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()
