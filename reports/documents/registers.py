"""Registers on paper: who has which duty, a leading group with its duties and its people, the guidance groups.

Telephone numbers stay on their pages.
"""

from django.utils import timezone

from reports.documents.papers import chinese_date
from reports.documents.tables import Column, TableSheet
from rooms.models import LeadingGroup, Room
from rooms.queries import registers as queries

DUTIES = (
    Column("序号", 12),
    Column("联络室", 46),
    Column("联络员", 28),
    Column("指导员", 28),
    Column("协调员", 28),
    Column("宣传员", 28),
)
OF_ROOM = (
    Column("职责", 22),
    Column("姓名", 24),
    Column("单位和职务", 40),
    Column("开始日期", 32),
    Column("工作任务", 52, is_centered=False),
)
PEOPLE = (Column("序号", 14), Column("组内职务", 32), Column("姓名", 30), Column("现任职务", 94, is_centered=False))
GUIDANCE = (
    Column("工作指导组", 40),
    Column("组长、联系人", 50, is_centered=False),
    Column("联系区域", 40, is_centered=False),
    Column("联系的联络室", 40, is_centered=False),
)


def sheet_of(kind: str, key, user) -> TableSheet:
    """The sheet of a register as the person may read it now."""
    return SHEETS[kind](user, key)


def _duties(user, _) -> TableSheet:
    rooms = queries.with_duties(
        queries.rooms_with_duties(Room.objects.open().visible_to(user)).order_by("pinyin", "pk")
    )
    rows = tuple(
        (str(at), room.name, *("、".join(each.name for each in people) or "缺位" for _, people in room.duties))
        for at, room in enumerate(rooms, 1)
    )
    return TableSheet("联络室工作人员职责表", _place(user), timezone.localdate(), DUTIES, rows)


def _room_duties(user, key) -> TableSheet:
    room = Room.objects.visible_to(user).select_related("unit").get(pk=key)
    rows = []
    for kind, people in queries.duties_of(room.unit)["kinds"]:
        rows += [(kind.label, each.name, each.title, chinese_date(each.starts_on), each.tasks) for each in people] or [
            (kind.label, "缺位", "", "", "")
        ]
    return TableSheet("工作人员职责表", room.name, timezone.localdate(), OF_ROOM, tuple(rows))


def _group(user, key) -> TableSheet:
    group = LeadingGroup.objects.visible_to(user).select_related("region").get(pk=key)
    rows = tuple(
        (str(at), each.get_post_display(), each.name, each.title)
        for at, each in enumerate(queries.people_of_group(group)["people"], 1)
    )
    founded = f"{chinese_date(group.founded_on)}成立" + (f"（{group.reference}）" if group.reference else "") + "。"
    above = [founded, *_paragraphs("工作职责", group.duties)]
    below = [f"办公室设在{group.office}。"] if group.office else []
    below += _paragraphs("办公室职责", group.office_duties)
    title = f"{group.name}职责和名单"
    sheet = TableSheet(title, group.region.name, timezone.localdate(), PEOPLE, rows, tuple(above), tuple(below))
    return (
        sheet
        if rows
        else TableSheet(
            title, group.region.name, timezone.localdate(), PEOPLE, (("", "", "还没有登记成员", ""),), tuple(above)
        )
    )


def _guidance(user, _) -> TableSheet:
    rows = tuple(
        (
            group.name,
            "\n".join(f"{each.get_post_display()}：{each.name}，{each.title}".rstrip("，") for each in group.people)
            or "没有联系人",
            "、".join(group.places),
            "、".join(room.unit.short_name for room in group.rooms),
        )
        for group in queries.guidance_groups(user)
    )
    return TableSheet("工作指导组联系表", _place(user), timezone.localdate(), GUIDANCE, rows)


def _place(user) -> str:
    """Whose list it is: the unit or the region of the person's first role."""
    roles = user.current_roles
    return roles[0].scope_name if roles else ""


def _paragraphs(title: str, text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [f"{title}：", *lines] if lines else []


SHEETS = {"duties": _duties, "room_duties": _room_duties, "group": _group, "contacts": _guidance}
