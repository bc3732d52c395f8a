import re

import pytest

from rooms import practice
from rooms.practice.positions import line_numbers
from rooms.practice.syntax import syntax_problem
from tests.rooms.packs import DAYE, LIGHT, SIGNED, STAGE, refusal, with_checkpoints

# Of a saved view, up to its condition.
TITLE = 'columns = ["title"]\nfilter'


def changed(old, new):
    """The root pack with one place changed, and the line on which the change begins."""
    assert DAYE.count(old) >= 1
    at = DAYE.index(old)
    return DAYE[:at] + new + DAYE[at + len(old) :], DAYE[:at].count("\n") + 1


@pytest.mark.parametrize(
    ("checkpoint", "key", "problem"),
    [
        ('kind = "votes"', "kind", "没有这个值"),
        ("help = 1", "kind", "缺少这个键"),
        ('kind = "approval"', "", "bodies（机关）或 by_route（走审定路线）"),
        ('kind = "approval"\nby_route = false', "by_route", "删去这个键"),
        ('kind = "approval"\nbodies = ["approver"]\ntogether = true', "together", "两个以上"),
        ('kind = "approval"\nbodies = ["approver"]\nfiling = true\nmay = ["reject"]', "may", "备案不能被否决"),
        ('kind = "approval"\nbodies = ["nobody"]', "bodies[1]", "没有这个名称"),
        ('kind = "publicity"\ndays = 3\nworkdays = 3', "", "days（自然日）或 workdays（工作日）"),
        ('kind = "vote"\nvoters = "participants"\nthreshold = 1.5', "threshold", "数值不对"),
        ('kind = "vote"\nvoters = "participants"\nthreshold = 0', "threshold", "大于 0"),
        ('kind = "vote"\nvoters = "participants"', "threshold", "缺少这个键"),
        ('kind = "count"\nmeasure = "meetings"', "", "min（不少于）或 max（不多于）"),
        ('kind = "count"\nmeasure = "meetings"\nmin = 3\nmax = 2', "max", "比 min（不少于）还小"),
        ('kind = "count"\nmeasure = "meetings"\nmin = 1.5', "min", "整数"),
        ('kind = "count"\nmeasure = "meetings"\nmin = 2\nratio_of = "meetings"', "min", "0 到 1"),
        ('kind = "count"\nmeasure = "miles"\nmin = 1', "measure", "没有这个值"),
        ('kind = "count"\nmeasure = "visits"\nmin = 1', "measure", "没有这个值"),
        (
            'kind = "count"\nmeasure = "research_records"\nmin = 1\nwhere = { kind = "x" }',
            "where",
            "不能按 kind（人员来源）筛选",
        ),
        ('kind = "count"\nmeasure = "meetings"\nmin = 1\nwhere = { level = "city" }', "where", "可以写：form"),
        ('kind = "count"\nmeasure = "matters"\nmin = 1\nwhere = { level = "x" }', "where", "township（乡镇"),
        ('kind = "count"\nmeasure = "meetings"\nmin = 1\nwhere = { form = "tea" }', "where.form", "没有这个名称"),
        ('kind = "count"\nmeasure = "meetings"\nmin = 1\nwhere = {}', "where", "没有写按什么筛选"),
        ('kind = "count"\nmeasure = "matters"\nmin = 0.5\nratio_of = "matters"', "ratio_of", "和自己相比"),
        ('kind = "count"\nmeasure = "matters"\nmin = 0.5\nratio_of = "cakes"', "ratio_of", "没有这个名称"),
        ('kind = "approval"\nby_route = true\nfiling = true', "filing", "走审定路线的"),
        (
            'kind = "count"\nmeasure = "participants"\nmin = 1\nwhere = { category = "x" }',
            "where.category",
            "没有这个名称",
        ),
        ('kind = "approval"\nby_route = true\nwaivable = true', "waivable", "审定由有权的机关作出"),
        (
            'kind = "sign"\nwhat = "minutes"\nby = "convener"\nmay_return = true\nwaivable = true',
            "waivable",
            "由本人负责",
        ),
        ('kind = "produce"\nproduct = "receipt"\nwaivable = true', "waivable", "接收由收文机关作出"),
        ('kind = "count"\nmeasure = "open_matters"\nmax = 0\nwaivable = true', "waivable", "如实统计"),
        ('kind = "form"\nfields = [{ key = "a", label = "甲", type = "choice" }]', "fields[1].options", "列出"),
        (
            'kind = "form"\nfields = [{ key = "a", label = "甲", type = "date", options = ["一", "二"] }]',
            "fields[1].options",
            "只有",
        ),
        ('kind = "sign"\nby = ["president"]', "by[1]", "没有这个值"),
        ('kind = "sign"\nby = ["clerk"]\nthreshold = 0.5', "threshold", "没有这个键"),
        ('kind = "evaluate"\nform = "none"\nraters = "public"', "form", "没有这个名称"),
        ('kind = "wait"\nafter = { months = 1, days = 1 }', "after", "只能写一个"),
        ('kind = "notify"\nto = []', "to", "至少要有 1 个"),
        ('kind = "produce"\nproduct = "cake"', "product", "没有这个值"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_line(checkpoint, key, problem):
    text = with_checkpoints('kind = "produce"\nproduct = "minutes"', checkpoint)
    error = refusal(text)
    assert error.key == "stage[1].checkpoint[2]" + (f".{key}" if key else "")
    assert problem in str(error)
    start = text[: text.rindex("[[stage.checkpoint]]")].count("\n") + 1
    named = re.split(r"[.\[]", key)[0]
    lines = text.splitlines()
    standing = [number for number, line in enumerate(lines, 1) if number >= start and line.startswith(f"{named} =")]
    assert error.line == (standing[0] if named and standing else start)


@pytest.mark.parametrize(
    ("old", "new", "key", "offset"),
    [
        ('mode = "block"', 'mode = "stop"', "stage[1].checkpoint[1].mode", 0),
        ('room = "政协委员联络室"', 'rom = "联络室"', "words.rom", 0),
        ('origin = "plan"', 'origin = "plan"\ncolor = 1', "topic_source[1].color", 1),
        ("within = { workdays = 5 }", "within = { workdays = 0 }", "deadline[1].within.workdays", 0),
        ('steps = ["research"]', 'steps = [\n  "research",\n  "dance",\n]', "stage[3].steps[2]", 2),
        ('code = "agree"', 'code = "Agree"', "meeting.opinions.label[1].code", 0),
        ('code = "disagree"', 'code = "agree"', "meeting.opinions.label[2].code", 0),
        ("[words.step]\ntopic", "[words.step]\ntheme", "words.step.theme", 1),
        ("two_conveners = true", 'two_conveners = "yes"', "two_conveners", 0),
        ("schema = 1", "schema = 2", "schema", 0),
        ("schema = 1", "schema = 1.0", "schema", 0),
        ('name = "六步议事法"', 'name = ""', "name", 0),
        ('place = "湖北省大冶市"', 'place = "大\\u0000冶"', "place", 0),
        ('number = "第 {n} 期"', 'number = "第 {m} 期"', "document[1].number", 0),
        ('number = "第 {n} 期"\n', "", "document", None),
        ('enters = ["township_clerk"]', 'enters = ["member"]', "body[1].enters", 0),
        ('representatives = "party"\n', "", "participants.category[4].representatives", None),
        ('next = "submission"', 'next = "moon"', "disposition[3].next", 0),
        ('body = "leading_office"', 'body = "office"', "route[2].step[2].body", 0),
        ('"divert", "raise"]', '"divert", "lower"]', "route[1].step[1].may[6]", 0),
        ('may = ["approve", "return", "lower"]', 'may = ["return"]', "route[2].step[2].may", 0),
        (
            'when = { importance = "important" }',
            'when = { importance = "important", room_kind = "village" }',
            "route",
            None,
        ),
        (
            'columns = ["title", "room", "stage", "outcome"',
            'columns = ["title", "mood", "stage", "outcome"',
            "view[5].columns[2]",
            0,
        ),
        ('lists = "key"', 'handling_form = "nowhere"', "proposal_kind[1].handling_form", 0),
        # There is such a form, and it is not for rating the text of a proposal.
        ('lists = "key"', 'proposal_form = "handling"', "proposal_kind[1].proposal_form", 0),
        ("key_points_max = 10", "key_points_max = 2", "meeting.key_points_max", 0),
        (
            'of = "approval"\nname = "议题审定"\nwithin = { workdays = 10 }\nmode = "off"',
            'of = "approval"\nname = "议题审定"\nwithin = { workdays = 10 }\nmode = "block"',
            "deadline[5].mode",
            3,
        ),
    ],
)
def test_a_fault_anywhere_is_located(old, new, key, offset):
    text, line = changed(old, new)
    # A word that is written wrong is missing too.
    [found] = [each for each in refusal(text).faults if each.fault.key == key]
    if offset is not None:
        assert found.line == line + offset


def test_every_fault_is_told_with_what_may_stand_there():
    error = refusal(LIGHT + 'colour = "red"\n' + STAGE.replace('"clerk"', '"king"') + SIGNED)
    assert [(one.line, one.fault.key) for one in error.faults] == [(6, "colour"), (12, "stage[1].who[1]")]
    assert (error.value, error.allowed[:14]) == ("red", "可以写：schema、cod")
    said = 'light.toml 第 12 行，stage[1].who[1]（由谁办理） = "king"：没有这个值。可以写：clerk（联络室工作人员）、'
    assert str(error).splitlines()[1].startswith(said)


def test_a_missing_key_is_located_at_its_table():
    error = refusal(LIGHT + STAGE.replace('name = "议事"\n', ""))
    assert (error.line, error.key, error.value) == (7, "stage[1].name", None)
    assert error.faults[0].sentence() == "第 7 行，stage[1].name（名称）：缺少这个键。写文字，最多 20 个字。"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[[checklist]]\ncode = "a"\nname = "甲"',
            "checklist[1].item（清单内容）：缺少这个键。写一组 [[checklist.item]]，每个写 code（代码）、name（名称）。",
        ),
        (
            '[[roster]]\nname = "甲"\nrule = {}',
            "roster[1].rule（日期）：写明每月几号，或者星期几。写 day（日），或者写 weekday（可以加 nth（第几个））。",
        ),
        (
            (
                '[[scheme]]\ncode = "a"\nname = "甲"\nsubject = "member"\n'
                '[[scheme.item]]\nname = "出纪要"\nmeasure = "minutes"\npoints = 1'
            ),
            "考核项目“出纪要”的指标“已审签的协商纪要”不能按委员统计。可以写：",
        ),
        (
            '[[deadline]]\nof = "receive"\nname = "甲"\nmode = "warn"',
            "（期限）：缺少这个键。写成 within = { … }，里面写 days（自然日）、workdays（工作日）、months（月）。",
        ),
        (
            '[[stage]]\ncode = "a"\nname = "甲"\nsteps = ["topic"]',
            "stage[1].who（由谁办理）：缺少这个键。写成 who = [ … ]。可以写：clerk（联络室工作人员）",
        ),
        (
            '[meeting]\nmode = []\nagenda = [{ code = "a", name = "甲" }]\nfloor = [{ code = "a", name = "甲" }]',
            "（意见统计）：缺少这个键。写成 opinions = { … }，里面写 name（名称）、note（注明）、label（意见）。",
        ),
    ],
)
def test_a_missing_key_says_what_belongs_there(text, sentence):
    assert sentence in str(refusal(f"{LIGHT}{text}\n"))


