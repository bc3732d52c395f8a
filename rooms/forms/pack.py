"""The form of one table of a pack, made from the schema: one row of an array, or a table that stands alone."""

from uuid import uuid4

from django import forms

from members.forms import Form
from members.forms.base import Difference
from rooms.forms.controls import control, raw, stored
from rooms.practice import counting, drafting
from rooms.practice.definitions import DEFINITIONS
from rooms.practice.fault_words import form_sentence
from rooms.practice.faults import Fault
from rooms.practice.fields import Several
from rooms.practice.labels import label_of
from rooms.practice.tables import Kinded
from rooms.practice.walking import find, is_citation, is_table, keys_of, names_only

# Between the key of a small table in a row and the key in it: within__days.
INNER = "__"


class RowForm(Form):
    """`path` names the table in `data`; `allowed` what a room may set, None where everything."""

    seal = forms.CharField(required=False, widget=forms.HiddenInput)
    # Whose keys these are, should the row be gone when the form comes back.
    row_kind = forms.CharField(required=False, widget=forms.HiddenInput)
    row_name = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, pack: dict, path: tuple, user, allowed=None):
        self.pack, self.path, self.allowed = pack, path, allowed
        super().__init__(self.shown() if data is None else data, user=user)
        for name, (field, value, at) in sorted(self.places().items(), key=rank):
            self.fields[name] = control(field, value, at, pack)
            self.fields[name].user = self.fields[name].widget.user = user
            if INNER in name:
                self.fields[name].label = f"{label_of(names_only(at[:-1]))}：{self.fields[name].label}"

    def places(self) -> dict:
        """Name of the form's field → field of the schema, value, way."""
        found = {}
        for key, field in self.keys().items():
            value = self.row().get(key)
            if is_table(field):
                inner = value if isinstance(value, dict) else {}
                for each, one in narrowed(key, self.row(), keys_of(field, inner), inner).items():
                    if drafting.may_set(self.allowed, (*self.path, key, each)):
                        found[key + INNER + each] = (one, inner.get(each), (*self.path, key, each))
            else:
                found[key] = (field, value, (*self.path, key))
        return found

    def keys(self) -> dict:
        own = drafting.own_keys(*find(self.pack, self.path), self.path)
        return {
            key: field
            for key, field in own.items()
            if key != self.fixed_key and drafting.holds_settable(self.allowed, (*self.path, key))
        }

    @property
    def fixed_key(self) -> str:
        """The key that decides which others there are: another kind is another row."""
        field, _ = find(self.pack, self.path)
        return field.key if isinstance(field, Kinded) else ""

    def row(self) -> dict:
        value = find(self.pack, self.path)[1]
        return value if isinstance(value, dict) else {}

    def shown(self) -> dict:
        """What stands in the draft, as if it had been sent: so that its faults stand at the fields."""
        sent = {name: raw(field, value, at, self.pack) for name, (field, value, at) in self.places().items()}
        row = self.row()
        kind, name = row.get(self.fixed_key, ""), drafting.row_name(row)
        seal = drafting.seal_of(drafting.own_part(self.pack, self.path))
        return sent | {"row_kind": kind, "row_name": name, "seal": seal}

    def values(self) -> dict:
        """The row as it will be kept: what was left empty is no key."""
        found: dict = {}
        for name, (field, before, _) in self.places().items():
            value = stored(field, self.cleaned_data.get(name), before)
            key, _, inner = name.partition(INNER)
            if value is None:
                continue
            if inner:
                found.setdefault(key, {})[inner] = alone(field, value, before)
            else:
                found[key] = alone(field, value, before)
        kind = self.row().get(self.fixed_key)
        return {self.fixed_key: kind, **found} if kind else found

    def point_out(self, faults: list[Fault]) -> list[Fault]:
        """Put the validator's sentences at the fields; those of the tables below come back."""
        below = []
        names = self.places()
        self.is_valid()
        for fault in faults:
            rest = fault.path[len(self.path) :]
            if fault.path[: len(self.path)] != self.path:
                continue
            tries = [INNER.join(map(str, rest[:2])), str(rest[0])] if rest else []
            name = next((one for one in tries if one in names), None)
            if name is None and rest and rest[0] in drafting.inner_tables(*find(self.pack, self.path), self.path):
                below.append(fault)
            else:
                self.add_error(name, form_sentence(fault, self.pack))
        return below

    def tell_stale(self, stale, *, other_person=""):
        """Both texts side by side; what was typed stays, and the next save counts."""
        self.add_error(None, str(stale))
        self.other_person = stale.current.updated_by.name
        # The view has found the row before: it is where the form was made for.
        theirs = RowForm(None, pack=stale.current.data, path=self.path, user=self.user)
        for name in self.places():
            mine = self.cleaned_data.get(name)
            other = theirs.data.get(name, "")
            mine, other = self.told(name, mine), self.told(name, other)
            if mine != other:
                self.differences.append(Difference(name, self.fields[name].label, mine, other))
        self.data = self.data.copy()
        for name in ("seal", "row_name"):
            self.data[name] = theirs.data[name]

    def told(self, name, value):
        if isinstance(value, list):
            words = dict(self.fields[name].choices)
            return "、".join(words.get(one, one) for one in value)
        return super().told(name, value)


class NewRowForm(RowForm):
    """A row that is not there yet: a double press makes one."""

    once = True

    def shown(self) -> dict:
        return super().shown() | {"form_key": str(uuid4())}


def rank(place) -> int:
    """What the row asks comes first, then the cases it holds for, at last where it stands and what is provisional."""
    name, (field, _, at) = place
    if at[-1] == "default" or (INNER not in name and is_citation(at[-1], field)):
        return 3
    return 2 if at[-2:-1] == ("when",) else 1 if name in ("help", "waivable", "step") else 0


def narrowed(key: str, row: dict, keys, present: dict) -> dict:
    """What a measure can be narrowed by, and what stands there all the same."""
    measure = row.get("measure")
    if key != "where" or measure not in DEFINITIONS:
        return dict(keys)
    known = DEFINITIONS[measure].where if "subject" in row else counting.COUNT_FILTERS.get(measure, ())
    return {each: one for each, one in keys.items() if each in known or each in present}


def alone(field, value, before):
    """What was written as one value and still is one stays so."""
    if isinstance(field, Several) and field.single and len(value) == 1 and not isinstance(before, list | None):
        return value[0]
    return value
