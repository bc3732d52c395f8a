"""What surrounds the filed proposals of the demonstration: 重点提案, 分层督办, 五定三包, 回头看, B 类跟踪, 评优."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from proposals.enums import HandlingRole, HandlingState
from proposals.models import KeyProposal, LookBack, Proposal, Supervision
from proposals.models.follow_up import followed
from proposals.operations import awards, follow_up, fund, key_proposals, pledges, public_tracking, supervision

WHY = "群众反映集中，列入市委、市政府年度重点工作。"
PROGRESS = (
    "市政协办公室会同市委督查室到现场核对清单，承办单位已经逐处建立台账。",
    "主办、协办单位碰头会商，明确先易后难、分批整改，下一批从学校周边开始。",
    "第二批已经完工，提出人到现场看过，只剩一处等权属确认。",
)
# Tier, way, who: the heads of the city choose, those who chair the conference lead, the committees divide.
HEADS = {"tier": 1, "mode": "choose", "leader": "程立新", "post": "市委书记"}
CHAIRS = {"tier": 2, "mode": "lead", "leader": "向明远", "post": "市政协副主席"}
COMMITTEES = {"tier": 3, "mode": "divide", "committee": "提案委员会"}
VISIT = {
    "people": "市政协副主席、提案委员会委员、提出人和主办单位负责人",
    "count": 8,
    "met_proposer": True,
    "problems": "部分点位权属不清，标线施划后缺少日常维护。",
    "measures": "一、一周内核清权属。\n二、明确每处的维护单位，报市政协办公室备查。",
}


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    office = city.person("秦岚")
    yield clock.at(-77, "16:00")
    filed = list(Proposal.objects.supervised().filter(kind="proposal", year__isnull=False).order_by("number"))
    year = timezone.localdate().year
    # Of key proposals alone the units of the demonstration keep lists, without which nothing is answered.
    keys = [row for row in filed if row.is_key]
    others = [row for row in filed if not row.is_key]
    named = key_proposals.name_candidates([*keys, *others[:1]], by=office, year=year, why=WHY)
    yield clock.at(-75, "17:00")
    _choose(named, {row.pk for row in keys}, by=office)
    yield clock.at(-70, "09:00")
    _supervise(filed, by=office)
    _publish(by=office)
    yield clock.at(-62, "10:00")
    _pledge()
    yield from _later(office, clock)


def _later(office, clock):
    for days, text in ((-61, PROGRESS[0]), (-47, PROGRESS[1]), (-33, PROGRESS[2])):
        yield clock.at(days, "17:20")
        _progress(text, by=office)
    yield clock.at(-32, "15:00")
    _fund(by=office)
    _visit(by=office)
    yield clock.at(-8, "10:30")
    _publish("标线已经分批施划，消防通道管理责任逐处落实到小区，下一步加强日常巡查。", by=office)
    _look_back(by=office)
    yield clock.at(-6, "16:00")
    _reward(by=office)
    yield clock.at(-3, "09:00")
    _call(by=office)


def _choose(named, keys, *, by) -> None:
    """One candidate was not chosen."""
    decided = {"chosen_on": timezone.localdate(), "chosen_by": "主席会议", "basis": "第 12 次主席会议"}
    chosen = [key for key in named if key.proposal_id in keys]
    for rank, key in enumerate(chosen, 1):
        key_proposals.choose_key(key, by=by, rank=rank, **decided)
    for key in named:
        if key not in chosen:
            key_proposals.pass_over(key, by=by, reason="与另一件内容相近，一并办理。")


def _supervise(filed, *, by) -> None:
    """The last one waits for somebody, so that the list of those without is not empty."""
    first, second, *rest = filed
    begun = {"starts_on": timezone.localdate(), "by": by}
    supervision.supervise(first, **HEADS, task="带题调研，协调解决难点。", **begun)
    supervision.supervise(first, **CHAIRS, **begun)
    supervision.supervise(second, **CHAIRS, **begun)
    if rest[:-1]:
        supervision.supervise_together(rest[:-1], **COMMITTEES, task="全程跟踪，促进提办双方沟通。", **begun)


def _pledge() -> None:
    rows = Proposal.objects.filter(key_rows__state="chosen").order_by("number")
    for row in rows:
        lead = row.handlings.filter(role=HandlingRole.LEAD, state=HandlingState.ACCEPTED).select_related("unit").first()
        who = lead and Role.objects.filter(unit=lead.unit, code=RoleCode.DEPARTMENT, ends_on=None).first()
        if who:
            pledges.pledge(lead, by=who.user, **_pledged(who.user.name))


def _pledged(name: str) -> dict:
    return {
        "leader": "分管负责人",
        "persons": f"{name}，业务科室 2 人",
        "until": timezone.localdate() + timedelta(days=60),
        "duty": "主办单位牵头，逐条落实建议，协办单位按月报进度。",
        "quality": "每条建议有答复、有数据、有现场照片。",
        "reply": "三个月内书面答复，答复前当面沟通。",
        "satisfaction": "提出人不满意的，主要负责人上门沟通，重新办理。",
        "carrying_out": "列入本单位年度工作，年底前完成。",
    }


def _publish(summary: str = "", *, by) -> None:
    for key in KeyProposal.objects.chosen().filter(rank=1):
        public_tracking.open_tracking(key, by=by, public_summary=summary)


def _progress(text: str, *, by) -> None:
    for key in KeyProposal.objects.chosen().filter(rank=1).select_related("proposal"):
        key_proposals.report_progress(key, by=by, on=timezone.localdate(), text=text)


def _visit(*, by) -> None:
    for row in Supervision.objects.running().filter(tier__lte=2).order_by("pk"):
        way = "on_site" if row.tier == 1 else "research"
        later = timezone.localdate() + timedelta(days=45)
        supervision.record_visit(row, by=by, on=timezone.localdate(), way=way, next_on=later, **VISIT)


def _look_back(*, by) -> None:
    """Earlier than planned, because the proposer asked for it."""
    row = LookBack.objects.open().filter(proposal__is_key=True).order_by("pk").first()
    if row:
        found = {"done_on": timezone.localdate(), "people": "提案委员会委员 3 人、提出人", "finding": "partly"}
        text = "抽查 4 个小区，标线已经施划，有 1 处仍有车辆占用，已请主办单位协调。"
        later = timezone.localdate() + timedelta(days=90)
        follow_up.record_look_back(row, by=by, text=text, next_on=later, **found)


def _call(*, by) -> None:
    reply = followed().select_related("proposal__office").first()
    if reply:
        asked = "请逐件报告列入计划事项的进展，已经完成的附证明材料。"
        due = timezone.localdate() + timedelta(days=20)
        follow_up.call_roll(reply.proposal.office, by=by, year=timezone.localdate().year, text=asked, due_on=due)


def _fund(*, by) -> None:
    """50 万元 a year; half of it was given, most of that was paid."""
    rows = [key.proposal for key in KeyProposal.objects.chosen().select_related("proposal__office").order_by("rank")]
    if not rows:
        return
    day = timezone.localdate()
    pot = fund.open_pot(rows[0].office, by=by, year=day.year, amount=Decimal(50), source="市财政年度预算")
    for row, amount in zip(rows, (Decimal(15), Decimal("8.5")), strict=False):
        approved = {"used_for": "现场整改和设施维护", "approved_by": "主席会议", "approved_on": day}
        made = fund.grant(pot, by=by, proposal=row, amount=amount, **approved)
        spent = {"paid": amount - 2, "spent": amount - 5, "account": "支付第一批施工费用，凭证存市财政局。"}
        fund.account_for(made, by=by, version=made.version, **spent)


def _reward(*, by) -> None:
    closed = Proposal.objects.supervised().filter(state="closed").select_related("office").order_by("number").first()
    if closed is None:
        return
    day = timezone.localdate()
    decided = {"year": day.year, "decided_by": "主席会议", "decided_on": day, "by": by}
    lead = closed.handlings.filter(role=HandlingRole.LEAD).select_related("unit").first()
    why = "问题找得准，建议具体可行，办理结果群众满意。"
    number = f"政协优提〔{day.year}〕"
    awards.award(closed.office, kind="proposal", proposal=closed, basis=why, certificate=f"{number}1号", **decided)
    if lead:
        told = "主要负责人带队走访提出人，逐条答复，按期办结。"
        awards.award(closed.office, kind="unit", unit=lead.unit, basis=told, certificate=f"{number}2号", **decided)
    late = Proposal.objects.filter(state="rework").select_related("office").order_by("number").first()
    last = late and late.handlings.filter(role=HandlingRole.LEAD).select_related("unit").first()
    if last:
        why = "提出人评议不满意，第一次办理没有逐条落实。"
        awards.ask_rectification(late.office, by=by, unit=last.unit, year=day.year, why=why)
