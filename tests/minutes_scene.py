"""A consultation at its minutes, built by the verbs that the pages call."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from consult.enums import Attendance, MatterLevel, MeetingOutcome
from consult.models import Statement
from consult.steps import approval, discussion, matter, minutes, participants, research, signing
from members.models import Attachment
from tests import factories as make

WHY = "小区建于1998年，共6栋216户，主管口径偏小，汛期污水倒灌，一楼住户反映强烈。"
FINDINGS = "近一年堵塞11次，3处低洼点反水。\n吴德胜家中进水两次。"


def name_officially(house) -> None:
    """Names as long as real ones: on a page of few lines the checker counts each of them."""
    for unit, name, short_name in (
        (house.room.unit, "柳湖街道白杨社区政协委员联络室", "白杨社区"),
        (house.room.approver, "中共大冶市柳湖街道工作委员会", "柳湖街道党工委"),
    ):
        unit.name, unit.short_name = name, short_name
        unit.save(update_fields=["name", "short_name"])


def at_discussion(house, **fields):
    """Research is done; people of five categories are on the list."""
    case = make.consultation(house.room, by=house.clerk, why=WHY, **fields)
    approval.submit(case, by=house.convener)
    make.approve(case, by=house.township)
    for category, name, more in (
        ("stakeholder", "吴德胜", {"title": "住户代表", "phone": "13800000001"}),
        ("stakeholder", "彭玉珍", {"title": "商户代表"}),
        ("member", "沈雅琴", {"title": "市政协委员"}),
        ("party_representative", "罗建平", {"title": "社区党总支书记"}),
        ("mass_representative", "陈大海", {"title": "3栋2单元201室"}),
        ("department", "曹伟", {"title": "市住建局", "unit": house.department_unit, "kind": "unit"}),
    ):
        participants.add(case, by=house.clerk, category=category, name=name, **more)
    participants.fix(case, by=house.convener)
    today = timezone.localdate()
    research.record(
        case,
        by=house.clerk,
        on=today - timedelta(days=1),
        place="水泥厂宿舍",
        team="沈雅琴、陈大海",
        visited="42 户住户",
        visited_count=42,
        visited_unit="户",
        findings=FINDINGS,
        figures="主管总长2.3千米",
    )
    research.finish(case, by=house.convener)
    case.refresh_from_db()
    return case


def person(case, name):
    return case.participant_set.get(name=name)


def say(meeting, name, text, *, by, **fields):
    return Statement.objects.create(
        uuid=uuid4(),
        meeting=meeting,
        participant=person(meeting.consultation, name) if name else None,
        position=meeting.statements.count() + 1,
        text=text,
        said_at=timezone.now(),
        created_by=by,
        **fields,
    )


def running(house, **fields):
    """The meeting is on: people are seated, views and a dissent are down."""
    case = at_discussion(house, **fields)
    meeting = discussion.plan(
        case,
        by=house.clerk,
        mode="bench",
        place="水泥厂宿舍门前空地",
        planned_at=timezone.now(),
        chair=person(case, "罗建平"),
        recorder=house.clerk,
    )
    meeting = discussion.start(meeting, by=house.clerk)
    seats = {each.pk: Attendance.PRESENT for each in case.participant_set.all()}
    seats[person(case, "陈大海").pk] = Attendance.LEAVE
    discussion.seat(meeting, by=house.clerk, attendance=seats)
    say(meeting, "曹伟", "小区管网由市住建局登记在册", by=house.clerk)
    say(meeting, "吴德胜", "我觉得，我家一楼每次下雨都返水", by=house.clerk, agenda_part=1)
    say(meeting, "曹伟", "先疏通再改造", by=house.clerk, agenda_part=1, is_reply=True)
    say(meeting, "彭玉珍", "隔油池的费用不应全由商户承担", by=house.clerk, agenda_part=1, is_dissent=True)
    return case, meeting


def agree(case, meeting, *, by, units, text="疏通3处低洼点主管，清掏化粪池6座", **fields):
    return matter.note(
        case, by=by, meeting=meeting, text=text, suggested_units=units, **{"suggested_due": "15日内", **fields}
    )


def held(house, **fields):
    """The meeting is over: one matter for the township's own unit, one for the city."""
    case, meeting = running(house, **fields)
    region = house.room.unit.region
    own = region.units.filter(short_name="街道城建办").first() or make.UnitFactory(
        name="柳湖街道城建办", short_name="街道城建办", region=region
    )
    agree(case, meeting, by=house.clerk, units=[own], suggested_helpers=[house.department_unit])
    agree(
        case,
        meeting,
        by=house.clerk,
        units=[house.department_unit],
        text="列入2027年城镇老旧小区改造计划",
        level=MatterLevel.CITY,
        suggested_due="2027年1月31日前",
    )
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.AGREED)
    case.refresh_from_db()
    return case


def drafted(house, **fields):
    return minutes.compose(held(house, **fields), by=house.clerk)


def offered(house, **fields):
    draft = drafted(house, **fields)
    return minutes.offer(draft, by=house.clerk, version=draft.version)


def signed(house, **fields):
    """The minutes are signed off; the edition that was frozen."""
    draft = offered(house, **fields)
    return signing.sign(draft, by=house.convener, seen=signing.as_read(draft))


def scan_of(minutes, *, by):
    """A scan of the old paper, as the upload leaves it."""
    return Attachment.objects.create(
        owner=minutes,
        file="attachments/scan.pdf",
        name="原件.pdf",
        kind="scan",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=by,
    )


def text_of(minutes, key):
    return next(part["text"] for part in minutes.sections if part["key"] == key)


def texts(minutes, **changes):
    return {part["key"]: part["text"] for part in minutes.sections} | changes