def test_what_is_to_be_copied_into_a_file_stays_as_it_is_written():
    assert "stage（环节） = 3：应当是表的数组。写成 [[stage]]。" in str(refusal(f"{LIGHT}stage = 3\n"))


def test_lines_are_found_through_every_way_of_writing_a_key():
    text = """a.b.c = 1
[x]
"k\\u0041" = [ # why
  { p = 1 },
  { p.q = 2 },
]
[[s]]
n = 1
[[s.t]]
m = 1
[[s.t]]
m = 2
[s.u]
v = 3
[[s]]
[[s.t]]
m = 4
"""
    lines = line_numbers(text)
    assert lines["a", "b", "c"] == 1
    assert lines["x", "kA", 1, "p", "q"] == 5
    assert (lines["s", 0], lines["s", 0, "t", 1, "m"], lines["s", 0, "u", "v"]) == (7, 12, 14)
    assert (lines["s", 1], lines["s", 1, "t", 0, "m"]) == (15, 17)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LIGHT + "x = \n", 6),
        (LIGHT + 'code = "again"\n', 6),
        ("", 1),
        (LIGHT + "x = " + "[" * 2000, 6),
        (LIGHT + "x = " + "9" * 5000 + "\n", 6),
        (LIGHT + 'x = "\x00"\n', 6),
        ("#" * 200_001, 1),
    ],
)
def test_what_is_no_toml_is_refused_in_words(text, line):
    error = refusal(text)
    assert str(error).startswith("light.toml 第 ")
    assert error.line <= line + 1


