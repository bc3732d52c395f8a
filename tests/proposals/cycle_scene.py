"""Proposals that have a number, and what units do with them; rows where the way there is not the point."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from members.enums import RoleCode
from members.models import Notice
from proposals import operations
from proposals.models import Handling, Proposal
from proposals.operations import Part
from tests import factories as make
from tests.proposals.review_scene import TEXTS

LETTER = {
    "number": "柳建函〔2026〕12号",
    "result_class": "A",
    "body": "您提出的建议已经采纳，新增充电车位 40 个。",
    "signer": "贺文清",
    "contact": "曹伟",
    "phone": "0714-8700001",
}


def filed(house, kind="proposal", **fields) -> Proposal:
    """One that the chairs filed yesterday."""
    pack, now = make.daye(), timezone.now() - timedelta(days=1)
    member = fields.pop("member", None) or make.posted_member(house.room)
    last = Proposal.objects.filter(kind=kind).count()
    values = {
        **TEXTS,
        "kind": kind,
        "member": member,
        "room": house.room,
        "office": make.office(),
        "practice": pack,
        "written_by": house.clerk,
        "submitted_by": house.clerk,
        "submitted_at": now,
        "state": "filed",
        "year": now.year,
        "number": last + 1,
        "filed_by": house.office,
        "filed_at": now,
        **fields,
    }
    return Proposal.objects.create(**values)


def units(house) -> SimpleNamespace:
    """The department of the house that leads, and two beside it, each with somebody."""
    found = {"lead": (house.department_unit, house.department)}
    for name, called in (("joint", "市财政局"), ("co", "市交通局")):
        unit = make.UnitFactory(name=called, short_name=called)
        found[name] = (unit, make.person(RoleCode.DEPARTMENT, unit=unit))
    return SimpleNamespace(**{name: SimpleNamespace(unit=unit, user=user) for name, (unit, user) in found.items()})


def last_told(user) -> str:
    return Notice.objects.filter(user=user).latest("pk").sentence


def parts(found, *roles) -> list[Part]:
    return [Part(getattr(found, role).unit, role) for role in roles or ("lead",)]


def preassigned(house, found, *roles, **fields) -> Proposal:
    row = filed(house, **fields)
    operations.preassign(row, by=house.office, parts=parts(found, *roles), task="请研究办理")
    return row


def of(row, found, role) -> Handling:
    return row.handlings.select_related("proposal", "unit").get(unit=getattr(found, role).unit)


def running(house, found, *roles, **fields) -> Proposal:
    """Given to the units for good yesterday."""
    row = preassigned(house, found, *roles, **fields)
    for role in roles or ("lead",):
        operations.agree(of(row, found, role), by=getattr(found, role).user)
    operations.assign_formally([row], by=house.office, on=timezone.localdate(), paper="提案交办会")
    row.refresh_from_db()
    return row


def talked(handling, by, **fields):
    said = {
        "stage": "before",
        "way": "meeting",
        "on": timezone.localdate(),
        "people": "提出人、承办人",
        "said": "交换意见",
    }
    return operations.log_contact(handling, by=by, **{**said, **fields})


def letter(handling, by, **fields):
    return operations.write_reply(handling, by=by, signed_on=timezone.localdate(), **{**LETTER, **fields})


def replied(house, found, **fields) -> Proposal:
    """The lead alone has answered."""
    row = running(house, found, **fields)
    handling = of(row, found, "lead")
    talked(handling, found.lead.user)
    operations.send_reply(letter(handling, found.lead.user), by=found.lead.user)
    row.refresh_from_db()
    return row
