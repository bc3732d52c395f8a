"""Values of a pack in words: a code by its name, a span as a span, a share in percent."""

from typing import Any

from rooms.practice import codes
from rooms.practice.counting import MEASURES
from rooms.practice.faults import Path
from rooms.practice.fields import Field, Number, OneOf, Several
from rooms.practice.labels import citation_words, label_of
from rooms.practice.shares import is_fraction, share_words
from rooms.practice.tables import Tables
from rooms.practice.walking import as_several, is_citation, is_table, keys_of, named_rows, names_only, title_of

NONE = "未写明"
# What the name of a row says already, or what is said apart from it.
SAID = ("code", "name", "label", "key", "default")
SPAN_UNITS = {"days": "日", "workdays": "个工作日", "months": "个月"}


def shown(field: Field, value: Any, path: Path, data: Any) -> str:
    """One value as a reader understands it; `data` is the whole pack, in which codes have names."""
    value = as_several(field, value)
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, Several) and isinstance(value, list):
        return "、".join(shown(field.each, one, path, data) for one in value)
    if isinstance(field, Tables) and isinstance(value, list):
        return "、".join(brief(field.each, row, path, data, at) for at, row in enumerate(value))
    if isinstance(value, dict) and is_table(field):
        return table_words(field, value, path, data)
    return plain(field, value, path, data)


def plain(field: Field, value: Any, path: Path, data: Any) -> str:
    if names_only(path)[-1:] == ("default",) and isinstance(value, str):
        return label_of((*names_only(path)[:-1], value)) if value != "all" else "整张表"
    if isinstance(field, OneOf) and isinstance(value, str):
        return own_word(field, value, data) or field.codes.get(value, value)
    if isinstance(field, Number) and (is_fraction(value) or (field.most == 1 and isinstance(value, int | float))):
        return share_words(value)
    if isinstance(value, str):
        key, named = names_only(path)[-1], named_rows(data, path) or {}
        if key == "overall":
            return asked_label(value, data)
        return named.get(value) or (MEASURES.get(value, value) if key == "ratio_of" else citation_words(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def asked_label(key: str, data: Any) -> str:
    """What an evaluation form asks under this key."""
    forms = data.get("form") if isinstance(data, dict) else None
    tables = [form.get("field") for form in forms if isinstance(form, dict)] if isinstance(forms, list) else []
    rows = [row for table in tables if isinstance(table, list) for row in table if isinstance(row, dict)]
    return next((title_of(row) for row in rows if row.get("key") == key and title_of(row)), key)


def own_word(field: OneOf, value: str, data: Any) -> str:
    """How the place itself calls a role."""
    words = data.get("words") if field.codes is codes.ROLES and isinstance(data, dict) else None
    named = words.get("role") if isinstance(words, dict) else None
    word = named.get(value) if isinstance(named, dict) else None
    return word if isinstance(word, str) else ""


def brief(field: Field, row: Any, path: Path, data: Any, at: int) -> str:
    """A row inside another: its name, and how strict it is."""
    title = row_title(row, field, path, data, at)
    # A category is never off: its mode is only how strictly its number is taken.
    strict = codes.MODES.get(row.get("mode")) if isinstance(row, dict) and "kind" in row else None
    return f"{title}（{strict}）" if strict else title


def table_words(field: Field, value: dict, path: Path, data: Any) -> str:
    if len(value) == 1 and (unit := SPAN_UNITS.get(next(iter(value)))):
        return f"{next(iter(value.values()))} {unit}"
    keys = keys_of(field, value)
    marks = {key for key in keys if key == "default" or is_citation(key, keys[key])}
    said = [key for key in keys if key in value and key not in marks and not is_common_word((*path, key), value[key])]
    mark = "；" if path[0] == "words" else "，"
    return mark.join(key_words(keys[key], value[key], (*path, key), data) for key in said)


def is_common_word(path: Path, value: Any) -> bool:
    """A word for which the place says what everybody says."""
    return path[0] == "words" and value == label_of(names_only(path))


def key_words(field: Field, value: Any, path: Path, data: Any) -> str:
    label = label_of(names_only(path))
    return label if value is True else f"{label}：{shown(field, value, path, data).rstrip('。')}"


def row_words(field: Field, row: Any, path: Path, data: Any) -> str:
    """A row of a table in one line: its name, and what else it says."""
    name, facts = title_of(row), row_facts(field, row, path, data)
    return f"{name}（{facts}）" if name and facts else name or facts


def row_facts(field: Field, row: Any, path: Path, data: Any, *, without=()) -> str:
    """What a row says beside its name."""
    if not isinstance(row, dict):
        return str(row)
    name = title_of(row)
    rest = {key: one for key, one in row.items() if key not in (*SAID, *without) and one != name}
    return table_words(field, rest, path, data)


def row_title(row: Any, field: Field, path: Path, data: Any, index: int) -> str:
    """What a row is called on a page: its name, the case it holds for, or its place in the array."""
    if not isinstance(row, dict):
        return str(row)
    keys = keys_of(field, row)
    if title_of(row):
        return title_of(row)
    for key in ("when", "body", "of", "kind", "measure"):
        if key in keys and row.get(key):
            return shown(keys[key], row[key], (*path, key), data)
    # A route without conditions is for whatever the others are not for.
    return "其他情况" if "when" in keys and "step" in keys and "kind" not in keys else f"第 {index + 1} 项"
