"""Every shipped pack: whole, cited, and free of what belongs to another place. Nothing here needs the database."""

import re
import tomllib

import pytest

from rooms import practice
from rooms.practice import standing
from rooms.practice.quotas import quotas_of

PLACES = {
    "suizhou",
    "xiangzhou",
    "jiahe",
    "hefei",
    "feixi",
    "bijiashan",
    "huaibei",
    "suixi",
    "sandikou",
    "bozhou",
    "qiaocheng",
    "mengcheng",
    "tianjiaan",
    "dongshan",
    "langya",
    "xisadian",
    "jinzhai",
    "yuan",
    "wuhu",
    "nanling",
    "xuancheng",
    "chizhou",
    "zongyang",
    "wushi",
    "shilipu",
    "taihu",
    "funan",
}
SHIPPED = practice.shipped()
OTHERS = [code for code in SHIPPED if code != practice.ROOT]
# What is bound to a place: another one says that it has none, instead of inheriting it.
OF_A_PLACE = ("two_conveners", "quota", "triage", "checklist", "scheme", "activity_day", "roster", "supervision")
CITED = (
    "stage",
    "body",
    "route",
    "topic_source",
    "disposition",
    "outcome",
    "deadline",
    "document",
    "view",
    "form",
    "quota",
    "triage",
    "checklist",
    "scheme",
    "activity_day",
    "roster",
)
# The document and its lines: 004: L66–77, L80
CITATION = re.compile(r"(00[0-4]): L\d+(–\d+)?(, L\d+(–\d+)?)*")


@pytest.fixture(params=SHIPPED)
def code(request):
    return request.param


@pytest.fixture
def own(code):
    """What the file itself says, without what it inherits."""
    return tomllib.loads(practice.seed_text(code))


def tables_of(own):
    """(where, table) for all that has to say where it comes from."""
    for key in CITED:
        yield from ((f"{key} {at}", table) for at, table in enumerate(own.get(key, ())))
    for stage in own.get("stage", ()):
        yield from ((f"{stage['code']}/{each['name']}", each) for each in stage.get("checkpoint", ()))
    for scheme in own.get("scheme", ()):
        yield from ((f"{scheme['code']}/{item['name']}", item) for item in scheme["item"])
    yield from ((key, own[key]) for key in ("participants", "meeting") if key in own)
    yield from own.get("supervision", {}).items()


def gates_of(pack):
    return [checkpoint for stage in pack.stages for checkpoint in stage.checkpoints if checkpoint.blocks]


def test_the_places_of_the_plan_are_all_there():
    assert set(OTHERS) >= PLACES


def test_a_pack_bears_the_name_of_its_file(code):
    assert practice.load(code).code == code


def test_each_table_says_where_it_comes_from(own):
    assert [where for where, table in tables_of(own) if not (table.get("source") or table.get("default"))] == []


def test_lines_are_cited_in_one_way_and_out_of_one_document(own):
    cited = [table["source"] for _, table in tables_of(own) if "source" in table]
    assert [source for source in cited if not CITATION.fullmatch(source)] == []
    assert {source[:3] for source in cited} == {own["source"][:3]}


@pytest.mark.parametrize("code", OTHERS)
def test_a_place_says_what_it_has_of_its_own(own):
    assert [key for key in OF_A_PLACE if key not in own] == []
    assert {"stage", "disposition"} <= own.keys()


@pytest.mark.parametrize("code", OTHERS)
def test_a_place_has_a_blocking_gate_out_of_its_source(code):
    assert [gate for gate in gates_of(practice.load(code)) if gate.source] != []


def test_what_makes_a_case_run_is_held(code):
    gates = [(gate.kind, gate.params) for gate in gates_of(practice.load(code))]
    assert ("count", {"measure": "meetings", "min": 1}) in gates
    assert ("count", {"measure": "open_matters", "max": 0}) in gates
    assert [params["may_return"] for kind, params in gates if kind == "sign" and params.get("what")] == [True]
    assert ("produce", {"product": "receipt"}) in gates


@pytest.mark.parametrize("code", [code for code in SHIPPED if practice.load(code).asks_route is None])
def test_only_where_the_source_knows_a_filing_instead_no_topic_is_approved(code):
    gates = gates_of(practice.load(code))
    assert [gate.source for gate in gates if gate.kind == "approval" and gate.params.get("filing")] != []


def test_a_pack_is_told_in_whole_sentences(code):
    pack = practice.load(code)
    told = practice.explain(pack)
    assert told.startswith(f"《{pack.name}》\n{pack.place}，")
    assert [wrong for wrong in ("None", "。。", "，。", "、。", "（）", "default", "来源没有") if wrong in told] == []
    assert [gate.name for gate in gates_of(pack) if f"关口“{gate.name}”" not in told] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_other_place_is_told(code):
    pack = practice.load(code)
    said = [*pack.words.values(), *pack.step_names.values(), *pack.role_names.values()]
    said += [text for stage in pack.stages for text in (stage.name, stage.help)]
    said += [each["name"] for key in ("checklist", "scheme", "roster") for each in pack.resolved.get(key, ())]
    said += [quota.name for quota in quotas_of(pack.resolved)]
    assert [text for text in said if "大冶" in text or "双月活动日" in text or "一委员两代表" in text] == []


def test_rooms_may_set_only_what_the_product_lets_them(code):
    assert set(practice.load(code).resolved.get("room_may", ())) <= standing.ROOM_MAY.keys()


def test_half_of_an_open_talk_are_people_concerned():
    [gate] = [gate for gate in gates_of(practice.load("bozhou")) if "ratio_of" in gate.params]
    assert (gate.params["min"], gate.params["ratio_of"]) == (0.5, "participants")
    assert gate.params["where"] == {"category": "stakeholder"}


def test_lists_with_the_same_name_hold_what_their_own_place_says():
    """五有 and 六有 are other things in every place."""
    items = {
        code: [item["name"] for item in practice.load(code).resolved["checklist"][0]["item"]]
        for code in ("suixi", "wushi", "feixi", "dongshan", "zongyang")
    }
    assert [len(names) for names in items.values()] == [5, 5, 6, 6, 6]
    assert len({tuple(names) for names in items.values()}) == len(items)


def test_points_are_those_of_the_source():
    [scheme] = practice.load("sandikou").resolved["scheme"]
    assert ([item["points"] for item in scheme["item"]], scheme["minimum"]) == ([5, 5, 2], 15)