@pytest.mark.parametrize(
    "text",
    [
        'stage = "x"',
        "stage = []",
        "stage = [1]",
        "words = 3",
        "two_conveners = 2020-01-01",
        "[stage]\ncode = 1",
        "[[stage]]\ncheckpoint = [1]",
        "[[stage]]\ncheckpoint = {}",
        "[[stage]]\ncode = [1]\nsteps = [[1]]",
    ],
)
def test_values_of_the_wrong_shape_are_refused(text):
    assert refusal(f"{LIGHT}{text}\n").line >= 6


def test_a_pack_cannot_extend_itself_or_nothing():
    assert refusal(LIGHT + 'extends = "light"\n').key == "extends"
    assert refusal(LIGHT + 'extends = "nowhere"\n').allowed == "可以写：" + "、".join(practice.shipped())
    assert refusal(DAYE.replace('code = "daye"', 'code = "daye"\nextends = "daye"', 1)).key == "extends"


def test_packs_that_extend_each_other_in_a_circle_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("rooms.practice.reading.SEEDS", tmp_path)
    (tmp_path / "daye.toml").write_text(DAYE, encoding="utf-8")
    (tmp_path / "other.toml").write_text(LIGHT.replace("light", "other") + 'extends = "light"\n', encoding="utf-8")
    (tmp_path / "light.toml").write_text(LIGHT + 'extends = "other"\n', encoding="utf-8")
    assert "继承成了一圈" in str(refusal(LIGHT + 'extends = "other"\n'))


