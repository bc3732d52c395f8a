from rooms.models.activity import Activity, ActivityPerson, Goods, Voice
from rooms.models.activity_day import ActivityDay, DayAttendee, RoomDay
from rooms.models.assembly import Assembly
from rooms.models.calendar import CalendarDay
from rooms.models.checklist import ChecklistEntry
from rooms.models.duty import StaffDuty
from rooms.models.feed import CalendarFeed
from rooms.models.group import GroupMember, GuidanceContact, LeadingGroup
from rooms.models.hearing import Hearing, Requirement
from rooms.models.life import RoomDecision
from rooms.models.limit_events import ClockStop, Extension, LimitReminder
from rooms.models.opening import OpeningFigure
from rooms.models.particulars import Demonstration, GuidanceArea, RoomBudget, RoomService
from rooms.models.practice import ROOM_CODE, PracticeDraft, PracticeVersion, RegionPractice, RoomPractice
from rooms.models.reception import Appointment, OnDuty, ReceptionDay
from rooms.models.room import Convener, Posting, Representative, Room
from rooms.models.rule_document import RuleDocument, RuleVersion
from rooms.models.shape import RegionShape
from rooms.models.time_limit import TimeLimit

__all__ = [
    "ROOM_CODE",
    "Activity",
    "ActivityDay",
    "ActivityPerson",
    "Appointment",
    "Assembly",
    "CalendarDay",
    "CalendarFeed",
    "ChecklistEntry",
    "ClockStop",
    "Convener",
    "DayAttendee",
    "Demonstration",
    "Extension",
    "Goods",
    "GroupMember",
    "GuidanceArea",
    "GuidanceContact",
    "Hearing",
    "LeadingGroup",
    "LimitReminder",
    "OnDuty",
    "OpeningFigure",
    "Posting",
    "PracticeDraft",
    "PracticeVersion",
    "ReceptionDay",
    "RegionPractice",
    "RegionShape",
    "Representative",
    "Requirement",
    "Room",
    "RoomBudget",
    "RoomDay",
    "RoomDecision",
    "RoomPractice",
    "RoomService",
    "RuleDocument",
    "RuleVersion",
    "StaffDuty",
    "TimeLimit",
    "Voice",
]
