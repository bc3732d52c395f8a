"""固定联系群众: the two or three people of one's sector with whom a member keeps contact."""

from django.db import models

from members.enums import RoleCode
from members.models.names import Named, NamedQuerySet, dated_constraint
from members.models.people import Member
from members.models.places import under
from members.permissions import ROOM_STAFF, Scope


class ContactQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """Private persons: the member, the room for which the member stands, and who looks after the members."""
        seen = models.Q(member__user=user) if user.holds(RoleCode.MEMBER) else models.Q(pk__in=[])
        if own := user.units_as(*ROOM_STAFF):
            posted = Member.objects.all().postings_today().filter(room__unit__in=own)
            seen |= models.Q(member__in=posted.values("member"))
        seen |= under(user.paths_as(RoleCode.LEADING_OFFICE), "member__region__path")
        return self.filter(seen)

    def for_page(self):
        return self.select_related("member__region")

    def standing(self):
        return self.filter(ends_on__isnull=True)


class Contact(Named):
    """One person, from a day to a day. Visits are activities, which name the contact."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="contacts")
    name = models.CharField("姓名", max_length=40)
    sector = models.CharField("界别、身份", max_length=60, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "固定联系群众"
        ordering = ["ends_on", "pinyin", "pk"]
        constraints = [dated_constraint("contact_dates_in_order")]

    def rights_scope(self) -> Scope:
        return self.member.rights_scope()
