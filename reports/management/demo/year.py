"""The demonstration's plan of this year: what was asked and put forward, three plans, and how far they are."""

from datetime import date

from django.utils import timezone

from consult.models import Consultation, Nomination, PlanItem
from consult.steps import common_topics, nominations, plan_approval, plan_calls, plan_changes, planned, plans

# Days after the beginning: of the year, or of the room if that opened later.
ASKED, NOMINATED, CHOSEN, DRAFTED, ISSUED = 6, 9, 14, 15, 20
# Title, months, lead, form, and the case that was begun from it.
ROOM_PLAN = (
    ("社区广场加装夜间照明", 7, 8, "现场协商", "04-square-lamps"),
    ("水泥厂宿舍小区下水管网改造", 9, 10, "专题协商", "01-cement-estate-drains"),
    ("18 路公交延到白杨小学", 10, 11, "对口协商", "03-bus-18-to-school"),
    ("社区闲置门面改建托育点", 11, 12, "专题协商", "05-childcare-shop"),
    ("楼道堆物和消防通道清理", 9, 10, "现场协商", None),
)
TOWNSHIP_PLAN = (
    ("柳湖大道学校路口行人过街安全", 6, 7, "binhu", "06-school-crossing"),
    ("柳林苑加装电梯费用分摊", 9, 10, "liulin", "09-liulin-lift-costs"),
    ("背街小巷停车秩序", 11, 12, "dongfeng", None),
)
CITY_PLAN = (
    ("全市老旧小区加装电梯补贴办法", 10, 12, ("baiyang",), "02-lift-subsidy-citywide"),
    ("城区菜市场周边交通组织", 5, 6, (), None),
    ("电动自行车集中充电", 11, 12, ("baiyang", "binhu", "liulin"), None),
)


def tell_year(city, clock, played: dict):
    """The acts of the year one after the other, each on its day as far as that day has come."""
    room = city.rooms["baiyang"]
    begins = max(date(timezone.localdate(clock.now).year, 1, 1), room.opened_on)
    yield _on(clock, begins, ASKED)
    call = _call(city, begins.year)
    yield _on(clock, begins, NOMINATED)
    mine = _nominate(city, "邓国梁", room, title="社区广场加装夜间照明", why="晚上跳舞、散步的人多，有老人摔倒。")
    office = {"to": call.issuer, "call": call, "source": "room"}
    asked = _nominate(city, "周敏", room, title="电动自行车集中充电", why="飞线充电多，楼道停车。", **office)
    yield _on(clock, begins, CHOSEN)
    basis = {"basis": "meeting", "basis_note": "本室工作会议", "basis_on": timezone.localdate()}
    nominations.choose(mine, by=city.person("罗建平"), chooser="本室工作会议", verdict="抓紧办", **basis)
    basis |= {"basis_note": "领导小组办公室会议"}
    nominations.choose(asked, by=city.person("方静"), chooser="领导小组办公室", verdict="列入全市计划", **basis)
    yield _on(clock, begins, DRAFTED)
    rows = [_room_plan(city, begins.year), _township_plan(city, begins.year), _city_plan(city, begins.year)]
    yield _on(clock, begins, ISSUED)
    for row, speaks, decides in zip(rows, ("罗建平", "孙倩", "方静"), ("高立群", "高立群", "方静"), strict=True):
        _issue(row, by=city.person(speaks), body=city.person(decides))
    yield clock.at(0, "08:30")
    _link(played, by=city.person("周敏"))
    _now(city, room, call)


def _call(city, year: int):
    return plan_calls.open_call(
        city.units["leading-office"],
        by=city.person("方静"),
        year=year,
        theme=f"征集 {year} 年度协商议题",
        text="围绕群众关心的小事、急事、难事，每室报 1 至 2 件，委员可以直接荐题。",
        asked=["rooms", "members"],
        opens_on=timezone.localdate(),
        closes_on=date(year, 12, 31),
    )


