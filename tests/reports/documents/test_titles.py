import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.titles import split_title

TITLES = {
    "关于幸福路夜间照明的协商纪要": ["关于幸福路夜间照明的协商纪要"],
    "关于水泥厂宿舍小区下水管网改造的协商纪要": ["关于水泥厂宿舍小区", "下水管网改造的协商纪要"],
    "关于2026年第四季度协商议定事项督办情况的通报": ["关于2026年第四季度", "协商议定事项督办情况的通报"],
    "关于印发《大冶市2026年度协商计划》的通知": ["关于印发《大冶市", "2026年度协商计划》的通知"],
    "大冶市2026年10月“协商在一线”督办报告": ["大冶市2026年10月", "“协商在一线”督办报告"],
    "关于狮子岗村三组农田灌溉机井修复与管护责任的协商纪要": [
        "关于狮子岗村三组农田灌溉",
        "机井修复与管护责任的协商纪要",
    ],
}


@pytest.mark.parametrize(("title", "lines"), TITLES.items())
def test_titles_turn_between_words(title, lines):
    assert split_title(title) == lines


def test_the_name_of_a_law_stays_whole():
    title = "关于落实《湖北省物业服务和管理条例》推进无物业老旧小区市场化物业管理试点的协商纪要"
    assert any("《湖北省物业服务和管理条例》" in line for line in split_title(title))


def test_the_writer_may_say_where_a_title_turns():
    assert split_title("关于柳湖街道\n停车的协商纪要") == ["关于柳湖街道", "停车的协商纪要"]


@given(st.text(alphabet="关于水泥厂的，和《》2026协商a", min_size=1, max_size=120))
def test_titles_lose_nothing_and_keep_to_the_width(title):
    lines = split_title(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= 18
