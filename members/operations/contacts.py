"""固定联系群众. They are private persons: names lie where they can be erased, never in a sentence of the ledger."""

from django.db import transaction

from members import ledger
from members.models import Contact, Member
from members.operations import dated
from members.operations.changes import overwrite
from members.operations.places import unit_of
from members.workflow import Refused, lock

# More than any rule asks for; beyond that it is no fixed contact.
MOST = 20


@transaction.atomic
def add_contact(member: Member, *, by, **values) -> Contact:
    member = lock(member)
    if not member.is_active:
        raise Refused(f"{member}已不在任，不再登记联系群众。")
    if member.contacts.standing().count() >= MOST:
        raise Refused(f"已经登记 {MOST} 位联系群众，请先结束不再联系的。")
    contact = Contact.objects.create(member=member, **values)
    _record(contact, by=by, sentence=f"{member}登记 1 位固定联系群众", changes=_whom(contact))
    return contact


@transaction.atomic
def edit_contact(contact: Contact, *, by, **values) -> Contact:
    contact = lock(contact)
    dated.check_begin(contact, values.get("starts_on", contact.starts_on))
    contact, changes = overwrite(contact, values)
    if changes:
        _record(contact, by=by, sentence="修改固定联系群众的登记", changes=_whom(contact) | changes)
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, by, last_on, reason="") -> Contact:
    contact = lock(contact)
    if contact.ends_on:
        raise Refused("这一位已经结束联系。")
    dated.check_end(contact, last_on)
    contact.ends_on = last_on
    contact.version += 1
    contact.save(update_fields=["ends_on", "version"])
    sentence = f"结束联系 1 位固定联系群众，最后一天 {last_on:%Y年%-m月%-d日}"
    _record(contact, by=by, sentence=sentence, changes=_whom(contact), note=reason)
    return contact


def _whom(contact: Contact) -> dict:
    return {"name": ("姓名", "", contact.name)}


def _record(contact: Contact, **details) -> None:
    ledger.record(contact, "members.edit_contacts", unit=unit_of(details["by"]), **details)
