"""What is wrong with an assessment scheme is told with its line and its key."""

import pytest

from rooms import practice
from tests.rooms.packs import LIGHT, refusal

HEAD = '[[scheme]]\ncode = "a"\nname = "考核"\nsubject = "{subject}"\n'
ITEM = '[[scheme.item]]\nname = "甲"\npoints = 5\n'
COUNTED = ITEM + 'measure = "consultations"\n'
RATE = ITEM + 'measure = "done_matters"\nper = "rate"\nout_of = "matters"\n'
WRONG = {
    "a rate of nothing": ("room", ITEM + 'measure = "matters"\nper = "rate"', "out_of", "要写和什么相比"),
    "something to compare that is not compared": ("room", COUNTED + 'out_of = "matters"', "per", "按比例或者按档次"),
    "no steps": ("room", COUNTED + 'per = "band"', "band", "和 band（档次）要一起写"),
    "steps beyond the points": (
        "room",
        COUNTED + 'per = "band"\nband = [{ from = 1, points = 6 }]',
        "band",
        "比 points（分值）还多",
    ),
    "a step of more than all": (
        "room",
        RATE.replace('"rate"', '"band"') + "band = [{ from = 90, points = 5 }]",
        "band",
        "在 0 到 1 之间",
    ),
    "none of nothing": ("room", COUNTED + 'when_none = "full"', "when_none", "没有 out_of（和什么相比）"),
    "a rate that is averaged": ("room", RATE + 'per_head = "member"', "per_head", "比例不再平均"),
    "an average of the wrong ones": ("room", COUNTED + 'per_head = "room"', "item", "不能按联络室平均"),
    "an average of one": ("member", ITEM + 'measure = "activities"\nper_head = "member"', "item", "不能按委员平均"),
    "together what is nobody's together": (
        "room",
        ITEM + 'measure = "visits"\njoint = "full"',
        "joint",
        "不分主办和参加",
    ),
    "a part without its share": ("room", COUNTED + 'joint = "part"', "joint_share", "要一起写"),
    "a share without a part": ("room", COUNTED + "joint_share = 0.5", "joint_share", "谈不上比例"),
    "together and narrowed": (
        "room",
        COUNTED + 'joint = "full"\nwhere = { importance = "important" }',
        "where",
        "不能再筛选",
    ),
    "a filter that the measure does not know": (
        "room",
        COUNTED + 'where = { form = "bench" }',
        "where",
        "不能按 form",
    ),
    "a value that the filter does not have": (
        "room",
        ITEM + 'measure = "information_levels"\nwhere = { adopted = "moon" }',
        "where",
        "没有 moon 这个值",
    ),
    "evidence of what is counted": ("room", COUNTED + "evidence = true", "evidence", "人工评分"),
    "both more and less": ("room", COUNTED + "bonus = true\ndeducts = true", "bonus", "不能既是加分又是扣分"),
    "a group that is not there": ("room", COUNTED + 'group = "乙"', "item", "没有写在 group"),
    "a class that is not there": ("room", COUNTED + 'classes = ["乙"]', "item", "没有写在 class"),
    "classes of what has none": (
        "unit",
        ITEM + 'measure = "handlings"\n[[scheme.class]]\nname = "甲类"\nof = ["county"]',
        "class",
        "不分类别",
    ),
    "a class of nobody": (
        "member",
        ITEM + 'measure = "activities"\n[[scheme.class]]\nname = "甲类"\nof = ["town"]',
        "class",
        "没有 town 这个值",
    ),
    "classes by level and by kind": (
        "member",
        ITEM
        + 'measure = "activities"\n[[scheme.class]]\nname = "甲类"\nof = ["county"]\n'
        + '[[scheme.class]]\nname = "乙类"\nof = ["away"]',
        "class",
        "有的类别按委员级别分，有的按委员类别分",
    ),
    "a quota in two ways": (
        "room",
        COUNTED + '[[scheme.grade]]\nname = "优秀"\ntop = 3\ntop_share = 0.1',
        "",
        "只能写一个",
    ),
    "a tie of what has no places": (
        "room",
        COUNTED + '[[scheme.grade]]\nname = "优秀"\nfrom = 90\nties = "in"',
        "ties",
        "没有并列的问题",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_fault_is_told_with_its_key(case):
    subject, text, key, said = WRONG[case]
    told = str(refusal(LIGHT + HEAD.format(subject=subject) + text))
    assert said in told, told
    assert key in told


def test_a_tie_is_broken_by_an_item_of_the_scheme():
    told = str(refusal(LIGHT + HEAD.format(subject="room") + 'tie_break = ["乙"]\n' + COUNTED))
    assert "没有“乙”这个考核项目" in told


def test_classes_apart_need_classes():
    told = str(refusal(LIGHT + HEAD.format(subject="room") + "apart = true\n" + COUNTED))
    assert "谈不上分别排名" in told


def test_the_sample_of_daye_is_on_trial_and_all_of_it_our_own_choice():
    """The source says 量化评分, 确定等次, and gives no weight: nothing may look like a rule of the place."""
    for scheme in practice.load("daye").resolved["scheme"]:
        assert scheme["tentative"]
        assert all(item["default"] == ["all"] for item in scheme["item"])
        assert {"item", "name", "tentative"} <= set(scheme["default"])
