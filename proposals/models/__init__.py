from proposals.models.call import CallTopic, ProposalCall
from proposals.models.clue import Clue
from proposals.models.handling import Handling, HandlingProgress
from proposals.models.past import PastHandling, PastInstruction, PastPublication, PastReport
from proposals.models.proposal import Proposal
from proposals.models.report import Instruction, LevelAdoption, ReportItem, SpecialReport
from proposals.models.signing import JointSigner

__all__ = [
    "CallTopic",
    "Clue",
    "Handling",
    "HandlingProgress",
    "Instruction",
    "JointSigner",
    "LevelAdoption",
    "PastHandling",
    "PastInstruction",
    "PastPublication",
    "PastReport",
    "Proposal",
    "ProposalCall",
    "ReportItem",
    "SpecialReport",
]