def test_a_root_pack_must_be_whole():
    error = refusal(LIGHT.replace("light", "daye"))
    assert {one.fault.key for one in error.faults} >= {"stage", "words", "route", "meeting"}
    text, _ = changed('hall = "协商议事厅"\n', "")
    assert refusal(text).key == "words.hall"
    text, _ = changed('research = "调查研究"\ndiscussion', "discussion")
    assert refusal(text).key == "words.step.research"
    text, _ = changed('join = ["appointed"]\n', "")
    assert (refusal(text).key, "要有 join（参加方式）和 category（类别）" in str(refusal(text))) == (
        "participants",
        True,
    )
    text, _ = changed("[[form]]", "[[roster]]\nname = 1\n[[form]]")
    assert refusal(text).key == "roster[1].rule"
    text = DAYE[: DAYE.index("[[form]]")]
    assert (refusal(text).key, "缺少这张表" in str(refusal(text))) == ("form", True)


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("[participants]\nmin = 9\nmax = 3", "participants.max", "比 min（总人数不少于）还小"),
        *(
            (
                '[[participants.category]]\ncode = "a"\nname = "甲"\nsource = "typed"\nvoice = "' + voice + '"',
                "participants.category[1].voice",
                problem,
            )
            for voice, problem in (
                ("有住户", "接在“有”字后面"),
                ("3栋住户", "接在“有”字后面"),
                ("长" * 13, "最多 12 个字"),
            )
        ),
        (
            '[[view]]\ncode = "a"\nname = 3\nof = "matter"\ncolumns = ["title"]\norder = "due"',
            "view[1].name",
            "应当是文字",
        ),
        (
            '[[topic_source]]\ncode = "a"\nname = "' + "长" * 41 + '"\norigin = "plan"',
            "topic_source[1].name",
            "最多 40 个字",
        ),
        ('[[form]]\ncode = "a"\nname = "甲"\nscale = "好"\nfield = []', "form[1].scale", "应当是数组"),
        ('[participants]\njoin = ["claimed", "claimed"]', "participants.join[2]", "重复了"),
        (f"[participants]\njoin = {['claimed'] * 101}", "participants.join", "最多 100 个"),
        (
            '[[quota]]\nname = "a"\nsubject = "room"\nmeasure = "matters"\nperiod = "year"\nseverity = "warn"',
            "quota[1]",
            "min（不少于）、max（不多于）",
        ),
        (
            '[[view]]\ncode = "a"\nname = "甲"\nof = "matter"\ncolumns = ["title"]\norder = "due"\nfilter = {}',
            "view[1].filter",
            "没有写按什么筛选。写明条件，或者删去这个键",
        ),
        (
            '[[route]]\nwhen = {}\n[[route.step]]\nbody = "approver"\nname = "审定"\nmay = ["approve"]',
            "route[1].when",
            "没有写在什么情况下适用",
        ),
        *(
            (
                f'[[view]]\ncode = "a"\nname = "甲"\nof = "proposal"\norder = "due"\n{told}',
                f"view[1].{key}",
                problem,
            )
            for told, key, problem in (
                ('columns = ["mood"]', "columns[1]", "mood"),
                (f'{TITLE} = {{ state = "lost" }}', "filter.state", "lost"),
                (f'{TITLE} = {{ class = "D" }}', "filter.class", "D"),
                (f"{TITLE} = {{ steps = true }}", "filter.steps", "steps"),
                (f'{TITLE} = {{ key = "yes" }}', "filter.key", "true 或 false"),
            )
        ),
        (
            '[[document]]\nkind = "minutes"\nname = "纪要"\nnumber = "{n}"\nhead = "mark"',
            "document[1].mark",
            "标志文字",
        ),
    ],
)
def test_other_faults_of_a_light_pack(text, key, problem):
    error = refusal(f"{LIGHT}{text}\n")
    assert (error.key, problem in str(error)) == (key, True)


