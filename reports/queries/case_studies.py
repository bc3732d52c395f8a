"""Cases of the library, as lists, bulletins and albums read them."""

from django.db.models import Q

from members.models.keys import key_in
from members.models.places import under
from reports.enums import CaseStudyState
from reports.models import CaseStudy
from reports.queries.narrowing import one_of, words, year

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


def _room(value: str):
    room = key_in(value)
    return Q(case__room=room) if room else None


RULES = {
    "q": words("title", "problem", "case__topic__title"),
    "state": one_of("state", CaseStudyState),
    "topic_class": lambda value: Q(case__topic__topic_class="" if value == "none" else value),
    "year": year("judged_at"),
    "room": _room,
}


def adopted(path: str, *, since=None, until=None):
    """What was taken into the library of a region, by the day on which it was."""
    rows = CaseStudy.objects.adopted().filter(under([path], "case__room__unit__region__path")).for_page()
    bounds = Q(judged_at__date__gte=since) if since else Q()
    bounds &= Q(judged_at__date__lte=until) if until else Q()
    return rows.filter(bounds).order_by("judged_at", "pk")
