"""Filters of lists. A list is its address: every filter stands in the query string."""

from proposals.filters.handlings import HandlingFilter
from proposals.filters.past import PastPublicationFilter, PastReportFilter
from proposals.filters.proposals import ProposalFilter
from proposals.filters.reports import InboxFilter, InformationFilter, InstructionFilter, ReportFilter
from proposals.filters.review import ReviewFilter

__all__ = [
    "HandlingFilter",
    "InboxFilter",
    "InformationFilter",
    "InstructionFilter",
    "PastPublicationFilter",
    "PastReportFilter",
    "ProposalFilter",
    "ReportFilter",
    "ReviewFilter",
]
