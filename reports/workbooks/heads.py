"""The row of heads: found by what it says, so that columns may stand in any order and rows may stand above."""

import re
from dataclasses import dataclass, field

from members.workflow import Refused
from reports.workbooks.cells import CellFault, suggestion, text_of

# How far down it is looked for.
DEEPEST = 12
# Columns that our own files have and that say nothing of the record.
PASSED_OVER = {"序号", "检查结果"}
RESULT = "检查结果"
STARS = re.compile(r"[*＊\s]|（必填）|\(必填\)")


@dataclass
class Heads:
    number: int
    # Number of a column in the sheet → the column of the kind.
    columns: dict = field(default_factory=dict)
    # The column for sentences: the one of a marked copy, or the next free one.
    result: int = 0
    unknown: list = field(default_factory=list)

    def place_of(self, name: str) -> int | None:
        return next((place for place, column in self.columns.items() if column.name == name), None)


def found(kind, sheet) -> Heads:
    """Raises Refused when the sheet has no such row."""
    rows = [(line, _titles(line)) for line in sheet.lines if line.number <= DEEPEST]
    wanted = {column.title: column for column in kind.columns}
    line, titles = max(rows, key=lambda row: len(set(row[1].values()) & set(wanted)), default=(None, {}))
    told = set(titles.values())
    if line is None or len(told & set(wanted)) < 2:
        raise Refused(f"没有找到表头。请下载“{kind.title}”的模板，按模板填写再上传。")
    missing = [column.title for column in kind.columns if column.required and column.title not in told]
    if missing:
        raise Refused(f"第 {line.number} 行的表头缺少“{'”“'.join(missing)}”。请按模板的表头填写，不要改列名。")
    heads = Heads(line.number)
    for place, title in titles.items():
        _note(heads, place, title, wanted)
    heads.result = heads.result or max((max(line.cells) for line in sheet.lines), default=0) + 1
    return heads


def _note(heads: Heads, place: int, title: str, wanted: dict) -> None:
    if title == RESULT:
        heads.result = place
    elif title in wanted:
        if wanted[title] in heads.columns.values():
            raise Refused(f"第 {heads.number} 行的表头有两列“{title}”，请只留一列。")
        heads.columns[place] = wanted[title]
    elif title and title not in PASSED_OVER:
        heads.unknown.append(f"“{title[:20]}”这一列模板里没有，没有读取；{suggestion(title, list(wanted))}。")


def _titles(line) -> dict[int, str]:
    found = {}
    for place, cell in line.cells.items():
        try:
            found[place] = STARS.sub("", text_of(cell))
        except CellFault:
            continue
    return found
