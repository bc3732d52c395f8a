"""Whom the pools offer for the topic of a consultation."""

from members.queries.pools import Fit, fitting

# So many are offered beside the form; the page of the pools shows more.
MOST_OFFERED = 12


def fits_of(consultation, people) -> list[Fit]:
    """Those who fit the title and the reason of the topic, without who is on the list already."""
    topic = consultation.topic
    members = {person.member_id for person in people if person.member_id}
    names = {person.name for person in people}
    found = fitting(f"{topic.title} {topic.why}", region=topic.region, most=MOST_OFFERED + len(people))
    free = [fit for fit in found if not (fit.person.pk in members if fit.is_member else fit.name in names)]
    return free[:MOST_OFFERED]
