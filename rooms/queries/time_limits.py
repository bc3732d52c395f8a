"""Reads of the limits of a record."""

from django.db.models import F

from rooms.models import TimeLimit


def limits_of(owner, *acts: str):
    """Every limit of a record with its history, what runs before what is settled; four queries, however many."""
    rows = TimeLimit.objects.of(owner, *acts).for_page()
    return rows.order_by(F("settled_at").asc(nulls_first=True), "due_on", "pk")
