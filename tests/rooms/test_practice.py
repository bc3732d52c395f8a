import json
import re

import pytest

from consult.enums import Importance, MatterLevel, PersonKind, Step, Verdict
from consult.queries.measures import ROWS, WHERE
from consult.workflow.counts import PLACES
from consult.workflow.entries import FIND
from consult.workflow.gates import ASK
from rooms import practice
from rooms.practice import codes, counting
from tests.rooms.packs import LIGHT, with_checkpoints


def test_the_root_pack_has_the_six_steps_in_order():
    pack = practice.load("daye")
    assert [(stage.code, stage.name) for stage in pack.stages] == [
        ("topic", "确定议题"),
        ("participants", "确定协商主体"),
        ("research", "调查研究"),
        ("discussion", "协商讨论"),
        ("submission", "报送结果"),
        ("action", "成果转化"),
    ]
    assert pack.first_stage.code == "topic"
    assert pack.next_stage("topic").code == "participants"
    assert pack.next_stage("action") is None
    assert [stage.code for stage in pack.stages_before("research")] == ["topic", "participants"]
    assert pack.stages_of("evaluation") == ()
    assert pack.step_name("action") == "成果转化"
    assert pack.words["room"] == "政协委员联络室"


def test_the_root_pack_blocks_and_warns_where_the_method_does():
    gates = {
        (stage.code, checkpoint.code): checkpoint.mode
        for stage in practice.load("daye").stages
        for checkpoint in stage.checkpoints
    }
    assert gates == {
        ("topic", "approval"): "block",
        ("participants", "list"): "block",
        ("participants", "composition"): "warn",
        ("research", "research"): "block",
        ("discussion", "meeting"): "block",
        ("discussion", "matters"): "block",
        ("discussion", "units"): "block",
        ("discussion", "dissent"): "warn",
        ("discussion", "minutes"): "block",
        ("submission", "receipt"): "block",
        ("submission", "city_matters"): "block",
        ("action", "closed"): "block",
    }
    research = practice.load("daye").stage("research").checkpoint("research")
    assert (research.kind, research.params) == ("count", {"measure": "research_records", "min": 1})
    assert research.blocks


def test_an_ordinary_topic_goes_to_the_approving_body_and_may_be_raised():
    [step] = practice.load("daye").route(importance="ordinary", room_kind="sector").steps
    assert (step.bodies, step.name) == (("approver",), "审定")
    assert step.may == ("approve", "return", "reject", "merge", "divert", "raise")


def test_an_important_topic_passes_three_bodies():
    pack = practice.load("daye")
    steps = pack.route(importance="important", room_kind="village", source="member").steps
    assert [(pack.body(step.bodies[0]).unit_of, step.name) for step in steps] == [
        ("room_approver", "初审"),
        ("leading_office", "汇总把关"),
        ("city_committee", "审定"),
    ]
    assert "lower" in steps[1].may
    assert pack.body("city_committee").enters == ("leading_office",)


def test_limits_toward_a_party_committee_are_off():
    pack = practice.load("daye")
    assert [pack.deadline(act) for act in codes.COMMITTEE_ACTS] == [None, None, None]
    assert pack.deadline("acceptance").within.workdays == 3


def test_residents_are_not_printed_by_name_in_the_root_pack():
    named = {category.code: category.named for category in practice.load("daye").categories}
    assert not named["stakeholder"]
    assert not named["mass_representative"]
    assert named["member"]


def test_opinions_are_counted_and_no_vote():
    opinions = practice.load("daye").opinions
    assert [label.name for label in opinions.labels] == ["赞成", "不同意", "保留"]
    assert opinions.note == "不作为表决结果"


def test_a_paper_that_the_pack_does_not_mention_has_its_usual_name():
    pack = practice.parse(LIGHT + '[[document]]\nkind = "minutes"\nname = "纪要"\nnumber = "{year}-{n}"\n', name="x")
    assert pack.document("minutes").number == "{year}-{n}"
    assert pack.document("attendance").name == "签到表"


def test_an_unknown_code_is_no_stage():
    with pytest.raises(KeyError):
        practice.load("daye").stage("vote")
    with pytest.raises(KeyError):
        practice.load("nowhere")


def test_a_pack_survives_json_unchanged():
    pack = practice.load("daye")
    assert practice.from_resolved(json.loads(json.dumps(practice.to_resolved(pack)))) == pack


