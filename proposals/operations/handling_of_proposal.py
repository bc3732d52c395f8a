"""办理 of a proposal: the unit's plan, its lists row by row, its talks with the proposer, its part for the lead."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from members.enums import RoleCode
from members.operations import attach
from members.operations.changes import overwrite
from members.templatetags.dates import day
from proposals.enums import HandlingRole, HandlingState
from proposals.models import Advice, Handling, HandlingContact, Proposal
from proposals.operations.accepting import write
from proposals.operations.proposal_limits import BESIDE, RELATED, TO_HAND_IN, limit_to_hand_in, locked
from proposals.operations.proposal_telling import record, tell_office, tell_unit
from proposals.queries.proposal_handlings import LISTED
from proposals.workflow import HANDLING, Refused, advance, lock
from rooms.enums import LimitState
from rooms.operations import time_limits

ASSIGN = "proposals.assign_proposal"
STATE = HandlingState
# Suggestions of one proposal; the whole text has at most 4000 characters.
MOST_ADVICES = 30
# What stands before a suggestion in the text: the list numbers its rows itself.
NUMBERED = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[（(]?\d{1,2}[)）、．.])\s*")


@transaction.atomic
def make_plan(handling: Handling, *, by, **values) -> Handling:
    """办理计划 with 定领导、定人员: who answers for it in the unit, and how it goes about it. Raises Stale."""
    row, handling = locked(handling)
    if handling.state not in (STATE.AGREED, STATE.ACCEPTED):
        raise Refused(f"现在是“{handling.get_state_display()}”，不能修改办理计划。")
    handling, changes = overwrite(handling, values)
    if changes:
        write(row, handling, by=by, sentence=f"{handling.unit.short_name}制定办理计划", changes=changes)
    return handling


# ── 建议清单: split out of the text, then who handles each, then what came of each ──────────────────────────────────
@transaction.atomic
def split_advice(proposal: Proposal, *, by, texts) -> list[Advice]:
    """Write the suggestions down one by one; what is there stays, further ones come behind it."""
    row = lock(proposal, related=RELATED)
    _own_part(row, by)
    if row.state not in LISTED:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，不能再列建议清单。")
    texts = [text for text in (NUMBERED.sub("", each).strip() for each in texts) if text]
    if not texts:
        raise Refused("请逐条写出建议。")
    last = row.advices.aggregate(last=Max("position"))["last"] or 0
    if last + len(texts) > MOST_ADVICES:
        raise Refused(f"一件{row.ledger_label}最多列 {MOST_ADVICES} 条建议。")
    made = Advice.objects.bulk_create(
        Advice(proposal=row, position=last + at, text=text) for at, text in enumerate(texts, 1)
    )
    record(row, ASSIGN, by=by, sentence=f"列出 {len(made)} 条建议")
    return made


@transaction.atomic
def set_duty(advice: Advice, *, by, **values) -> Advice:
    """责任清单: which unit, whom it names, what it means to do and until when. Raises Stale."""
    row, advice, own = _locked_advice(advice, by=by)
    unit = values.get("handling")
    if own and own.role != HandlingRole.LEAD and unit != own:
        raise Refused("这里只登记本单位的责任；其他单位的，由主办单位或者交办单位落实。")
    if unit and (unit.proposal_id != row.pk or not unit.is_open):
        raise Refused("责任单位要从这件的承办单位里选。")
    advice, changes = overwrite(advice, values)
    if changes:
        record(row, "proposals.handle_proposal", by=by, sentence=f"{advice.ledger_label}落实责任", changes=changes)
    return advice


@transaction.atomic
def report_result(advice: Advice, *, by, attachments=(), **values) -> Advice:
    """结果清单: the mirror of the row above; what is finished has its answer and its figure with unit. Raises Stale."""
    row, advice, _ = _locked_advice(advice, by=by)
    if not advice.has_duty:
        raise Refused("请先填写责任清单的这一条：责任单位、分管领导、承办人和办理措施。")
    if values["is_finished"]:
        _require_data(values)
    now = timezone.now()
    advice, changes = overwrite(advice, values)
    attach(advice, attachments, by=by)
    if changes or attachments:
        advice.reported_by, advice.reported_at = by, now
        advice.save(update_fields=["reported_by", "reported_at"])
        sentence = f"{advice.ledger_label}{'办结' if advice.is_finished else '填写结果'}"
        record(row, "proposals.handle_proposal", by=by, sentence=sentence, changes=changes)
    return advice


def _require_data(values) -> None:
    if not values["result"].strip():
        raise Refused("办结的建议要逐条写明答复内容。")
    if values["figure"] is None or not values["figure_unit"].strip():
        raise Refused("办结的建议要有数据和计量单位，例如：12、处。")


def _own_part(row, by) -> Handling | None:
    """The part of the person's unit; None for the office, whose list all of it is. Who has none now writes none."""
    if row.office_id in by.units_as(RoleCode.OFFICE):
        return None
    own = row.handlings.open().filter(unit__in=by.units_as(RoleCode.DEPARTMENT)).order_by("pk").first()
    if own is None:
        raise Refused(f"本单位已经不承办这件{row.ledger_label}，不能填写清单。")
    return own


