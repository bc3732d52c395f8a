"""Leading groups: founded, their people appointed and replaced, dissolved; contacts of the guidance groups."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from members import ledger
from members.enums import UnitKind
from members.operations import attach, dated
from members.operations.changes import overwrite
from members.workflow import Refused, check_version, lock
from rooms.enums import GroupPost
from rooms.models import GroupMember, GuidanceContact, LeadingGroup

VERB = "rooms.edit_groups"
CONTACTS = "rooms.edit_contacts"


@transaction.atomic
def found_group(*, by, unit, region, files=(), **values) -> LeadingGroup:
    # Two who found one at once: the second waits, and is told of the first.
    region = lock(region)
    if not region.path.startswith(unit.region.path):
        raise Refused(f"{unit}只能登记{unit.region}范围内的领导小组，请重新选择区域。")
    if LeadingGroup.objects.standing().filter(region=region).exists():
        raise Refused(f"{region}已经有领导小组。换届的，请先登记原领导小组撤销。")
    group = LeadingGroup.objects.create(unit=unit, region=region, created_by=by, **values)
    attach(group, files, by=by)
    ledger.record(
        group, VERB, by=by, unit=unit, sentence=f"登记{region}领导小组，{group.founded_on:%Y年%-m月%-d日}成立"
    )
    return group


@transaction.atomic
def edit_group(group: LeadingGroup, *, by, files=(), **values) -> LeadingGroup:
    group = lock(group)
    _check_founded(group, values.get("founded_on", group.founded_on))
    group, changes = overwrite(group, values)
    kept = attach(group, files, by=by)
    if changes or kept:
        ledger.record(group, VERB, by=by, unit=group.unit, sentence=f"修改{group}的登记", changes=changes)
    return group


def _check_founded(group: LeadingGroup, founded_on) -> None:
    if group.ended_on:
        raise Refused("这个领导小组已经撤销，不能再修改。")
    first = group.people.order_by("starts_on").first()
    if first and founded_on > first.starts_on:
        raise Refused(f"成立日期不能晚于{first.name}的任职日期 {first.starts_on:%Y年%-m月%-d日}。")


@transaction.atomic
def end_group(group: LeadingGroup, *, by, version, last_on, reason: str) -> LeadingGroup:
    """撤销: the group and its people end on one day."""
    group = lock(group, related=("unit__region",))
    check_version(group, version)
    if group.ended_on:
        raise Refused("这个领导小组已经撤销。")
    if last_on < group.founded_on:
        raise Refused(f"撤销日期不能早于成立日期 {group.founded_on:%Y年%-m月%-d日}。")
    late = group.people.filter(ends_on__isnull=True, starts_on__gt=last_on).first()
    if late:
        raise Refused(f"{late.name}从 {late.starts_on:%Y年%-m月%-d日} 起任职，晚于撤销日期，请先更正。")
    group.people.filter(ends_on__isnull=True).update(ends_on=last_on)
    group.ended_on, group.version = last_on, group.version + 1
    group.save(update_fields=["ended_on", "version"])
    sentence = f"撤销{group}，最后一天 {last_on:%Y年%-m月%-d日}"
    ledger.record(group, VERB, by=by, unit=group.unit, sentence=sentence, note=reason)
    return group


@transaction.atomic
def appoint(group: LeadingGroup, *, by, post, starts_on, **values) -> GroupMember:
    """Put a person into the group. A new head takes over from the one before."""
    group = lock(group, related=("unit__region",))
    if group.ended_on:
        raise Refused("这个领导小组已经撤销，不能再任职。")
    if starts_on < group.founded_on:
        raise Refused(f"任职日期不能早于成立日期 {group.founded_on:%Y年%-m月%-d日}。")
    former = _former_head(group, starts_on) if post == GroupPost.HEAD else None
    last = group.people.aggregate(last=Max("position"))["last"]
    person = GroupMember.objects.create(group=group, post=post, starts_on=starts_on, position=(last or 0) + 1, **values)
    sentence = f"{group}增加{person.get_post_display()}，{starts_on:%Y年%-m月%-d日}起"
    if former:
        sentence += "，接替前任"
    ledger.record(person, VERB, by=by, unit=group.unit, sentence=sentence, changes=_whom(person))
    return person


def _former_head(group, starts_on) -> GroupMember | None:
    former = group.people.filter(post=GroupPost.HEAD, ends_on__isnull=True).first()
    if former is None:
        return None
    if former.starts_on >= starts_on:
        raise Refused(f"任职日期要晚于现任组长的任职日期 {former.starts_on:%Y年%-m月%-d日}。")
    former.ends_on = starts_on - timedelta(days=1)
    former.save(update_fields=["ends_on"])
    return former


@transaction.atomic
def edit_person(person: GroupMember, *, by, **values) -> GroupMember:
    person, changes = overwrite(person, values)
    if changes:
        sentence = f"修改{person.group}{person.get_post_display()}的登记"
        ledger.record(person, VERB, by=by, unit=person.group.unit, sentence=sentence, changes=_whom(person) | changes)
    return person


@transaction.atomic
def end_person(person: GroupMember, *, by, last_on, reason="") -> GroupMember:
    person = dated.end(person, last_on, related=("group__unit__region",))
    sentence = f"{person.group}{person.get_post_display()}不再担任，最后一天 {last_on:%Y年%-m月%-d日}"
    details = {"sentence": sentence, "note": reason, "changes": _whom(person)}
    ledger.record(person, VERB, by=by, unit=person.group.unit, **details)
    return person


@transaction.atomic
def add_contact(unit, *, by, **values) -> GuidanceContact:
    if unit.kind != UnitKind.GUIDANCE:
        raise Refused("请从工作指导组中选择。")
    contact = GuidanceContact.objects.create(unit=unit, **values)
    sentence = f"登记{unit}{contact.get_post_display()}，{contact.starts_on:%Y年%-m月%-d日}起"
    ledger.record(contact, CONTACTS, by=by, unit=unit, sentence=sentence, changes=_whom(contact))
    return contact


@transaction.atomic
def edit_contact(contact: GuidanceContact, *, by, **values) -> GuidanceContact:
    contact, changes = overwrite(contact, values)
    if changes:
        sentence = f"修改{contact.unit}{contact.get_post_display()}的登记"
        ledger.record(contact, CONTACTS, by=by, unit=contact.unit, sentence=sentence, changes=_whom(contact) | changes)
    return contact


@transaction.atomic
def end_contact(contact: GuidanceContact, *, by, last_on, reason="") -> GuidanceContact:
    contact = dated.end(contact, last_on, related=("unit__region",))
    sentence = f"{contact.unit}{contact.get_post_display()}不再担任，最后一天 {last_on:%Y年%-m月%-d日}"
    details = {"sentence": sentence, "note": reason, "changes": _whom(contact)}
    ledger.record(contact, CONTACTS, by=by, unit=contact.unit, **details)
    return contact


def _whom(row) -> dict:
    """Names lie where they can be erased, not in the sentence."""
    return {"name": ("姓名", "", row.name)}
