"""One change to a shipped pack, as a person might make it by mistake or on purpose: the pack as plain data, changed."""

import tomllib
from copy import deepcopy

import tomli_w

from rooms import practice

ODD = ("", "x", "topic", "没有", 0, 1, -1, 3, 10**6, 0.5, True, False, [], ["x"], {}, "2026-02-30")
CHANGES = {}


def change(function):
    CHANGES[function.__name__] = function
    return function


def changed(code: str, choose) -> str:
    """The text of a shipped pack with one change. `choose` picks one of several."""
    data = deepcopy(tomllib.loads(practice.seed_text(code)))
    CHANGES[choose(sorted(CHANGES))](data, choose)
    return tomli_w.dumps(data)


def tables(data, found=None) -> list[dict]:
    """Every table of the pack, the whole one first."""
    found = [] if found is None else found
    if isinstance(data, dict):
        found.append(data)
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        tables(each, found)
    return found


def arrays(data) -> list[list]:
    return [value for table in tables(data) for value in table.values() if isinstance(value, list) and value]


def plain(data) -> list[tuple[dict, str]]:
    """Every key that holds a single value."""
    rows = [(table, key) for table in tables(data) for key, value in table.items()]
    return [(table, key) for table, key in rows if not isinstance(table[key], (dict, list)) and key != "schema"]


@change
def drop_a_row(data, choose):
    rows = choose(arrays(data))
    del rows[choose(range(len(rows)))]


@change
def double_a_row(data, choose):
    rows = choose(arrays(data))
    rows.append(deepcopy(choose(rows)))


@change
def turn_an_array_round(data, choose):
    choose(arrays(data)).reverse()


@change
def drop_a_key(data, choose):
    table = choose([table for table in tables(data) if table])
    del table[choose(list(table))]


@change
def write_something_odd(data, choose):
    table, key = choose(plain(data))
    table[key] = choose(ODD)


@change
def write_what_stands_elsewhere(data, choose):
    """The value of the same key in another row: it is of the right kind, and leads elsewhere."""
    table, key = choose(plain(data))
    table[key] = choose([other[name] for other, name in plain(data) if name == key])


@change
def count_otherwise(data, choose):
    table, key = choose([row for row in plain(data) if isinstance(row[0][row[1]], (int, float))])
    table[key] = choose((0, 1, 2, 5, 0.5, 1.0, 400))


@change
def be_stricter_or_laxer(data, choose):
    table = choose([table for table in tables(data) if "mode" in table and isinstance(table["mode"], str)])
    table["mode"] = choose(("off", "warn", "block"))


@change
def move_a_checkpoint(data, choose):
    start = choose([stage for stage in data["stage"] if stage.get("checkpoint")])
    end = choose(data["stage"])
    end.setdefault("checkpoint", []).append(start["checkpoint"].pop(choose(range(len(start["checkpoint"])))))


@change
def give_a_step_away(data, choose):
    stage = choose(data["stage"])
    step = stage["steps"].pop(choose(range(len(stage["steps"]))))
    other = choose(data["stage"])
    other["steps"].insert(choose(range(len(other["steps"]) + 1)), step)


@change
def add_an_unknown_key(data, choose):
    choose(tables(data))["colour"] = "red"


@change
def hold_for_some_cases_only(data, choose):
    checkpoints = [one for stage in data["stage"] for one in stage.get("checkpoint", ())]
    choose(checkpoints)["when"] = choose(({"consensus": True}, {"consensus": False}, {"importance": "important"}))


@change
def skip_to_another_stage(data, choose):
    choose(data["disposition"])["next"] = choose(data["stage"])["code"]
