"""When a limit ends: its span or given day, then its extensions, without the days on which its clock stood."""

from collections.abc import Mapping, Sequence
from datetime import date

from rooms import calendar
from rooms.calendar import Due, Override, Stop
from rooms.models import Extension, TimeLimit


def reckon(limit: TimeLimit, *, overrides: Mapping[date, Override], extensions=None, stops=None) -> Due:
    """Count anew out of what is on record; a part is bounded by the day on which the whole ends.

    `extensions` and `stops` are the rows of the limit where the caller has them; a stop that has not ended is none yet.
    """
    if extensions is None:
        extensions = limit.extensions.all() if limit.pk else ()
    if stops is None:
        stops = limit.stops.all() if limit.pk else ()
    ended = [Stop(stop.stopped_on, stop.resumed_on) for stop in stops if stop.resumed_on]
    due = _begun(limit, ended, overrides)
    for extension in extensions:
        due = _extended(due, extension, ended, overrides)
    if limit.parent is not None:
        due = calendar.no_later_than(due, limit.parent.due_on, name=limit.parent.name)
    return due._replace(steps=(limit.basis, *due.steps)) if limit.basis else due


def _begun(limit: TimeLimit, stops: Sequence[Stop], overrides) -> Due:
    if limit.given_on:
        due = calendar.given(limit.given_on, by=limit.given_by)
        return _stood(due, limit.starts_on, stops, overrides)
    return _spanned(limit.starts_on, limit.span, stops, overrides)


def _extended(before: Due, extension: Extension, stops: Sequence[Stop], overrides) -> Due:
    if extension.given_on:
        due = calendar.postponed(extension.given_on, by=extension.approved_by, year=before.date.year)
        # Whoever named the day knew of what had stopped until then.
        return calendar.followed(before, _stood(due, extension.granted_on, stops, overrides))
    return calendar.lengthened(before, _spanned(before.date, extension.span, stops, overrides))


def _spanned(start: date, span: dict[str, int], stops: Sequence[Stop], overrides) -> Due:
    due = calendar.due(start, **span, overrides=overrides)
    return _stood(due, start, stops, overrides, in_workdays="workdays" in span)


def _stood(due: Due, start: date, stops: Sequence[Stop], overrides, *, in_workdays: bool = False) -> Due:
    return calendar.stood(due, start, stops=stops, in_workdays=in_workdays, overrides=overrides)
