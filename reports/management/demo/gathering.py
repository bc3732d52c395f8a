"""Before a proposal lies with the office: calls with a catalogue, the pool of clues, joint signing, links to cases."""

from datetime import timedelta

from django.utils import timezone

from consult.models import Consultation
from consult.steps.submission import office_of
from members.models import Member
from proposals import operations
from proposals.enums import CallAudience, ClueSource, ProposalKind
from proposals.models import CallTopic, Clue
from proposals.operations import calls, clues, linking

TOPICS = (
    ("民生", "老旧小区电动自行车集中充电", "市住建局"),
    ("民生", "农村互助养老服务点建设", "市民政局"),
    ("生态", "关停矿山生态修复和再利用", "市自然资源和规划局"),
    ("产业", "中小企业用工和技能培训", "市人社局"),
    ("文旅", "青铜文化和工业遗址研学线路", "市文旅局"),
)
PLENARY = {
    "theme": "征集市政协全体会议提案",
    "text": "请各位委员围绕全市中心工作和群众急难愁盼，深入联络室调研后提出提案，"
    "一事一案，有情况、有分析、有具体建议。",
    "kinds": [ProposalKind.PROPOSAL],
    "asked": [CallAudience.MEMBERS, CallAudience.ROOMS, CallAudience.PUBLIC],
    "fewest_signers": 1,
}
URGENT = {
    "theme": "学校周边交通安全隐患",
    "text": "急事急提：请反映学校周边上下学时段的交通安全隐患，写明学校、路段、时段和建议措施，按快速通道办理。",
    "kinds": [ProposalKind.PROPOSAL, ProposalKind.INFORMATION, ProposalKind.SUGGESTION],
    "asked": [CallAudience.MEMBERS, CallAudience.ROOMS],
    "is_urgent": True,
}
SCHOOL = {
    "kind": "information",
    "title": "第三小学门口上下学时段人车混行",
    "situation": "每天早上 7:30 到 8:00，第三小学门口家长车辆、公交车、非机动车混行，"
    "斑马线没有信号灯，本月已发生两起剐蹭。",
    "advice": "一、上下学时段由交警定点疏导。二、增设行人信号灯和限时停车区。",
}
CARE = {
    "kind": "proposal",
    "title": "关于加快农村互助养老服务点建设的建议",
    "situation": "全市农村 60 岁以上老人占比持续上升，子女多在外务工。"
    "现有互助点床位少、开放时间短，部分只有牌子没有服务。",
    "advice": "一、按村规模分类建设，优先利用闲置校舍。\n二、落实运营补助，明确服务清单和开放时间。\n"
    "三、由乡镇卫生院签约巡诊。",
    "mode": "joint",
}
LAMPS = ("铜绿路背街路灯不亮", "铜绿路南段背街小巷有十几盏路灯不亮，晚上老人出门不方便，希望尽快修。")
BUS = ("早班公交车间隔太长", "早上 6 点到 7 点去工业园的公交车要等半小时，上班族希望加密。")
SHADE = ("公交站台没有雨棚", "来信反映：新冶大道三处公交站台没有雨棚和座椅。")


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    room, office = city.rooms["baiyang"], city.person("秦岚")
    deputy, clerk = city.person("邓国梁"), city.person("周敏")
    yield clock.at(-40, "09:00")
    plenary = _call(room, by=office, closes=75, plenary=110, **PLENARY)
    yield clock.at(-28, "10:15")
    bus = clues.give_clue(room, by=clerk, title=BUS[0], text=BUS[1], call=None)
    lamps = clues.give_publicly(plenary.issuer, title=LAMPS[0], text=LAMPS[1], call=plenary)
    yield clock.at(-26, "16:00")
    clues.screen_clue(lamps, by=office)
    clues.enter_clue(
        plenary.issuer, by=office, title=SHADE[0], text=SHADE[1], source=ClueSource.HOTLINE, source_note="群众来信"
    )
    yield clock.at(-24, "19:30")
    clues.take_up_clue(Clue.objects.get(pk=bus.pk), room=room, by=deputy)
    yield clock.at(-9, "08:40")
    urgent = _call(room, by=office, closes=12, **URGENT)
    operations.draft_and_submit(room, by=clerk, call=urgent, **SCHOOL)
    yield clock.at(-5, "20:30")
    _joint(room, deputy, plenary)
    yield clock.at(-2, "11:20")
    _from_case(room, by=clerk)
    clues.give_publicly(plenary.issuer, title="公园健身器材损坏", text="人民公园健身器材有三处损坏，请修理。")


def _call(room, *, by, closes, plenary=None, **told):
    issuer = office_of(room)
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + timedelta(days=closes)}
    if plenary:
        days["plenary_on"] = today + timedelta(days=plenary)
    rows = [dict(zip(("field", "title", "given_by"), row, strict=True)) for row in TOPICS] if plenary else ()
    return calls.open_call(issuer, by=by, topics=rows, **told, **days)


def _joint(room, deputy, call) -> None:
    """A draft that waits for signatures; who has an account has signed."""
    member = operations.member_of(deputy, room)
    topic = CallTopic.objects.filter(call=call, title__contains="互助养老").first()
    row = operations.draft(room, by=deputy, member=member, call=call, topic=topic, **CARE)
    others = Member.objects.active().filter(region=member.region).exclude(pk=member.pk)
    asked = [*others.filter(user__isnull=False).order_by("pk")[:2], *others.filter(user=None).order_by("pk")[:2]]
    row = operations.invite(row, by=deputy, members=asked, until=timezone.now() + timedelta(days=20))
    first = next((each for each in asked if each.user), None)
    if first:
        operations.sign(row, by=first.user, version=row.version)


def _from_case(room, *, by) -> None:
    """The newest closed consultation of the room goes on as 社情民意 to the city."""
    case = Consultation.objects.filter(room=room, state="closed", proposals=None).order_by("-ended_at").first()
    if case:
        row = linking.draft_from_case(case, by=by)
        operations.submit(row, by=by, version=row.version)
