"""Where the numbers of a dashboard lead: to their records, and to the dashboards of places and units behind them."""

from functools import cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from reports.facts import rates
from reports.facts.dashboard.asked import Asked, Window
from rooms.enums import RoomState


@cache
def page(name: str, *args: str) -> str:
    """A dashboard holds hundreds of links to some dozens of pages: measures, figures and rates are closed lists."""
    return reverse(f"reports:{name}", args=args)


def records_url(measure: str, asked: Asked, but=None, **where) -> str:
    """The records of one measure, narrowed, in the place and months that are asked for; `but` says what is left out."""
    narrowed = {f"where.{key}": value for key, value in where.items()}
    left_out = {f"but.{key}": values for key, values in (but or {}).items()}
    told = urlencode({**narrowed, **left_out}, doseq=True)
    return f"{page('dashboard_records', measure)}?{asked.query}{'&' if told else ''}{told}"


def figure_url(code: str, query: str, span: str) -> str:
    return f"{page('figure_records', code)}?{query}{f'&span={span}' if span else ''}"


def place_url(place, asked: Asked) -> str:
    return f"{page('dashboard')}?{place.query}&span={asked.window.code}"


def unit_url(key: int, window: Window) -> str:
    return f"{page('dashboard')}?unit={key}&span={window.code}"


def unit_records_url(measure: str, key: int, window: Window) -> str:
    return f"{page('dashboard_records', measure)}?unit={key}&span={window.code}"


def rate_url(code: str, asked: Asked) -> str:
    """The page of rates tells all of the time; a span is told by the records of what it is a share of."""
    if asked.window.is_total:
        return f"{page('rate_records', code)}?{asked.place.query}"
    return records_url(rates.BY_CODE[code].whole.measure, asked)


def rooms_url(asked: Asked) -> str:
    """The same rooms in their list, which tells how they stand today: a span that is over leads nowhere."""
    if asked.window.last_day < timezone.localdate():
        return ""
    where = {"state": RoomState.OPENED}
    if asked.is_group:
        where["guidance"] = asked.place.query.removeprefix("group=")
    elif not asked.place.is_city:
        where["region"] = asked.place.region
    return f"{reverse('rooms:rooms')}?{urlencode(where)}"
