from reports.models.document import Document
from reports.models.facts import CaseReach, FactsPosition, MemberMonth, RoomMonth, UnitMonth

__all__ = ["CaseReach", "Document", "FactsPosition", "MemberMonth", "RoomMonth", "UnitMonth"]
