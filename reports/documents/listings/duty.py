"""履职统计 and 计分考核 as lists: their columns are the measures of the year, and the items of the scheme."""

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.enums import AppealState
from reports.facts.duty.statistics import statistics
from reports.facts.overview import Rows
from reports.facts.points import access, board
from reports.facts.points import trial as trials
from rooms.practice.counting import MEASURE_UNITS


class Found(Rows):
    """Rows that know what they are about; a part of them knows it too."""

    about = None

    def __getitem__(self, index):
        found = super().__getitem__(index)
        if isinstance(index, slice):
            found = Found(found)
            found.about = self.about
        return found


def _round_of(params, request):
    numbers = {key: params.get(key, "") for key in ("region", "year")}
    known = all(value.isdecimal() and len(value) < 10 for value in numbers.values())
    return known and access.round_seen(
        request.user, pk=int(numbers["region"]), scheme=params.get("scheme", "")[:40], year=int(numbers["year"])
    )


def _found_points(params, request):
    """The results that the page of a round shows under the same filters; none where the person sees no such round."""
    found = _round_of(params, request)
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


LINE_COLUMNS = (
    Column("名称", 20),
    Column("联络室、区域", 24),
    Column("分组", 14),
    Column("考核项目", 24),
    Column("得分", 10, Kind.NUMBER),
    Column("怎样计的", 60),
    Column("总分", 10, Kind.NUMBER),
    Column("等次", 12),
)


def _lines(rows):
    """The score sheets of a list: a row for each line of each of them."""
    for each in rows:
        for line in each.lines:
            total, grade = float(each.total), each.grade
            yield each.name, each.note, line.group, line.name, float(line.points), line.words, total, grade


def _found_trial(params, request):
    """What a trial shows under the same address."""
    found = _round_of(params, request)
    if not found or not request.user.has_perm("reports.try_points", found):
        return Found()
    offered = trials.choices(request.user, found)
    chosen = next((each for each in offered if each.code == params.get("on", "")), None)
    return Found(trials.trial(found, chosen).rows) if chosen else Found()


TRIAL_COLUMNS = (
    Column("名称", 20),
    Column("联络室、区域", 24),
    Column("原得分", 10, Kind.NUMBER),
    Column("试算得分", 10, Kind.NUMBER),
    Column("原名次", 10, Kind.NUMBER),
    Column("试算名次", 10, Kind.NUMBER),
    Column("名次上升", 10, Kind.NUMBER),
    Column("原等次", 12),
    Column("试算等次", 12),
)


def _trial(rows):
    for each in rows:
        was, now = each.was, each.now
        yield (
            each.any.name,
            each.any.note,
            float(was.total) if was else None,
            float(now.total) if now else None,
            was.place if was else None,
            now.place if now else None,
            each.places_moved,
            was.grade if was else "",
            now.grade if now else "",
        )


def _found_statistics(params, request):
    """The rows of the page under the same filters."""
    year = access.year_of(params.get("year", ""))
    found = statistics(request.user, params, year)
    rows = Found(found.rows)
    rows.about = found
    return rows


def _statistics_columns(rows):
    return (
        Column("姓名", 12),
        Column("级别", 14),
        Column("界别", 16),
        Column("派驻联络室", 24),
        Column("年度", 8, Kind.NUMBER),
        *(Column(f"{name}（{MEASURE_UNITS[code]}）", 14, Kind.NUMBER) for code, name in rows.about.columns),
    )


def _statistics(rows):
    columns = rows.about.columns
    for row in rows:
        member = row.member
        figures = (row.of(code) for code, _ in columns)
        yield member.name, member.get_level_display(), member.sector, row.rooms, rows.about.year, *figures


def _found_appeals(params, request):
    rows, state = access.appeals_seen(request.user), params.get("state", AppealState.OPEN)
    return rows.filter(state=state) if state in AppealState.values else rows


def _appeals(rows):
    for row in rows.select_related("answered_by").order_by("due_on", "pk").iterator(BATCH):
        yield (
            row.year.year,
            row.subject_name,
            str(row),
            row.text,
            row.filed_by.name,
            row.filed_at,
            row.due_on,
            row.get_state_display(),
            row.answer,
            row.correction,
            row.answered_at,
        )


LISTINGS = {
    "appeals": Listing(
        "考核申诉",
        "reports.view_appeals",
        _found_appeals,
        (
            Column("年度", 8, Kind.NUMBER),
            Column("对象", 20),
            Column("申诉", 20),
            Column("内容", 50),
            Column("提出人", 12),
            Column("提出时间", 20, Kind.TIME),
            Column("答复期限", 14, Kind.DATE),
            Column("状态", 12),
            Column("答复", 50),
            Column("更正分值", 10),
            Column("答复时间", 20, Kind.TIME),
        ),
        _appeals,
    ),
    "duty": Listing("履职统计", "reports.view_duty_list", _found_statistics, _statistics_columns, _statistics),
    "points": Listing("计分考核结果", "reports.view_points_list", _found_points, _points_columns, _points),
    "points_lines": Listing("考核评分表", "reports.view_points_list", _found_points, lambda rows: LINE_COLUMNS, _lines),
    "points_trial": Listing("考核试算", "reports.try_points", _found_trial, lambda rows: TRIAL_COLUMNS, _trial),
}
