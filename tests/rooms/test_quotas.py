"""次数要求 as data: what a rule may say, and what is told of one that says it wrongly."""

import pytest

from rooms import practice
from rooms.practice import counting
from rooms.practice.quotas import quotas_of, told
from tests.rooms.packs import LIGHT, refusal

RULE = {
    "name": '"每月开一次板凳会"',
    "subject": '"room"',
    "measure": '"meetings"',
    "period": '"month"',
    "min": "1",
    "severity": '"warn"',
}


def quota(**changes) -> str:
    """A rule of a light pack with some keys changed; None leaves one out."""
    keys = {key: value for key, value in (RULE | changes).items() if value is not None}
    return LIGHT + "[[quota]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


def rule(**changes):
    pack = practice.parse(quota(**changes), name="light.toml")
    [found] = quotas_of(pack.resolved)
    return found, pack


FAULTS = [
    ({"subject": '"department"'}, "subject", "可以写：room（联络室）"),
    ({"measure": '"topics"'}, "measure", "“提出议题”不能按联络室统计。可以写：topics_approved（审定同意的议题）"),
    ({"measure": '"unmet_categories"'}, "measure", "不能按联络室统计"),
    ({"subject": '"unit"'}, "measure", "“协商会次数”不能按承办单位统计。可以写：participants（协商主体人数）"),
    ({"where": '{ level = "city" }'}, "where", "“协商会次数”不能按 level（层级）筛选。可以写：form"),
    ({"where": '{ form = "tea" }'}, "where.form", "没有这个名称"),
    ({"where": "{}"}, "where", "没有写按什么筛选"),
    (
        {"measure": '"done_matters"', "where": '{ outcome = "late" }'},
        "where",
        "outcome（办理结果）没有 late 这个值。可以写：done（已落实）、partly（部分落实）",
    ),
    ({"min": None}, "", "要写 min（不少于）、max（不多于）或 ratio（比例不低于）"),
    ({"min": "3", "max": "2"}, "max", "比 min（不少于）还小"),
    ({"min": "1.5"}, "min", "可以写 0 到 100000 的整数"),
    ({"ratio": "0.5"}, "ratio", "比例和 ratio_of（和什么相比）要一起写"),
    ({"ratio": "0.5", "ratio_of": '"meetings"'}, "ratio_of", "和自己相比"),
    ({"ratio": "0.5", "ratio_of": '"topics"'}, "ratio_of", "不能按联络室统计"),
    ({"period": '"days"'}, "days", "要一起写"),
    ({"days": "90"}, "days", "要一起写"),
    ({"period": '"days"', "days": "0"}, "days", "可以写 1 到 3650 的整数"),
    ({"period": '"term"'}, "period", "没有写本届从哪一天开始"),
    ({"period": '"week"'}, "period", "可以写：month（每月）"),
    ({"severity": '"block"'}, "severity", "可以写：off（不启用）、note（目标）、warn（提醒）、alarm（告警）"),
    ({"consequence": '"' + "长" * 61 + '"'}, "consequence", "最多 60 个字"),
    ({"when": '{ level = ["county"] }'}, "when", "level（委员级别）只用于委员"),
    ({"when": '{ room_kind = ["castle"] }'}, "when.room_kind[1]", "没有这个值"),
    ({"default": '["max"]'}, "default", "没有写 max（不多于）这个键"),
    ({"color": "1"}, "color", "没有这个键"),
]


@pytest.mark.parametrize(("changes", "key", "problem"), FAULTS)
def test_a_wrong_rule_is_named_with_what_may_stand_there(changes, key, problem):
    error = refusal(quota(**changes))
    assert (error.key, problem in str(error)) == ("quota[1]" + (f".{key}" if key else ""), True)


def test_two_rules_of_one_name_are_refused():
    assert "与前面的重复" in str(refusal(quota() + quota().removeprefix(LIGHT)))


def test_a_day_is_written_as_text():
    assert "不是日期" in str(refusal(LIGHT + 'term_starts_on = "去年"\n'))
    assert "不是日期" in str(refusal(LIGHT + "term_starts_on = 2021-12-01\n"))
    for far in ("9998-01-01", "0001-01-01"):
        assert "1949 年到 2199 年" in str(refusal(LIGHT + f'term_starts_on = "{far}"\n'))


TOLD = {
    "每月协商会次数（板凳会）至少 1 次，最多 2 次": {"max": "2", "where": '{ form = "bench" }'},
    "最近 90 天协商场次至少 1 场次": {"measure": '"consultations"', "period": '"days"', "days": "90"},
    "每年推动落实事项（市级、已落实）不低于协商事项的 50%": {
        "measure": '"done_matters"',
        "where": '{ level = "city", outcome = "done" }',
        "period": '"year"',
        "min": None,
        "ratio": "0.5",
        "ratio_of": '"matters"',
    },
    "每季度协商主体人数（利益相关方代表）至少 1 人": {
        "measure": '"participants"',
        "where": '{ category = "stakeholder" }',
        "period": '"quarter"',
    },
    "每半年调研走访数量（户）至少 1 户（人）": {
        "measure": '"people_visited"',
        "where": '{ counted_in = "户" }',
        "period": '"half_year"',
    },
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_rule_is_told_in_words(sentence):
    assert told(*rule(**TOLD[sentence])) == sentence


def test_the_prose_tells_whom_a_rule_is_for_and_what_follows():
    _, pack = rule(
        subject='"member"',
        measure='"attendances"',
        when='{ level = "county" }',
        consequence='"建议提醒谈话"',
        default='["min"]',
    )
    sentence = (
        "每月开一次板凳会：委员每月到会人次至少 1 人次（提醒）。只对县（市、区）政协委员。达不到的，建议提醒谈话。"
        "其中的数字暂定，可以修改。"
    )
    assert sentence in practice.explain(pack).splitlines()


def test_every_subject_has_something_to_count():
    assert [subject for subject in counting.SUBJECTS if not counting.counted_for(subject)] == []
