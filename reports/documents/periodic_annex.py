"""The annex of a report as Excel: the place itself, its townships, its rooms, each with its figures."""

from collections.abc import Iterator

from reports.documents.excel import Column, Kind
from reports.models import PeriodicReport


def columns_of(report: PeriodicReport) -> list[Column]:
    figures = [Column(f"{row['name']}（{row['unit']}）", 14, Kind.NUMBER) for row in _of_places(report)]
    return [Column("范围", 14), Column("地区", 20), Column("联络室", 30), *figures, Column("备注", 24)]


def rows_of(report: PeriodicReport) -> Iterator[tuple]:
    content = report.content
    rows = _of_places(report)
    name = report.room.name if report.room_id else ""
    yield report.get_level_display(), report.region.name, name, *(row["now"] for row in rows), "本期"
    if rows and rows[0]["before"] is not None:
        yield report.get_level_display(), report.region.name, name, *(row["before"] for row in rows), "上期"
    yield report.get_level_display(), report.region.name, name, *(row["total"] for row in rows), "累计"
    for row in content["townships"]:
        note = f"联络室 {row['rooms']} 个，本期无记录 {row['silent']} 个"
        yield "乡镇（街道）", row["name"], "", *row["figures"], note
    for row in content["table"]:
        note = row["note"] or ("本期无记录" if row["is_silent"] else "")
        yield "联络室", row["township"], row["name"], *row["figures"], note


def _of_places(report: PeriodicReport) -> list[dict]:
    """The figures that every place has; those of proposals are told for the whole alone."""
    return report.content["figures"][: len(report.content["columns"])]
