"""履职统计 and 计分考核 as lists: their columns are the measures of the year, and the items of the scheme."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.overview import Rows
from reports.facts.points import access, board


class Found(Rows):
    """Rows that know what they are about; a part of them knows it too."""

    about = None

    def __getitem__(self, index):
        found = super().__getitem__(index)
        if isinstance(index, slice):
            found = Found(found)
            found.about = self.about
        return found


def _found_points(params, request):
    """The results that the page of a round shows under the same filters; none where the person sees no such round."""
    numbers = {key: params.get(key, "") for key in ("region", "year")}
    known = all(value.isdecimal() and len(value) < 10 for value in numbers.values())
    found = known and access.round_seen(
        request.user, pk=int(numbers["region"]), scheme=params.get("scheme", "")[:40], year=int(numbers["year"])
    )
    if not found:
        return Found()
    shown = board.board(found, request.user, params)
    rows = Found(shown.rows)
    rows.about = shown
    return rows


def _points_columns(rows):
    items = rows.about.round.scheme.items if rows.about else ()
    return (
        *((Column("名次", 8, Kind.NUMBER),) if rows.about and rows.about.has_places else ()),
        Column("名称", 16),
        Column("联络室、区域", 24),
        *(Column(item.name, 14, Kind.NUMBER) for item in items),
        Column("其他", 10, Kind.NUMBER),
        Column("总分", 10, Kind.NUMBER),
        Column("等次", 12),
        Column("最低分", 12),
        Column("待评", 20),
        Column("待答复申诉", 12, Kind.NUMBER),
        Column("计分说明", 60),
    )


def _points(rows):
    for each in rows:
        items = rows.about.round.scheme.items
        yield (
            *((each.place,) if rows.about.has_places else ()),
            each.name,
            each.note,
            *(float(each.points_of(item.number)) for item in items),
            float(each.points_of(0)) or None,
            float(each.total),
            each.grade,
            "未达到" if each.is_below else "",
            "、".join(each.missing),
            each.appeals or None,
            "；".join(f"{line.name}：{line.words}" for line in each.lines),
        )


LISTINGS = {"points": Listing("计分考核结果", "reports.view_points_list", _found_points, _points_columns, _points)}
