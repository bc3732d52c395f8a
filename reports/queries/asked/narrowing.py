"""What the address of the list asks for: the same rows on the page, in its file and behind a figure."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from members.models.keys import key_in
from members.queries import desks
from reports.enums import AskedKind, AskedStage
from reports.queries.asked.figures import FIGURES, narrowed_to
from reports.queries.asked.limits import source_of
from reports.queries.asked.months import PARTS, part_of, read_month
from reports.queries.asked.sources import ASKERS, NEVER, OPEN, OWN_TURN, inside, without_townships

SORTS = {
    "due": ("as_due_on", "as_source", "as_id"),
    "newest": ("-as_issued_at", "as_source", "as_id"),
    "oldest": ("as_issued_at", "as_source", "as_id"),
}
SOON = 7
MONTHS = tuple(str(month) for month in range(1, 13))


def order_of(params) -> tuple:
    return SORTS.get(params.get("sort"), SORTS["due"])


def late(rows, today):
    """The unit's turn, and past a day that counts for it."""
    return rows.filter(as_stage__in=OWN_TURN, as_due_on__lt=today, as_is_strict=True)


def due_within(rows, today, days: int):
    span = (today, today + timedelta(days=days))
    return rows.filter(as_stage__in=OWN_TURN, as_due_on__range=span)


def handled_by(rows, user, whose: str):
    """Those of one person of the unit, one's own (as A 岗 or standing in), or those that nobody handles."""
    if whose == "mine":
        return rows.filter(desks.standing_in_for(user))
    if whose == "nobody":
        # Somebody without an account or a role any more is nobody.
        people = desks.handlers_of(inside(user)).values("pk")
        return rows.filter(Q(as_holder=None) | ~Q(as_holder__in=people))
    return rows.filter(as_holder=key_in(whose) or 0)


def by_due(rows, due: str):
    today = timezone.localdate()
    if due == "late":
        return late(rows, today)
    if due == "none":
        return rows.filter(as_due_on=NEVER)
    return due_within(rows, today, int(due)) if due in ("7", "30") else rows


def by_view(rows, user, view: str):
    """One of the usual lists; without any what is open."""
    if view == "all":
        return rows
    if view == "closed":
        return rows.filter(as_stage=AskedStage.CLOSED)
    if view == "new":
        return rows.filter(as_stage=AskedStage.NEW)
    rows = rows.filter(as_stage__in=OPEN)
    if view in ("mine", "nobody"):
        return handled_by(rows, user, view)
    return by_due(rows, {"late": "late", "soon": str(SOON)}.get(view, ""))


def narrowed(rows, params, user):
    """The rows that these parameters of an address ask for; what cannot be read narrows nothing."""
    rows = by_origin(rows, params)
    year, month = _year(params.get("year", "")), params.get("month")
    if year:
        rows = rows.filter(as_issued_at__year=year)
    if month in MONTHS:
        rows = rows.filter(as_issued_at__month=int(month))
    if (part := params.get("part")) in PARTS and (of := read_month(params.get("of", ""))):
        # A column of the monthly paper, of the month in `of`.
        return part_of(without_townships(rows), part, of)
    if (figure := params.get("figure")) in FIGURES:
        # A figure says by itself which of all it counts.
        return narrowed_to(rows, figure, year)
    return by_standing(rows, params, user)


def by_origin(rows, params):
    """What it is, who asks, of whom."""
    if words := params.get("q", "").strip()[:60].replace("\x00", ""):
        rows = rows.where(lambda code: source_of(code).found(words))
    if (kind := params.get("kind")) in AskedKind.values:
        rows = rows.filter(as_kind=kind)
    if asker := key_in(params.get("asker", "")):
        rows = rows.where(lambda code: Q(**{ASKERS[code]: asker}))
    if unit := key_in(params.get("unit", "")):
        rows = rows.filter(as_unit=unit)
    return rows


def by_standing(rows, params, user):
    """How far it is, by when it is due, and whose it is inside."""
    if whose := params.get("whose"):
        rows = handled_by(rows, user, whose)
    rows = by_due(rows, params.get("due", ""))
    if (stage := params.get("stage")) in AskedStage.values:
        return rows.filter(as_stage=stage)
    return by_view(rows, user, params.get("view", ""))


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and text >= "1000" else None
