"""A pack as plain data that is being changed: its faults, its rows, its file, and what a room may set of it."""

import tomllib
from copy import deepcopy

import pytest

from rooms import practice
from rooms.forms import RowForm
from rooms.practice import drafting, tree
from rooms.practice.schema import PACK
from rooms.practice.tables import Tables
from rooms.practice.walking import is_table, keys_of, stands_alone
from tests.rooms.packs import LIGHT


@pytest.fixture
def data():
    return drafting.whole(practice.to_resolved(practice.load("daye")), code="own", version="1")


def test_a_whole_copy_has_no_faults_and_becomes_a_file_that_says_the_same(data):
    assert drafting.faults_of(data) == []
    again = practice.parse(drafting.toml_of(data, own=list(data)), name="own.toml")
    assert drafting.whole(again.resolved) == data
    assert practice.explain(again).splitlines()[2:] == practice.explain(practice.load("daye")).splitlines()[2:]


def test_the_file_keeps_the_order_of_the_schema_whatever_the_database_did(data):
    shuffled = dict(sorted(data.items(), reverse=True))
    assert drafting.toml_of(shuffled, own=list(data)) == drafting.toml_of(data, own=list(data))


def test_what_is_inherited_and_unchanged_stays_inherited():
    light = practice.parse(LIGHT, name="light.toml").resolved
    data = drafting.whole(light)
    assert set(tomllib.loads(drafting.toml_of(data, own=light["own"]))) == {
        "schema",
        "code",
        "name",
        "place",
        "version",
    }
    data["meeting"]["mode"].pop()
    data["quota"] = []
    file = drafting.toml_of(data, own=light["own"])
    assert practice.parse(file, name="light.toml").resolved["meeting"]["mode"] == data["meeting"]["mode"]
    assert {"meeting", "quota"} - set(tomllib.loads(file)) <= {"quota"}


def test_faults_are_named_by_the_paths_of_the_data(data):
    data["stage"][1]["name"] = ""
    data["deadline"][0]["within"] = {"days": 3, "workdays": 5}
    data["disposition"][0]["outcome"] = "nothing"
    found = {fault.path: tree.told(data, fault) for fault in drafting.faults_of(data)}
    assert {path: (told.at, told.part) for path, told in found.items()} == {
        ("stage", 1, "name"): ("stage.1", "stages"),
        ("deadline", 0, "within"): ("deadline.0", "limits"),
        ("disposition", 0, "outcome"): ("disposition.0", "matters"),
    }
    assert found["stage", 1, "name"].where == "环节“第 2 项” · 名称"
    assert drafting.pack_of(data) is None


def test_what_is_wrong_with_a_whole_array_is_put_right_on_its_part(data):
    data["document"] = []
    [told] = [tree.told(data, fault) for fault in drafting.faults_of(data) if fault.path == ("document",)][:1]
    assert (told.at, told.part, told.where) == ("", "papers", "文书")


def test_a_row_is_found_where_it_was_moved_to(data):
    path = ("stage", 1)
    seal = drafting.seal_of(drafting.own_part(data, path))
    assert drafting.located(data, path, seal) == path
    data["stage"].insert(0, data["stage"].pop(1))
    assert drafting.located(data, path, seal) == ("stage", 0)
    data["stage"][0]["name"] = "别的"
    assert drafting.located(data, path, seal) is None


def test_a_checkpoint_is_found_in_a_stage_that_was_moved(data):
    path = ("stage", 3, "checkpoint", 0)
    seal = drafting.seal_of(drafting.own_part(data, path))
    data["stage"].insert(0, data["stage"].pop(3))
    assert drafting.located(data, path, seal) == ("stage", 0, "checkpoint", 0)


def test_a_form_leaves_what_it_does_not_hold(data):
    gates = deepcopy(data["stage"][0]["checkpoint"])
    keys = drafting.own_keys(*drafting.find(data, ("stage", 0)), ("stage", 0))
    drafting.put_own_part(data, ("stage", 0), {"code": "topic", "name": "选题"}, keys)
    assert data["stage"][0] == {"checkpoint": gates, "code": "topic", "name": "选题"}


@pytest.mark.parametrize("text", ["head", "stage.1", "stage.1.checkpoint.0", "meeting.opinions"])
def test_addresses_name_paths(text):
    assert drafting.written(drafting.read_path(text)) == text


def test_a_room_may_set_only_what_is_named(data):
    allowed = ["words.hall", "meeting", "participants.min"]
    assert drafting.may_set(allowed, ("words", "hall"))
    assert not drafting.may_set(allowed, ("words",))
    assert drafting.holds_settable(allowed, ("words",))
    assert not drafting.holds_settable(allowed, ("stage",))
    base = deepcopy(data)
    data["words"]["hall"], data["words"]["topic"] = "说事点", "话题"
    data["meeting"]["mode"].pop()
    data["participants"]["min"] = 9
    data["stage"][0]["name"] = "选题"
    assert drafting.outside(base, data, allowed) == ["words.topic", "stage"]


def test_an_earlier_setting_is_laid_over_a_new_version(data):
    earlier = deepcopy(data)
    earlier["words"] |= {"hall": "说事点", "topic": "话题"}
    drafting.lay_over(data, earlier, ["words.hall", "roster"])
    assert (data["words"]["hall"], data["words"]["topic"]) == ("说事点", "议题")


def tables_in(field, value, path=()):
    """The way to every table of a pack that has a form of its own."""
    if isinstance(field, Tables):
        for index, row in enumerate(value or []):
            yield from tables_in(field.each, row, (*path, index))
    elif is_table(field):
        yield path
        for key, one in keys_of(field, value).items():
            if key in (value or {}) and (isinstance(one, Tables) or stands_alone(one)):
                yield from tables_in(one, value[key], (*path, key))


@pytest.mark.parametrize("code", practice.shipped())
def test_every_row_of_every_shipped_pack_goes_through_its_form_unchanged(code):
    resolved = practice.to_resolved(practice.load(code))
    data = drafting.whole(resolved, code="own", version="1")
    for path in tables_in(PACK, data):
        form = RowForm(None, pack=data, path=path, user=None)
        assert form.is_valid(), path
        assert form.values() == drafting.own_part(data, path), path
    again = practice.parse(drafting.toml_of(data, own=resolved["own"]), name="own.toml").resolved
    assert drafting.whole(again, code="own", version="1") == data
    assert set(again["own"]) == set(resolved["own"])
