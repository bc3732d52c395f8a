"""答复用语 with the blanks that one handling fills in."""

from members.forms.phrases import phrases_for


def phrases_of(user, handling) -> list:
    """What the unit may put into its answer, with the blanks that this report or proposal fills in."""
    subject = handling.subject
    told = {"标题": str(subject), "编号": subject.issue, "来自": handling.issued_by_unit.name}
    who = handling.proposal.by_whom if handling.proposal_id else ""
    return phrases_for(user, handling.unit, 提出人=who, **told)
