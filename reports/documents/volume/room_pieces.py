"""The tables of a volume that tell of the room itself: what it is, its team, activities, activity days, registers."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from members.models import Attachment
from reports.documents.papers import chinese_date
from reports.documents.tables import Column, TableSheet
from reports.documents.volume.files import NOT_BOUND, is_bound, maker_of
from reports.documents.volume.pieces import COPY, WHOLE, Missing, Piece, of_table
from rooms.enums import ActivityKind, DayAttendance, StaffDutyKind
from rooms.models import Assembly, RoomDay
from rooms.queries.days import days_for

ROOM, TEAM, ACTIVITIES, REGISTERS = "联络室", "队伍", "履职活动", "会议和要求"
FACTS = (Column("项目", 40), Column("内容", 130, is_centered=False))
PEOPLE = (
    Column("序号", 12),
    Column("姓名", 26),
    Column("身份", 30),
    Column("单位和职务", 56, is_centered=False),
    Column("起止", 46),
)
ITEMS = (
    Column("序号", 12),
    Column("项目", 46),
    Column("情况", 16),
    Column("登记日期", 36),
    Column("说明", 60, is_centered=False),
)
DONE = (
    Column("日期", 22),
    Column("类别、场合", 24),
    Column("地点", 26),
    Column("主要内容", 56, is_centered=False),
    Column("数量", 16),
    Column("参加人", 26),
)
DAYS = (
    Column("活动日", 34),
    Column("安排", 48, is_centered=False),
    Column("到场", 34),
    Column("记录", 54, is_centered=False),
)
HELD = (
    Column("日期", 26),
    Column("会议", 30),
    Column("主题", 54, is_centered=False),
    Column("地点", 34),
    Column("到会", 26),
)
ASKED = (
    Column("日期、会议", 40),
    Column("要求", 54, is_centered=False),
    Column("期限", 22),
    Column("落实情况", 54, is_centered=False),
)


def pieces_of(room, year: int) -> Iterator[Piece | Missing]:
    day = _last_day(year)
    yield of_table(ROOM, _facts(room, year, day))
    yield from _checklist(room, year, day)
    yield from _team(room, year, day)
    yield from _activities(room, year, day)
    yield from _activity_days(room, year, day)
    yield from _registers(room, year, day)


def _last_day(year: int) -> date:
    """The day of which the volume tells: the last of the year, or today."""
    return min(date(year, 12, 31), timezone.localdate())


def _facts(room, year, day) -> TableSheet:
    region = room.unit.region
    conveners = [
        f"{each.get_rank_display()}{each.user.name}（{_span(each)}）" for each in _of_year(room.conveners, year)
    ]
    told = (
        ("名称", room.name),
        ("编号", room.number),
        ("类型", room.get_kind_display()),
        (
            "所在区域",
            f"{region.parent.name}{region.name}" if region.parent_id and region.kind == "village" else region.name,
        ),
        ("地址", room.address),
        ("议事场所", room.hall),
        ("开放时间", room.opening_hours),
        ("电话", room.phone),
        ("挂牌日期", chinese_date(room.opened_on) if room.opened_on else ""),
        ("示范点", f"{room.demonstration_year} 年" if room.demonstration_year else ""),
        ("审定机关", room.approver.name),
        ("工作指导组", room.guidance.name if room.guidance else ""),
        ("召集人", "\n".join(conveners)),
    )
    rows = tuple((name, value or "未填") for name, value in told)
    return TableSheet(f"{year}年度联络室基本情况", room.name, day, FACTS, rows)


def _checklist(room, year, day):
    """对照清单 as it stood at the end of the year, with the photos and papers that show it."""
    entries = (
        room.checklist_entries.filter(on__lte=day).exclude(superseded_at__date__lte=day).order_by("checklist", "pk")
    )
    last = {(each.checklist, each.item): each for each in entries}
    rows = tuple(
        (str(at), each.name, "有" if each.is_there else "缺", chinese_date(each.on), each.note)
        for at, each in enumerate(last.values(), 1)
    )
    if not rows:
        return
    yield of_table(ROOM, TableSheet(f"{year}年度对照清单", room.name, day, ITEMS, rows))
    for each in last.values():
        yield from files_of(each, ROOM, f"清单项目“{each.name}”")
        if not each.is_there:
            yield Missing(ROOM, f"清单项目“{each.name}”", "登记为缺")


def _team(room, year, day):
    """一委员两代表 of the year, the conveners, and who had which duty."""
    postings = _of_year(room.postings.select_related("member"), year)
    people = [
        *((each.user.name, each.get_rank_display(), each.title, each) for each in _of_year(room.conveners, year)),
        *((each.member.name, "驻室委员", each.member.employer, each) for each in postings),
        *((each.name, each.get_kind_display(), each.title, each) for each in _of_year(room.representatives, year)),
    ]
    rows = tuple((str(at), name, what, title, _span(each)) for at, (name, what, title, each) in enumerate(people, 1))
    yield of_table(TEAM, TableSheet(f"{year}年度队伍名册", room.name, day, PEOPLE, rows))
    if not _of_year(room.conveners, year):
        yield Missing(TEAM, "召集人", "全年没有登记召集人")
    duties = _of_year(room.unit.staff_duties, year)
    if duties:
        rows = tuple(
            (str(at), each.name, each.get_kind_display(), each.title, _span(each)) for at, each in enumerate(duties, 1)
        )
        yield of_table(TEAM, TableSheet(f"{year}年度工作人员职责", room.name, day, PEOPLE, rows))
    if not any(each.kind == StaffDutyKind.LIAISON for each in duties):
        yield Missing(TEAM, "联络员", "全年没有登记联络员")


def _activities(room, year, day):
    """The year's activities; those that are not open stand in the room's own volume alone."""
    rows = room.activities.standing().filter(on__year=year).order_by("on", "pk")
    rows = rows.prefetch_related("people__member", "people__representative", "people__user")
    told = [(_activity_row(each), each.is_confidential) for each in rows]
    if not told:
        yield Missing(ACTIVITIES, "履职活动登记", "全年没有登记活动")
        return
    title = f"{year}年度履职活动登记表"
    whole = tuple(row for row, _ in told)
    shown = tuple(row for row, is_closed in told if not is_closed)
    if len(whole) == len(shown):
        yield of_table(ACTIVITIES, TableSheet(title, room.name, day, DONE, whole))
        return
    left = len(whole) - len(shown)
    note = (f"不公开的活动 {left} 条，登记在联络室自存的卷内，本副本没有收入。",)
    yield of_table(ACTIVITIES, TableSheet(title, room.name, day, DONE, whole), readers=WHOLE)
    yield of_table(ACTIVITIES, TableSheet(title, room.name, day, DONE, shown, below=note), readers=COPY)


def _activity_row(each) -> tuple:
    people = "、".join(str(person) for person in each.people.all())
    what = each.what + (f"\n结果：{each.result}" if each.result else "")
    kind = f"{each.get_kind_display()}\n{each.get_context_display()}"
    return f"{each.on:%-m月%-d日}", kind, each.place, what, _amount(each), people


def _amount(each) -> str:
    return f"{each.amount} {ActivityKind(each.kind).unit}"


def _activity_days(room, year, day):
    days = days_for(room, year)
    if not days:
        return
    planned = {row.day_id: row for row in RoomDay.objects.filter(room=room, day__in=days).prefetch_related("attendees")}
    done = {}
    for each in room.activities.standing().filter(day__in=days):
        done.setdefault(each.day_id, []).append(each)
    rows = []
    for each in days:
        row, recorded = planned.get(each.pk), done.get(each.pk, [])
        came = [one for one in row.attendees.all() if one.attendance == DayAttendance.PRESENT] if row else []
        if each.on < day and not recorded and not came:
            yield Missing(ACTIVITIES, f"{each}的记录", "没有记录")
        records = "\n".join(f"{one.get_kind_display()} {_amount(one)}" for one in recorded if not one.is_confidential)
        plan = row.plan if row else ""
        rows.append((f"{each.name}\n{chinese_date(each.on)}", plan, f"{len(came)} 人" if came else "", records))
    yield of_table(ACTIVITIES, TableSheet(f"{year}年度活动日情况", room.name, day, DAYS, tuple(rows)))


def _registers(room, year, day):
    """What the room held or took part in, with the papers of it, and what hearings asked of it."""
    held = Assembly.objects.standing().filter(unit=room.unit, held_on__year=year)
    held = list(held.with_totals().order_by("held_on", "pk"))
    if held:
        rows = tuple(
            (
                chinese_date(each.held_on),
                f"{each.get_kind_display()}\n{each.organiser}",
                each.theme,
                each.place,
                f"{each.came} 人",
            )
            for each in held
        )
        yield of_table(REGISTERS, TableSheet(f"{year}年度动员、部署、培训会登记表", room.name, day, HELD, rows))
    for each in held:
        yield from files_of(each, REGISTERS, f"{each}")
    asked = room.unit.requirements.standing().filter(hearing__held_on__year=year).select_related("hearing")
    if asked:
        rows = tuple(
            (
                f"{chinese_date(each.hearing.held_on)}\n{each.hearing.meeting}",
                each.text,
                chinese_date(each.due_on) if each.due_on else "不设期限",
                each.answer or "还没有报告",
            )
            for each in asked
        )
        yield of_table(REGISTERS, TableSheet(f"{year}年度听取汇报提出的要求", room.name, day, ASKED, rows))


def files_of(owner, section: str, title: str):
    """The files of a record as pieces; what cannot be bound is told of."""
    for file in Attachment.objects.of(owner).order_by("pk"):
        if is_bound(file):
            yield Piece(section, f"{title}：{file.name}", maker_of(file), on=timezone.localdate(file.uploaded_at))
        else:
            yield Missing(section, f"{title}：{file.name}", NOT_BOUND)


def _of_year(rows, year: int) -> list:
    """Dated rows that lasted into the year and had begun by its end."""
    found = rows.filter(starts_on__lte=date(year, 12, 31)).exclude(ends_on__lt=date(year, 1, 1))
    return list(found)


def _span(each) -> str:
    """From when to when: 2025.3.1 起, or 2025.3.1 至 2026.5.31."""
    first = f"{each.starts_on.year}.{each.starts_on.month}.{each.starts_on.day}"
    if each.ends_on is None:
        return f"{first} 起"
    return f"{first} 至 {each.ends_on.year}.{each.ends_on.month}.{each.ends_on.day}"
