"""What the address of a list asks for, by rules: the same rows on the page, in its file and behind a figure."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from members.models.keys import key_in

MOST = 60
# Digits of a year.
YEAR = 4


def narrowed(rows, params, rules):
    """The rows that pass every rule that is asked for; an answer that no form would give narrows nothing."""
    for name, rule in rules.items():
        if value := (params.get(name) or "").strip()[:MOST]:
            condition = rule(value)
            rows = rows.filter(condition) if condition is not None else rows
    return rows


def words(*fields):
    return lambda value: reduce(or_, (Q(**{f"{field}__icontains": value}) for field in fields))


def one_of(field: str, choices):
    return lambda value: Q(**{field: value}) if value in choices.values else None


def key(field: str):
    return lambda value: Q(**{field: found}) if (found := key_in(value)) else None


def year(field: str):
    # There is no year 0, and asking the database for it is an error.
    return lambda value: Q(**{f"{field}__year": key_in(value)}) if len(value) == YEAR and key_in(value) else None


def day(field: str, bound: str):
    def rule(value):
        try:
            return Q(**{f"{field}__{bound}": date.fromisoformat(value.replace("/", "-").replace(".", "-"))})
        except ValueError:
            return None

    return rule
