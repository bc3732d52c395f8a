"""A fault in the words of a form: keys by their labels, codes by their names, and nothing of how a file is written."""

import re
from collections.abc import Iterator, Mapping

from rooms.practice.faults import LISTED, Fault, Path
from rooms.practice.fields import Field, Flag, OneOf, Several
from rooms.practice.labels import label_of
from rooms.practice.tables import Kinded, Tables
from rooms.practice.walking import find, keys_of, names_only

# A key or a code, or a key with its value; what stands in braces is written like this in a form too.
WORD = re.compile(r' ?(?<![\w{-])([a-z][a-z_-]*[a-z])(?![\w}])(?: = "?([\w-]+)"?)? ?')
# How a file is written is no help to who fills in a form.
OF_FILES = ("写一行", "[[", "{ ")
YES_NO = {"true": "是", "false": "否"}


def form_sentence(fault: Fault, data: dict) -> str:
    """`data` is the pack in which the fault lies; codes that may stand there are a list to choose from in the form."""
    if fault.problem == "缺少这个键":
        return "请填写这一项。"
    allowed = fault.allowed
    if allowed.startswith(LISTED) or any(mark in allowed for mark in OF_FILES):
        allowed = ""
    sentences = [worded(text, fault.path, data).rstrip("。") for text in (fault.problem, allowed) if text]
    return "".join(f"{each}。" for each in sentences)


def worded(text: str, path: Path, data: dict) -> str:
    around = list(tables_around(path, data))

    def told(found) -> str:
        word, value = found.groups()
        for names, keys in around:
            if word in keys:
                said = f"“{label_of((*names, word))}”"
                return f"{said}为“{codes_of(keys[word]).get(value, value)}”" if value else said
        known = (codes_of(field) for _, keys in around for field in keys.values())
        return next((f"“{codes[word]}”" for codes in known if word in codes), found[0])

    return WORD.sub(told, text).replace("个键", "一项").replace("的键", "的项")


def tables_around(path: Path, data: dict) -> Iterator[tuple[tuple, Mapping[str, Field]]]:
    """The tables in which the place lies, from the nearest; the place itself first, so that its own codes count."""
    for length in range(len(path), -1, -1):
        try:
            field, value = find(data, path[:length])
        except KeyError:
            continue
        names = names_only(path[:length])
        each = field.each if isinstance(field, Tables) else field
        if isinstance(each, Kinded) and each.table_of(value) is None:
            # No row of a kind yet: whatever any kind takes.
            yield names, {key: one for table in each.tables.values() for key, one in table.keys.items()}
        else:
            yield names, keys_of(each, value) or ({} if length == 0 else {"": each})


def codes_of(field: Field) -> Mapping[str, str]:
    each = field.each if isinstance(field, Several) else field
    if isinstance(each, Flag):
        return YES_NO
    return each.codes if isinstance(each, OneOf) else {}
