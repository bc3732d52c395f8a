"""Whether a proposal asks for 五定三包, by its pack."""

from proposals.models import Proposal
from rooms import practice


def pledge_wanted(row: Proposal) -> bool:
    pack = practice.of_key(row.practice_id) if row.practice_id else practice.load(practice.ROOT)
    return pack.proposal_year.pledges_for(is_key=row.is_key)
