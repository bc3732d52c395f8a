"""What a consultation is told of the proposal that came of it."""

from consult.enums import ConsultationState
from consult.steps import products
from proposals.models import Proposal


def tell_case(proposal: Proposal, *, by) -> None:
    """Once it is submitted, the consultation out of which it came has a product of it. Under the proposal's lock."""
    case = proposal.case
    if case is None or case.state == ConsultationState.STOPPED:
        return
    label, url = f"{proposal.ledger_label}：{proposal.title}", proposal.get_absolute_url()
    products.record_product(case, kind="proposal", label=label, url=url, by=by)
