"""Lists as Excel: for each list its rows, its columns, and how a record becomes a row."""

from reports.documents.listings import (
    activities,
    articles,
    asked,
    awards,
    bulletins,
    care,
    cases,
    dashboard,
    days,
    deliveries,
    duty,
    evaluations,
    gone_up,
    library,
    past,
    people,
    plans,
    proposal_reviews,
    proposals,
    quotas,
    registers,
    roll,
)
from reports.documents.listings.listing import Listing

__all__ = ["LISTINGS", "Listing"]

LISTINGS = {
    **activities.LISTINGS,
    **articles.LISTINGS,
    **asked.LISTINGS,
    **awards.LISTINGS,
    **bulletins.LISTINGS,
    **care.LISTINGS,
    **cases.LISTINGS,
    **dashboard.LISTINGS,
    **days.LISTINGS,
    **deliveries.LISTINGS,
    **duty.LISTINGS,
    **gone_up.LISTINGS,
    **evaluations.LISTINGS,
    **library.LISTINGS,
    **past.LISTINGS,
    **people.LISTINGS,
    **plans.LISTINGS,
    **proposal_reviews.LISTINGS,
    **proposals.LISTINGS,
    **roll.LISTINGS,
    **quotas.LISTINGS,
    **registers.LISTINGS,
}
