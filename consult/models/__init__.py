from consult.models.activity import CaseActivity, TopicSource
from consult.models.assignment import Assignment, Progress
from consult.models.checkpoint import CheckpointEntry, CheckpointRecord
from consult.models.common_topic import CommonAnswer, CommonTopic
from consult.models.consultation import Consultation, ConsultationRoom
from consult.models.evaluation import EvaluationRound
from consult.models.evaluation_answer import Evaluation, EvaluationInvitation
from consult.models.matter import Decision, Matter, Money
from consult.models.meeting import Meeting, MeetingSeat, Statement
from consult.models.minutes import Minutes, MinutesEdition
from consult.models.participant import Participant
from consult.models.passage import StagePassage
from consult.models.past import PastConsultation, PastMatter
from consult.models.plan import Plan, PlanItem
from consult.models.plan_call import Call, Nomination
from consult.models.plan_record import PlanChange, PlanDecision, PlanEdition
from consult.models.research import Research
from consult.models.submission import Submission
from consult.models.topic import Approval, ApprovalStep, Topic

__all__ = [
    "Approval",
    "ApprovalStep",
    "Assignment",
    "Call",
    "CaseActivity",
    "CheckpointEntry",
    "CheckpointRecord",
    "CommonAnswer",
    "CommonTopic",
    "Consultation",
    "ConsultationRoom",
    "Decision",
    "Evaluation",
    "EvaluationInvitation",
    "EvaluationRound",
    "Matter",
    "Meeting",
    "MeetingSeat",
    "Minutes",
    "MinutesEdition",
    "Money",
    "Nomination",
    "Participant",
    "PastConsultation",
    "PastMatter",
    "Plan",
    "PlanChange",
    "PlanDecision",
    "PlanEdition",
    "PlanItem",
    "Progress",
    "Research",
    "StagePassage",
    "Statement",
    "Submission",
    "Topic",
    "TopicSource",
]
