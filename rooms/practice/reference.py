"""The pack file as a reference: every table, every key and what may stand there, written from the schema itself."""

from collections.abc import Iterator, Mapping

from rooms.practice.codes import DEADLINES, DOCUMENTS, FIELD_TYPES, KIND_HELP, KINDS, PEOPLE, PRODUCTS, ROLES
from rooms.practice.counting import MEASURES
from rooms.practice.fields import Code, Exactly, Field, Flag, Number, OneOf, Several, Text, Whole
from rooms.practice.kinds import SPAN_KEYS
from rooms.practice.labels import REFERENCES, label_of, most_exact
from rooms.practice.schema import HEAD, TABLES
from rooms.practice.tables import Kinded, Table, Tables
from rooms.practice.viewing import CASE_COLUMNS, PROPOSAL_STATES, WORK_COLUMNS
from rooms.practice.viewing import COLUMNS as VIEW_COLUMNS

# Longer lists of codes stand once, at the end.
MOST_INLINE = 8
COLUMNS = "| Key | 名称 | 可以写 |\n|---|---|---|"


class Reference:
    """Walks the schema once. Lists of codes that are too long for a row are gathered on the way; a table that stands in
    several places is told once."""

    def __init__(self):
        self.lists: dict[tuple, str] = {}
        self.told: dict[int, str] = {}

    def text(self) -> str:
        plain = {key: field for key, field in TABLES.items() if not isinstance(field, Table | Tables)}
        parts = [self.section((), Table(HEAD | plain))]
        for key in TABLES:
            parts += self.sections((key,), TABLES[key])
        return "\n\n".join([*parts, *self.code_lists()])

    def sections(self, path: tuple, field: Field) -> Iterator[str]:
        """A section for the table itself, then one for each table in it."""
        each = field.each if isinstance(field, Tables) else field
        if id(each) in self.told:
            if len(path) == 1:
                yield f"{heading(path, many=isinstance(field, Tables))}\n\n同 {self.told[id(each)]}。"
            return
        self.told[id(each)] = name_of(path, many=isinstance(field, Tables))
        if isinstance(each, Kinded):
            yield from self.kinds(path, each)
        elif isinstance(each, Table) and not is_span(each):
            yield self.section(path, each, many=isinstance(field, Tables))
            for key, one in each.keys.items():
                yield from self.sections((*path, key), one)

    def section(self, path: tuple, table: Table, *, many: bool = False) -> str:
        rows = [self.row((*path, key), one) for key, one in table.keys.items() if key not in MARKS]
        return "\n".join([heading(path, many=many), "", COLUMNS, *rows])

    def kinds(self, path: tuple, field: Kinded) -> Iterator[str]:
        """What every kind takes, then what each takes besides."""
        tables = {kind: table.keys for kind, table in field.tables.items()}
        first, *others = tables.values()
        common = {key: one for key, one in first.items() if all(keys.get(key) == one for keys in others)}
        yield self.section(path, Table(common | {field.key: OneOf(field.names, required=True)}), many=True)
        for kind, keys in tables.items():
            own = {key: one for key, one in keys.items() if key not in (*common, *MARKS, field.key)}
            title = f'#### `{path[-1]}` · `{field.key} = "{kind}"` {field.names[kind]}'
            told = [f"{KIND_HELP[kind]}。", ""] if kind in KIND_HELP else []
            rows = [self.row((*path, key), one, label_of((*path, kind, key))) for key, one in own.items()]
            yield "\n".join([title, "", *told, COLUMNS, *rows])
            for key, one in own.items():
                yield from self.sections((*path, key), one)

    def row(self, path: tuple, field: Field, label: str = "") -> str:
        needed = "（必填）" if field.required else ""
        return f"| `{path[-1]}` | {label or label_of(path)}{needed} | {self.values(path, field)} |"

    def values(self, path: tuple, field: Field) -> str:
        if plain := PLAIN.get(type(field)):
            return plain(field)
        match field:
            case Code():
                named = most_exact(REFERENCES, path)
                return f"`{named}` 的 `code`" if named else "代码：小写字母开头，可用数字、下划线和连字符"
            case OneOf():
                return self.codes(path, field.codes)
            case Several():
                alone = "；只有一个时可以不写成数组" if field.single else ""
                return f"数组：{self.values(path, field.each)}{alone}"
            case Tables() | Kinded() | Table():
                return SPAN if is_span(field) else f"见 {self.place_of(path, field)}"
        return field.allowed()

    def place_of(self, path: tuple, field: Field) -> str:
        each = field.each if isinstance(field, Tables) else field
        return self.told.get(id(each)) or name_of(path, many=isinstance(field, Tables))

    def codes(self, path: tuple, codes: Mapping[str, str]) -> str:
        if codes.items() <= MEASURES.items():
            return "指标，见 [figures.md](figures.md)"
        if len(codes) <= MOST_INLINE:
            return "、".join(f"`{code}` {name}" for code, name in codes.items())
        key = tuple(codes.items())
        title = self.lists.setdefault(key, LISTS.get(key) or label_of(path))
        return f"见“{title}”"

    def code_lists(self) -> Iterator[str]:
        yield "## 代码表"
        for codes, title in self.lists.items():
            listed = "\n".join(f"| `{code}` | {name} |" for code, name in codes)
            yield f"### {title}\n\n| Code | 名称 |\n|---|---|\n{listed}"


PLAIN = {
    Text: lambda field: f"文字，最多 {field.limit} 个字",
    Flag: lambda field: "`true` 或 `false`",
    Whole: lambda field: f"{field.least} 到 {field.most} 的整数",
    Number: lambda field: field.allowed().removeprefix("可以写 "),
    Exactly: lambda field: f"`{field.value}`",
}
# Every table may mark what its source leaves open: told once, at the top of the page.
MARKS = ("default",)
# Lists that several keys share, by what they list.
LISTS = {
    tuple(codes.items()): title
    for title, codes in (
        ("角色", ROLES),
        ("有关的人", PEOPLE),
        ("关口的种类", KINDS),
        ("栏目的类型", FIELD_TYPES),
        ("成果", PRODUCTS),
        ("有期限的事", DEADLINES),
        ("文书的种类", DOCUMENTS),
        ("协商、议题列表的栏", CASE_COLUMNS),
        ("事项列表的栏", VIEW_COLUMNS["matter"]),
        ("任务列表的栏", WORK_COLUMNS),
        ("提案的情况", PROPOSAL_STATES),
        ("提案列表的栏", VIEW_COLUMNS["proposal"]),
    )
}
SPAN = "`{ days = n }`、`{ workdays = n }` 或 `{ months = n }`"


def is_span(field: Field) -> bool:
    return isinstance(field, Table) and field.keys == SPAN_KEYS


def heading(path: tuple, *, many: bool) -> str:
    if not path:
        return "## 文件开头，写在所有的表前面"
    return f"{'#' * min(len(path) + 1, 4)} {name_of(path, many=many)} {label_of(path)}"


def name_of(path: tuple, *, many: bool) -> str:
    name = ".".join(path)
    return f"`[[{name}]]`" if many else f"`[{name}]`"


def reference() -> str:
    """The tables of the schema in Markdown."""
    return Reference().text()
