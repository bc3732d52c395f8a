"""答复函 as it is printed: one dictionary, in the words of the unit that answers."""

from proposals.enums import ProposalMode
from proposals.models import Reply
from reports.queries.wording import wording_of

COLLECTIVE = (ProposalMode.SECTOR, ProposalMode.COLLECTIVE)


def paper_of(reply: Reply) -> dict:
    """The letter to whoever put the proposal forward; a letter that was sent does not change any more."""
    proposal, unit = reply.proposal, reply.handling.unit
    said = wording_of("reply", unit, reply.signed_on).said(_words(reply))
    return {
        "mark": said.issuer or unit.name,
        "number": reply.number,
        "correction": "",
        "class": f"{reply.result_class}类",
        "organ": said.issuer or unit.name,
        "date": reply.signed_on.isoformat(),
        "title": f"对{proposal.official_name}的答复",
        "recipients": addressed_to(proposal),
        "body": "\n".join(filter(None, [said.lead, reply.body, *_outlook(reply), said.closing])),
        "contact": said.contact or f"{reply.contact}　{reply.phone}".strip(),
        "note": said.footnote,
        "copies": "，".join(filter(None, [reply.copied_to or proposal.office.name, said.copies])),
    }


def addressed_to(proposal) -> str:
    """沈雅琴委员、邓国梁委员; of what a sector or a committee put forward that one; of a room's own the room."""
    if proposal.mode in COLLECTIVE and proposal.proposed_for:
        return proposal.proposed_for
    if proposal.member is None:
        return proposal.room.name
    signed = proposal.signers.signed().exclude(member=proposal.member).select_related("member")
    names = dict.fromkeys([proposal.member.name, *(row.member.name for row in signed)])
    return "、".join(f"{name}委员" for name in names)


def _outlook(reply) -> tuple[str, ...]:
    """What a letter of class B promises, and why one of class C cannot."""
    until = f"计划于{reply.planned_until:%Y年%-m月%-d日}前解决。" if reply.planned_until else ""
    return until, reply.why_not


def _words(reply) -> dict:
    proposal = reply.proposal
    return {
        "年份": str(reply.signed_on.year),
        "单位": reply.handling.unit.name,
        "标题": proposal.title,
        "编号": f"第{proposal.number}号" if proposal.number else "",
        "类别": proposal.get_kind_display(),
        "日期": f"{reply.signed_on:%Y年%-m月%-d日}",
    }