@pytest.mark.parametrize(
    "one", ['kind = "approval"\nby_route = true', 'kind = "sign"\nby = "convener"\nwhat = "minutes"\nmay_return = true']
)
def test_a_second_one_would_be_met_by_the_first(one):
    error = refusal(with_checkpoints(one, one))
    assert (error.key, "只能有一个关口" in str(error)) == ("stage[1].checkpoint[2].kind", True)


def test_a_route_begins_where_the_topic_is_fixed():
    fix = STAGE.replace('"all"', '"fix"').replace('["topic", "participants", "research",', '["topic"]\n#')
    late = with_checkpoints('kind = "approval"\nby_route = true').replace('["topic", ', "[")
    error = refusal(late.replace(LIGHT, LIGHT + fix))
    assert (error.key, "“议事”已经办完" in str(error)) == ("stage[2].checkpoint[1].kind", True)


def test_a_deadline_that_would_block_is_refused():
    text, _ = changed(
        'within = { workdays = 5 }\nreminders = [1]\nmode = "warn"', 'within = { workdays = 5 }\nmode = "block"'
    )
    error = refusal(text)
    assert (error.key, "只提醒，不会挡住办理" in str(error)) == ("deadline[1].mode", True)


def test_only_what_blocks_can_be_waived():
    text = with_checkpoints('kind = "count"\nmeasure = "research_records"\nmin = 1\nwaivable = true')
    assert practice.parse(text, name="light.toml").first_stage.checkpoint("count").waivable
    error = refusal(text.replace('mode = "block"', 'mode = "warn"'))
    assert (error.key, "只有必须满足的关口" in str(error)) == ("stage[1].checkpoint[1].waivable", True)