def test_the_codes_of_the_schema_are_the_codes_of_the_engine():
    assert codes.STEPS.keys() == set(Step.values)
    assert codes.IMPORTANCE.keys() == set(Importance.values)
    assert codes.PERSON_SOURCES.keys() == set(PersonKind.values)
    assert set(Verdict.values) == {*codes.VERDICTS, codes.NOTED}
    assert counting.MEASURE_UNITS.keys() == counting.MEASURES.keys()
    assert counting.COUNTED_BY_CASE.keys() == PLACES.keys() == {*ROWS, "unmet_categories"}
    filters = {measure: tuple(keys) for measure, keys in WHERE.items()}
    assert filters | {"unmet_categories": ("category",)} == counting.COUNT_FILTERS
    assert dict(PersonKind.choices) == codes.PERSON_KINDS
    assert dict(MatterLevel.choices) == counting.LEVELS
    assert codes.KINDS.keys() == {"count", *ASK, *FIND}
    assert set(ASK) & set(FIND) == {"approval", "sign", "produce"}


def test_a_light_pack_inherits_all_that_it_leaves_out():
    pack, root = practice.parse(LIGHT, name="light.toml"), practice.load("daye")
    assert (pack.code, pack.source, pack.stages) == ("light", "", root.stages)


def test_words_are_merged_and_arrays_replaced_whole():
    pack = practice.parse(
        LIGHT
        + """
[words]
room = "议事室"
[words.step]
topic = "选题"
[participants]
fixed = true
[[topic_source]]
code = "letter"
name = "来信"
origin = "public"
""",
        name="light.toml",
    )
    assert (pack.words["room"], pack.words["minutes"]) == ("议事室", "协商纪要")
    assert (pack.step_name("topic"), pack.step_name("action")) == ("选题", "成果转化")
    assert (pack.participants.fixed, len(pack.categories)) == (True, 8)
    assert [source.code for source in pack.topic_sources] == ["letter"]


EVERY_KIND = {
    'kind = "approval"\nbodies = ["approver", "leading_office"]\ntogether = true': "党（工）委、领导小组办公室会签",
    'kind = "approval"\nbodies = ["approver"]\nfiling = true\nmay = ["approve"]': "报党（工）委备案",
    'kind = "approval"\nbodies = ["approver"]': "党（工）委同意",
    'kind = "publicity"\nworkdays = 5\nwhere = "board"\nobjections = true': "在公示栏公示 5 个工作日，异议都已答复",
    'kind = "vote"\nvoters = "participants"\nquorum = 0.6\nthreshold = 0.5\nsecret = true': (
        "协商主体无记名表决，赞成不少于 50%，到会不少于 60%"
    ),
    'kind = "count"\nmeasure = "participants"\nratio_of = "participants"\nmin = 0.5\n'
    'where = { category = "stakeholder" }': "协商主体人数（利益相关方代表）占协商主体人数的比例不少于 50%",
    'kind = "count"\nmeasure = "meetings"\nmin = 1\nmax = 3': "协商会次数不少于 1 次，不多于 3 次",
    'kind = "form"\nfields = [{ key = "cost", label = "费用", type = "number", unit = "万元" }]': "填好费用",
    'kind = "sign"\nby = "second_convener"\nmay_return = true': "第二召集人签批，可以退回修改",
    'kind = "respond"\nwho = "department"\nto = ["participants"]\neach = "matter"': "承办单位逐件答复协商主体",
    'kind = "evaluate"\nform = "process-and-effect"\nraters = ["public"]\nmin_raters = 3\npass = 0.8': (
        "社会公众评议，至少 3 人，满意率不低于 80%"
    ),
    'kind = "wait"\nafter = { months = 3 }\nrepeat = 2': "3 个月后回头看，共 2 次",
    'kind = "notify"\nto = "public"\nwhat = "minutes"\nwithin = { days = 10 }': "10 日内把协商纪要告知社会公众",
    'kind = "count"\nmeasure = "matters"\nwhere = { level = "city" }\nmax = 0': "协商事项（市级）不多于 0 件",
    'kind = "count"\nmeasure = "meetings"\nwhere = { form = "bench" }\nmin = 1': "协商会次数（板凳会）不少于 1 次",
    'kind = "count"\nmeasure = "participants"\nwhere = { kind = "unit" }\nratio_of = "stakeholder"\nmax = 1': (
        "协商主体人数（单位）占利益相关方代表的比例不多于 100%"
    ),
    'kind = "produce"\nproduct = "covenant"': "形成公约",
}


def test_all_eleven_kinds_are_read_and_told():
    pack = practice.parse(with_checkpoints(*EVERY_KIND, mode="off"), name="light.toml")
    checkpoints = pack.first_stage.checkpoints
    assert {checkpoint.kind for checkpoint in checkpoints} == codes.KINDS.keys()
    prose = practice.explain(pack)
    assert [sentence for sentence in EVERY_KIND.values() if f"：{sentence}（不启用）" not in prose] == []


