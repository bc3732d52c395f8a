from members.models.attachment import Attachment, Keeping
from members.models.channels import AddressCode, Channel, Delivery, Reach
from members.models.contacts import Contact
from members.models.desks import Absence, Charge, Desk, HandOver, HandOverItem
from members.models.draft import Draft, SentForm
from members.models.ledger import ERASED, NOTE, Event, Revision
from members.models.login import LoginAttempt, RolePolicy
from members.models.operations import Job, Notice, NumberSeries
from members.models.people import Member, Term
from members.models.phrases import Phrase
from members.models.places import Region, Unit
from members.models.pools import Expert, Tag
from members.models.standing import Standing
from members.models.users import Role, User

__all__ = [
    "ERASED",
    "NOTE",
    "Absence",
    "AddressCode",
    "Attachment",
    "Channel",
    "Charge",
    "Contact",
    "Delivery",
    "Desk",
    "Draft",
    "Event",
    "Expert",
    "HandOver",
    "HandOverItem",
    "Job",
    "Keeping",
    "LoginAttempt",
    "Member",
    "Notice",
    "NumberSeries",
    "Phrase",
    "Reach",
    "Region",
    "Revision",
    "Role",
    "RolePolicy",
    "SentForm",
    "Standing",
    "Tag",
    "Term",
    "Unit",
    "User",
]
