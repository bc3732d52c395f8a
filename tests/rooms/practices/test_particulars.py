"""What is distinctive of each place, read from its pack alone: nothing here needs the database."""

import pytest

from rooms import practice
from rooms.practice.quotas import quotas_of

# The stages of each place by its own names, in its own order.
STAGES = {
    "suizhou": "决策共谋 发展共建 建设共管 效果共评 成果共享",
    "xiangzhou": "议题审定 现场察看 会场协商 成果报送 常态化跟踪",
    "jiahe": "议题确立 调研 活动组织 联合交办 成果转化 考核评价",
    "hefei": "出题 调研 协商 报送建议 采纳落实",
    "feixi": "确定专题 组成协商民主小组 实地调研 专题协商 报送意见 办理通报",
    "bijiashan": "选题 定题 商议 决议 办事 评事",
    "huaibei": "小切口选题 深层次调研 多维度协商 成果报送 逐条落实 回头看",
    "suixi": "归类选题 邀请各方 面对面协商 办理落实",
    "sandikou": "问题清单 共同协商 协调上报 解决反馈",
    "bozhou": "收集审核 议题公示 抽选人员 民主恳谈 结果报送 办理反馈 检验评价",
    "qiaocheng": "召集 协商 解决",
    "mengcheng": "召集议事会议 协商议事 解决 成效评估",
    "tianjiaan": "群众提事 协商议事 研究定事 共同办事",
    "dongshan": "党建引领 六位一体 共同商议 方案公示 组织落实",
    "langya": "意见收集 主体确定 组织调研 民主协商 监督办理 结果反馈 质效评估",
    "xisadian": "认真选题 协商讨论 领办督办 反馈督办 总结提升",
    "jinzhai": "确定选题 制定方案 组织实施 成果转化 回头看",
    "yuan": "会前 会中 会后",
    "wuhu": "线上收集 线上知情明政 线上调研咨询 线上协商建言 线上提案办理",
    "nanling": "群众反映 流动到现场 面对面协商 要求采纳 形成长效机制",
    "xuancheng": "选题审定 实地调研 月度协商 会后靶向调研 专题报告 成果转化",
    "chizhou": "预可研 小分队调研 协商 阅批交办 督查督办 回头看",
    "zongyang": "确定议题 资政协商 建议报送 办理报告 委员评议",
    "wushi": "镇党委出题 工作站组织 基层调研 对策建议 带头实施",
    "shilipu": "提出建议 协商议事 派单交办 督促落实 反馈情况 结果评价",
    "taihu": "提出关 立案关 督办关：协商座谈 督办关：跟踪督办 评价关",
    "funan": "确定议题 委员和专家调研 协商 报送签批 部门落实",
}
AGENDAS = {
    "bozhou": "通报情况 提出意见 互动协商 确认共识 结果报送",
    "suixi": "提案人说明 承办单位报告进展和打算 商定办理措施 分管领导提出要求",
    "jiahe": "通报情况 互动交流",
    "jinzhai": "提建议 讲政策 释法律 达成共识",
    "hefei": "说明情况 协商 现场回应",
    "xuancheng": "专题片导入 大会发言 互动交流",
}
CHECKLISTS = {
    "feixi": "有活动场所 有联络组长 有专（兼）职秘书 有工作制度 有年度计划 有经费保障",
    "suixi": "有场所 有标志 有制度 有活动 有台账",
    "tianjiaan": "亮标识 亮职责 亮身份",
    "dongshan": "有固定场地 有统一标识标牌 有定点联系的委员 有工作制度 有经费保障 有考核管理办法",
    "xisadian": "有组织 有制度 有人员 有计划 有场所 有载体 有成效",
    "zongyang": "有固定场所 有标牌标识 有联络员 有委员队伍 有工作机制 有管理主体",
    "wushi": "有场所 有组织 有经费 有计划 有台账",
    "qiaocheng": "社区书记任室管理员 有 1 名联络员 有区政协常委分包联系 工作经费已落实",
}
# (subject, measure, period, least, most) of each rule that a place has.
QUOTAS = {
    "hefei": [
        ("city", "consultations", "year", 4, None),
        ("township", "consultations", "month", 2, None),
        ("member", "attendances", "year", 1, None),
    ],
    "feixi": [("township", "consultations", "year", 2, None)],
    "bijiashan": [("room", "meetings", "month", 1, 2), ("township", "meetings", "month", 1, None)],
    "nanling": [("room", "consultations", "year", 3, None)],
    "jinzhai": [("city", "consultations", "year", 8, None)],
    "xuancheng": [("city", "consultations", "year", 8, None)],
    "xisadian": [
        ("room", "study_sessions", "quarter", 1, None),
        ("room", "activities", "quarter", 1, None),
        ("room", "activities", "quarter", 1, None),
        ("room", "activities", "month", 1, None),
    ],
    "tianjiaan": [("room", "activities", "month", 1, None)],
    "shilipu": [("member", "activities", "year", 4, None), ("member", "visits", "year", 3, None)],
    "wuhu": [("city", "study_sessions", "month", 4, None), ("city", "activities", "month", 1, None)],
    "zongyang": [("city", "study_sessions", "month", 1, None)],
    "mengcheng": [("room", "activities", "month", 1, None)],
    "jiahe": [("member", "attendances", "year", 1, None)],
}
# The days that recur, as a clerk reads them.
ROSTERS = {
    "bijiashan": "委员收集意见日：每月第一个周五下午（政协委员）。在小区睦邻点等公共场所当面收集。",
    "sandikou": "委员接待日：每月 8 日上午（政协委员）。接待居民来访，可以现场解答、互动交流、征求意见、交办、专办。",
}
SUPERVISED = {
    "suizhou": "inspection reminder circular summary assessment",
    "chizhou": "inspection circular summary assessment",
    "xiangzhou": "inspection assessment",
    "langya": "inspection",
    "taihu": "assessment",
    "funan": "assessment",
    "jinzhai": "inspection assessment",
}
# Who approves, by route, in turn.
WAYS = {
    "jiahe": ["党委办、政府办、政协办联审"] * 2,
    "jinzhai": ["县委、县政府、县政协共同确定 → 县委批准"],
    "xiangzhou": ["区委常委会审定"],
    "xuancheng": ["主席会议审定"],
    "chizhou": ["市政协选定"],
    "bozhou": ["同级党组织审核确定"],
    "feixi": ["乡镇党委审定"],
    "wushi": ["镇党委出题"],
    "taihu": ["主席会议终审"],
    "funan": ["乡镇党委审定"],
    "suizhou": ["党（工）委审核 → 市委审定", "党（工）委审定"],
}
TRIAGES = {
    "suizhou": {"一般性问题": "quick", "普遍性问题": "common", "全局性问题": "report"},
    "langya": {"重要事项": "consult", "一般事项": "quick"},
    "shilipu": {"简单事项": "quick", "需要协商的事项": "consult"},
}
DISPOSITIONS = {
    "bijiashan": {"社区自办": "room", "报街道协调职能部门": "township", "督促物业或社会组织实施": "third_party"},
    "jiahe": {"帮助落实": "township", "报告委托方": "reference", "解释说明": "room", "反映社情民意": "city"},
    "langya": {"当场答复": "room", "报《专报》": "city", "抄送部门": "township", "直通车": "city"},
    "sandikou": {"现场解答": "room", "交办": "township", "专办": "township", "向上级反映": "city"},
}


