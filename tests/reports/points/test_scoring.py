"""The engine of points as tables: what a scheme says, what was done, what it comes to and how that is explained."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.facts.points.grading import grades, places
from reports.facts.points.scheme import Grade, scheme_named, schemes_of
from reports.facts.points.scoring import Corrected, Given, rounded, score
from rooms.practice.quotas import quotas_of
from rooms.practice.reading import load

QUOTA = {"name": "协商", "subject": "room", "measure": "meetings", "period": "year", "severity": "warn"}


def scheme(*items, **keys):
    table = {"code": "x", "name": "积分", "subject": "member", "item": list(items), **keys}
    return scheme_named({"scheme": [table]}, "x")


def item(**keys):
    return {"name": "参加活动", "measure": "activities", "points": 5, **keys}


def manual(**keys):
    return {"name": "金点子", "manual": True, "points": 5, **keys}


@pytest.mark.parametrize(
    ("said", "told"),
    [("000: L14", ""), ("000: L10, L13–14", ""), ("《联络室考核办法》第四条", "《联络室考核办法》第四条"), ("", "")],
)
def test_a_rule_is_grounded_on_a_document_by_name_and_not_on_lines_of_papers(said, told):
    found = scheme(item(source=said), source=said)
    assert (found.source, found.items[0].source) == (told, told)
    assert quotas_of({"quota": [{**QUOTA, "source": said}]})[0].source == told


TABLE = {
    "each one counts": (item(), 3, 15, "3 次 × 5 分 = 15 分"),
    "none is nothing": (item(), 0, 0, "0 次 × 5 分 = 0 分"),
    "a cap is the most": (item(cap=12), 3, 12, "3 次 × 5 分 = 15 分，最多计 12 分"),
    "a cap that is not reached changes nothing": (item(cap=15), 3, 15, "3 次 × 5 分 = 15 分"),
    "what is reached counts once": (item(per="reached", at=3), 7, 5, "7 次，达到 3 次，5 分"),
    "what is just reached counts": (item(per="reached", at=3), 3, 5, "3 次，达到 3 次，5 分"),
    "what is not reached does not": (item(per="reached", at=3), 2, 0, "2 次，没有达到 3 次"),
    "only the highest of many is one": (item(highest_only=True), 4, 5, "4 次，只计一次，5 分"),
    "a deduction takes away": (item(deducts=True), 2, -10, "扣分：2 次 × 5 分 = 10 分"),
    "a deduction has a most": (item(deducts=True, cap=8), 2, -8, "扣分：2 次 × 5 分 = 10 分，最多扣 8 分"),
    "half points stay exact": (item(points=0.1), 3, Decimal("0.3"), "3 次 × 0.1 分 = 0.3 分"),
}


@pytest.mark.parametrize("case", TABLE)
def test_an_item_comes_to_its_points(case):
    of, n, points, words = TABLE[case]
    [line] = score(scheme(of), {1: n}).lines
    assert (line.points, line.words, line.number) == (points, words, 1)


def test_what_is_written_down_by_hand_counts_each():
    found = score(scheme(manual()), {}, [Given("金点子"), Given("金点子", times=2), Given("别的")])
    assert (found.total, found.lines[0].words) == (15, "3 项 × 5 分 = 15 分")


def test_of_steps_over_one_measure_the_highest_counts():
    steps = (
        item(name="达到 4 次", per="reached", at=4, points=2, highest_only=True),
        item(name="达到 8 次", per="reached", at=8, points=6, highest_only=True),
        item(name="别的场合", where={"context": "ordinary"}, points=1, highest_only=True),
    )
    found = score(scheme(*steps), {1: 9, 2: 9, 3: 1})
    assert [line.points for line in found.lines] == [0, 6, 1]
    assert found.lines[0].words.endswith("同类只计最高一项，这一项不计")
    assert [line.points for line in score(scheme(*steps), {1: 5, 2: 5, 3: 0}).lines] == [2, 0, 0]


def test_more_than_the_full_mark_is_a_line_that_takes_it_away():
    found = score(scheme(item(), full=12), {1: 3})
    assert (found.total, found.lines[-1].name, found.lines[-1].points) == (12, "超过满分的部分", -3)


TWO = [{"name": "政协", "role": "leading_office", "weight": 0.5}, {"name": "街道", "role": "township", "weight": 0.5}]
THIRDS = [{"name": "甲", "weight": "1/3"}, {"name": "乙", "weight": "2/3"}]


def rated(assessors=TWO, **keys):
    return scheme(manual(name="履职评价", points=100), assessor=assessors, **keys)


def given(**marks):
    return [Given("履职评价", Decimal(points), assessor=name) for name, points in marks.items()]


def test_two_assessors_weigh_together():
    found = score(rated(), {}, given(政协="88", 街道="91"))
    assert (found.total, found.missing) == (Decimal("89.5"), ())
    assert found.lines[0].words == "政协 88 分 × 50% + 街道 91 分 × 50% = 89.5 分"


def test_as_long_as_one_is_missing_nothing_is_told_of_the_other():
    found = score(rated(), {}, given(政协="88"))
    assert (found.total, found.missing, found.is_complete) == (0, ("街道",), False)
    assert found.lines[0].words == "等待街道评分，各方评完以后一并计入"
    assert "88" not in str(found)


def test_weights_are_exact_and_the_line_is_rounded_as_people_do():
    assert score(rated(THIRDS), {}, given(甲="80", 乙="85")).total == Decimal("83.33")
    assert rounded(Fraction(1, 8)) == Decimal("0.13")


def test_an_item_that_counts_each_is_not_weighed():
    found = score(scheme(manual(per="each"), assessor=TWO), {}, [Given("金点子", times=2)])
    assert (found.total, found.missing) == (10, ())


def test_an_upheld_appeal_is_a_line_of_its_own():
    found = score(scheme(item()), {1: 1}, (), [Corrected("参加活动", Decimal(5), 7), Corrected("", Decimal("-1.5"), 8)])
    assert found.total == Decimal("8.5")
    assert [(line.name, line.words, line.appeal) for line in found.lines[1:]] == [
        ("参加活动：申诉更正", "申诉采纳，更正 +5 分", 7),
        ("申诉更正", "申诉采纳，更正 -1.5 分", 8),
    ]


@pytest.mark.parametrize("seed", range(200))
def test_every_total_is_the_sum_of_its_lines(seed):
    """Whatever a scheme asks: nothing is added that no line tells of, and no cap or full mark is passed."""
    dice = random.Random(seed)
    items, counts, hand = [], {}, []
    for number in range(1, dice.randint(1, 7)):
        of = {"name": f"第{number}项", "points": dice.choice([1, 2, 0.5, 2.5, 10])}
        of |= {"cap": dice.choice([1, 5, 7.5])} if dice.random() < 0.4 else {}
        of |= {"highest_only": True} if dice.random() < 0.3 else {}
        of |= {"deducts": True} if dice.random() < 0.2 else {}
        if dice.random() < 0.4:
            of["manual"] = True
            hand += [Given(of["name"], Decimal(dice.randint(0, 9)), dice.randint(1, 3), a) for a in ("政协", "街道")]
        else:
            of["measure"] = dice.choice(["activities", "statements"])
            of |= {"per": "reached", "at": dice.randint(1, 5)} if dice.random() < 0.3 else {}
            counts[number] = dice.choice([0, 1, 3, 9])
        items.append(of)
    if not items:
        items = [item()]
    keys = {"full": 20} if dice.random() < 0.5 else {}
    keys |= {"assessor": TWO} if dice.random() < 0.5 else {}
    made = scheme(*items, **keys)
    found = score(made, counts, hand, [Corrected("", Decimal(dice.randint(-3, 3)))])
    assert found.total == sum(line.points for line in found.lines)
    assert made.full is None or found.total <= made.full
    for line in found.lines:
        of = made.item(line.number) if line.number else None
        assert of is None or of.cap is None or abs(line.points) <= of.cap
    assert all(line.words for line in found.lines)


def totals(*points):
    return dict(enumerate(map(Decimal, points), 1))


def test_equal_points_have_an_equal_place():
    assert places(totals(9, 7, 7, 5)) == {1: 1, 2: 2, 3: 2, 4: 4}


TOP = Grade("表扬", top=2)
SHARE = Grade("表扬", top_share=Fraction(1, 10))
LAST = Grade("约谈", bottom=2)
GRADES = {
    "the first two": ((TOP,), (9, 8, 7, 6), "表表--"),
    "who is equal at the end is taken in": ((TOP,), (9, 8, 8, 6), "表表表-"),
    "equal at the top": ((TOP,), (9, 9, 9, 6), "表表表-"),
    "the last two": ((LAST,), (9, 8, 7, 6), "--约约"),
    "who is equal at the beginning is left out": ((LAST,), (9, 7, 7, 6), "---约"),
    "all equal, nobody is last": ((LAST,), (5, 5, 5), "---"),
    "no more people than the last ones": ((LAST,), (9, 8), "--"),
    "a share is rounded down": ((SHARE,), tuple(range(19, 0, -1)), "表" + "-" * 18),
    "a share of few is nobody": ((SHARE,), tuple(range(9, 0, -1)), "-" * 9),
    "from a mark on": ((Grade("优秀", least=Decimal(8)), Grade("合格")), (9, 8, 7), "优优合"),
    "the first that fits holds": ((Grade("优秀", least=Decimal(1)), TOP), (9, 8), "优优"),
}


@pytest.mark.parametrize("case", GRADES)
def test_grades_treat_equal_points_alike(case):
    scale, points, wanted = GRADES[case]
    found = grades(scale, totals(*points))
    assert "".join(found[key].name[0] if found[key] else "-" for key in sorted(found)) == wanted


@pytest.mark.parametrize("seed", range(50))
def test_whoever_is_equal_has_the_same_grade(seed):
    dice = random.Random(seed)
    points = totals(*(dice.randint(0, 6) for _ in range(dice.randint(1, 30))))
    found = grades((Grade("表扬", top_share=Fraction(1, 5)), LAST, Grade("其余")), points)
    by_points = {}
    for key, total in points.items():
        by_points.setdefault(total, set()).add(found[key].name)
    assert all(len(names) == 1 for names in by_points.values())


def test_the_published_scheme_of_a_street_is_read_as_it_was_published():
    [street] = schemes_of(load("sandikou").resolved)
    assert (street.minimum, street.consequence) == (15, "向区政协建议请辞")
    assert score(street, {1: 3}).total == 15
    assert score(street, {1: 0}, [Given("参加志愿服务", times=7)]).total == 14
    assert score(street, {1: 0}, [Given("参加志愿服务", times=8)]).total == 16


def test_the_scheme_with_two_assessors_is_read_as_it_is_set():
    [county] = schemes_of(load("mengcheng").resolved)
    assert [(each.name, each.weight) for each in county.assessors] == [("政协", 1 / 2), ("街道", 1 / 2)]
    assert [item.is_rated for item in county.items] == [True]
    assert [(grade.name, grade.top_share, grade.bottom) for grade in county.grades] == [
        ("表扬", Fraction(1, 10), None),
        ("约谈", None, 20),
    ]


def test_the_sample_of_daye_is_on_trial_for_every_subject():
    found = schemes_of(load("daye").resolved)
    assert [each.kind for each in found] == ["room", "township", "member", "unit", "committee"]
    assert all(each.is_tentative and item.is_provisional for each in found for item in each.items)
