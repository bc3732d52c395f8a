"""Groups of like problems as their list and its file narrow and order them."""

from django.db.models import Exists, OuterRef, Q

from members.models.keys import key_in
from reports.enums import ProblemState
from reports.models import ProblemSource
from reports.queries.narrowing import one_of, words

SORTS = {
    "widest": ("-rooms", "-pk"),
    "latest": ("-last_on", "-pk"),
    "closest": ("-likeness", "-pk"),
}
SORTS["newest"] = SORTS["widest"]


def _least(value: str):
    return Q(rooms__gte=int(value)) if value.isdecimal() and len(value) < 5 else None


def _room(value: str):
    room = key_in(value)
    return Q(Exists(ProblemSource.objects.standing().filter(problem=OuterRef("pk"), room=room))) if room else None


RULES = {
    "q": words("shared", "title"),
    "state": one_of("state", ProblemState),
    "least": _least,
    "room": _room,
}
