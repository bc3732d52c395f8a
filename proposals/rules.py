"""What each kind of proposal asks for before it is submitted: one table, so that another kind is another row."""

from collections.abc import Mapping
from dataclasses import dataclass

from proposals.enums import ProposalKind, ProposalState


@dataclass(frozen=True)
class KindRule:
    # A member of the conference puts it forward; others may be the room's own as well.
    by_member: bool
    # The texts that must be written.
    needs: tuple[str, ...]
    # Characters of all texts together.
    longest: int

    def lacking(self, member, texts: Mapping[str, str]) -> list[str]:
        """The fields that are still to be filled in before it is submitted."""
        missing = [name for name in self.needs if not texts[name].strip()]
        return [*missing, "member"] if self.by_member and member is None else missing


def length_of(texts: Mapping[str, str]) -> int:
    """Characters of a proposal, as its kind limits them."""
    return sum(map(len, texts.values()))


# 000 names no lengths: these are the house's own, to be read as settings.
KINDS = {
    ProposalKind.PROPOSAL: KindRule(by_member=True, needs=("situation", "advice"), longest=4000),
    ProposalKind.INFORMATION: KindRule(by_member=False, needs=("situation",), longest=3000),
    ProposalKind.SUGGESTION: KindRule(by_member=False, needs=("advice",), longest=500),
}
# Its author still writes it.
WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)
# It lies with the office.
SENT = (ProposalState.SUBMITTED, ProposalState.RECEIVED)
