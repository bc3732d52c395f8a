"""History by Excel: what a row of the time before must say."""

from datetime import date

import pytest

from consult.models import PastConsultation
from members.operations import peek_number
from proposals.models import PastHandling
from tests.reports.workbooks import kit, past_kit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sent(kind, house, *rows):
    return kit.sent(kind, kit.filled(kind, *rows), by=house.leading_office)


def faults(kind, house, *rows) -> str:
    return "；".join(sent(kind, house, *rows).outcome["faults"])


def consultation(house, **changed) -> dict:
    base = {"联络室": house.room.name, "协商日期": date(2025, 5, 8), "议题": "公园停车", "资料来源": "台账"}
    return {**base, **changed}


def test_history_comes_in_by_two_sheets_and_the_numbering_goes_on(house):
    kit.written(
        sent("past_consultations", house, consultation(house, 纪要年度=2025, 纪要期号=7)), by=house.leading_office
    )
    row = {**consultation(house), "事项": "划线", "办理结果": "已落实", "办结日期": date(2025, 6, 1)}
    row.pop("资料来源")
    kit.written(sent("past_matters", house, row), by=house.leading_office)
    past = PastConsultation.objects.get()
    assert (past.number_words, past.matters.get().text) == ("〔2025〕第 7 期", "划线")
    assert peek_number(house.room.unit, "minutes", 2025) == 7


def test_a_matter_without_its_consultation_is_told(house):
    row = {**consultation(house), "事项": "划线", "办理结果": "没有办结"}
    row.pop("资料来源")
    assert "请先导入“历史协商”" in faults("past_matters", house, row)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"纪要期号": 7}, "年度和期号要一起填"),
        ({"纪要年度": 2024, "纪要期号": 7}, "不能早于协商的年份"),
        ({"协商日期": date(2098, 1, 1)}, "不能晚于今天"),
        ({"联络室": "没有的联络室"}, "没有叫“没有的联络室”的联络室"),
    ],
)
def test_what_a_past_consultation_cannot_say_is_told_at_its_cell(house, changed, said):
    assert said in faults("past_consultations", house, consultation(house, **changed))


def test_an_assignment_names_its_report(house):
    row = {"编发单位": "市政协办公室", "类别": "资政建言要报", "年度": 2025, "期号": 5}
    row |= {"承办单位": "市住建局", "交办日期": date(2025, 9, 10)}
    past_kit.brought_along(house)
    PastHandling.objects.all().delete()
    assert "没有登记这一期报告" in faults("past_handlings", house, {**row, "期号": 6})
    assert "要填承办日期" in faults("past_handlings", house, {**row, "办结日期": date(2025, 10, 1)})
    kit.written(sent("past_handlings", house, row), by=house.leading_office)
    assert PastHandling.objects.get().report.number == 5


def test_an_opening_figure_is_not_changed_by_a_file(house):
    past_kit.brought_along(house)
    row = {"区域": house.city.name, "指标": "接访人次", "场合": "日常", "数量": 41, "截至日期": date(2025, 12, 31)}
    row |= {"资料来源": "总结", "签认人": "方静", "签认日期": date(2026, 1, 5)}
    assert "不能修改" in faults("openings", house, row)
    later = {**row, "数量": 40, "签认日期": date(2026, 1, 6)}
    assert faults("openings", house, later).startswith("G2 签认日期：已登记的期初数不能修改")
