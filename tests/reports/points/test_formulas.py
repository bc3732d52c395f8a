"""What a scheme may say beyond so much for each: rates, steps, averages, joint work, groups, classes, quotas."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.facts.points.grading import grades
from reports.facts.points.reckoning import Tally
from reports.facts.points.scheme import Grade, scheme_named, schemes_of
from reports.facts.points.scoring import Corrected, Given, score
from rooms.practice import load


def scheme(*items, subject="room", **keys):
    table = {"code": "x", "name": "考核", "subject": subject, "item": list(items), **keys}
    return scheme_named({"scheme": [table]}, "x")


def rate(**keys):
    return {"name": "落实", "measure": "done_matters", "out_of": "matters", "per": "rate", "points": 20, **keys}


def joint(**keys):
    return {"name": "协商", "measure": "consultations", "points": 4, **keys}


BANDS = [{"from": 0.6, "points": 3}, {"from": 0.9, "points": 10}]
STEPS = [{"from": 3, "points": 5}, {"from": 1, "points": 2}]
VISITS = {"name": "走访", "measure": "visits", "points": 5}
TABLE = {
    "a rate is scaled to the points": (rate(), Tally(3, out_of=4), "15", "75%（3/4 件）× 20 分 = 15 分"),
    "a rate is rounded once, at its end": (rate(), Tally(1, out_of=3), "6.67", "33.3%（1/3 件）× 20 分 = 6.67 分"),
    "more than the whole is the whole": (rate(), Tally(5, out_of=4), "20", "125%（5/4 件）× 20 分 = 20 分"),
    "nothing to compare is nothing": (rate(), Tally(), "0", "没有协商事项可比，不计分"),
    "or full points where the scheme says so": (
        rate(when_none="full"),
        Tally(),
        "20",
        "没有协商事项可比，计满分 20 分",
    ),
    "a rate by steps": (
        rate(per="band", band=BANDS, points=10),
        Tally(9, out_of=10),
        "10",
        "90%（9/10 件），达到 90%，10 分",
    ),
    "just below a step": (
        rate(per="band", band=BANDS, points=10),
        Tally(899, out_of=1000),
        "3",
        "89.9%（899/1000 件），达到 60%，3 分",
    ),
    "below the lowest step": (
        rate(per="band", band=BANDS, points=10),
        Tally(1, out_of=2),
        "0",
        "50%（1/2 件），没有达到最低一档",
    ),
    "a number by steps": ({**VISITS, "per": "band", "band": STEPS}, Tally(3), "5", "3 人次，达到 3 人次，5 分"),
    "an average by steps": (
        {**VISITS, "per": "band", "band": STEPS, "per_head": "member"},
        Tally(14, heads=8),
        "2",
        "14 人次，8 名委员平均 1.75 人次，达到 1 人次，2 分",
    ),
    "an average for each": (
        {**VISITS, "points": 2, "per_head": "member"},
        Tally(10, heads=4),
        "5",
        "10 人次，4 名委员平均 2.5 人次 × 2 分 = 5 分",
    ),
    "an average of nobody is nothing": (
        {**VISITS, "points": 2, "per_head": "member"},
        Tally(10),
        "0",
        "10 人次，0 名委员平均 0 人次 × 2 分 = 0 分",
    ),
    "who helps has a part": (
        joint(joint="part", joint_share=0.5),
        Tally(3, joined=1),
        "14",
        "主办 3 场次、参加 1 场次（参加的计 50%），计 3.5 场次 × 4 分 = 14 分",
    ),
    "who helps has the same": (
        joint(joint="full"),
        Tally(3, joined=1),
        "16",
        "主办 3 场次、参加 1 场次 × 4 分 = 16 分",
    ),
    "all divide what they did": (
        joint(joint="equal"),
        Tally(1, joined=1, split=Fraction(1, 2) + Fraction(1, 3)),
        "3.33",
        "主办 1 场次、参加 1 场次，平均分摊后计 0.83 场次 × 4 分 = 3.33 分",
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_an_item_comes_to_its_points(case):
    of, tally, points, words = TABLE[case]
    [line] = score(scheme(of), {1: tally}).lines
    assert (line.points, line.words) == (Decimal(points), words)


def grouped(*groups, items=None):
    items = items or [joint(group="甲"), {**VISITS, "group": "甲"}, {**VISITS, "name": "其他"}]
    return scheme(*items, group=list(groups))


def test_a_group_has_a_most():
    found = score(grouped({"name": "甲", "cap": 10}), {1: 2, 2: 1, 3: 1})
    assert [(line.name, line.points) for line in found.lines] == [
        ("协商", 8),
        ("走访", 5),
        ("其他", 5),
        ("甲：超过上限的部分", -3),
    ]
    assert found.total == 15


def test_deductions_of_a_group_have_a_most():
    items = [{**VISITS, "group": "扣", "deducts": True}, {**VISITS, "name": "二", "group": "扣", "deducts": True}]
    assert score(grouped({"name": "扣", "cap": 6}, items=items), {1: 1, 2: 1}).total == -6


def test_a_group_weighs_its_items_and_each_line_says_so():
    found = score(grouped({"name": "甲", "weight": 0.3}), {1: 2, 2: 1, 3: 1})
    assert [line.points for line in found.lines] == [Decimal("2.4"), Decimal("1.5"), 5]
    assert found.lines[0].words == "2 场次 × 4 分 = 8 分；甲占 30%，计 2.4 分"


def test_of_a_group_the_highest_counts_alone():
    found = score(grouped({"name": "甲", "highest_only": True}), {1: 2, 2: 1, 3: 1})
    assert [line.points for line in found.lines] == [8, 0, 5]


def test_bonus_counts_beyond_the_full_mark_and_a_deduction_below_it():
    items = [joint(), {**VISITS, "name": "加分", "bonus": True}, {**VISITS, "name": "扣分", "deducts": True}]
    found = score(scheme(*items, full=10), {1: 5, 2: 1, 3: 1})
    assert [(line.name, line.points) for line in found.lines] == [
        ("协商", 20),
        ("加分", 5),
        ("扣分", -5),
        ("超过满分的部分", -5),
    ]
    assert found.total == 15


def test_a_correction_belongs_to_the_group_of_its_item():
    found = score(grouped({"name": "甲", "cap": 10}), {1: 2}, corrected=[Corrected("协商", Decimal(4), 7)])
    assert found.total == 10


CLASSES = [
    {"name": "常任", "of": ["county"], "minimum": 15},
    {"name": "外地", "of": ["province", "prefecture"], "minimum": 5, "full": 6},
]


def test_a_class_has_items_and_bounds_of_its_own():
    made = scheme(
        {**VISITS, "measure": "activities"},
        {**VISITS, "name": "提案", "measure": "proposals", "classes": ["常任"]},
        subject="member",
        minimum=10,
        **{"class": CLASSES},
    )
    near, far = made.for_tags(["county"]), made.for_tags(["province", "away"])
    assert (near.minimum, len(near.items), far.minimum, far.full) == (15, 2, 5, 6)
    assert score(near, {1: 2, 2: 1}).total == 15
    assert score(far, {1: 2, 2: 1}).total == 6
    assert made.for_tags(["elsewhere"]).minimum == 10


QUOTA = Grade("优秀", least=Decimal(90), top_share=Fraction(1, 5), ties="out")
REST = Grade("合格")
GRADES = {
    "a quota takes no more than its share": (
        (QUOTA, REST),
        (99, 98, 97, 96, 95, 94, 93, 92, 91, 90),
        "优优合合合合合合合合",
    ),
    "nor whoever is equal where there is no room": (
        (QUOTA, REST),
        (99, 98, 98, 96, 95, 94, 93, 92, 91, 90),
        "优合合合合合合合合合",
    ),
    "and asks for its points besides": (
        (QUOTA, REST),
        (91, 89, 88, 87, 86, 85, 84, 83, 82, 81),
        "优合合合合合合合合合",
    ),
    "the last by share": ((Grade("后", bottom_share=Fraction(1, 4)), REST), (9, 8, 7, 6), "合合合后"),
    "the last with all who are equal": ((Grade("后", bottom=1, ties="in"), REST), (9, 8, 6, 6), "合合后后"),
}


@pytest.mark.parametrize("case", GRADES)
def test_a_quota_is_kept(case):
    scale, points, wanted = GRADES[case]
    found = grades(scale, dict(enumerate(map(Decimal, points))))
    assert "".join(found[key].name[0] for key in sorted(found)) == wanted


def test_equal_totals_are_told_apart_by_what_the_scheme_names():
    totals = {1: Decimal(90), 2: Decimal(90), 3: Decimal(80)}
    order = {1: (90, 5), 2: (90, 7), 3: (80, 9)}
    found = grades((Grade("优", top=1), REST), totals, order)
    assert [found[key].name for key in (1, 2, 3)] == ["合格", "优", "合格"]


def test_a_mark_by_hand_is_weighed_by_its_group_as_well():
    made = scheme(
        {"name": "评价", "manual": True, "points": 100, "group": "甲"},
        group=[{"name": "甲", "weight": "1/3"}],
        assessor=[{"name": "政协", "weight": 1}],
    )
    found = score(made, {}, [Given("评价", Decimal(80), assessor="政协")])
    assert found.total == Decimal("26.67")


PUBLISHED = {
    # 004: L1235: the first five of the units are praised, the last two mend.
    "taihu": (9, "先先先先先--限限"),
    # 004: L479: the first twenty members are commended, the last five are spoken to.
    "funan": (27, "表" * 20 + "--" + "约" * 5),
}


def published(place):
    [found] = schemes_of(load(place).resolved)
    return found


@pytest.mark.parametrize("place", PUBLISHED)
def test_lists_of_the_first_and_the_last_run_out_of_the_pack_of_their_place(place):
    many, wanted = PUBLISHED[place]
    found = grades(published(place).grades, {key: Decimal(100 - key) for key in range(many)})
    assert "".join(found[key].name[0] if found[key] else "-" for key in sorted(found)) == wanted


@pytest.mark.parametrize("place", PUBLISHED)
def test_where_nobody_knows_who_is_last_nobody_is(place):
    many, _ = PUBLISHED[place]
    made = published(place)
    found = grades(made.grades, dict.fromkeys(range(many), Decimal(60)))
    assert {grade.name for grade in found.values()} == {made.grades[0].name}


def test_the_three_criteria_of_a_place_make_up_its_full_mark():
    made = published("taihu")
    found = score(made, {}, [Given(item.name, item.points, assessor="评议组") for item in made.items])
    assert ([item.points for item in made.items], found.total, found.is_complete) == ([30, 30, 40], 100, True)
