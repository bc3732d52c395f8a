"""Reads of the registers: who keeps what, whose duty is missing, which places have no leading group."""

import re

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Member, Region, Unit
from members.models.places import under
from members.permissions import TOWNSHIP, roles_that_allow
from members.permissions.registers import ANSWERING
from members.queries import city_paths, people_near
from rooms.enums import ContactPost, GroupPost, StaffDutyKind
from rooms.models import GroupMember, GuidanceContact, LeadingGroup, Representative, Requirement, Room, StaffDuty
from rooms.models.kept import seen_by

NUMERALS = "一二三四五六七八九"
LAST = 100


def keeper_units(user, permission: str):
    """Units for which the person may keep records of this kind."""
    held = {role.unit_id for role in roles_that_allow(user, permission) if role.unit_id}
    return Unit.objects.active().filter(pk__in=held).select_related("region").order_by("pinyin", "pk")


def named_units(user, permission: str, also=()):
    """Units that a hearing may name, as reporting or as answering: those of the regions whose records the person keeps.

    Whoever the hearing names already (`also`, units by key) stays a choice.
    """
    paths = keeper_units(user, permission).order_by().values_list("region__path", flat=True)
    own = Unit.objects.active().within_any(list(paths))
    return own | Unit.objects.filter(pk__in=also)


def attending(user, assembly=None) -> dict:
    """Who can be named at an assembly: members and accounts of the person's cities, representatives of their rooms.

    Whoever an assembly names already stays a choice.
    """
    found = {
        "members": Member.objects.active().within_any(city_paths(user)),
        "representatives": Representative.objects.visible_to(user).on(timezone.localdate()),
        "users": people_near(user),
    }
    if assembly:
        named = {name: Q(pk__in=getattr(assembly, name).order_by().values("pk")) for name in found}
        # By keys: joined, whoever was at three assemblies would be three rows.
        found = {
            name: rows.model.objects.filter(Q(pk__in=rows.order_by().values("pk")) | named[name])
            for name, rows in found.items()
        }
    return found | {"representatives": found["representatives"].select_related("room__unit")}


def duty_units(user):
    """Rooms and units for which the person registers staff duties."""
    permission = "rooms.edit_duties"
    roles = roles_that_allow(user, permission)
    own = {role.unit_id for role in roles if role.unit_id}
    bodies = {role.unit_id for role in roles if role.code in TOWNSHIP}
    paths = [role.place.path for role in roles if role.code == RoleCode.LEADING_OFFICE]
    found = Q(pk__in=own) | Q(room__approver__in=bodies) | under(paths, "region__path")
    return Unit.objects.active().filter(found).select_related("region")


def rooms_with_duties(rooms):
    """Rooms in the order of their names, each knowing which duties somebody has today."""
    today = timezone.localdate()
    held = StaffDuty.objects.on(today).filter(unit=OuterRef("unit"))
    has = {f"has_{kind.value}": Exists(held.filter(kind=kind)) for kind in StaffDutyKind}
    return rooms.select_related("unit__region__parent", "approver").annotate(pinyin=F("unit__pinyin"), **has)


def with_duties(rooms) -> list:
    """Give each room of a page its duties of today by kind, in the order of the kinds; a gap is an empty list."""
    rooms, today = list(rooms), timezone.localdate()
    rows = StaffDuty.objects.on(today).filter(unit__in=[room.unit_id for room in rooms]).order_by("starts_on", "pk")
    held = {}
    for row in rows:
        held.setdefault((row.unit_id, row.kind), []).append(row)
    for room in rooms:
        room.duties = [(kind, held.get((room.unit_id, kind.value), [])) for kind in StaffDutyKind]
    return rooms


def duty_gaps(rooms) -> dict:
    """How many of these rooms have nobody for each duty."""
    counted = {f"none_{kind.value}": Count("pk", filter=Q(**{f"has_{kind.value}": False})) for kind in StaffDutyKind}
    found = rooms_with_duties(rooms).aggregate(all=Count("pk"), **counted)
    return {"all": found["all"], "gaps": [(kind, found[f"none_{kind.value}"]) for kind in StaffDutyKind]}


