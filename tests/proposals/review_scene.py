"""Proposals that the office has taken in, and what bodies say of them."""

from django.utils import timezone

from proposals import operations
from proposals.models import Proposal
from tests import factories as make

TEXTS = {"title": "关于增设充电设施的提案", "situation": "充电车位不足", "advice": "由市住建局统一增设"}
# Every step of a 提案 that nobody disputes, with the body that speaks there.
UNDISPUTED = (("group", "提案组"), ("committee", "提案委员会"), ("chairs", "主席会议"))


def received(house, kind="proposal", **fields) -> Proposal:
    """One that lies with the office and waits for its first review."""
    make.daye()
    member = fields.pop("member", None) or make.posted_member(house.room)
    values = {"kind": kind, **TEXTS, "member": member if kind == "proposal" else None, **fields}
    row = operations.draft_and_submit(house.room, by=house.clerk, **values)
    return operations.receive(row, by=house.office)


def said(row, step, body, outcome="file", *, by, **more):
    return operations.speak(row, by=by, step=step, body=body, outcome=outcome, on=timezone.localdate(), **more)


def reviewed(house, row, outcome="file", **last) -> Proposal:
    """The three steps one after the other, all saying the same."""
    for step, body in UNDISPUTED:
        said(row, step, body, outcome, by=house.office, **last)
    row.refresh_from_db()
    return row
