"""From a field of the pack schema to a field of a form and back.

A draft keeps whatever was typed, right or wrong: these fields refuse nothing, the pack's own validator speaks.
"""

from math import isfinite
from typing import Any

from django import forms

from members.forms import LineField, SegField, SegManyField, SelectField, TextField
from rooms.practice import counting
from rooms.practice.fields import Code, Field, Flag, Number, OneOf, Several, Text, Whole
from rooms.practice.labels import label_of
from rooms.practice.quotas import FILTERS
from rooms.practice.walking import as_several, named_rows, names_only

FEW = 5
LONG = 80
CODE_HINT = "小写字母开头，可以有数字、下划线和连字符，最多 40 个字符。"
SEPARATORS = str.maketrans("，,；;", "、、、、")


class AnySelect(SelectField):
    def valid_value(self, value):
        return True


class AnySeg(SegField):
    def valid_value(self, value):
        return True


class AnySegMany(SegManyField):
    def valid_value(self, value):
        return True


def control(field: Field, value: Any, path: tuple, data: dict) -> forms.Field:
    """The form field of one key; `value` is what stands there now, `data` the pack in which codes have names."""
    words = {"label": label_of(names_only(path)), "required": field.required}
    made = chosen(field, value, path, data, words) or typed(field, words)
    # What is missing is said by the pack's validator, like every other fault.
    made.required = False
    made.note = "必填" if field.required else ""
    return made


def chosen(field: Field, value: Any, path: tuple, data: dict, words: dict) -> forms.Field | None:
    """One or several of a list, where the schema or another table of the pack gives the list."""
    if isinstance(field, Flag):
        return AnySeg(choices=[*([] if field.required else [("", "未写明")]), ("true", "是"), ("false", "否")], **words)
    each = field.each if isinstance(field, Several) else field
    if path[-1] == "default":
        known = keys_beside(each, path) if isinstance(each, OneOf) else None
    elif isinstance(each, OneOf):
        known = dict(each.codes)
    else:
        known = named(path, data)
    if known is None:
        return None
    # Nothing to choose from yet.
    words |= {} if known else {"help_text": "还没有可以选的。"}
    present = (
        [str(one) for one in (as_several(field, value) or [])] if isinstance(field, Several) else [str(value or "")]
    )
    unknown = {one: f"{one}（没有这一项）" for one in present if one and one not in known}
    if isinstance(field, Several):
        # Those that are chosen stand first, in the order in which they count.
        first = [one for one in present if one in known]
        choices = [(one, known[one]) for one in first] + [
            (one, name) for one, name in known.items() if one not in first
        ]
        return AnySegMany(choices=[*choices, *unknown.items()], **words)
    few = len(known) + len(unknown) < FEW + field.required
    empty = [] if field.required and (few or value) else [("", "请选择" if field.required else "未写明")]
    return (AnySeg if few else AnySelect)(choices=[*empty, *known.items(), *unknown.items()], **words)


def named(path: tuple, data: dict) -> dict[str, str] | None:
    """What a code or a word may be that is no list of the schema itself: rows of the pack, or measures."""
    keys = names_only(path)
    if keys[-1] == "ratio_of":
        return counting.COUNTED_BY_CASE | (named_rows(data, path) or {})
    if keys[-2:-1] == ("where",) and FILTERS.get(keys[-1]):
        return FILTERS[keys[-1]]
    return named_rows(data, path)


def keys_beside(each: OneOf, path: tuple) -> dict[str, str]:
    """The keys of the table in which `default` stands, by their labels."""
    names = names_only(path[:-1])
    return {key: name if name != key else label_of((*names, key)) for key, name in each.codes.items()}


def typed(field: Field, words: dict) -> forms.Field:
    each = field.each if isinstance(field, Several) else field
    if isinstance(field, Several):
        hint = "多项用顿号隔开。" if isinstance(each, Whole | Number | Code) else "一行写一项。"
        return LineField(help_text=hint, **words) if "顿号" in hint else TextField(rows=3, help_text=hint, **words)
    if isinstance(each, Whole | Number):
        is_share = isinstance(each, Number) and each.share and each.most == 1
        hint = "写 0 到 1 的小数，0.5 就是 50%；也可以写分数，例如 2/3。" if is_share else ""
        return LineField(
            help_text=hint, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), **words
        )
    if isinstance(each, Code):
        return LineField(help_text=CODE_HINT, **words)
    limit = each.limit if isinstance(each, Text) else 200
    return TextField(rows=2, max_length=None, **words) if limit > LONG else LineField(**words)


def raw(field: Field, value: Any, path: tuple, data: dict) -> Any:
    """A stored value as the form shows it."""
    value = as_several(field, value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(field, Several):
        values = [str(one) for one in value] if isinstance(value, list) else []
        if isinstance(field.each, OneOf) or named(path, data) is not None:
            return values
        return ("、" if isinstance(field.each, Whole | Number | Code) else "\n").join(values)
    return "" if value is None else str(value)


def stored(field: Field, sent: Any, before: Any = None) -> Any:
    """What was sent as the pack keeps it, as far as it can be read; None where nothing was filled in."""
    if isinstance(field, Several):
        return several(field, sent, as_several(field, before))
    text = (sent or "").strip() if isinstance(sent, str) else sent
    if text in ("", None):
        return None
    if isinstance(field, Flag) and text in ("true", "false"):
        return text == "true"
    return number(text) if isinstance(field, Whole | Number) else text


def several(field: Several, sent: Any, before: Any) -> list | None:
    if isinstance(sent, list):
        sent = [one for one in sent if one]
        # Boxes have no order of their own: what was chosen before keeps its place.
        known = [one for one in before or [] if one in sent]
        return [*known, *[one for one in sent if one not in known]] or None
    parts = (
        (sent or "").translate(SEPARATORS).split("、")
        if not isinstance(field.each, Text)
        else (sent or "").splitlines()
    )
    parts = [part.strip() for part in parts if part.strip()]
    return [number(part) if isinstance(field.each, Whole | Number) else part for part in parts] or None


def number(text: str) -> Any:
    """The number that was typed; the text itself where it is none, for the validator to name."""
    try:
        if len(text) < 16:
            read = float(text) if "." in text else int(text)
            # 1.e999 is read as infinity, which the database does not keep.
            return read if isfinite(read) else text
    except ValueError:
        pass
    return text
