"""Faults as forms tell them: by the labels that stand there, never by the keys of a file."""

import re
import tomllib
from pathlib import Path

import pytest

from rooms.practice import drafting
from rooms.practice.fault_words import form_sentence
from tests.rooms.packs import DAYE, LIGHT, STAGE, with_checkpoints
from tests.rooms.test_quotas import FAULTS, quota

THIRTY = Path(__file__).parent / "practices" / "thirty_faults.toml"


def told(text: str) -> list[str]:
    data = tomllib.loads(text)
    return [form_sentence(fault, data) for fault in drafting.faults_of(data)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (with_checkpoints('kind = "publicity"'), "公示期要写“自然日”或“工作日”中的一个。"),
        (
            with_checkpoints('kind = "count"\nmeasure = "meetings"\nmin = 3\nmax = 2'),
            "比“不少于”还小。应当不小于 3。",
        ),
        (
            with_checkpoints('kind = "approval"\nbodies = ["approver"]\nfiling = true\nmay = ["reject"]'),
            "备案不能被否决。去掉“不同意”。",
        ),
        (
            with_checkpoints('kind = "approval"\nby_route = true\nfiling = true'),
            "走审定路线的，不写这一项。删去这一项，或者改写“机关”。",
        ),
        (
            quota(period='"days"'),
            "天数和“周期”为“最近若干天”要一起写。补上另一个，或者删去这一项。",
        ),
        (quota(when='{ level = ["county"] }'), "“委员级别”只用于委员。删去“委员级别”，或者“适用对象”写成“委员”。"),
        (quota(period='"term"'), "没有写本届从哪一天开始。"),
        (
            LIGHT + STAGE,
            "没有必须满足的纪要审签，协商走到报送就报不出去。在“议事”写一个关口：“种类”为“签批”、“对象”为“协商纪要”、",
        ),
        (LIGHT + "[participants]\nmin = 9\nmax = 3", "比“总人数不少于”还小。应当不小于 9。"),
        (DAYE.replace("第 {n} 期", "第 {m} 期"), "编号样式不对，要有 {n}，其他只能用规定的占位。"),
    ],
)
def test_a_fault_is_told_by_the_labels_of_the_form(text, sentence):
    assert [each for each in told(text) if each.startswith(sentence)] != [], told(text)


def test_no_key_of_a_file_is_left():
    texts = [THIRTY.read_text(encoding="utf-8"), *(quota(**changes) for changes, _, _ in FAULTS)]
    said = [sentence for text in texts for sentence in told(text)]
    # What stands in braces is written so in the form, and a wrong code stands as it was typed.
    assert [each for each in said if re.search(r"(?<!\{)\b(?!late\b|tea\b)[a-z]{2,}", each)] == []
