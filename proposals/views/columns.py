"""The cells of a saved view over proposals: the pack names the columns, each is written here once."""

from consult.views.columns import Cell
from members.templatetags.dates import day
from rooms.practice.viewing import COLUMNS

MOST_TEXT = 120


def proposal_table(view, rows) -> list[list[Cell]]:
    """Rows with their standing (queries.with_standing)."""
    return [[_cell(view, column, row) for column in view.columns] for row in rows]


def _cell(view, column: str, row) -> Cell:
    # The way to the record, whatever else a view shows.
    leads = column == next((each for each in ("title", "text", "number") if each in view.columns), view.columns[0])
    return Cell(COLUMNS[view.of][column], CELLS[column](row), row.get_absolute_url() if leads else "")


def _units(row) -> str:
    return "、".join(f"{each.unit.short_name}（{each.get_role_display()}）" for each in row.units)


def _updated(row) -> str:
    return day(row.closed_at or row.filed_at or row.submitted_at or row.written_at)


CELLS = {
    "number": lambda row: row.issue if row.number else "",
    "text": lambda row: (row.advice or row.situation)[:MOST_TEXT],
    "title": lambda row: row.title,
    "kind": lambda row: row.get_kind_display(),
    "by": lambda row: row.by_whom,
    "room": lambda row: row.room.unit.short_name,
    "submitted": lambda row: day(row.submitted_at) if row.submitted_at else "",
    "unit": _units,
    "state": lambda row: row.word,
    "progress": lambda row: row.waits,
    "due": lambda row: day(row.limit.due_on) if row.limit else "",
    "class": lambda row: f"{row.reply_class} 类" if row.reply_class else "",
    "supervision": lambda row: "、".join(each.by_whom for each in row.supervisions.all()),
    "updated": _updated,
}
