"""考核评分表 and 考核结果名次表: what one came to, line by line, and all in the order of their places."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from reports.documents.papers import chinese_date
from reports.documents.sheets import PartColumn, PartsSheet, SheetPart
from reports.facts.points import Result, Round, plain
from reports.facts.points.board import Board
from reports.models import PointsMark, PointsResult

LINES = (
    PartColumn("分组", 19),
    PartColumn("考核项目", 35),
    PartColumn("怎样计的、依据", 102, False),
    PartColumn("得分", 14),
)
PLACES = (
    PartColumn("名次", 14),
    PartColumn("名称", 52, False),
    PartColumn("区域、联络室", 46, False),
    PartColumn("总分", 15),
    PartColumn("等次", 17),
    PartColumn("结果运用", 26, False),
)
# Rows of one table: a longer one is laid out in parts.
MOST_ROWS = 300
TIES = "总分相同的名次相同。没有评全的不排名次。"


def score_sheet(a_round: Round, result: Result, marks: Iterable[PointsMark] = (), row: PointsResult | None = None):
    parts = (
        SheetPart("一、考核结果", tuple(_told(a_round, result))),
        SheetPart("二、各项得分", (), LINES, tuple(_line_rows(result, list(marks)))),
        SheetPart("", (f"说明：{''.join(_notes(a_round, row))}",)),
    )
    return PartsSheet(
        title=f"{a_round.year}年度考核评分表",
        unit=result.name,
        date=timezone.localdate(),
        topic=f"{result.name}，{a_round.name}",
        parts=parts,
        side="考核对象",
        is_dense=True,
    )


def _told(a_round: Round, result: Result):
    scheme = a_round.scheme
    full = f"，满分{plain(scheme.full)}分" if scheme.full is not None else ""
    name = f"{scheme.name}（试行）" if scheme.is_tentative else scheme.name
    yield f"考核办法：{a_round.region.name}{name}{full}。"
    if result.is_complete:
        place = f"，名次第{result.place}" if result.place else ""
        after = f"（{result.consequence}）" if result.consequence else ""
        yield f"总分{plain(result.total)}分{place}{f'，等次{result.grade}{after}' if result.grade else ''}。"
    else:
        yield f"已计{plain(result.total)}分，等待{'、'.join(result.missing)}评分，还没有名次和等次。"
    if result.is_below:
        minimum = scheme.minimum
        yield "没有达到全年最低分" + (f"{plain(minimum)}分。" if minimum is not None else "。")


def _line_rows(result: Result, marks: list[PointsMark]):
    for line in result.lines:
        basis = "".join(_basis(mark) for mark in marks if line.number and mark.item == line.name)
        # What is beyond the most of a group stands behind the name of the group.
        name = line.name.removeprefix(f"{line.group}：")
        yield line.group, name, f"{line.words}。{basis}" if basis else line.words, _points(line)
    yield "合计", "", "", plain(result.total)


def _points(line) -> str:
    return "待评" if line.is_open else plain(line.points)


def _basis(mark: PointsMark) -> str:
    """依据（街道，2026年12月3日）：…: what a mark by hand rests on."""
    told = filter(None, [mark.assessor, chinese_date(mark.on)])
    return f"依据（{'，'.join(told)}）：{mark.basis.strip().rstrip('。')}。"


def _notes(a_round: Round, row: PointsResult | None):
    year = a_round.row
    if a_round.is_published:
        told = f"本表按{chinese_date(timezone.localdate(year.published_at))}公布的结果印制"
        yield told + (f"，校验码{year.checksum[:16]}。" if year.checksum else "。")
    else:
        yield f"结果还没有公布，本表按{chinese_date(timezone.localdate())}的记录计算。"
    if row is not None and row.corrected_at:
        was, on = Decimal(row.frozen.get("total", 0)), chinese_date(timezone.localdate(row.corrected_at))
        yield f"{on}更正：公布时{plain(was)}分，更正后{plain(row.total)}分。"
    if a_round.scheme.is_tentative:
        yield "考核办法试行，项目和分值暂定。"


def ranking(board: Board) -> list[PartsSheet]:
    """One sheet, or several where there are many: places only for whoever sees all who are compared."""
    rows = [_place_row(each) for each in board.rows]
    chunks = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)] or [[]]
    return [_ranking(board, chunk, is_first=at == 0) for at, chunk in enumerate(chunks)]


def _ranking(board: Board, rows: list[tuple], *, is_first: bool) -> PartsSheet:
    a_round = board.round
    parts = [SheetPart("一、名次" if is_first else "名次（续）", (), PLACES, tuple(rows))]
    if is_first:
        parts.append(SheetPart("二、等次", tuple(_grades(board)) or ("没有确定等次。",)))
        parts.append(SheetPart("三、说明", (TIES, *_corrected(board), *_notes(a_round, None))))
    trial = "（试行）" if a_round.scheme.is_tentative else ""
    return PartsSheet(
        title=f"{a_round.year}年{a_round.scheme.name}{trial}结果",
        unit=a_round.region.name,
        date=timezone.localdate(),
        topic=a_round.name,
        parts=tuple(parts),
        side="考核范围",
        is_dense=True,
    )


def _corrected(board: Board):
    if names := [each.name for each in board.seen if each.is_corrected]:
        yield f"公布以后按申诉更正的：{'、'.join(names)}，只改本身的名次，其他名次不变。"


def _place_row(each: Result) -> tuple:
    place = str(each.place) if each.place else "未排"
    grade = each.grade if each.is_complete else "未评全"
    note = f"{each.note}，{each.class_name}" if each.class_name else each.note
    return place, each.name, note, plain(each.total), grade, each.consequence


def _grades(board: Board):
    for grade in board.round.scheme.grades:
        names = [each.name for each in board.seen if each.grade == grade.name]
        if not names:
            continue
        after = f"（{grade.consequence}）" if grade.consequence else ""
        told = f"：{'、'.join(names)}" if len(names) <= 20 else ""
        yield f"{grade.name}{after}{len(names)}个{told}。"
