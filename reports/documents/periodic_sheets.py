"""督办报告、工作总结 on paper: what the report says, its tables and the charts of its page."""

from django.utils import timezone

from reports.documents.chart_svg import drawn
from reports.documents.papers import chinese_date
from reports.documents.sheets import PartColumn, PartsSheet, SheetPart
from reports.facts.periodic import words
from reports.facts.periodic.pictures import charts_of
from reports.models import PeriodicReport

FIGURES = (
    PartColumn("指标", 54, False),
    PartColumn("单位", 22),
    PartColumn("本期", 24),
    PartColumn("上期", 24),
    PartColumn("增减", 22),
    PartColumn("累计", 24),
)
LATE = (PartColumn("序号", 14), PartColumn("单位", 96, False), PartColumn("逾期", 30), PartColumn("其中未办", 30))
# Nine figures beside a name and what came about.
OF_PLACE = 11.4
HEADS = ("学习", "接访", "化解", "走访", "信息", "建议", "实事", "协商", "落实")
NUMBERED = "一二三四五六七八"


def periodic_sheet(report: PeriodicReport, *, phones: bool = False) -> PartsSheet:
    content = report.content
    parts = [
        ("总体情况", report.opening, {}),
        ("工作数据", "", {"columns": FIGURES, "rows": _figures(content), "charts": _charts(content)}),
        ("工作亮点", report.highlights, {}),
        ("存在问题", report.problems, _late(content)),
        ("下步要求", report.next_steps, {}),
    ]
    shown = [(name, text, more) for name, text, more in parts if text.strip() or more]
    day = report.published_at or timezone.now()
    return PartsSheet(
        title=str(report),
        side="草稿　编发单位" if report.is_draft else "编发单位",
        unit=report.office.name,
        date=timezone.localdate(day),
        topic=content["when"],
        parts=(
            *(_part(f"{NUMBERED[at]}、{name}", text, more) for at, (name, text, more) in enumerate(shown)),
            *_tables(content),
            SheetPart("说明", (_note(report),)),
        ),
    )


def _part(heading: str, text: str, more: dict) -> SheetPart:
    return SheetPart(heading, tuple(line for line in map(str.strip, text.splitlines()) if line), **more)


def _charts(content: dict) -> tuple:
    return tuple(drawn(chart) for chart in charts_of(content))


def _figures(content: dict) -> tuple:
    rows, group = [], ""
    for row in content["figures"]:
        if row["group"] != group:
            group = row["group"]
            rows.append((group,))
        rows.append((row["name"], row["unit"], str(row["now"]), *_change(row), str(row["total"])))
    return tuple(rows)


def _change(row: dict) -> tuple[str, str]:
    if row["before"] is None:
        return "无可比数", "—"
    difference = row["now"] - row["before"]
    return str(row["before"]), f"{difference:+d}" if difference else "持平"


def _late(content: dict) -> dict:
    if not content["late"]:
        return {}
    rows = tuple(
        (str(at), row["name"], f"{row['count']}件", f"{row['still']}件") for at, row in enumerate(content["late"], 1)
    )
    return {"columns": LATE, "rows": rows}


def _tables(content: dict):
    if content["townships"]:
        last = PartColumn("无记录", 170 - 32 - 16 - 9 * OF_PLACE)
        columns = (PartColumn("乡镇（街道）", 32, False), PartColumn("联络室", 16), *_numbers(), last)
        yield SheetPart("附表1　各乡镇（街道）情况", (), columns, tuple(_townships(content)))
    if content["table"]:
        columns = (PartColumn("联络室", 36, False), *_numbers(), PartColumn("备注", 170 - 36 - 9 * OF_PLACE))
        title = "附表2　各联络室情况" if content["townships"] else "附表　各联络室情况"
        yield SheetPart(title, (), columns, tuple(_rooms(content)))


def _numbers():
    return (PartColumn(name, OF_PLACE) for name in HEADS)


def _townships(content: dict):
    """Each with its rooms and figures; then the city's own rooms, and all of them together."""
    names = {row["name"] for row in content["townships"]}
    for row in content["townships"]:
        yield row["name"], str(row["rooms"]), *map(str, row["figures"]), str(row["silent"])
    if own := [row for row in content["table"] if row["township"] not in names]:
        yield _sum(words.OWN_ROOMS, own)
    yield _sum("合计", content["table"])


def _sum(name: str, rooms: list[dict]) -> tuple[str, ...]:
    figures = (str(sum(column)) for column in zip(*(row["figures"] for row in rooms), strict=True))
    return name, str(len(rooms)), *figures, str(sum(row["is_silent"] for row in rooms))


def _rooms(content: dict):
    names, township = {row["name"] for row in content["townships"]}, None
    for row in content["table"]:
        if names and row["township"] != township:
            township = row["township"]
            yield (township if township in names else words.OWN_ROOMS,)
        yield row["short"], *map(str, row["figures"]), row["note"] or ("无记录" if row["is_silent"] else "")


def _note(report: PeriodicReport) -> str:
    until = chinese_date(report.until)
    said = f"数据统计到{until}，{chinese_date(timezone.localdate(report.counted_at))}取数。"
    said += words.without_record(report.content)
    if report.sha256:
        said += f"校验码：{report.sha256[:16].upper()}。"
    return f"{said}更正原因：{report.reason}。" if report.reason else said
