from reports.models.document import Document
from reports.models.facts import ActivityReach, CaseReach, FactsPosition, MemberMonth, PastReach, RoomMonth, UnitMonth

__all__ = [
    "ActivityReach",
    "CaseReach",
    "Document",
    "FactsPosition",
    "MemberMonth",
    "PastReach",
    "RoomMonth",
    "UnitMonth",
]
