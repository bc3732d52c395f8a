from reports.models.album import Album
from reports.models.article import MediaArticle
from reports.models.bulletin import Bulletin, BulletinItem
from reports.models.case_study import CaseStudy
from reports.models.commendation import Commendation
from reports.models.common_problem import CommonProblem, ProblemSource
from reports.models.contribution import Contribution
from reports.models.distribution import Distribution
from reports.models.distribution_list import DistributionList
from reports.models.document import Document
from reports.models.facts import (
    ActivityReach,
    ArticleReach,
    BulletinReach,
    CaseReach,
    ContributionReach,
    FactsPosition,
    InspectionReach,
    MemberMonth,
    PastReach,
    ProposalReach,
    PublicationReach,
    RegionMonth,
    ReportReach,
    RoomMonth,
    RoomStay,
    UnitMonth,
)
from reports.models.highlight import Highlight
from reports.models.inspection import Inspection, InspectionProblem, ProblemCheck
from reports.models.periodic import PeriodicReport, PeriodicRound
from reports.models.points import PointsAppeal, PointsMark, PointsResult, PointsYear
from reports.models.volume import Volume
from reports.models.wording import DocumentTemplate
from reports.models.workbook import WorkbookImport

__all__ = [
    "ActivityReach",
    "Album",
    "ArticleReach",
    "Bulletin",
    "BulletinItem",
    "BulletinReach",
    "CaseReach",
    "CaseStudy",
    "Commendation",
    "CommonProblem",
    "Contribution",
    "ContributionReach",
    "Distribution",
    "DistributionList",
    "Document",
    "DocumentTemplate",
    "FactsPosition",
    "Highlight",
    "Inspection",
    "InspectionProblem",
    "InspectionReach",
    "MediaArticle",
    "MemberMonth",
    "PastReach",
    "PeriodicReport",
    "PeriodicRound",
    "PointsAppeal",
    "PointsMark",
    "PointsResult",
    "PointsYear",
    "ProblemCheck",
    "ProblemSource",
    "ProposalReach",
    "PublicationReach",
    "RegionMonth",
    "ReportReach",
    "RoomMonth",
    "RoomStay",
    "UnitMonth",
    "Volume",
    "WorkbookImport",
]
