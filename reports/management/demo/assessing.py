"""The assessment of the rooms: last year's is published, corrected once and settled; this year's is being marked.

What was marked by hand is written down on its own days by both assessors. A draft for the next year waits to be tried.
"""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from members.enums import RoleCode
from members.models import Region, User
from members.permissions import TOWNSHIP
from members.queries import people_of
from reports.facts import subjects
from reports.facts.points import participants, rounds_near
from reports.models import PointsYear
from reports.operations import points
from rooms.models import Room
from rooms.operations import practice_drafts
from rooms.practice.reading import ROOT, seed_text

OFFICE_SIDE, TOWNSHIP_SIDE = "领导小组办公室", "乡镇（街道）党（工）委"
BASES = (
    "台账齐全，协商的事项件件有回音，抽访的群众都说得出结果。",
    "协商次数不多，但选题小、办得成，公示栏里能看到进展。",
    "活动登记及时，会后落实情况更新较慢，已经当面提醒。",
    "会议记录完整，到会情况好，与相邻联络室联合办理了一件难事。",
)
WRITTEN = (
    "驻室委员参加活动积极，村（社区）反映问题有人接、有人办。",
    "全年按计划开展协商，重点事项按时办结。",
    "召集人更换后一度停了活动，下半年补上了。",
)
SHARED = "“先勘后议、现场定案”的做法在全市现场会上介绍，会议材料见链接。"
LATE = "三季度督办检查指出公示栏没有更新，复查时仍没有整改，检查记录见链接。"
PAPER = "上一年的协商会用纸质签到，签到表存在档案柜里，系统里没有到会人数，请核对。"
SEEN = "已到联络室核对纸质签到表，6 次协商会到会率都在七成五以上，按办法补计 6 分。"
WALKED = "11 月走访的 12 户刚补登记，请在公布以前按最新的记录计分。"
# Of the sample scheme.
CHANGES = (
    ('name = "联络室年度考核"', 'name = "联络室年度考核（讨论稿）"'),
    ("points = 6\n  joint", "points = 4\n  joint"),
    ("  cap = 24\n  help", "  cap = 16\n  help"),
    ('per = "rate"\n  points = 26', 'per = "rate"\n  points = 34'),
    ("points = 2\n  cap = 8", "points = 4\n  cap = 16"),
    ("points = 3\n  cap = 12", "points = 1\n  cap = 4"),
)
LINK = "https://example.org/zxgz/2026/0917.html"
HOUR = "10:20"
# The sheet of the room of the demonstration's convener is among the first.
MARKED, MARKED_BY_BOTH = 24, 14


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    office = User.objects.get(username=RoleCode.LEADING_OFFICE)
    today = timezone.localdate(clock.now)
    this, new_year = today.year, date(today.year, 1, 1)

    def until(month: int, day: int) -> int:
        return (date(this, month, day) - today).days

    yield clock.at(until(1, 8), HOUR)
    _mark(_rooms(this - 1), date(this - 1, 12, 26), by=office)
    yield clock.at(until(1, 20), HOUR)
    points.publish(_round(this - 1), by=office, with_missing=True)
    yield clock.at(until(1, 26), HOUR)
    _appeal_and_correct(this - 1, by=office)
    yield clock.at(until(3, 2), HOUR)
    _settle(this - 1, by=office)
    yield clock.at(max(-4, (new_year - today).days), HOUR)
    _mark_some(this, by=office)
    yield clock.at(max(-2, (new_year - today).days), HOUR)
    _object(this)
    _draft(by=office)


def _round(year: int):
    region = Region.objects.get(parent__isnull=True)
    return next(each for each in rounds_near([region.path], year) if each.scheme.code == "rooms")


def _rooms(year: int) -> list[Room]:
    """Those that take part, the one of the demonstration's convener first."""
    own = User.objects.get(username=RoleCode.CONVENER).units_as(RoleCode.CONVENER)
    keys = [each.pk for each in participants(_round(year))]
    found = Room.objects.filter(pk__in=keys).select_related("unit__region", "approver").order_by("pk")
    return sorted(found, key=lambda room: room.unit_id not in own)


def _mark(rooms, on, *, by, both: int | None = None) -> None:
    for at, room in enumerate(rooms):
        shift = (room.pk * 7) % 11
        _rate(room, on, OFFICE_SIDE, Decimal(80 + shift) / 10, BASES[room.pk % len(BASES)], by=by)
        clerk = people_of(room.approver, *TOWNSHIP).order_by("pk").first()
        if clerk and (both is None or at < both):
            given = Decimal(90 - shift // 2) / 10
            _rate(room, on, TOWNSHIP_SIDE, given, WRITTEN[room.pk % len(WRITTEN)], by=clerk)


def _rate(room, on, side, given, basis, *, by) -> None:
    a_round = _round(on.year)
    item = a_round.scheme.named("工作质效评价").number
    about = subjects.of_room(room)
    points.mark(a_round, about, by=by, item=item, on=on, basis=basis, points=given, assessor=side)


def _appeal_and_correct(year: int, *, by) -> None:
    """What lay on paper alone was not counted: the office adds it, and the result bears the day."""
    room = next(each for each in _rooms(year)[1:] if people_of(each.unit, RoleCode.CONVENER).exists())
    convener = people_of(room.unit, RoleCode.CONVENER).order_by("pk").first()
    a_round, about = _round(year), subjects.of_room(room)
    number = a_round.scheme.named("到会情况").number
    made = points.appeal(a_round, about, by=convener, item=number, text=PAPER)
    points.answer(made, about, by=by, is_upheld=True, text=SEEN, correction=Decimal(6))


def _settle(year: int, *, by) -> None:
    row = PointsYear.objects.get(year=year, scheme="rooms")
    if not points.why_not_settle(row):
        points.settle(row, by=by)


def _mark_some(year: int, *, by) -> None:
    rooms, on = _rooms(year), timezone.localdate()
    _mark(rooms[:MARKED], on, by=by, both=MARKED_BY_BOTH)
    for room, name, basis in ((rooms[0], "经验被上级推广", SHARED), (rooms[5], "检查发现问题没有整改", LATE)):
        a_round, about = _round(year), subjects.of_room(room)
        number = a_round.scheme.named(name).number
        points.mark(a_round, about, by=by, item=number, on=on, basis=basis, link=LINK)


def _object(year: int) -> None:
    """The convener of the demonstration waits for an answer."""
    convener = User.objects.get(username=RoleCode.CONVENER)
    a_round, about = _round(year), subjects.of_room(_rooms(year)[0])
    points.appeal(a_round, about, by=convener, item=a_round.scheme.named("走访群众").number, text=WALKED)


def _draft(*, by) -> None:
    """What the office thinks of for the next year: more for what came of it, less for how often."""
    text = seed_text(ROOT)
    for old, new in CHANGES:
        text = text.replace(old, new, 1)
    practice_drafts.import_draft(text, region=Region.objects.get(parent__isnull=True), by=by)
