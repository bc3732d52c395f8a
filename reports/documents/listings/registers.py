"""Lists of the registers, the library, the leading groups and the hearings. Telephone numbers stay on their pages."""

from django.utils import timezone

from members.enums import RegionKind
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing
from reports.queries import volumes
from rooms.filters import AssemblyFilter, DutyFilter, HearingFilter, PlaceFilter, RuleFilter
from rooms.models import Assembly, Hearing, Requirement, Room, RuleDocument, StaffDuty
from rooms.queries import registers as queries


def _found_assemblies(params, request):
    return AssemblyFilter(params, Assembly.objects.standing().visible_to(request.user), request=request).qs


def _assemblies(rows):
    rows = rows.select_related("region", "unit").prefetch_related("members", "representatives", "users")
    for row in rows.with_totals().order_by("-held_on", "-pk").iterator(BATCH):
        yield (
            row.held_on,
            row.get_kind_display(),
            row.region.get_kind_display(),
            row.region.name,
            row.theme,
            row.organiser,
            row.place,
            row.audience,
            row.party_wanted,
            row.party_came,
            row.mass_wanted,
            row.mass_came,
            row.others_wanted,
            row.others_came,
            row.came,
            "、".join(str(each) for each in (*row.members.all(), *row.representatives.all(), *row.users.all())),
            row.unit.name,
        )


def _found_duties(params, request):
    rooms = queries.rooms_with_duties(Room.objects.open().visible_to(request.user))
    return DutyFilter(params, rooms, request=request).qs


def _duties(rows):
    """Each duty of a room a row, and a row for each that nobody has."""
    for room in queries.with_duties(rows.order_by("pinyin", "pk")):
        for kind, people in room.duties:
            for each in people or [StaffDuty(name="", kind=kind)]:
                yield (
                    room.name,
                    room.unit.region.name,
                    kind.label,
                    each.name or "缺位",
                    each.title,
                    each.starts_on,
                    each.ends_on,
                    each.tasks,
                )


def _found_rules(params, request):
    rows = RuleDocument.objects.visible_to(request.user).with_standing()
    return RuleFilter(params, rows, request=request).qs


def _rules(rows):
    today = timezone.localdate()
    for row in rows.select_related("region").prefetch_related("versions").order_by("category", "title", "pk"):
        for version in row.versions.all():
            if version.removed_at is None:
                version.document = row
                yield (
                    str(row),
                    row.get_category_display(),
                    row.region.name,
                    version.number,
                    version.issuer,
                    version.reference,
                    version.issued_on,
                    version.effective_on,
                    version.replaced_on,
                    {"now": "现行", "coming": "待施行", "past": "已失效"}[version.standing(today)],
                    version.note,
                )


def _found_groups(params, request):
    level = params.get("level") if params.get("level") in RegionKind.values else RegionKind.CITY
    return PlaceFilter(params, queries.places_with_groups(request.user, level), request=request).qs


def _groups(rows):
    for row in rows.order_by("path", "pk").iterator(BATCH):
        yield (
            row.name,
            row.parent.name if row.parent else "",
            row.group_name or "还没有",
            row.head or "",
            row.head_title or "",
            row.people_count,
            row.founded_on,
        )


def _found_hearings(params, request):
    return HearingFilter(params, Hearing.objects.standing().visible_to(request.user), request=request).qs


def _hearings(rows):
    """Each thing that was asked for a row; a hearing that asked for nothing has one row too."""
    rows = rows.select_related("region").prefetch_related("reporters", "requirements__unit")
    for row in rows.order_by("-held_on", "-pk").iterator(BATCH):
        told = (
            row.held_on,
            row.region.name,
            row.body,
            row.meeting,
            "、".join(unit.name for unit in row.reporters.all()),
            row.reported,
        )
        for asked in row.requirements.all() or [Requirement(hearing=row)]:
            yield (
                *told,
                asked.position,
                asked.text,
                asked.unit.name if asked.unit_id else "",
                asked.due_on,
                asked.get_state_display() if asked.pk else "",
                asked.answer,
                asked.answered_at,
            )


