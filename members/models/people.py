from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models

from members.enums import MemberLevel, RoleCode
from members.models.attachment import Attachment, Keeping
from members.models.names import Named, NamedQuerySet
from members.models.places import Region, under
from members.models.users import User
from members.permissions import Scope


class MemberQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """The roll of one's region."""
        roles = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.ADMIN, RoleCode.AUDITOR)
        return self.filter(under(user.paths_as(*roles), "region__path"))

    def for_page(self):
        return self.select_related("region", "user")

    def within_any(self, paths):
        return self.filter(under(paths, "region__path"))

    def active(self):
        return self.filter(is_active=True)


class Member(Named):
    """委员: a member of the political consultative conference, whether or not the person signs in."""

    name = models.CharField("姓名", max_length=40)
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="member")
    level = models.CharField("委员级别", max_length=20, choices=MemberLevel.choices)
    sector = models.CharField("界别", max_length=40, blank=True)
    committee = models.CharField("专委会", max_length=40, blank=True)
    term = models.CharField("届次", max_length=40, blank=True)
    party = models.CharField("党派", max_length=40, blank=True)
    # 特长: what the person can be asked about.
    specialities = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="特长")
    employer = models.CharField("工作单位和职务", max_length=120, blank=True)
    # Where the person lives and works: postings look at both.
    home = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="居住地")
    work = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="工作地")
    # Why a member in office belongs to no room.
    unposted_reason = models.CharField("未派驻原因", max_length=200, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="members", verbose_name="所属市")
    is_active = models.BooleanField("在任", default=True)
    version = models.PositiveIntegerField(default=1)

    # The photo of the roll and of the duty plates.
    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政协委员"
        ordering = ["pinyin", "pk"]

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)

    def keeping(self) -> Keeping:
        return Keeping(self.rights_scope())
