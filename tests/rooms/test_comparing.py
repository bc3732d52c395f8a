"""What differs between two packs, told in Chinese."""

from copy import deepcopy

import pytest

from rooms import practice
from rooms.practice.comparing import Difference, changed_stages, differences, out_of_order, tables_of
from rooms.practice.labels import label_of
from rooms.practice.schema import PACK
from rooms.practice.tables import Kinded, Table, Tables
from tests.rooms.packs import LIGHT


@pytest.fixture
def pair():
    """The same pack twice: tests change the second."""
    daye = practice.to_resolved(practice.load("daye"))
    return daye, deepcopy(daye)


def told(pair):
    return [(one.table, one.kind, one.label, one.was, one.now) for one in differences(*pair)]


def test_a_pack_does_not_differ_from_itself(pair):
    assert differences(*pair) == []


def test_what_is_written_alone_is_as_what_is_written_as_an_array(pair):
    route = pair[1]["route"][0]
    route["when"] = {"importance": ["ordinary"]}
    assert told(pair) == []


def test_a_stage_that_was_moved_is_the_only_one_told(pair):
    stages = pair[1]["stage"]
    stages.insert(3, stages.pop(1))
    assert told(pair) == [("stage", "moved", "环节“确定协商主体”", "第 2 个", "第 4 个")]


def test_stages_that_come_and_go(pair):
    gone = pair[1]["stage"].pop(2)
    pair[1]["stage"].append(
        {
            "code": "look",
            "name": "回头看",
            "steps": ["action"],
            "who": ["clerk"],
            "checkpoint": [
                {"code": "wait", "kind": "wait", "name": "三个月后", "after": {"months": 3}, "mode": "warn"}
            ],
        }
    )
    found = told(pair)
    assert [one[:3] for one in found] == [
        ("stage", "removed", f"环节“{gone['name']}”"),
        ("stage", "added", "环节“回头看”"),
    ]
    assert found[1][3:] == ("", "回头看（对应六步：成果转化，由谁办理：联络室工作人员，关口：三个月后（只提醒））")


def test_gates_of_a_stage(pair):
    gates = pair[1]["stage"][3]["checkpoint"]
    by_code = {gate["code"]: gate for gate in gates}
    by_code["meeting"]["min"] = 2
    by_code["dissent"]["mode"] = "off"
    gates.remove(by_code["units"])
    gates.append(
        {"code": "vote", "kind": "vote", "name": "表决", "voters": "participants", "threshold": 0.5, "mode": "block"}
    )
    talk = "环节“协商讨论” · 关口"
    found = {one[2]: (one[1], *one[3:]) for one in told(pair)}
    assert found[f"{talk}“开过协商会” · 不少于"] == ("changed", "1", "2")
    assert found[f"{talk}“不同意见都有解释情况” · 要求"] == ("changed", "只提醒", "不启用")
    assert found[f"{talk}“事项都有建议责任单位”"][0] == "removed"
    assert found[f"{talk}“表决”"] == (
        "added",
        "",
        "表决（种类：表决，要求：必须满足，表决人：协商主体，赞成比例不低于：50%）",
    )
    assert len(found) == 4


def test_words_limits_and_settings(pair):
    new = pair[1]
    new["words"]["hall"] = "百姓说事点"
    new["words"]["step"]["action"] = "办事"
    new["deadline"][0]["within"] = {"workdays": 3}
    new["deadline"][0].pop("reminders", None)
    new["meeting"]["mode"].append({"code": "bench", "name": "板凳会"})
    new["two_conveners"] = False
    new["place"] = "某市"
    assert [one for one in told(pair) if "提醒" not in one[2]] == [
        ("head", "changed", "地方", "湖北省大冶市", "某市"),
        ("two_conveners", "changed", "设两名召集人", "是", "否"),
        ("words", "changed", "议事场所", "协商议事厅", "百姓说事点"),
        ("words", "changed", "六步的叫法 · 成果转化", "成果转化", "办事"),
        ("meeting", "added", "会议形式“板凳会”", "", "板凳会"),
        ("deadline", "changed", f"期限“{new['deadline'][0]['name']}” · 期限", "5 个工作日", "3 个工作日"),
    ]


def test_a_table_that_one_side_does_not_have(pair):
    rule = {
        "name": "每月一次",
        "subject": "room",
        "measure": "meetings",
        "period": "month",
        "min": 1,
        "severity": "warn",
    }
    pair[0]["quota"], pair[1]["quota"] = [], [rule]
    [found] = differences(*pair)
    assert (found.table_name, found.kind, found.label) == ("次数要求", "added", "次数要求“每月一次”")


def test_names_stand_for_codes_on_their_own_side(pair):
    pair[1]["outcome"][0]["name"] = "办成了"
    code = pair[1]["outcome"][0]["code"]
    for side in pair:
        side["disposition"][0]["outcome"] = code
    pair[0]["disposition"][0].pop("outcome")
    found = [one for one in told(pair) if one[0] == "disposition"]
    assert [one[3:] for one in found] == [("未写明", "办成了")]


def test_values_of_a_draft_may_be_wrong(pair):
    """A draft keeps what was typed: it is compared all the same."""
    new = pair[1]
    new["stage"][0]["name"] = ""
    new["stage"][0]["steps"] = "nothing"
    new["deadline"][0]["within"] = "三天"
    new["outcome"] = "没有了"
    assert {one.table for one in differences(*pair)} == {"stage", "deadline", "outcome"}


def test_a_pack_that_inherits_differs_only_in_what_it_says():
    root, light = practice.load("daye"), practice.parse(LIGHT, name="light.toml")
    found = differences(practice.to_resolved(root), practice.to_resolved(light))
    assert [one.label for one in found] == ["名称", "地方", "依据"]


@pytest.mark.parametrize(
    ("places", "moved"),
    [([], set()), ([0, 1, 2], set()), ([1, 0], {0}), ([2, 0, 1], {0}), ([0, 3, 1, 2], {1}), ([1, 2, 0], {2})],
)
def test_as_few_as_possible_have_moved(places, moved):
    assert out_of_order(places) == moved


def test_differences_are_grouped_by_table_and_stages_marked(pair):
    pair[1]["stage"][1]["name"] = "定人"
    assert changed_stages(*pair) == {pair[1]["stage"][1]["code"]}
    assert [(name, len(rows)) for name, rows in tables_of(differences(*pair))] == [("环节", 1)]
    assert Difference("stage", "x", "", "y", "added").kind_word == "增加"


def keys_in(field, path=()):
    for one in (
        [field.each] if isinstance(field, Tables) else field.tables.values() if isinstance(field, Kinded) else []
    ):
        yield from keys_in(one, path)
    for key, one in field.keys.items() if isinstance(field, Table) else ():
        yield (*path, key)
        yield from keys_in(one, (*path, key))


def test_every_key_of_the_schema_has_a_name():
    assert {".".join(path) for path in keys_in(PACK) if label_of(path) == path[-1]} == set()


def test_marks_are_told_apart_from_what_works_otherwise(pair):
    stage = pair[1]["stage"][0]
    stage["source"], stage["default"] = "001: L1", ["who", "name"]
    found = differences(*pair)
    assert {(one.label, one.mark) for one in found} == {
        ("环节“确定议题” · 依据", True),
        ("环节“确定议题” · 暂定的项", True),
    }
    assert found[-1].now == "由谁办理、名称"
    assert (tables_of(found), changed_stages(*pair)) == ([], set())
