"""Lists of units, rooms, accounts and acts. Telephone numbers stay on their pages."""

from members.enums import UnitKind
from members.filters import AccountFilter, LedgerFilter, UnitFilter, act_of
from members.models import Event, Unit, User
from members.queries import with_current_roles
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from rooms import queries
from rooms.filters import RoomFilter, RuleCheckFilter
from rooms.models import Room
from rooms.workflow import checking


def _found_rooms(params, request):
    return RoomFilter(params, Room.objects.visible_to(request.user), request=request).qs


def _rooms(rows):
    for row in queries.for_export(rows).order_by("pinyin", "pk").iterator(BATCH):
        region = row.unit.region
        yield (
            row.name,
            row.get_kind_display(),
            region.name,
            region.parent.name if region.parent else "",
            row.get_state_display(),
            row.approver.name,
            row.number,
            row.hall,
            row.address,
            row.phone,
            row.opening_hours,
            row.guidance.name if row.guidance else "",
            row.demonstration_year,
            row.posted,
            row.opened_on,
            "" if row.unit.is_active else "已停用",
        )


def _found_by_rules(params, request):
    """Rooms under the page's filters; the rule that was asked for goes along with them."""
    found = RuleCheckFilter(params, checking.rooms_of(request.user), request=request)
    rows = found.qs
    rows.asked_rule = found.asked
    return rows


def _rule_rows(rows):
    for each in checking.found_in(rows, rule=getattr(rows, "asked_rule", "")):
        room = each.room
        yield room.name, room.get_kind_display(), room.township.name, each.name, each.sentence, each.since


def _found_accounts(params, request):
    return AccountFilter(params, User.objects.visible_to(request.user).distinct(), request=request).qs


def _accounts(rows):
    accounts = list(rows.order_by("pinyin", "pk"))
    with_current_roles(accounts)
    for row in accounts:
        state = "已停用" if not row.is_active else "初始密码" if row.must_change_password else "可以登录"
        roles = "；".join(f"{role.scope_name} {role.get_code_display()}" for role in row.roles_now)
        yield row.name, row.username, roles, state, row.last_login


def _found_acts(params, request):
    return LedgerFilter(params, Event.objects.visible_to(request.user), request=request).qs


def _acts(rows):
    for row in rows.order_by("-pk").iterator(BATCH):
        yield (
            row.at,
            row.actor_label,
            row.entered_for,
            act_of(row),
            row.sentence,
            row.object_label,
            f"{row.chain}-{row.sequence}",
            row.hash,
        )


def _found_units(params, request):
    rows = Unit.objects.visible_to(request.user).exclude(kind=UnitKind.ROOM)
    return UnitFilter(params, rows, request=request).qs


def _units(rows):
    for row in rows.for_page().order_by("pinyin", "pk").iterator(BATCH):
        yield (
            row.name,
            row.short_name,
            row.get_kind_display(),
            row.region.name,
            row.parent.name if row.parent else "",
            "" if row.is_active else "已停用",
        )


LISTINGS = {
    "units": Listing(
        "单位清单",
        "members.edit_places",
        _found_units,
        (
            Column("单位", 36),
            Column("简称", 20),
            Column("类别", 20),
            Column("区域", 16),
            Column("上级单位", 30),
            Column("备注", 8),
        ),
        _units,
    ),
    "rooms": Listing(
        "联络室清单",
        "rooms.view_room",
        _found_rooms,
        (
            Column("联络室", 30),
            Column("类型", 12),
            Column("区域", 16),
            Column("上级区域", 16),
            Column("状态", 10),
            Column("审定机关", 26),
            Column("编号", 12),
            Column("议事场所", 24),
            Column("地址", 30),
            Column("电话", 16),
            Column("开放时间", 30),
            Column("工作指导组", 26),
            Column("示范点年度", 10, Kind.NUMBER),
            Column("驻室委员", 10, Kind.NUMBER),
            Column("挂牌日期", 14, Kind.DATE),
            Column("备注", 8),
        ),
        _rooms,
    ),
    "room_rules": Listing(
        "组建规范检查",
        "rooms.view_rules",
        _found_by_rules,
        (
            Column("联络室", 30),
            Column("类型", 12),
            Column("乡镇（街道）", 16),
            Column("规范", 16),
            Column("情况", 60),
            Column("起始日期", 14, Kind.DATE),
        ),
        _rule_rows,
    ),
    "accounts": Listing(
        "账号清单",
        "members.view_accounts",
        _found_accounts,
        (
            Column("姓名", 12),
            Column("用户名", 20),
            Column("角色", 60),
            Column("状态", 12),
            Column("最近登录", 20, Kind.TIME),
        ),
        _accounts,
    ),
    "ledger": Listing(
        "台账",
        "members.view_ledger",
        _found_acts,
        (
            Column("时间", 20, Kind.TIME),
            Column("办理人", 20),
            Column("代谁录入", 20),
            Column("事项", 20),
            Column("内容", 60),
            Column("对象", 40),
            Column("链号", 16),
            Column("校验值", 66),
        ),
        _acts,
    ),
}
