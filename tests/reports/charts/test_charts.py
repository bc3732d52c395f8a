"""Charts: one option, and beside it a table that says the same; nothing that moves, no pie, no number without unit."""

import json

import pytest
from django.template import Context, Template

from reports.charts import Item, Series, bars, columns, funnel, lines, stacks

MONTHS = ["1月", "2月", "3月"]
BOTH = [
    Series("协商", "场次", (2, 0, None), ("/a", "/b", "/c")),
    Series("落实", "件", (1, 3, 2)),
]
ROOMS = [Item("柳湖", 4, "/rooms/1"), Item("铜岭", None), Item("茅岭", 9, "/rooms/3"), Item("石桥", 0)]
CHARTS = {
    "bars": bars("rooms", "协商", ROOMS, unit="场次"),
    "funnel": funnel("six", "六步", [Item("确定议题", 6), Item("成果转化", 2)], unit="项"),
    "stacks": stacks("out", "结果", MONTHS, BOTH),
    "columns": columns("months", "每月", MONTHS, BOTH),
    "stacked": columns("parts", "每月", MONTHS, BOTH, is_stacked=True),
    "lines": lines("way", "每月", MONTHS, BOTH),
}
ALL = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def drawn(chart):
    return [point for series in chart.option["series"] for point in series["data"]]


def shown(chart):
    return Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))


@ALL
def test_an_option_is_plain_json_that_does_not_move(chart):
    assert json.loads(json.dumps(chart.option)) == chart.option
    assert chart.option["animation"] is False
    assert {series["type"] for series in chart.option["series"]} <= {"bar", "line"}


@ALL
def test_every_bar_carries_its_number(chart):
    assert [point for point in drawn(chart) if point["value"] and not point.get("label", {}).get("show")] == []


@ALL
def test_the_second_series_is_told_apart_without_its_colour(chart):
    for series in chart.option["series"][1:]:
        assert series["itemStyle"].get("decal") or series["lineStyle"]["type"] == "dashed"


def test_bars_stand_in_order_and_what_is_not_reported_comes_last():
    chart = CHARTS["bars"]
    assert [(row.name, row.cells[0].told, row.url) for row in chart.rows] == [
        ("茅岭", "9 场次", "/rooms/3"),
        ("柳湖", "4 场次", "/rooms/1"),
        ("石桥", "无", ""),
        ("铜岭", "未报", ""),
    ]
    assert [point["label"]["formatter"] for point in drawn(chart)] == ["9 场次", "4 场次", "无", "未报"]
    assert [point.get("url") for point in drawn(chart)] == ["/rooms/3", "/rooms/1", None, None]


def test_a_rate_is_written_with_its_fraction():
    chart = bars("rate", "承办率", [Item("交通局", 78.1, told="78.1%（25/32 件）")], unit="%")
    assert drawn(chart)[0]["label"]["formatter"] == "78.1%（25/32 件）"
    assert chart.rows[0].cells[0].told == "78.1%（25/32 件）"


def test_steps_keep_their_order_and_the_last_one_is_green():
    first, last = drawn(CHARTS["funnel"])
    assert [row.name for row in CHARTS["funnel"].rows] == ["确定议题", "成果转化"]
    assert ("itemStyle" in first, last["itemStyle"]["color"]) == (False, "#1b6b40")


def test_more_bars_than_a_picture_holds_are_in_the_table_and_it_says_so():
    chart = bars("many", "协商", [Item(f"第{at}室", at) for at in range(1, 47)], unit="场次")
    assert (len(drawn(chart)), len(chart.rows)) == (15, 46)
    assert chart.note == "图中是前 15 个，表格中有全部 46 个"


def test_the_table_says_what_the_picture_says_and_every_number_leads_down():
    chart = CHARTS["columns"]
    assert chart.columns == ("月份", "协商（场次）", "落实（件）")
    assert [[cell.told for cell in row.cells] for row in chart.rows] == [
        ["2 场次", "1 件"],
        ["无", "3 件"],
        ["未报", "2 件"],
    ]
    assert [row.cells[0].url for row in chart.rows] == ["/a", "/b", "/c"]
    assert [series["data"][0]["value"] for series in chart.option["series"]] == [2, 1]


def test_a_month_of_which_nothing_is_known_leaves_a_gap():
    assert [point["value"] for point in CHARTS["lines"].option["series"][0]["data"]] == [2, 0, None]


def test_units_that_differ_are_said_by_the_legend_alone():
    assert (CHARTS["columns"].unit, CHARTS["bars"].unit) == ("", "场次")


def test_a_page_shows_the_table_without_a_script_and_never_the_data_as_code():
    html = shown(bars("rooms", "协商", [Item("</script><b>", 1, "/rooms/1")], unit="场次"))
    assert "</script><b>" not in html
    assert '<details class="chart-table" open>' in html
    assert '<a class="t1" href="/rooms/1">&lt;/script&gt;&lt;b&gt;</a>' in html
    assert html.count("<script") == 1


def test_names_with_braces_are_not_read_as_patterns():
    chart = bars("rooms", "协商", [Item("甲", 1, told="{c}{b|x} 1 件")], unit="件")
    assert drawn(chart)[0]["label"]["formatter"] == "cb|x 1 件"


def test_where_nothing_was_a_sentence_stands_in_place_of_the_picture():
    html = shown(columns("none", "每月", MONTHS, [Series("协商", "场次", (0, None, 0))]))
    assert "这段时间没有记录。" in html
    assert "chart-area" not in html


@pytest.mark.parametrize(
    ("names", "ticks"),
    [
        (("2025年12月", "1月", "2月"), ["12月\n2025", "1月", "2月"]),
        (("柳湖", "白沙河", "高新园区", "城西高新区"), ["柳湖", "白沙河", "高新\n园区", "城西\n高新区"]),
    ],
)
def test_names_under_columns_are_folded_and_stay_whole_in_the_table(names, ticks):
    chart = columns("c", "协商", names, [Series("协商", "场次", (1,) * len(names))])
    assert chart.option["xAxis"]["data"] == ticks
    assert [row.name for row in chart.rows] == list(names)


def test_grades_keep_their_order():
    items = [Item("满意", 1), Item("基本满意", 0), Item("不满意", 3)]
    assert [row.name for row in bars("c", "满意度", items, unit="件", is_ranked=False).rows] == [
        "满意",
        "基本满意",
        "不满意",
    ]
