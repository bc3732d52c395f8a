"""Filters of lists. A list is its address: every filter stands in the query string."""

from proposals.filters.past import PastPublicationFilter, PastReportFilter
from proposals.filters.proposals import ProposalFilter
from proposals.filters.review import ReviewFilter

__all__ = ["PastPublicationFilter", "PastReportFilter", "ProposalFilter", "ReviewFilter"]
