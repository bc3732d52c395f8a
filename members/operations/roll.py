"""委员名册: the particulars of a member and the terms of a conference. How a member stands is changed elsewhere."""

from django.db import IntegrityError, transaction

from members import ledger
from members.enums import AttachmentKind
from members.models import Member, Region, Term
from members.operations.changes import overwrite
from members.operations.files import attach, discard
from members.operations.places import unit_of
from members.operations.pools import learn
from members.workflow import Refused

TAKEN = "这个账号已经对应另一位委员，请核对。"


@transaction.atomic
def add_member(*, by, region: Region, photo=(), **values) -> Member:
    _check(region, values)
    try:
        with transaction.atomic():
            member = Member.objects.create(region=region, **values)
    except IntegrityError:
        raise Refused(TAKEN) from None
    learn(region, member.specialities)
    attach(member, photo, by=by)
    ledger.record(member, "members.add_member", by=by, unit=unit_of(by), sentence=f"登记委员{member}")
    return member


@transaction.atomic
def edit_member(member: Member, *, by, photo=(), remove_photo=False, **values) -> Member:
    """Change the particulars. A new photo takes the place of the old one."""
    _check(member.region, values, member=member)
    try:
        with transaction.atomic():
            member, changes = overwrite(member, values)
    except IntegrityError:
        raise Refused(TAKEN) from None
    learn(member.region, values.get("specialities", ()))
    if photo or remove_photo:
        _change_photo(member, photo, by=by)
        changes["photo"] = ("照片", "", "换了照片" if photo else "移除了照片")
    if changes:
        sentence = f"修改委员{member}的登记"
        ledger.record(member, "members.edit_member", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
    return member


def _change_photo(member: Member, photo, *, by) -> None:
    for old in member.attachments.standing().filter(kind=AttachmentKind.PHOTO).select_for_update():
        discard(old)
    attach(member, photo, by=by)


def _check(region: Region, values: dict, *, member: Member | None = None) -> None:
    level = values.get("level", member.level if member else None)
    term = values.get("term", member.term if member else None)
    others = values.get("other_levels", member.other_levels if member else [])
    if level in others:
        raise Refused("“同时担任”里只选委员级别以外的级别。")
    if term and (term.region_id != region.pk or term.level not in [level, *others]):
        raise Refused(f"{term}不是这一级政协的届次，请重新选择。")


@transaction.atomic
def add_term(*, by, region: Region, **values) -> Term:
    _check_span(values.get("starts_on"), values.get("ends_on"))
    try:
        with transaction.atomic():
            term = Term.objects.create(region=region, **values)
    except IntegrityError:
        raise Refused(f"这一级已经有届次“{values['name']}”。") from None
    ledger.record(term, "members.edit_terms", by=by, unit=unit_of(by), sentence=f"登记届次{term}")
    return term


@transaction.atomic
def edit_term(term: Term, *, by, **values) -> Term:
    _check_span(values.get("starts_on", term.starts_on), values.get("ends_on", term.ends_on))
    if values.get("level", term.level) != term.level and term.members.exists():
        raise Refused(f"已经有委员登记在{term}，级别不能再改。登记错了的，先把这些委员转到别的届次。")
    try:
        with transaction.atomic():
            term, changes = overwrite(term, values)
    except IntegrityError:
        raise Refused(f"这一级已经有届次“{values['name']}”。") from None
    if changes:
        ledger.record(term, "members.edit_terms", by=by, unit=unit_of(by), sentence=f"修改届次{term}", changes=changes)
    return term


def _check_span(starts_on, ends_on) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期。")