def duties_of(unit) -> dict:
    """The duties of one room or unit: those of today by kind, and who had them before."""
    today = timezone.localdate()
    rows = list(unit.staff_duties.select_related("user").order_by("starts_on", "pk"))
    now = [row for row in rows if row.ends_on is None or row.ends_on >= today]
    kinds = [(kind, [row for row in now if row.kind == kind.value]) for kind in StaffDutyKind]
    former = sorted((row for row in rows if row not in now), key=lambda row: row.ends_on, reverse=True)
    return {"kinds": kinds, "former": former}


def places_with_groups(user, level: str):
    """The regions of a level that the person sees, each with its leading group of today, if there is one."""
    group = LeadingGroup.objects.standing().filter(region=OuterRef("pk"))
    head = GroupMember.objects.filter(
        group__region=OuterRef("pk"), group__ended_on__isnull=True, post=GroupPost.HEAD, ends_on__isnull=True
    )
    people = (
        GroupMember.objects.filter(group__region=OuterRef("pk"), group__ended_on__isnull=True, ends_on__isnull=True)
        .order_by()
        .values("group")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Region.objects.active()
        .filter(seen_by(user, "path"), kind=level)
        .select_related("parent")
        .annotate(
            group_pk=Subquery(group.values("pk")[:1]),
            group_name=Subquery(group.values("name")[:1]),
            founded_on=Subquery(group.values("founded_on")[:1]),
            head=Subquery(head.values("name")[:1]),
            head_title=Subquery(head.values("title")[:1]),
            people_count=Subquery(people[:1]),
        )
    )


def people_of_group(group) -> dict:
    """The people of a group today as its paper lists them, and those before."""
    today = timezone.localdate()
    order = list(GroupPost.values)
    rows = sorted(group.people.all(), key=lambda row: (order.index(row.post), row.position, row.pk))
    last = group.ended_on or today
    now = [row for row in rows if row.ends_on is None or row.ends_on >= min(last, today)]
    former = sorted((row for row in rows if row not in now), key=lambda row: row.ends_on, reverse=True)
    return {"people": now, "former": former, "has_head": any(row.post == GroupPost.HEAD for row in now)}


def guidance_groups(user) -> list:
    """The guidance groups of the person's cities with their contacts and the rooms that each is linked to."""
    today = timezone.localdate()
    paths = city_paths(user)
    groups = list(
        Unit.objects.active().filter(kind=UnitKind.GUIDANCE).within_any(paths).for_page().order_by("pinyin", "pk")
    )
    contacts = GuidanceContact.objects.visible_to(user).on(today).filter(unit__in=groups).for_page()
    rooms = Room.objects.open().filter(guidance__in=groups).select_related("unit__region__parent")
    for group in groups:
        own = [row for row in contacts if row.unit_id == group.pk]
        group.people = by_post(own)
        group.rooms = [room for room in rooms if room.guidance_id == group.pk]
        group.places = sorted({room.township.name for room in group.rooms})
    return sorted(groups, key=_counted)


def by_post(contacts) -> list:
    """The head of a group first, then whom to call, then who works for it."""
    posts = list(ContactPost.values)
    return sorted(contacts, key=lambda row: (posts.index(row.post), row.pinyin))


def _counted(group) -> int:
    """第一组 before 第八组, whatever their pinyin; groups without a number keep their order behind those with one."""
    found = re.search(rf"第([{NUMERALS}])?(十)?([{NUMERALS}])?", group.name)
    if not found or not any(found.groups()):
        return LAST
    lead, ten, ones = found.groups()
    first = NUMERALS.index(lead) + 1 if lead else 1
    return first * 10 + (NUMERALS.index(ones) + 1 if ones else 0) if ten else first


def requirements_waiting(user, most: int):
    """Open requirements that the person's units answer, by their day."""
    if not user.units_as(*ANSWERING):
        return Requirement.objects.none()
    rows = Requirement.objects.waiting_for(user).select_related("hearing", "unit")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:most]


def leading_groups_of(units):
    """Leading groups that these units may have listened as."""
    paths = [unit.region.path for unit in units]
    return LeadingGroup.objects.standing().filter(under(paths, "region__path")).select_related("region")