@pytest.mark.parametrize("base", ["1", '["daye"]', '"../../daye"', '""'])
def test_a_base_that_is_no_code_is_told_with_all_else(base):
    error = refusal(f"{LIGHT}extends = {base}\n[[stage]]\n")
    assert error.key == "extends"
    assert "stage[1].code" in [each.fault.key for each in error.faults]


def test_a_wrong_code_hides_no_wrong_base():
    error = refusal(LIGHT.replace('"light"', '"Light"') + 'extends = "nowhere"\n')
    assert [each.fault.key for each in error.faults] == ["code", "extends"]


def test_a_number_without_end_is_told_and_not_written_out():
    error = refusal(f"{LIGHT}[participants]\nmin = 0x{'f' * 9000}\n")
    assert "participants.min（总人数不少于） = ……：数值不对" in str(error)


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u0085", "\u2028", "\ufeff", "\U000e0041"])
def test_what_nobody_sees_is_refused_and_shown(unseen):
    error = refusal(LIGHT.replace("两议", f"两{unseen}议"))
    assert (error.key, "不可见的控制字符" in str(error)) == ("name", True)
    assert (unseen in str(error), f"\\u{ord(unseen):04x}" in str(error)) == (False, True)


def test_a_table_has_an_end():
    rows = "".join(f'[[topic_source]]\ncode = "s{at}"\nname = "甲"\norigin = "plan"\n' for at in range(201))
    error = refusal(LIGHT + rows)
    assert (error.key, error.value, "最多 200 行" in str(error)) == ("topic_source", 201, True)


def test_a_route_for_one_source_leaves_the_others_without():
    route = '[[route]]\nwhen = {{ {} }}\n[[route.step]]\nbody = "approver"\nname = "审定"\nmay = ["approve"]\n'
    rows = '[[topic_source]]\ncode = "visits"\nname = "走访"\norigin = "plan"\n'
    rows += '[[triage]]\ncode = "small"\nname = "一般"\ntriggers = "quick"\n'
    every = 'importance = ["ordinary", "important"]'
    narrow = [route.format(each) for each in ('source = "visits"', 'triage = "small"')]
    said = "普通议题、乡镇（街道）联络室没有审定路线"
    assert said in str(refusal(LIGHT + rows + "".join(narrow)))
    practice.parse(LIGHT + rows + "".join(narrow) + route.format(every), name="light.toml")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('name = "二"\n', 6, "这个键前面已经写过"),
        ("[words]\n[words]\n", 7, "这张表前面已经写过"),
        ("[words\n", 6, "少了右方括号"),
        ("x = [1\n", 7, "数组没有写完"),
        ('x = "a\n', 6, "少了引号"),
        ("x = 中\n", 6, "文字要加英文引号"),
        ("中 = 1\n", 6, "这里应当是键"),
        (f"x = {'9' * 5000}", 6, "数字太长"),
        ("x = " + "[" * 5000, 6, "套得太深"),
    ],
)
def test_what_is_no_toml_is_told_in_chinese(text, line, said):
    error = refusal(LIGHT + text)
    assert (error.line, said in str(error)) == (line, True)


def test_a_sentence_of_the_parser_that_is_not_known_is_told_as_it_is():
    assert syntax_problem(ValueError("Odd (at line 3, column 5)"), "") == (
        3,
        "不是有效的 TOML：第 5 个字符，Odd (at line 3, column 5)",
    )
