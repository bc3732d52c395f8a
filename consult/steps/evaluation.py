"""评议 (EvaluationRound): made, changed, closed, and what it came to. One engine for all that is rated.

Others call `open_round(target, by=, form=, closes_on=, raters=…)`, `answer(invitation, data=, by=)`,
`close_round(round, by=)` → Result, and `result_of(round)`. `target` is a record of a model with the mixin
consult.models.rated.Rated. A target whose model names a `closed_round_job` gets that job (argument `round`) in the
transaction in which the round is closed, whoever closed it: by a page, by a caller, or because its day had passed.
"""

from django.db import transaction
from django.utils import timezone

from consult.enums.evaluation import SIGNED, RatedSide, RoundState
from consult.models import EvaluationRound
from consult.queries.evaluation_result import Result, result_of
from consult.steps import evaluation_notices as notices
from consult.steps.evaluation_answers import answer, answer_by_code, enter_paper
from consult.steps.evaluation_people import (
    close_to_public,
    invite,
    invite_all,
    keeper_of,
    make_link,
    open_to_public,
    renew_links,
    withdraw,
)
from consult.workflow import EVALUATION_ROUND, Refused, advance, guards, lock, rating
from members import ledger
from members.operations import order
from members.templatetags.dates import day

__all__ = [
    "answer",
    "answer_by_code",
    "begin",
    "close_round",
    "close_to_public",
    "enter_paper",
    "invite",
    "keeper_of",
    "make_link",
    "open_round",
    "open_to_public",
    "prolong",
    "result_of",
    "void_round",
    "withdraw",
]

RELATED = ("keeper__region", "region", "ranked_unit")
# Longer rounds are entered as a typing error.
MOST_DAYS = 366


@transaction.atomic
def open_round(
    target,
    *,
    by,
    form: str,
    closes_on,
    opens_on=None,
    side=RatedSide.HANDLING,
    raters=(),
    about="",
    least_shown=None,
    keeper=None,
    is_public=False,
) -> EvaluationRound:
    """Make a round: its form is kept as the pack has it now, and everybody who is asked is told once it is open.

    `form` is a code of the target's pack. Without `least_shown` a round in which only signed raters are asked shows its
    totals at once, any other from as many answers as the pack says.
    """
    target = lock(target)
    opens_on = opens_on or timezone.localdate()
    keeper = keeper or keeper_of(target, by)
    guards.require(rating.opening(target, side, keeper, by))
    _check_days(opens_on, closes_on)
    days = {"opens_on": opens_on, "closes_on": closes_on}
    round = _made(target, side, form, by=by, keeper=keeper, about=about, least_shown=least_shown, **days)
    invite_all(round, raters, by=by)
    if least_shown is None and not is_public:
        _show_signed(round)
    if is_public:
        open_to_public(round, by=by)
        round.refresh_from_db(fields=["public_code"])
    if opens_on <= timezone.localdate():
        _begin(round, by=by)
    told = f"{day(opens_on)}至{day(closes_on)}，邀请 {len(raters)} 人"
    _record(round, "consult.open_round", by=by, sentence=f"发起{round.side_called}：{told}")
    return round


def _made(target, side: str, form: str, *, by, keeper, about: str, least_shown, **days) -> EvaluationRound:
    pack, scope, rated = target.rating_pack(), target.rights_scope(), target.rated_units(side)
    round = EvaluationRound.objects.create(
        target=target,
        side=side,
        about=(about or target.rated_words(side))[:300],
        form_code=form,
        form_table=_pinned(pack, form),
        grace=pack.rating.grace,
        reminder=pack.rating.reminder,
        least_shown=least_shown or pack.rating.least_shown,
        keeper=keeper,
        region=rated[0].region if rated else keeper.region,
        ranked_unit=rated[0] if rated and side == RatedSide.HANDLING else None,
        room_units=sorted(scope.rooms),
        approver_units=sorted(scope.approvers),
        opened_by=by,
        **days,
    )
    round.rated_units.set(rated)
    round.rated_people.set(target.rated_people(side))
    return round


@transaction.atomic
def begin(round, *, by=None) -> EvaluationRound:
    """Its day has come: whoever was asked may answer. Told by whoever makes it, or by the job in office hours."""
    round = lock(round, related=RELATED)
    if timezone.localdate() < round.opens_on:
        raise Refused(f"评议从{day(round.opens_on)}开始。")
    return _begin(round, by=by)


