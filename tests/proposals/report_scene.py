"""What lies with the office and what was written on it, as rows: the ways there have tests of their own."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from consult.models import Matter, Submission
from members.enums import RoleCode, UnitKind
from members.models import Unit
from proposals.models import Proposal
from proposals.operations import handlings, instructions, reports
from tests import factories as make
from tests.action_scenes import sign

TODAY = timezone.localdate()
SECRET = "请市住建局牵头限期研办，并把结果告知联络室。"
TEXTS = {"kind": "digest", "title": "关于老旧小区下水管网改造的建议", "body": "建议列入改造计划。"}
SENT = {"reported_to": "市委、市政府"}


def dispatch(house) -> SimpleNamespace:
    """The two offices of the leaders, each with somebody."""
    party = make.UnitFactory(name="市委办", kind=UnitKind.DISPATCH_OFFICE)
    government = make.UnitFactory(name="市政府办", kind=UnitKind.DISPATCH_OFFICE)
    house.dispatcher = make.person(RoleCode.DISPATCHER, unit=government, name="龙飞")
    house.dispatcher2 = make.person(RoleCode.DISPATCHER, unit=party, name="卫东来")
    house.party, house.government = party, government
    house.housing = house.department_unit
    house.urban = Unit.objects.create(name="市城管局", short_name="市城管局", kind="department", region=house.city)
    house.urban_user = make.person(RoleCode.DEPARTMENT, unit=house.urban, name="谭志刚")
    house.silent = Unit.objects.create(name="供电公司", short_name="供电公司", kind="department", region=house.city)
    return house


def matters(house, count=1, *, room=None, state="received", opinion="", place="水泥厂宿舍") -> list[Matter]:
    """City-level matters that the room laid before the office."""
    room = room or house.room
    case = make.consultation(room, by=house.clerk, place=place)
    edition = sign(case, by=house.convener)
    rows = Matter.objects.bulk_create(
        Matter(consultation=case, number=n, text=f"改造主管 {n}", level="city", state="city", created_by=house.clerk)
        for n in range(1, count + 1)
    )
    got = {"received_by": house.office, "received_at": timezone.now()} if state == "received" else {}
    for row in rows:
        told = {"consultation": case, "matter": row, "edition": edition, "sent_by": house.convener}
        Submission.objects.create(kind="matter", to=make.office(), state=state, **told, **got)
        Submission.objects.create(kind="copy", to=room.approver, opinion=opinion, **told)
    return rows


def information(house, **fields) -> Proposal:
    """社情民意信息 that the office took in."""
    now = timezone.now()
    sent = {"office": make.office(), "submitted_by": house.clerk, "submitted_at": now}
    told = {"title": "充电车位不足", "situation": "126 户只有 4 个充电车位", "state": "received"}
    answered = {"answered_by": house.office, "answered_at": now}
    row = {"kind": "information", "room": house.room, "written_by": house.clerk, **sent, **told, **answered}
    return Proposal.objects.create(**row | fields)


def drafted(house, *, sources=None, **fields):
    sources = matters(house) if sources is None else sources
    things = {"matters": [row for row in sources if isinstance(row, Matter)]}
    things["proposals"] = [row for row in sources if isinstance(row, Proposal)]
    return reports.start(make.office(), by=house.office, **things, **TEXTS | SENT | fields)


def issued(house, *, on=None, **fields):
    row = drafted(house, **fields)
    signed = {"signed_off_by": "秦岚", "issued_on": on or timezone.localdate()}
    return reports.issue(row, by=house.office, version=row.version, **signed)


def instruct(report, house, **fields):
    told = {"leader": "程立新", "post": "市委书记", "on": timezone.localdate(), "is_viewed_only": False, "text": SECRET}
    entered = {"is_internal": True, "entered_for": house.government}
    return instructions.enter(report, by=house.dispatcher, **told | entered | fields)


def assigned(report, house, *parts, task="研究提出办理意见", **fields):
    parts = [
        part if isinstance(part, handlings.Part) else handlings.Part(*part)
        for part in parts or [(house.housing, "lead")]
    ]
    return handlings.assign(report, by=house.dispatcher, office=house.government, parts=parts, task=task, **fields)


def in_hand(house, *parts):
    """A report with an instruction, given to the units."""
    report = issued(house)
    instruct(report, house)
    return report, assigned(report, house, *parts)


def day(text: str) -> date:
    return date.fromisoformat(text)