def told(rows) -> str:
    return " ".join(row.name for row in rows)


def pack_of(code):
    return practice.load(code)


@pytest.mark.parametrize("code", STAGES)
def test_a_place_goes_its_own_way_in_its_own_words(code):
    assert told(pack_of(code).stages) == STAGES[code]


@pytest.mark.parametrize("code", AGENDAS)
def test_a_meeting_has_the_parts_of_its_place_in_order(code):
    assert told(pack_of(code).agenda) == AGENDAS[code]


@pytest.mark.parametrize("code", CHECKLISTS)
def test_a_checklist_holds_exactly_what_its_place_names(code):
    items = pack_of(code).resolved["checklist"][0]["item"]
    assert " ".join(item["name"] for item in items) == CHECKLISTS[code]


def test_zongyang_hangs_six_things_on_the_wall():
    wall = pack_of("zongyang").resolved["checklist"][1]
    names = ["委员权利和义务", "委员联系方式", "工作职责", "接待流程", "年度工作计划", "活动风采栏"]
    assert [item["name"] for item in wall["item"]] == [f"{name}上墙" for name in names]


@pytest.mark.parametrize("code", STAGES)
def test_rules_of_how_often_have_the_numbers_of_their_place_and_no_others(code):
    found = [(one.subject, one.measure, one.period, one.min, one.max) for one in quotas_of(pack_of(code).resolved)]
    assert found == QUOTAS.get(code, [])


@pytest.mark.parametrize("code", ROSTERS)
def test_days_for_the_public_recur_as_their_place_says(code):
    assert ROSTERS[code] in practice.explain(pack_of(code)).splitlines()


@pytest.mark.parametrize("code", SUPERVISED)
def test_rounds_of_supervision_are_those_of_the_place(code):
    assert " ".join(pack_of(code).resolved["supervision"]) == SUPERVISED[code]


def test_what_suizhou_inspects_is_agreed_by_the_city_committee_before_it_is_published():
    line = next(line for line in practice.explain(pack_of("suizhou")).splitlines() if line.startswith("每年督办检查"))
    assert line.startswith("每年督办检查：由市政协办公室进行，报市委审定后印发。")


@pytest.mark.parametrize("code", WAYS)
def test_topics_pass_the_bodies_that_the_place_names(code):
    pack = pack_of(code)
    ways = [
        " → ".join("、".join(pack.body(body).name for body in step.bodies) + step.name for step in route.steps)
        for route in pack.routes
    ]
    assert ways == WAYS[code]


@pytest.mark.parametrize("code", ["jiahe", "jinzhai", "chizhou", "xuancheng"])
def test_offices_speak_for_themselves(code):
    """Nobody else enters it for them, but for a party committee."""
    entered = [body.name for body in pack_of(code).bodies if body.enters and not body.committee]
    assert entered == []


