"""The kinds of workbooks, in the order in which a city that begins fills them."""

from reports.workbooks.kinds.activities import Activities
from reports.workbooks.kinds.kind import Column, Entry, Kind, Known, Place
from reports.workbooks.kinds.members import Members
from reports.workbooks.kinds.openings import Openings
from reports.workbooks.kinds.past_consultations import PastConsultations, PastMatters
from reports.workbooks.kinds.past_papers import PastHandlings, PastInstructions, PastPublications, PastReports
from reports.workbooks.kinds.postings import Postings
from reports.workbooks.kinds.representatives import Representatives
from reports.workbooks.kinds.rooms import Rooms

ALL = (
    Rooms(),
    Members(),
    Postings(),
    Representatives(),
    Activities(),
    # What was before the system was in use.
    PastConsultations(),
    PastMatters(),
    PastReports(),
    PastInstructions(),
    PastHandlings(),
    PastPublications(),
    Openings(),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in ALL}

__all__ = ["KINDS", "Column", "Entry", "Kind", "Known", "Place"]
