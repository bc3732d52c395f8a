"""The check of a workbook: what each row would do, and what is wrong in which cell. Nothing is written here."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from members.workflow import Refused
from reports.workbooks import heads, matching
from reports.workbooks.cells import UNCHANGED, CellFault
from reports.workbooks.heads import Heads
from reports.workbooks.kinds.kind import Entry, Kind, Place
from reports.workbooks.reading import Sheet

EXAMPLE = "示例"
STEP = 500
NOTHING_TO_READ = "表里没有要导入的内容。请从表头下面一行开始填写。"


@dataclass
class Check:
    kind: Kind
    heads: Heads
    sheet: str
    entries: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # What the verbs refused when they were tried: the number of the row → the sentence.
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(entry.verdict for entry in self.entries)
        return {verdict: counted[verdict] for verdict in ("new", "changed", "same", "wrong")}

    def of(self, verdict: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.verdict == verdict]

    @property
    def digest(self) -> str:
        """What was seen: the same rows with the same verdicts and the same changes."""
        told = [[entry.number, entry.verdict, sorted(entry.changes.items())] for entry in self.entries]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()

    def sentences(self, entry: Entry) -> list[str]:
        return [self.sentence(place, told, entry) for place, told in entry.faults]

    def sentence(self, place: int | None, told: str, entry: Entry) -> str:
        """B7 级别：“县级”不在可选范围内，您是不是要找…。"""
        if place is None:
            return f"第 {entry.number} 行：{told}。"
        column = self.heads.columns.get(place)
        return f"{get_column_letter(place)}{entry.number} {column.title if column else ''}：{told}。"


def check(kind: Kind, sheet: Sheet, place: Place, *, each=lambda done, whole: None) -> Check:
    """Look at every row. Raises Refused when the sheet is none of this kind."""
    _refuse_other_kind(kind, sheet)
    found = Check(kind, heads.found(kind, sheet), sheet.name)
    checker = _Checker(found, sheet, place)
    lines = [line for line in sheet.lines if _is_filled(line, found.heads)]
    examples = hidden = 0
    for done, line in enumerate(lines, 1):
        if done % STEP == 0:
            each(done, len(lines))
        if _is_example(line, found.heads):
            examples += 1
            continue
        hidden += line.hidden
        found.entries.append(checker.entry(line))
    if not found.entries:
        raise Refused(NOTHING_TO_READ)
    found.warnings += _warnings(found, sheet, hidden)
    return found


def _refuse_other_kind(kind: Kind, sheet: Sheet) -> None:
    code, _, version = sheet.mark.partition(":")
    if code and code != kind.code:
        raise Refused(f"这不是“{kind.title}”的模板，看起来是另一种表（{sheet.name}）。请到对应的页面上传。")
    if version.isdecimal() and int(version) > kind.version:
        raise Refused("这个模板是更新的版本，请在本系统下载模板后再填。")


def _is_filled(line, found: Heads) -> bool:
    return line.number > found.number and bool(set(line.cells) & set(found.columns))


def _is_example(line, found: Heads) -> bool:
    first = line.cells.get(min(set(line.cells) & set(found.columns)))
    return first.kind == "s" and str(first.value).strip().startswith(EXAMPLE)


def _warnings(found: Check, sheet: Sheet, hidden: int) -> list[str]:
    told = list(found.heads.unknown[:10])
    if sheet.others:
        told.append(f"只读取了工作表“{sheet.name}”，文件里另有 {sheet.others} 个工作表没有读取。")
    if hidden:
        told.append(f"有 {hidden} 行在文件里是隐藏的，也检查了。")
    return told


class _Checker:
    """Reads one row after the other; knows the records that are there and the rows that came before."""

    def __init__(self, found: Check, sheet: Sheet, place: Place):
        self.kind, self.heads, self.place = found.kind, found.heads, place
        self.lookups = found.kind.lookups(place)
        self.warnings = found.warnings
        self.known, self.before = matching.Known(self.kind), matching.Known(self.kind)
        for known in self.kind.rows(place):
            self.known.add(known, known.values)
        self.merged = _merged(sheet.merged, found.heads.number)
        self._allowed = {}

    def entry(self, line) -> Entry:
        entry = Entry(line.number)
        for place, column in self.heads.columns.items():
            self._read(entry, place, column, line.cells.get(place))
        if line.number in self.merged:
            entry.faults.append((None, "有合并的单元格，请取消合并，每行都填写"))
        if not entry.faults:
            self._match(entry)
        if not entry.faults:
            self._compare(entry)
        return entry

    def _read(self, entry, place, column, cell) -> None:
        try:
            value = column.field.read(cell, self.lookups)
        except CellFault as fault:
            entry.faults.append((place, str(fault)))
            return
        if column.required and value in ("", None):
            entry.faults.append((place, "没有填写"))
        entry.values[column.name] = value

    def _match(self, entry) -> None:
        entry.known = self.known.take_same(entry.values)
        if entry.known is not None:
            self.before.add(entry.number, entry.values)
            return
        try:
            earlier = self.before.find(entry.values)
            entry.known = self.known.find(entry.values)
        except matching.Ambiguous:
            entry.faults.append((None, self._which()))
            return
        if earlier is not None:
            entry.faults.append((None, self._twice(earlier)))
            return
        self.before.add(entry.number, entry.values)
        if entry.known is None and self.known.has_namesake(entry.values):
            told = "、".join(str(entry.values[name]) for name in self.kind.key[:1])
            self.warnings.append(f"第 {entry.number} 行：系统里已有同名的“{told}”，但其他内容不同，按新的一条登记。")

    def _which(self) -> str:
        if self.kind.apart:
            return f"有几条同名的登记，分不清是哪一条，请填写{'、'.join(self._titles(self.kind.apart))}"
        return f"有几条登记的{'、'.join(self._titles(self.kind.key))}都相同，分不清是哪一条，请在页面上修改"

    def _twice(self, earlier: int) -> str:
        if self.kind.apart:
            return f"和第 {earlier} 行重复，请删去一行"
        titles = "、".join(self._titles(self.kind.key))
        return f"{titles}都和第 {earlier} 行相同，算同一条，请删去一行；不是同一条的，请写得能够分清"

    def _titles(self, names) -> list[str]:
        return [self.kind.by_name[name].title for name in names]

    def _compare(self, entry) -> None:
        for column in self.kind.columns:
            self._complete(entry, column)
        if entry.faults:
            return
        told = list(self.kind.faults(entry.values, entry.known, self.place))
        entry.faults += [(self.heads.place_of(name), sentence) for name, sentence in told]
        if not self._may(entry.values):
            entry.faults.append((None, "不在您可以登记的范围里"))
        if entry.known and not entry.faults:
            entry.changes = dict(self._changes(entry))
            needed = self.kind.change_permission
            if entry.changes and needed and not self.place.user.has_perm(needed, entry.known.record):
                entry.faults.append((None, "这条登记已经有了，您不能修改，请由登记它的联络室修改"))

    def _complete(self, entry, column) -> None:
        """What the file does not say stays as it is; of a new record it is empty."""
        if entry.values.get(column.name) is UNCHANGED and entry.known is None:
            entry.faults.append((self.heads.place_of(column.name), "是星号，请填写完整的内容"))
        elif entry.values.get(column.name, UNCHANGED) is UNCHANGED:
            known = entry.known.values[column.name] if entry.known else column.field.read(None, self.lookups)
            entry.values[column.name] = known

    def _changes(self, entry):
        for column in self.kind.columns:
            before, after = entry.known.values[column.name], entry.values[column.name]
            if not column.field.same(before, after):
                told = "（不显示）" if column.name in entry.known.hidden else column.field.words(before)
                yield column.name, (told, column.field.words(after))

    def _may(self, values) -> bool:
        scope = self.kind.scope_of(values, self.place)
        key = (type(scope), scope.pk)
        if key not in self._allowed:
            self._allowed[key] = self.place.user.has_perm(self.kind.permission, scope)
        return self._allowed[key]


def _merged(ranges, below: int) -> set[int]:
    """Rows under the heads through which a merged cell goes."""
    rows = set()
    for each in ranges:
        try:
            _, first, _, last = range_boundaries(each)
        except (ValueError, TypeError):
            continue
        if first and last and last > below:
            rows |= set(range(max(first, below + 1), min(last, first + 20_000) + 1))
    return rows
