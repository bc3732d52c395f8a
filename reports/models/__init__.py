from reports.models.article import MediaArticle
from reports.models.bulletin import Bulletin, BulletinItem
from reports.models.case_study import CaseStudy
from reports.models.common_problem import CommonProblem, ProblemSource
from reports.models.contribution import Contribution
from reports.models.distribution import Distribution
from reports.models.document import Document
from reports.models.facts import (
    ActivityReach,
    CaseReach,
    FactsPosition,
    MemberMonth,
    PastReach,
    ProposalReach,
    ReportReach,
    RoomMonth,
    UnitMonth,
)
from reports.models.highlight import Highlight
from reports.models.points import PointsAppeal, PointsMark, PointsResult, PointsYear
from reports.models.volume import Volume
from reports.models.wording import DocumentTemplate
from reports.models.workbook import WorkbookImport

__all__ = [
    "ActivityReach",
    "Bulletin",
    "BulletinItem",
    "CaseReach",
    "CaseStudy",
    "CommonProblem",
    "Contribution",
    "Distribution",
    "Document",
    "DocumentTemplate",
    "FactsPosition",
    "Highlight",
    "MediaArticle",
    "MemberMonth",
    "PastReach",
    "PointsAppeal",
    "PointsMark",
    "PointsResult",
    "PointsYear",
    "ProblemSource",
    "ProposalReach",
    "ReportReach",
    "RoomMonth",
    "UnitMonth",
    "Volume",
    "WorkbookImport",
]
