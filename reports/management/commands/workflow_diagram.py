"""Draw the state tables as Mermaid diagrams into docs/workflow.md, or with --check say whether the page still fits."""

from consult.models import (
    Approval,
    Assignment,
    Call,
    CommonAnswer,
    CommonTopic,
    Consultation,
    EvaluationRound,
    Matter,
    Meeting,
    Minutes,
    Nomination,
    Plan,
    PlanChange,
    PlanItem,
    Submission,
    Topic,
)
from consult.workflow import tables
from members.management.written_page import WrittenPage
from members.models import Member
from members.workflow.membership import MEMBER
from proposals.models import Clue, Handling, JointSigner, Proposal, ProposalCall, SpecialReport
from proposals.workflow import CALL, CLUE, HANDLING, PROPOSAL, REPORT, SIGNER
from reports.models import (
    Bulletin,
    CaseStudy,
    CommonProblem,
    Contribution,
    Inspection,
    InspectionProblem,
    MediaArticle,
    PeriodicReport,
    PointsAppeal,
    PointsYear,
)
from reports.workflow import (
    APPEAL,
    ARTICLE,
    BULLETIN,
    CASE_STUDY,
    CONTRIBUTION,
    FINDING,
    INSPECTION,
    PERIODIC,
    POINTS_YEAR,
    PROBLEM,
)
from rooms.models import Appointment, Room, TimeLimit
from rooms.workflow import APPOINTMENT, ROOM, TIME_LIMIT

# Order: the room, its members and receptions, limits, the way of a case, a year's plan, what goes up, points,
# inspections.
DRAWN = (
    (Room, ROOM),
    (Member, MEMBER),
    (Appointment, APPOINTMENT),
    (TimeLimit, TIME_LIMIT),
    (Consultation, tables.CONSULTATION),
    (Topic, tables.TOPIC),
    (Approval, tables.APPROVAL),
    (Meeting, tables.MEETING),
    (Minutes, tables.MINUTES),
    (Submission, tables.SUBMISSION),
    (Matter, tables.MATTER),
    (Assignment, tables.ASSIGNMENT),
    (Call, tables.CALL),
    (Nomination, tables.NOMINATION),
    (Plan, tables.PLAN),
    (PlanItem, tables.PLAN_ITEM),
    (PlanChange, tables.PLAN_CHANGE),
    (CommonTopic, tables.COMMON_TOPIC),
    (CommonAnswer, tables.COMMON_ANSWER),
    (EvaluationRound, tables.EVALUATION_ROUND),
    (ProposalCall, CALL),
    (Clue, CLUE),
    (Proposal, PROPOSAL),
    (JointSigner, SIGNER),
    (SpecialReport, REPORT),
    (Handling, HANDLING),
    (PointsYear, POINTS_YEAR),
    (PointsAppeal, APPEAL),
    (MediaArticle, ARTICLE),
    (Contribution, CONTRIBUTION),
    (Bulletin, BULLETIN),
    (CommonProblem, PROBLEM),
    (CaseStudy, CASE_STUDY),
    (PeriodicReport, PERIODIC),
    (Inspection, INSPECTION),
    (InspectionProblem, FINDING),
)
HEAD = """# States

Drawn by `make diagram` from the tables in `members/workflow/membership.py`, `rooms/workflow/tables.py`,
`consult/workflow/tables.py`, `proposals/workflow.py` and `reports/workflow.py`; do not edit. A state moves only along
an arrow, by `advance()`. Stages are another thing: they come from the practice pack and are moved by `move_to()`.
"""


def page() -> str:
    return "\n".join([HEAD, *(section(model, table) for model, table in DRAWN)])


def section(model, table) -> str:
    """One table: a heading with the glossary's word, and the diagram."""
    labels = dict(model._meta.get_field("state").choices)
    first = model._meta.get_field("state").default
    lines = [f'    state "{labels[state]}" as {state}' for state in table]
    lines += [f"    [*] --> {first}"]
    lines += [f"    {start} --> {end}" for start, ends in table.items() for end in ends]
    lines += [f"    {state} --> [*]" for state, ends in table.items() if not ends]
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
    return f"## {model.__name__} {model._meta.verbose_name}\n\n{drawing}\n"


class Command(WrittenPage):
    help = "Draw the state tables into docs/workflow.md."
    name, written_from = "workflow.md", "the state tables"

    def page(self) -> str:
        return page()
