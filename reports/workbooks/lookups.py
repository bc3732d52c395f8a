"""Records that cells name: found by their name, and suggested when the name is nearly right."""

from collections import defaultdict

from members.enums import MemberLevel, UnitKind
from members.models import Member, Region, Unit
from reports.workbooks.cells import CHOOSE, CellFault, suggestion

# Different wrong names for which near ones are looked for: comparing takes time.
MOST_SUGGESTED = 300


class Lookup:
    """A list of records; `names_of` gives the name that is written, then others by which it is found too."""

    def __init__(self, what: str, rows, names_of, *, full_name_of=None):
        self.what = what
        self._by_name = defaultdict(list)
        self._name_by_key, self._suggestions = {}, {}
        rows = [(row, [_flat(name) for name in names_of(row) if name]) for row in rows]
        for row, names in rows:
            for name in dict.fromkeys(names):
                self._by_name[name].append(row)
        for row, names in rows:
            # Who shares a name with another is written in full.
            shared = full_name_of and len(self._by_name[names[0]]) > 1
            name = _flat(full_name_of(row)) if shared else names[0]
            if shared:
                self._by_name[name].append(row)
            self._name_by_key[row.pk] = name
        self.names = list(self._name_by_key.values())

    def find(self, text: str):
        found = self._by_name.get(_flat(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"“{self.name_of(row)}”" for row in found[:4])
            raise CellFault(f"叫“{text[:30]}”的{self.what}不止一个，请写成 {names} 中的一个")
        raise CellFault(f"没有叫“{text[:30]}”的{self.what}，{self._suggested(_flat(text))}")

    def _suggested(self, name: str) -> str:
        if name not in self._suggestions:
            if len(self._suggestions) >= MOST_SUGGESTED:
                return CHOOSE
            self._suggestions[name] = suggestion(name, self.names)
        return self._suggestions[name]

    def name_of(self, row) -> str:
        return self._name_by_key.get(row.pk) or str(row)


def _flat(name: str) -> str:
    return "".join(str(name).split()).replace("(", "（").replace(")", "）")


def regions(paths) -> Lookup:
    rows = Region.objects.active().within_any(paths).select_related("parent").order_by("path")
    return Lookup("区域", rows, lambda row: [row.name], full_name_of=lambda row: f"{row.parent or ''}{row.name}")


def rooms(rows) -> Lookup:
    rows = rows.select_related("unit__region", "approver").order_by("unit__region__path", "pk")
    return Lookup(
        "联络室",
        rows,
        lambda row: [row.unit.name, row.unit.short_name, row.number],
        full_name_of=lambda row: f"{row.unit.region.name}{row.unit.name}",
    )


def units(paths, *kinds: UnitKind, what="单位") -> Lookup:
    rows = Unit.objects.active().within_any(paths).filter(kind__in=kinds).select_related("region").order_by("pinyin")
    return Lookup(
        what, rows, lambda row: [row.name, row.short_name], full_name_of=lambda row: f"{row.region.name}{row.name}"
    )


def members(paths) -> Lookup:
    rows = Member.objects.active().within_any(paths).order_by("pinyin", "pk")
    return Lookup("委员", rows, lambda row: [row.name], full_name_of=told_apart)


def told_apart(member) -> str:
    """Two members of one name are told apart by what their sector is, or their level."""
    return f"{member.name}（{member.sector or MemberLevel(member.level).label}）"
