from consult.models.assignment import Assignment, Progress
from consult.models.checkpoint import CheckpointEntry, CheckpointRecord
from consult.models.consultation import Consultation, ConsultationRoom
from consult.models.matter import Decision, Matter, Money
from consult.models.meeting import Meeting, MeetingSeat, Statement
from consult.models.minutes import Minutes, MinutesEdition
from consult.models.participant import Participant
from consult.models.past import PastConsultation, PastMatter
from consult.models.research import Research
from consult.models.submission import Submission
from consult.models.topic import Approval, ApprovalStep, Topic

__all__ = [
    "Approval",
    "ApprovalStep",
    "Assignment",
    "CheckpointEntry",
    "CheckpointRecord",
    "Consultation",
    "ConsultationRoom",
    "Decision",
    "Matter",
    "Meeting",
    "MeetingSeat",
    "Minutes",
    "MinutesEdition",
    "Money",
    "Participant",
    "PastConsultation",
    "PastMatter",
    "Progress",
    "Research",
    "Statement",
    "Submission",
    "Topic",
]