def _locked_advice(advice, *, by):
    row = lock(advice.proposal, related=RELATED)
    own = _own_part(row, by)
    if row.state not in LISTED:
        raise Refused(f"这件{row.ledger_label}{row.get_state_display()}，清单不能再改。")
    advice = lock(advice, related=("handling__unit",))
    advice.proposal = row
    return row, advice, own


# ── 沟通 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def log_contact(handling: Handling, *, by, attachments=(), **fields) -> HandlingContact:
    """Write down that the unit met or called the proposer."""
    row, handling = locked(handling)
    if handling.state not in (STATE.ACCEPTED, STATE.ANSWERED, STATE.CLOSED):
        raise Refused(f"现在是“{handling.get_state_display()}”，签收以后才能登记沟通。")
    _check_talk(row, handling, fields["on"])
    contact = HandlingContact.objects.create(handling=handling, round=handling.round, entered_by=by, **fields)
    attach(contact, attachments, by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}登记{contact}")
    return contact


def _check_talk(row, handling, on) -> None:
    """Of each time that it is handled its own talk: what was said before the last letter led to that one."""
    if not timezone.localdate(row.submitted_at) <= on <= timezone.localdate():
        raise Refused("沟通日期不能早于提交日期，也不能晚于今天。")
    before = handling.replies.sent().filter(round__lt=handling.round).order_by("-round").first()
    if before and on < timezone.localdate(before.sent_at):
        sent = day(timezone.localdate(before.sent_at))
        raise Refused(f"现在是第 {handling.round} 次办理，沟通日期不能早于上一次答复的日期（{sent}）。")


# ── the part of those beside the lead ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def give_opinion(handling: Handling, *, by, result: str, text: str, attachments=()) -> Handling:
    """协办、会办意见: what a unit beside the lead has done, for the letter of the lead."""
    row, handling = locked(handling)
    if handling.role not in BESIDE:
        raise Refused(f"{handling.get_role_display()}单位直接答复提出人。")
    if not text.strip():
        raise Refused("请写明办理情况。")
    answered = {"result": result, "answer": text, "answered_by": by, "answered_at": timezone.now()}
    advance(handling, HANDLING, STATE.ANSWERED, by=by, **answered)
    attach(handling, attachments, by=by)
    time_limits.meet_all(handling, *TO_HAND_IN, by=by)
    for lead in row.handlings.open().exclude(role__in=BESIDE).select_related("unit"):
        lead.proposal = row
        tell_unit(lead, f"{handling.unit.short_name}提交了{handling.get_role_display()}意见", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}提交{handling.get_role_display()}意见", note=text)
    return handling


# ── 延期 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_extension(handling: Handling, *, by, reason: str) -> Handling:
    """申请延期: with its reason, before the day has passed; the office grants it once, by as much as the pack says."""
    row, handling = locked(handling)
    limit = limit_to_hand_in(handling)
    if handling.state != STATE.ACCEPTED or limit is None:
        raise Refused("现在没有可以申请延期的答复期限。")
    if not reason.strip():
        raise Refused("请写明申请延期的理由。")
    if handling.extension_asked_at and not handling.extension_ruled_at:
        raise Refused("已经申请延期，正在等交办单位答复。")
    if limit.state == LimitState.RUNNING and limit.due_on < timezone.localdate():
        raise Refused(f"答复期限{day(limit.due_on)}已经过了，到期以前才能申请延期。")
    if not limit.extension_span or limit.extensions.filter(by_rule=True).exists():
        raise Refused("按做法只能延期一次，已经延过或者不能延期；确需延期的，请与交办单位联系。")
    asked = {"extension_reason": reason, "extension_asked_at": timezone.now()}
    _save(handling, **asked, extension_ruled_at=None, extension_granted=None, extension_ruling="")
    tell_office(row, f"{handling.unit.short_name}申请延期答复", by=by)
    write(row, handling, by=by, sentence=f"{handling.unit.short_name}申请延期答复", note=reason)
    return handling


@transaction.atomic
def rule_extension(handling: Handling, *, by, grants: bool, ruling: str = "") -> Handling:
    """Grant what was asked for, or refuse it with a reason; those beside keep their own day."""
    row, handling = locked(handling)
    if not handling.extension_asked_at or handling.extension_ruled_at:
        raise Refused(f"{handling.unit.short_name}没有待处理的延期申请。")
    if not grants and not ruling.strip():
        raise Refused("不同意延期的，请写明理由。")
    limit = limit_to_hand_in(handling)
    if grants:
        if limit is None:
            raise Refused("这项承办已经没有在计时的期限，不用延期。")
        limit = time_limits.extend(limit, by=by, reason=handling.extension_reason, approved_by=row.office.short_name)
    _save(handling, extension_ruled_at=timezone.now(), extension_granted=grants, extension_ruling=ruling)
    told = f"同意延期到{day(limit.due_on)}" if grants else f"不同意延期：{ruling}"
    tell_unit(handling, told, by=by)
    sentence = f"{'同意' if grants else '不同意'}{handling.unit.short_name}延期答复"
    record(row, ASSIGN, by=by, sentence=sentence, note=ruling)
    return handling


def _save(handling, **fields) -> None:
    for name, value in fields.items():
        setattr(handling, name, value)
    handling.save(update_fields=list(fields))
