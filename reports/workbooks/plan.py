"""What a check comes to: tried without leaving a trace, told on a page, marked in the file, and carried out."""

from django.db import DataError, IntegrityError, transaction

from members import ledger
from reports.workbooks.checking import Check
from reports.workbooks.heads import RESULT
from reports.workbooks.kinds.kind import Place, RowRefused

# What the page shows; the marked copy has them all.
MOST_FAULTS = 200
MOST_CHANGES = 100
MOST_NEW = 20
MOST_WARNINGS = 30
LONGEST_TOLD = 120


class _NeverMind(Exception):
    """Undo everything that was tried."""


def rehearse(found: Check, place: Place, *, by) -> None:
    """Let the verbs of the pages say what they refuse, row by row, and undo all of it."""
    if not found.kind.rehearsed:
        return
    try:
        with transaction.atomic(), ledger.together("试写"):
            _try_each(found, place, by=by)
            raise _NeverMind
    except _NeverMind:
        return


def _try_each(found: Check, place: Place, *, by) -> None:
    for entry in [*found.of("new"), *found.of("changed")]:
        verb = found.kind.create if entry.known is None else found.kind.change
        try:
            with transaction.atomic():
                verb([entry], place, by=by)
        except RowRefused as refusal:
            found.refused[str(entry.number)] = refusal.reason.rstrip("。")
        except (IntegrityError, DataError):
            found.refused[str(entry.number)] = "和已有的登记冲突，写不进去，请核对"
    recall(found, found.refused)


def recall(found: Check, refused: dict[str, str]) -> None:
    """What the rehearsal found is a fault of its row, also when it is not held once more."""
    found.refused = refused
    for entry in found.entries:
        if str(entry.number) in refused:
            entry.faults.append((None, refused[str(entry.number)]))


def carry_out(found: Check, place: Place, *, by) -> None:
    """Write the rows that are right. Raises Refused, and then nothing may remain."""
    found.kind.create(found.of("new"), place, by=by)
    found.kind.change(found.of("changed"), place, by=by)


def outcome(found: Check) -> dict:
    """What the page of an import shows."""
    wrong = found.of("wrong")
    faults = [sentence for entry in wrong for sentence in found.sentences(entry)]
    changed = found.of("changed")
    return {
        "counts": found.counts,
        "refused": found.refused,
        "warnings": found.warnings[:MOST_WARNINGS],
        "faults": faults[:MOST_FAULTS],
        "more_faults": max(len(faults) - MOST_FAULTS, 0),
        "changes": [_told_changes(found, entry) for entry in changed[:MOST_CHANGES]],
        "more_changes": max(len(changed) - MOST_CHANGES, 0),
        "new": [{"row": entry.number, "name": _name(found, entry)} for entry in found.of("new")[:MOST_NEW]],
    }


def _told_changes(found: Check, entry) -> dict:
    changes = [
        [found.kind.by_name[name].title, before[:LONGEST_TOLD], after[:LONGEST_TOLD]]
        for name, (before, after) in entry.changes.items()
    ]
    return {"row": entry.number, "name": _name(found, entry), "changes": changes}


def _name(found: Check, entry) -> str:
    told = [found.kind.by_name[name].field.words(entry.values[name]) for name in found.kind.key]
    return "　".join(filter(None, told))[:LONGEST_TOLD]


def marks(found: Check) -> dict:
    """What the child writes into the copy of the file."""
    return {
        "sheet": found.sheet,
        "head": found.heads.number,
        "column": found.heads.result,
        "title": RESULT,
        "rows": [
            {
                "number": entry.number,
                "cells": [[place, f"{told}。"] for place, told in entry.faults if place],
                "sentence": "\n".join(found.sentences(entry)),
            }
            for entry in found.of("wrong")
        ],
    }


def told(imported) -> str:
    """One line for a notice and for a list."""
    counts = imported.outcome.get("counts", {})
    if imported.written_at:
        return f"已写入：新增 {counts['new']} 条，修改 {counts['changed']} 条"
    if imported.fault:
        return "没有通过检查，请看原因"
    if counts.get("wrong"):
        return f"检查完成：{counts['wrong']} 行有错误，{imported.to_write} 行可以写入"
    return f"检查完成，没有错误：新增 {counts.get('new', 0)} 条，修改 {counts.get('changed', 0)} 条"
