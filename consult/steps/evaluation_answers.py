"""One answer to one invitation: signed in, by a link, from a sheet of paper, or by the public code."""

import json

from django.db import transaction
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay
from consult.models import Evaluation, EvaluationInvitation
from consult.steps.evaluation_people import hash_of
from consult.workflow import Refused, guards, lock, rating
from members import ledger
from members.operations import attach

RELATED = ("keeper__region", "region")
MOST_REMARK = 1000
MOST_TEXT = 2000
TWICE = "这份评议已经提交过，一人一份，不能再评。"


@transaction.atomic
def answer(invitation, *, data: dict, by=None, remark="") -> Evaluation:
    """Give the one answer. `by` is the account, nobody where a link was followed."""
    round = lock(invitation.round, related=RELATED)
    guards.require(rating.rating_itself(round, by))
    guards.require(rating.answering(round))
    invitation = _unanswered(invitation)
    row = _kept(invitation, round, data=data, remark=remark, on=timezone.localdate(), entered_by=by)
    _record(row, round, by=by, sentence=f"提交评议（{invitation.get_kind_display()}）")
    return row


@transaction.atomic
def enter_paper(invitation, *, data: dict, by, on, attachments=(), remark="") -> Evaluation:
    """Enter what stands on a sheet of paper (代录), with its scan: the day on the sheet counts, not today."""
    round = lock(invitation.round, related=RELATED)
    guards.require(rating.rating_itself(round, by))
    guards.require(rating.running(round) or rating.answering(round, on))
    if on > timezone.localdate():
        raise Refused("评议日期不能晚于今天。")
    if not attachments:
        raise Refused("请上传纸质评议表的扫描件或者照片。")
    invitation = _unanswered(invitation)
    row = _kept(invitation, round, data=data, remark=remark, on=on, entered_by=by, entered_for_rater=True)
    attach(row, attachments, by=by)
    invitation.way, invitation.token_hash = RaterWay.PAPER, ""
    invitation.save(update_fields=["way", "token_hash"])
    kind = invitation.get_kind_display()
    _record(row, round, by=by, sentence=f"代录纸质评议表（{kind}）", entered_for=kind)
    return row


@transaction.atomic
def answer_by_code(round, *, device: str, data: dict, by=None, remark="") -> Evaluation:
    """Whoever scans the public code: one answer a device. The lock of the round keeps two presses apart."""
    code = round.public_code
    round = lock(round, related=RELATED)
    if not code or round.public_code != code:
        raise Refused("这个二维码已经停用。")
    guards.require(rating.rating_itself(round, by))
    guards.require(rating.answering(round))
    key = hash_of(f"{round.pk} {device}")
    if EvaluationInvitation.objects.filter(round=round, device_hash=key).exists():
        raise Refused("这台手机已经评议过，一台手机评一次。")
    invitation = EvaluationInvitation.objects.create(
        round=round, kind=RaterKind.PUBLIC, way=RaterWay.CODE, device_hash=key
    )
    row = _kept(invitation, round, data=data, remark=remark, on=timezone.localdate())
    _record(row, round, by=None, sentence="收到 1 份公开评议")
    return row


def _unanswered(invitation) -> EvaluationInvitation:
    invitation = lock(invitation)
    if invitation.withdrawn_at:
        raise Refused("这份评议邀请已经撤回。")
    if invitation.is_answered:
        raise Refused(TWICE)
    return invitation


def _kept(invitation, round, *, data, remark, **who) -> Evaluation:
    form = round.form
    answers = checked(form, data)
    remark = remark.strip()
    if form.needs_reason(answers) and not remark:
        said = "、".join(form.reason_when)
        raise Refused(f"评“{said}”的，请在意见和建议里写明理由。")
    if len(remark) > MOST_REMARK:
        raise Refused(f"意见和建议不能超过 {MOST_REMARK} 字，现在是 {len(remark)} 字。")
    return Evaluation.objects.create(
        invitation=invitation,
        round=round,
        answers=answers,
        overall=answers.get(form.overall, ""),
        satisfied=form.is_satisfied(answers),
        score=form.score(answers),
        remark=remark,
        **who,
    )


def checked(form, data: dict) -> dict:
    """The answers by the form as the round keeps it; what it does not ask is left out."""
    answers = {}
    for field in form.fields:
        given = data.get(field["key"])
        if given in (None, "", []):
            if field.get("required"):
                raise Refused(f"请选择或者填写“{field['label']}”。")
            continue
        if field["type"] in ("choice", "choices"):
            given_all = given if isinstance(given, list | tuple) else [given]
            if not set(given_all) <= set(field["options"]):
                raise Refused(f"“{field['label']}”没有这个选项，请重新选择。")
        answers[field["key"]] = given[:MOST_TEXT] if isinstance(given, str) else given
    return answers


def _record(row, round, *, by, sentence: str, entered_for="") -> None:
    """The ledger names the sheet and its keyed check sum, so that a vote cannot be changed unseen, and not the vote."""
    said = json.dumps([row.pk, row.answers, row.remark], ensure_ascii=False, sort_keys=True)
    told = f"{sentence}，校验值 {ledger.fingerprint(said)}"
    ledger.record(row, "consult.rate", by=by, unit=round.keeper, sentence=told, entered_for=entered_for)
