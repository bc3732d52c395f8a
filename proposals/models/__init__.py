from proposals.models.past import PastHandling, PastInstruction, PastPublication, PastReport
from proposals.models.proposal import Proposal

__all__ = ["PastHandling", "PastInstruction", "PastPublication", "PastReport", "Proposal"]
