from proposals.models.award import Award, Rectification
from proposals.models.call import CallTopic, ProposalCall
from proposals.models.clue import Clue
from proposals.models.follow_up import LookBack, RollCall, RollCallAnswer, Settlement
from proposals.models.fund import FundGrant, FundPot
from proposals.models.handling import Handling, HandlingProgress
from proposals.models.instruction import Instruction
from proposals.models.key import KeyProgress, KeyProposal
from proposals.models.links import ProposalNomination
from proposals.models.lists import Advice, HandlingContact
from proposals.models.past import PastHandling, PastInstruction, PastPublication, PastReport
from proposals.models.pledge import HandlingPledge
from proposals.models.proposal import Proposal
from proposals.models.reply import CoSign, Reply
from proposals.models.report import LevelAdoption, ReportItem, SpecialReport
from proposals.models.review import Review
from proposals.models.signing import JointSigner
from proposals.models.supervision import Supervision, SupervisionVisit

__all__ = [
    "Advice",
    "Award",
    "CallTopic",
    "Clue",
    "CoSign",
    "FundGrant",
    "FundPot",
    "Handling",
    "HandlingContact",
    "HandlingPledge",
    "HandlingProgress",
    "Instruction",
    "JointSigner",
    "KeyProgress",
    "KeyProposal",
    "LevelAdoption",
    "LookBack",
    "PastHandling",
    "PastInstruction",
    "PastPublication",
    "PastReport",
    "Proposal",
    "ProposalCall",
    "ProposalNomination",
    "Rectification",
    "Reply",
    "ReportItem",
    "Review",
    "RollCall",
    "RollCallAnswer",
    "Settlement",
    "SpecialReport",
    "Supervision",
    "SupervisionVisit",
]