def _found_volumes(params, request):
    rooms = volumes.with_volumes(volumes.readable_rooms(request.user), volumes.year_of(params))
    return volumes.narrowed(rooms, params)


def _volumes(rows):
    rows = list(rows.order_by("pinyin", "pk"))
    made = volumes.newest(row.volume_pk for row in rows)
    for row in rows:
        volume = made.get(row.volume_pk)
        yield (
            row.name,
            row.unit.region.name,
            volume.year if volume else None,
            volume.reference if volume else "",
            volume.edition if volume else None,
            volume.pages or None if volume else None,
            volume.made_at if volume else None,
            "\n".join(f"{each['what']}：{each['why']}" for each in volume.copy_missing) if volume else "没有组卷",
        )


LISTINGS = {
    "volumes": Listing(
        "年度归档卷",
        "reports.view_volume",
        _found_volumes,
        (
            Column("联络室", 30),
            Column("区域", 16),
            Column("年度", 8, Kind.NUMBER),
            Column("档号", 20),
            Column("版次", 8, Kind.NUMBER),
            Column("页数", 8, Kind.NUMBER),
            Column("组卷时间", 20, Kind.TIME),
            Column("缺少的材料", 60),
        ),
        _volumes,
    ),
    "assemblies": Listing(
        "会议登记",
        "rooms.view_registers",
        _found_assemblies,
        (
            Column("日期", 14, Kind.DATE),
            Column("类别", 10),
            Column("级别", 22),
            Column("区域", 16),
            Column("主题", 40),
            Column("主办单位", 26),
            Column("地点", 24),
            Column("参加范围", 26),
            Column("党员干部应到", 10, Kind.NUMBER),
            Column("党员干部实到", 10, Kind.NUMBER),
            Column("群众代表应到", 10, Kind.NUMBER),
            Column("群众代表实到", 10, Kind.NUMBER),
            Column("其他人员应到", 10, Kind.NUMBER),
            Column("其他人员实到", 10, Kind.NUMBER),
            Column("实到合计", 10, Kind.NUMBER),
            Column("到会委员、代表、工作人员", 40),
            Column("登记单位", 26),
        ),
        _assemblies,
    ),
    "duties": Listing(
        "工作人员职责",
        "rooms.view_duties",
        _found_duties,
        (
            Column("联络室", 30),
            Column("区域", 16),
            Column("职责", 10),
            Column("姓名", 12),
            Column("单位和职务", 30),
            Column("开始日期", 14, Kind.DATE),
            Column("结束日期", 14, Kind.DATE),
            Column("工作任务", 50),
        ),
        _duties,
    ),
    "rules": Listing(
        "制度文件目录",
        "rooms.view_rule_documents",
        _found_rules,
        (
            Column("文件", 50),
            Column("类别", 16),
            Column("适用范围", 16),
            Column("版次", 8, Kind.NUMBER),
            Column("印发单位", 26),
            Column("文号", 20),
            Column("印发日期", 14, Kind.DATE),
            Column("施行日期", 14, Kind.DATE),
            Column("被替代日期", 14, Kind.DATE),
            Column("状态", 10),
            Column("修订说明", 40),
        ),
        _rules,
    ),
    "groups": Listing(
        "领导小组",
        "rooms.view_registers",
        _found_groups,
        (
            Column("区域", 20),
            Column("上级区域", 16),
            Column("领导小组", 40),
            Column("组长", 12),
            Column("组长现任职务", 30),
            Column("人数", 8, Kind.NUMBER),
            Column("成立日期", 14, Kind.DATE),
        ),
        _groups,
    ),
    "hearings": Listing(
        "听取汇报",
        "rooms.view_hearings",
        _found_hearings,
        (
            Column("日期", 14, Kind.DATE),
            Column("区域", 16),
            Column("听取单位", 26),
            Column("会议", 36),
            Column("汇报单位", 30),
            Column("汇报内容", 60),
            Column("序号", 8, Kind.NUMBER),
            Column("要求", 50),
            Column("责任单位", 26),
            Column("完成期限", 14, Kind.DATE),
            Column("状态", 10),
            Column("落实情况", 50),
            Column("报告时间", 20, Kind.TIME),
        ),
        _hearings,
    ),
}
