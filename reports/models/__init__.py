from reports.models.article import MediaArticle
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
from reports.models.points import PointsAppeal, PointsMark, PointsResult, PointsYear
from reports.models.volume import Volume
from reports.models.wording import DocumentTemplate
from reports.models.workbook import WorkbookImport

__all__ = [
    "ActivityReach",
    "CaseReach",
    "Distribution",
    "Document",
    "DocumentTemplate",
    "FactsPosition",
    "MediaArticle",
    "MemberMonth",
    "PastReach",
    "PointsAppeal",
    "PointsMark",
    "PointsResult",
    "PointsYear",
    "ProposalReach",
    "ReportReach",
    "RoomMonth",
    "UnitMonth",
    "Volume",
    "WorkbookImport",
]
