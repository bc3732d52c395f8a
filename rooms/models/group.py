"""领导小组 of a city, a township, a village, with its people; and the contacts of the guidance groups."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse

from members.enums import RoleCode
from members.models import Attachment, Unit, User
from members.models.names import DatedQuerySet, Named, NamedQuerySet, dated_constraint
from members.permissions import Scope
from rooms.enums import ContactPost, GroupPost
from rooms.models.kept import Kept, KeptQuerySet, seen_by
from rooms.models.room import Room


class LeadingGroupQuerySet(KeptQuerySet):
    def standing(self):
        return self.filter(ended_on__isnull=True)


class LeadingGroup(Kept):
    """The leading group of one region; the region has one at a time, former ones stay in the record."""

    name = models.CharField("名称", max_length=80)
    founded_on = models.DateField("成立日期")
    reference = models.CharField("成立文号", max_length=60, blank=True)
    duties = models.TextField("工作职责", max_length=4000)
    # Where the group's office is: 办公室设在市政协办公室.
    office = models.CharField("办公室设在", max_length=80, blank=True)
    office_duties = models.TextField("办公室职责", max_length=2000, blank=True)
    ended_on = models.DateField("撤销日期", null=True, blank=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导小组"
        ordering = ["region__path", "-founded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(ended_on__isnull=True), name="one_leading_group_per_region"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("founded_on")),
                name="leading_group_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:group", args=[self.pk])


class GroupMemberQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self.filter(group__in=LeadingGroup.objects.visible_to(user))

    def for_page(self):
        return self.select_related("group__region", "group__unit__region", "user")


class GroupMember(Named):
    """组长、副组长、成员: a person with a post in a leading group, dated."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="people")
    post = models.CharField("组内职务", max_length=20, choices=GroupPost.choices)
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("现任职务", max_length=120, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="group_posts", verbose_name="登录账号"
    )
    # As the paper lists them; people of one post stand in this order.
    position = models.PositiveSmallIntegerField("排序", default=0)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导小组成员"
        ordering = ["position", "pk"]
        constraints = [
            dated_constraint("group_member_dates_in_order"),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(post=GroupPost.HEAD, ends_on__isnull=True),
                name="one_head_of_a_leading_group",
            ),
        ]

    def rights_scope(self) -> Scope:
        return self.group.rights_scope()


class GuidanceContactQuerySet(DatedQuerySet, NamedQuerySet):
    def visible_to(self, user):
        """Whoever works under the region of the guidance group; the group itself."""
        return self.filter(seen_by(user, "unit__region__path") | models.Q(unit__in=user.units_as(RoleCode.GUIDANCE)))

    def for_page(self):
        return self.select_related("unit__region", "user")


class GuidanceContact(Named):
    """Whom to call in a 工作指导组: its head, its contact person, its staff, dated."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts", verbose_name="工作指导组")
    post = models.CharField("组内职务", max_length=20, choices=ContactPost.choices)
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("现任职务", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="guidance_contacts", verbose_name="登录账号"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuidanceContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作指导组联系人"
        ordering = ["unit__pinyin", "post", "pinyin"]
        constraints = [dated_constraint("guidance_contact_dates_in_order")]

    def rights_scope(self) -> Scope:
        rooms = Room.objects.filter(guidance=self.unit_id).values_list("unit_id", "approver_id")
        units, approvers = zip(*rooms, strict=True) if rooms else ((), ())
        return Scope(
            keepers=frozenset([self.unit_id]),
            guides=frozenset([self.unit_id]),
            rooms=frozenset(units),
            approvers=frozenset(approvers),
            path=self.unit.region.path,
        )