def test_checkpoints_without_a_code_are_called_by_their_kind():
    pack = practice.parse(with_checkpoints(*EVERY_KIND, mode="off"), name="light.toml")
    assert [checkpoint.code for checkpoint in pack.first_stage.checkpoints[:3]] == [
        "approval",
        "approval-2",
        "approval-3",
    ]
    assert pack.first_stage.checkpoint("sign").params["by"] == ("second_convener",)


def test_a_quota_of_proposals_is_counted_like_any_other():
    pack = practice.parse(
        LIGHT
        + '[[quota]]\nname = "提案"\nsubject = "member"\nmeasure = "proposals"\n'
        + 'period = "year"\nmin = 3\nseverity = "warn"\nwhere = { mode = "personal" }\n',
        name="light.toml",
    )
    assert "提案：委员每年提交提案（个人）至少 3 件（提醒）。" in practice.explain(pack)


def test_the_root_pack_is_told_as_a_clerk_would_read_it():
    lines = practice.explain(practice.load("daye")).splitlines()
    assert lines[0] == "《六步议事法》"
    strict = "必须满足，确有特殊情况的可以予以豁免"
    assert f"　　关口“不调研不协商”：调研记录不少于 1 次（{strict}）。" in lines
    assert "重要议题：党（工）委初审 → 领导小组办公室汇总把关 → 市委审定。" in lines
    assert "不设期限：议题审定、接收纪要、确定事项。" in lines
    [told] = [line for line in lines if line.startswith("　　利益相关方代表：")]
    assert told.endswith("，印发时只写人数，发言写“有住户代表提出”。")
    assert "意见统计：赞成、不同意、保留，不作为表决结果。" in lines
    assert [line for line in lines if "None" in line or "。。" in line] == []


def test_gates_for_some_cases_only_say_for_which():
    gate = 'kind = "produce"\nproduct = "plan"\nwhen = '
    whens = ['{ importance = "important" }', '{ room_kind = ["sector", "studio"] }', '{ source = "visit" }']
    whens += ["{ consensus = false }"]
    text = with_checkpoints(*(gate + when for when in whens), mode="off")
    prose = practice.explain(practice.parse(text, name="light.toml"))
    said = re.findall(r"关口“关”：(.*?)的，形成协商方案", prose)
    assert said == ["重要议题", "界别联络室或委员工作室", "走访", "没有达成一致"]


def test_routes_may_depend_on_room_and_source():
    pack = practice.parse(
        LIGHT
        + '[[route]]\nwhen = { room_kind = ["sector"], source = "party" }\n'
        + '[[route.step]]\nbody = "leading_office"\nname = "联审"\nmay = ["approve"]\n'
        + '[[route]]\n[[route.step]]\nbody = "approver"\nname = "备案"\nmay = ["approve"]\n',
        name="light.toml",
    )
    sector = pack.route(importance="ordinary", room_kind="sector", source="party")
    assert sector.steps[0].name == "联审"
    assert pack.route(importance="ordinary", room_kind="sector").steps[0].name == "备案"
    prose = practice.explain(pack)
    assert "界别联络室、党委政府点题：领导小组办公室联审。" in prose
    assert "其他议题：党（工）委备案。" in prose


def test_numbers_of_people_are_told_with_their_strictness():
    pack = practice.parse(
        LIGHT
        + '[participants]\nmin = 20\nmax = 60\nmode = "block"\nfixed = true\n'
        + '[[participants.category]]\ncode = "side"\nname = "利益相关方"\nsource = "typed"\n'
        + 'ratio = 0.5\nmode = "block"\n',
        name="light.toml",
    )
    lines = practice.explain(pack).splitlines()
    assert "由召集人确定。名单固定，不随议题改变。" in lines
    assert "总人数至少 20 人，最多 60 人（必须满足）。" in lines
    assert "　　利益相关方：由联络室登记，不少于全部人数的 50%（必须满足）。" in lines


def test_codes_lead_to_their_rows():
    pack = practice.load("daye")
    assert pack.category("expert").name == "专业人士"
    assert pack.topic_source("reception").origin == "activity"
    assert pack.disposition("city").route == "city"
    assert pack.outcome("partly").state == "partly"
    assert pack.view("waiting").filter == {"waiting_for_me": True}
    assert pack.role_name("convener") == "召集人"
    assert [mode.name for mode in pack.meeting_modes if mode.online] == ["线上协商"]
    assert [part.name for part in pack.agenda] == ["情况介绍", "讨论"]
