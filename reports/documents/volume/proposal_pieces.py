"""What a room put before the office in the year. What a member wrote himself lies in the member's file."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from proposals.models import Proposal
from proposals.rules import SENT
from reports.documents.tables import Column, TableSheet
from reports.documents.volume.pieces import Piece, of_table
from reports.documents.volume.room_pieces import files_of

SECTION = "提案和社情民意"
PUT_FORWARD = (
    Column("提交", 24),
    Column("类别", 26),
    Column("标题", 60, is_centered=False),
    Column("提出", 30),
    Column("情况", 30),
)


def pieces_of(room, year: int) -> Iterator[Piece]:
    rows = Proposal.objects.of_room(room).filter(submitted_at__year=year, state__in=SENT).select_related("member")
    rows = list(rows.order_by("submitted_at", "pk"))
    if not rows:
        return
    day = min(date(year, 12, 31), timezone.localdate())
    told = tuple(_row(each, room) for each in rows)
    yield of_table(SECTION, TableSheet(f"{year}年度提案和社情民意登记表", room.name, day, PUT_FORWARD, told))
    for each in rows:
        yield from files_of(each, SECTION, f"{each.get_kind_display()}“{each.title}”")


def _row(each, room) -> tuple:
    day = timezone.localdate(each.submitted_at)
    who = each.member.name if each.member else room.unit.short_name
    return f"{day.month}月{day.day}日", each.get_kind_display(), each.title, who, each.get_state_display()
