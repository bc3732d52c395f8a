"""公开跟踪: the office shows the public how a key proposal gets on, and may take it back."""

import re

from django.db import transaction
from django.utils import timezone

from proposals.models import KeyProposal
from proposals.operations.key_proposals import locked
from proposals.operations.proposal_telling import authors_of, record, tell_authors
from proposals.queries.public_tracking import why_not_public
from proposals.workflow import Refused

VERB = "proposals.publish_key"
# A telephone number, also one with dashes; a year with its month is shorter.
PHONE = re.compile(r"\d{3,4}[-\s]?\d{4}[-\s]?\d{3,4}|\d{7,}")


@transaction.atomic
def open_tracking(key: KeyProposal, *, by, public_summary: str = "") -> KeyProposal:
    """Show it to the public from now on; done again it changes what is told of the reply."""
    row, key = locked(key)
    summary = public_summary.strip()
    if why := why_not_public(key):
        raise Refused(why)
    _check(summary, row)
    told = "改写公开的答复概要" if key.opened_at else "公开跟踪"
    if not key.opened_at:
        key.opened_at, key.opened_by = timezone.now(), by
        tell_authors(row, "的办理情况向社会公开", by=by)
    key.public_summary = summary
    key.save(update_fields=["opened_at", "opened_by", "public_summary"])
    record(row, VERB, by=by, sentence=f"{told}{key.ledger_label}", note=summary)
    return key


@transaction.atomic
def withdraw_tracking(key: KeyProposal, *, by, reason: str) -> KeyProposal:
    row, key = locked(key)
    if not reason.strip():
        raise Refused("请写明原因。")
    if not key.opened_at:
        raise Refused("这件重点提案没有公开，不用撤回。")
    key.opened_at, key.opened_by, key.public_summary = None, None, ""
    key.save(update_fields=["opened_at", "opened_by", "public_summary"])
    record(row, VERB, by=by, sentence=f"撤回{key.ledger_label}的公开跟踪", note=reason)
    return key


def _check(summary: str, row) -> None:
    """The public reads no names of persons, and no way to reach them."""
    if name := next((name for name in _names(row) if name and name in summary), ""):
        raise Refused(f"答复概要里有“{name}”。公开的页面不写个人姓名，请改写。")
    if PHONE.search(summary):
        raise Refused("答复概要里有电话或者证件号码。公开的页面不写联系方式，请改写。")


def _names(row) -> set[str]:
    replies = row.replies.standing().values_list("signer", "contact")
    handlers = row.handlings.values_list("leader", "handler")
    members = {row.member.name} if row.member else set()
    named = {name for pair in (*replies, *handlers) for name in pair}
    return members | named | {user.name for user in authors_of(row)} | set(row.co_signers)