@transaction.atomic
def prolong(round, *, by, closes_on, reason: str) -> EvaluationRound:
    round = lock(round, related=RELATED)
    guards.require(rating.running(round))
    if not reason.strip():
        raise Refused("延长评议要写明理由。")
    if closes_on <= round.closes_on or closes_on < timezone.localdate():
        raise Refused(f"新的截止日期要晚于现在的截止日期（{day(round.closes_on)}），也不能早于今天。")
    _check_days(round.opens_on, closes_on)
    old, round.closes_on, round.reminded_at = round.closes_on, closes_on, None
    round.version += 1
    round.save(update_fields=["closes_on", "reminded_at", "version"])
    renew_links(round)
    notices.tell_prolonged(round)
    sentence = f"评议截止日期由{day(old)}改为{day(closes_on)}"
    _record(round, "consult.prolong_round", by=by, sentence=sentence, note=reason)
    return round


@transaction.atomic
def close_round(round, *, by=None) -> Result:
    """Take no more answers and say what came out; the caller, or the job of the target, does what follows from it."""
    round = lock(round, related=RELATED)
    if by is not None:
        guards.require(rating.rating_itself(round, by))
    result = result_of(round)
    advance(
        round,
        EVALUATION_ROUND,
        RoundState.CLOSED,
        by=by,
        closed_by=by,
        closed_at=timezone.now(),
        answered=result.answered,
        score=result.score.median if result.score else None,
        satisfaction=result.satisfaction,
    )
    round.invitations.exclude(token_hash="").update(token_hash="", expires_at=None)
    _follow(round)
    notices.tell_closed(round)
    sentence = f"结束评议：邀请 {result.asked} 人，收回 {result.answered} 份，结论“{round.get_satisfaction_display()}”"
    _record(round, "consult.close_round", by=by, sentence=sentence)
    return result


@transaction.atomic
def void_round(round, *, by, reason: str) -> EvaluationRound:
    """A round that was made by mistake or went wrong counts nowhere; what was answered stays in the record."""
    round = lock(round, related=RELATED)
    guards.require(rating.rating_itself(round, by))
    if not reason.strip():
        raise Refused("作废评议要写明理由。")
    advance(round, EVALUATION_ROUND, RoundState.VOID, by=by, void_reason=reason[:300])
    _follow(round)
    notices.tell_void(round)
    _record(round, "consult.void_round", by=by, sentence="作废评议", note=reason)
    return round


def _begin(round, *, by):
    advance(round, EVALUATION_ROUND, RoundState.OPEN, by=by)
    # Whoever opens it by hand tells of it at once; what a day opens waits for office hours (evaluation_days).
    if by is not None:
        notices.tell_opened(round)
    return round


def _pinned(pack, code: str) -> dict:
    """The form as plain data, so that a later version of the pack changes nothing."""
    table = next((each for each in pack.resolved["form"] if each["code"] == code), None)
    if table is None:
        raise Refused("评议表已经不在做法里，请刷新页面重新选择。")
    if any(field["type"] == "file" for field in table["field"]) or not pack.form(code).choices:
        raise Refused("这张表不能用来评议：评议表要有单选的栏目，不能有文件。")
    return table


def _check_days(opens_on, closes_on) -> None:
    if closes_on < opens_on:
        raise Refused(f"截止日期不能早于开始日期（{day(opens_on)}）。")
    if closes_on < timezone.localdate():
        raise Refused("截止日期不能早于今天。")
    if (closes_on - opens_on).days > MOST_DAYS:
        raise Refused("评议最长一年，请核对日期。")


def _show_signed(round) -> None:
    """Those who sign their answers are not protected by numbers."""
    kinds = set(round.invitations.values_list("kind", flat=True))
    if kinds and kinds <= set(SIGNED):
        round.least_shown = 1
        round.save(update_fields=["least_shown"])


def _follow(round) -> None:
    model = round.target_type.model_class()
    if model.closed_round_job:
        order(model.closed_round_job, key=f"{model.closed_round_job}:{round.pk}", round=round.pk)


def _record(round, verb: str, **told) -> None:
    ledger.record(round, verb, unit=round.keeper, case=round.target.ledger_case if round.target else None, **told)