def _now(city, room, call) -> None:
    """What waits today: a change before the body, a nomination nobody has looked at, a common topic to take up."""
    waits = PlanItem.objects.select_related("plan").get(title="社区闲置门面改建托育点")
    told = {"reason": "与街道托育规划衔接", "leader": "街道党工委副书记"}
    plan_changes.propose_change(waits, by=city.person("周敏"), version=waits.version, **told)
    _nominate(city, "邓国梁", room, title="快递驿站占道", why="早晚高峰堵在小区门口，老人接送孩子不便。")
    item = PlanItem.objects.select_related("plan").get(title="电动自行车集中充电")
    common_topics.publish(
        call.issuer,
        by=city.person("方静"),
        item=item,
        title=item.title,
        why="各社区普遍存在飞线充电，请就建点、管理和收费分别协商。",
        until=date(call.year, 12, 31),
        rooms=[city.rooms[code] for code in ("baiyang", "binhu", "liulin")],
    )


def _on(clock, begins: date, days: int):
    """That many days after the beginning, or the present where that day has not come."""
    offset = (begins - timezone.localdate(clock.now)).days + days
    return clock.at(min(offset, 0))


def _nominate(city, name: str, room, *, title: str, why: str, to=None, source="member", call=None) -> Nomination:
    person = city.person(name)
    return nominations.nominate(
        by=person,
        to=to or room.unit,
        call=call,
        year=timezone.localdate().year,
        title=title,
        why=why,
        region=room.unit.region,
        source=source,
        room=room,
        member=city.members.get(name),
    )


def _room_plan(city, year: int):
    unit, by = city.units["baiyang"], city.person("周敏")
    row = plans.start(unit, by=by, year=year, title=f"{unit.name}{year}年度协商计划", demands="每件议题先调研后协商。")
    for title, month, until, form, _ in ROOM_PLAN:
        chosen = Nomination.objects.filter(title=title, state="chosen", item__isnull=True)
        given = {"title": title, "month": month, "until_month": until, "form": form, "nominations": chosen}
        plans.add_item(row, by=by, source="member" if chosen else "room", **given)
    return row


def _township_plan(city, year: int):
    unit, by = city.units["liuhu-party"], city.person("孙倩")
    row = plans.start(unit, by=by, year=year, title=f"柳湖街道{year}年度协商计划")
    for title, month, until, room, _ in TOWNSHIP_PLAN:
        given = {"title": title, "month": month, "until_month": until, "leader": "高立群"}
        plans.add_item(row, by=by, rooms=[city.rooms[room]], source="room", **given)
    return row


def _city_plan(city, year: int):
    unit, by = city.units["leading-office"], city.person("方静")
    row = plans.start(unit, by=by, year=year, title=f"{unit.region.name}{year}年度协商计划")
    for title, month, until, rooms, _ in CITY_PLAN:
        chosen = Nomination.objects.filter(title=title, state="chosen", item__isnull=True)
        given = {"title": title, "month": month, "until_month": until, "lead": unit, "form": "专题协商"}
        given |= {"nominations": chosen, "source": "room" if chosen else "leader"}
        plans.add_item(row, by=by, rooms=[city.rooms[code] for code in rooms], **given)
    return row


def _issue(row, *, by, body) -> None:
    today = timezone.localdate()
    plan_approval.submit(row, by=by)
    plan_approval.decide(row, by=body, verdict="approve", basis="meeting", basis_note="专题会议", basis_on=today)
    plan_approval.issue(row, by=by, dated_on=today)


def _link(played: dict, *, by) -> None:
    begun = {row[0]: row[-1] for row in (*ROOM_PLAN, *TOWNSHIP_PLAN, *CITY_PLAN) if row[-1] in played}
    for title, slug in begun.items():
        item = PlanItem.objects.select_related("plan").get(title=title)
        planned.link(item, Consultation.objects.for_page().get(pk=played[slug].pk), by=by)
