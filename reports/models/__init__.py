from reports.models.document import Document
from reports.models.facts import ActivityReach, CaseReach, FactsPosition, MemberMonth, PastReach, RoomMonth, UnitMonth
from reports.models.workbook import WorkbookImport

__all__ = [
    "ActivityReach",
    "CaseReach",
    "Document",
    "FactsPosition",
    "MemberMonth",
    "PastReach",
    "RoomMonth",
    "UnitMonth",
    "WorkbookImport",
]
