"""What members and rooms of the demonstration put before the office: taken in, waiting, given back, a draft."""

from members.enums import RoleCode
from members.models import Role
from proposals import operations
from rooms.enums import VoiceKind
from rooms.models import Activity, Voice

FIRES = {
    "kind": "proposal",
    "title": "关于在老旧小区统一增设电动自行车充电设施的建议",
    "situation": "白杨社区 6 个老旧小区共有电动自行车 1100 多辆，集中充电口不足 120 个，飞线充电、推车上楼现象普遍。"
    "今年以来社区劝阻 230 多次，效果不能持久。建设充电设施涉及电力增容、场地和资金，社区自身难以解决。",
    "advice": "一、由市住建局会同供电公司对全市老旧小区充电需求和电力容量作一次摸底。\n"
    "二、把集中充电设施列入老旧小区改造的必选项目，统一标准、统一建设。\n"
    "三、明确充电价格和服务费上限，纳入物业服务公示。",
}
RAILS = {
    "kind": "suggestion",
    "title": "白杨路公交站台加装扶手",
    "situation": "白杨路站等车老人多，雨天台阶湿滑。",
    "advice": "请市交通运输局在站台两侧加装扶手和防滑条。",
}
ADVICE = "建议由责任部门现场查看，明确解决办法和完成时间，并把结果告诉反映人。"


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    room, office = city.rooms["baiyang"], city.person("秦岚")
    deputy, clerk = city.person("邓国梁"), city.person("周敏")
    yield clock.at(-20, "20:10")
    own = {**FIRES, "member": operations.member_of(deputy, room)}
    first = operations.draft_and_submit(room, by=deputy, **own)
    yield clock.at(-18, "09:10")
    operations.receive(first, by=office, verdict="内容具体、数据清楚，已列入本季度来件。")
    yield clock.at(-6, "15:20")
    _submit_reception(city)
    yield clock.at(-3, "10:40")
    rails = operations.draft_and_submit(room, by=clerk, **RAILS)
    yield clock.at(-1, "09:30")
    operations.send_back(rails, by=office, verdict="请补充站台位置和日均候车人数。")
    yield clock.at(0, "08:55")
    _draft_voice(room, by=clerk)


def _submit_reception(city) -> None:
    """The newest reception of the city, by the clerk of its room."""
    rows = Activity.objects.standing().filter(kind="reception", is_confidential=False, proposals__isnull=True)
    activity = rows.select_related("room__unit").order_by("-on", "-pk").first()
    clerk = Role.objects.filter(unit=activity.room.unit, code=RoleCode.CLERK, ends_on=None).order_by("pk").first()
    row = operations.draft_from_activity(activity, by=clerk.user)
    operations.submit(row, by=clerk.user, version=row.version, advice=ADVICE)


def _draft_voice(room, *, by) -> None:
    """What somebody said on an activity day of the room, if anybody did."""
    said = Voice.objects.standing().filter(activity__room=room, kind=VoiceKind.SUGGESTION).order_by("-pk").first()
    if said:
        operations.draft_from_voice(said, by=by)
