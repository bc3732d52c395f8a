"""The records behind a figure: all of those of which its page shows the newest, under the same rights."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs

from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.behind import Behind, behind
from reports.facts.overview import Rows
from rooms.practice.counting import MEASURE_UNITS, MEASURES


@dataclass(frozen=True)
class Found:
    """The lines of a page; whoever asks whether there are more than so many reads one more."""

    page: Behind
    user: object

    def __iter__(self):
        return self.page.lines(self.user)

    def __getitem__(self, rest: slice) -> Rows:
        return Rows(islice(self, rest.start, rest.start + 1))


def _found(params, request):
    """Of the page that the address names; nothing where it is no such page, or not this person's."""
    path, _, query = params.get("page", "").partition("?")
    # Wrapped in an address it comes past the check that every address goes through: no text of the database holds it.
    if "%00" in query:
        return Rows()
    try:
        named = resolve(path)
    except Resolver404:
        return Rows()
    page = behind(request.user, named.url_name, named.kwargs, MultiValueDict(parse_qs(query)))
    return Found(page, request.user) if page else Rows()


def _rows(found):
    for part, line in found:
        measure, unit = MEASURES[part.measure], MEASURE_UNITS[part.measure]
        yield found.page.name, measure, line.title, line.note, line.day, line.n, unit


LISTINGS = {
    "records": Listing(
        "数据明细",
        "consult.export_consultations",
        _found,
        (
            Column("范围", 24),
            Column("指标", 20),
            Column("记录", 50),
            Column("说明", 36),
            Column("日期", 16, Kind.DATE),
            Column("数量", 10, Kind.NUMBER),
            Column("单位", 10),
        ),
        _rows,
    )
}
