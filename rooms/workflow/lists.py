"""The lists of the pack beside what rooms have of them: one room with its history, all rooms as a matrix."""

from collections import defaultdict

from members.models.keys import key_in
from rooms.models import Room
from rooms.workflow.standing import standing_of, standings


def of_room(room: Room) -> list[dict]:
    """Each list of the room with its items, what stands, and what was recorded before; then items no longer asked."""
    standing = standing_of(room)
    history = defaultdict(list)
    for entry in room.checklist_entries.select_related("recorded_by").prefetch_related("attachments"):
        history[entry.checklist, entry.item].append(entry)
    found = []
    for each in standing.checklists:
        rows = [_row(item, history.pop((each["code"], item["code"]), [])) for item in each["item"]]
        met = sum(row["is_there"] for row in rows)
        found.append(
            {"name": each["name"], "code": each["code"], "help": each.get("help", ""), "rows": rows, "met": met}
        )
    former = [entry for entries in history.values() for entry in entries]
    if former:
        found.append({"name": "现在的做法不再要求的", "code": "", "former": former})
    return found


def _row(item: dict, entries: list) -> dict:
    standing = next((entry for entry in entries if entry.superseded_at is None), None)
    return {
        "item": item,
        "entry": standing,
        "is_there": bool(standing and standing.is_there),
        "before": [entry for entry in entries if entry is not standing],
    }


def matrix(user, *, region: str = "", only: str = "") -> dict:
    """Rooms by township against the items of their lists; `region` is the key of a township, `only=lacking` gaps."""
    rooms = Room.objects.open().visible_to(user).select_related("unit__region__parent", "approver")
    found = standings(list(rooms.order_by("unit__region__path", "pk")))
    townships = {each.room.township.pk: each.room.township for each in found}
    if (chosen := key_in(region)) in townships:
        found = [each for each in found if each.room.township.pk == chosen]
    columns: dict[str, dict] = {}
    for each in found:
        for table in each.checklists:
            columns.setdefault(table["code"], table)
    tables = [_table(table, found, only) for table in columns.values()]
    return {"tables": tables, "townships": list(townships.values()), "region": region, "only": only}


def _table(table: dict, found, only: str) -> dict:
    asked = [each for each in found if any(one["code"] == table["code"] for one in each.checklists)]
    groups: dict[int, dict] = {}
    for each in asked:
        region = each.room.township
        group = groups.setdefault(region.pk, {"region": region, "rows": [], "met": 0, "rooms": 0})
        cells = [_cell(each, table["code"], item) for item in table["item"]]
        met = sum(cell["has"] for cell in cells)
        group["rooms"] += 1
        group["met"] += met == len(cells)
        if only != "lacking" or met < len(cells):
            group["rows"].append({"room": each.room, "cells": cells, "met": met})
    counts = ((item, sum(each.has(table["code"], item) for each in asked)) for item in table["item"])
    return {
        "list": table,
        "items": [{"item": item, "count": count} for item, count in counts],
        "groups": list(groups.values()),
        "rooms": len(asked),
        "complete": sum(group["met"] for group in groups.values()),
    }


def _cell(standing, code: str, item: dict) -> dict:
    """There, missing, or not yet written down at all."""
    entry = standing.entry(code, item)
    return {"item": item, "has": bool(entry and entry.is_there), "is_known": entry is not None}