@pytest.mark.parametrize("code", STAGES)
def test_problems_are_classed_only_where_the_place_does(code):
    assert {each.name: each.triggers for each in pack_of(code).triages} == TRIAGES.get(code, {})


@pytest.mark.parametrize("code", DISPOSITIONS)
def test_matters_go_the_ways_of_their_place(code):
    found = {each.name: each.route for each in pack_of(code).dispositions if each.code != "no_consensus"}
    assert found == DISPOSITIONS[code]


def test_sandikou_gives_five_five_and_two_points_and_asks_for_fifteen():
    lines = practice.explain(pack_of("sandikou")).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("委员积分制"))
    assert lines[at : at + 4] == [
        "委员积分制（委员），全年不少于 15 分；达不到的，向区政协建议请辞。适用于派驻街道的委员。",
        "　　参加活动：每次计 5 分。",
        "　　提出“金点子”：由考核人评定，每项计 5 分。",
        "　　参加志愿服务：由考核人评定，每项计 2 分。",
    ]


def test_mengcheng_commends_a_tenth_and_talks_to_twenty():
    [scheme] = pack_of("mengcheng").resolved["scheme"]
    assert [(each.get("top_share"), each.get("bottom")) for each in scheme["grade"]] == [(0.1, None), (None, 20)]
    assert [(each["name"], each["weight"]) for each in scheme["assessor"]] == [("政协", 0.5), ("街道", 0.5)]


def test_taihu_praises_five_units_and_holds_two_to_account():
    pack = pack_of("taihu")
    [scheme] = pack.resolved["scheme"]
    assert [(each["name"], each.get("top"), each.get("bottom")) for each in scheme["grade"]] == [
        ("先进单位", 5, None),
        ("限期整改", None, 2),
    ]
    assert (pack.proposal_year.praised, pack.proposal_year.to_rectify) == (5, 2)


def test_taihu_examines_a_proposal_four_times():
    [rule] = [rule for rule in pack_of("taihu").proposal_kinds if rule.kind == "proposal"]
    assert [step.name for step in rule.reviews] == ["提案组初审", "提案委员会复审", "三方会审", "主席会议终审"]


def test_funan_commends_twenty_members_and_talks_to_five():
    [scheme] = pack_of("funan").resolved["scheme"]
    assert [(each.get("top"), each.get("bottom")) for each in scheme["grade"]] == [(20, None), (None, 5)]


def test_dongshan_seats_six_sides_beside_the_members():
    wanted = [each.name for each in pack_of("dongshan").categories if each.min]
    assert wanted == ["社区党组织", "居委会", "居民监督委员会", "物业", "业主委员会", "法律顾问", "政协委员"]


def test_wuhu_lets_the_public_join_by_itself():
    assert pack_of("wuhu").participants.join == ("appointed", "registered")
    assert "registered" not in pack_of("nanling").participants.join


def test_counterpart_and_sector_talks_are_held_at_the_front_line_in_xiangzhou():
    modes = told(pack_of("xiangzhou").meeting_modes)
    assert [mode for mode in ("对口协商", "界别协商", "提案办理协商", "乡村月月谈") if mode not in modes] == []


def test_only_one_route_is_told_without_naming_others():
    told_of = {code: practice.explain(pack_of(code)).splitlines() for code in ("bozhou", "jiahe", "bijiashan")}
    assert "议题：同级党组织审核确定。" in told_of["bozhou"]
    assert "其他议题：党委办、政府办、政协办联审。" in told_of["jiahe"]
    # What is filed instead is told at its checkpoint, and takes no route.
    assert [line for line in told_of["bijiashan"] if line.startswith("议题：") or "其他议题" in line] == []


def test_gates_speak_the_words_of_their_place():
    said = {code: practice.explain(pack_of(code)) for code in ("bozhou", "feixi", "bijiashan", "jinzhai", "daye")}
    assert "恳谈人员人数（利益相关方代表）占恳谈人员人数的比例不少于 50%" in said["bozhou"]
    assert "协商民主小组人数不少于 20 人" in said["feixi"]
    assert "第一召集人审签协商决议" in said["bijiashan"]
    assert "要报县政协办公室的事项都已报送" in said["jinzhai"]
    assert "县委、县政府、县政协共同确定 → 县委批准（必须满足）" in said["jinzhai"]
    assert "各委员之家合计每年协商场次至少 8 场次" in said["jinzhai"]
    assert "第一召集人审签协商纪要" in said["daye"]


def test_jiahe_has_its_small_suggestions_reviewed_by_three_offices_at_once():
    rule = pack_of("jiahe").proposal_kind("suggestion")
    [step] = rule.reviews
    bodies = [(body.name, body.unit_of) for body in step.bodies]
    offices = [("县委办公室", "dispatch_office"), ("县政府办公室", "dispatch_office"), ("县政协办公室", "office")]
    assert (step.name, bodies, rule.handled) == ("三办联审", offices, True)
