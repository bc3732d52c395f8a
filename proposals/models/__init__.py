from proposals.models.handling import Handling, HandlingProgress
from proposals.models.past import PastHandling, PastInstruction, PastPublication, PastReport
from proposals.models.proposal import Proposal
from proposals.models.report import Instruction, LevelAdoption, ReportItem, SpecialReport

__all__ = [
    "Handling",
    "HandlingProgress",
    "Instruction",
    "LevelAdoption",
    "PastHandling",
    "PastInstruction",
    "PastPublication",
    "PastReport",
    "Proposal",
    "ReportItem",
    "SpecialReport",
]
