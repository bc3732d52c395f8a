from proposals.models.past import PastHandling, PastInstruction, PastPublication, PastReport

__all__ = ["PastHandling", "PastInstruction", "PastPublication", "PastReport"]
