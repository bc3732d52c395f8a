"""评议: whether a round can be made or answered now, and what of it may be shown to whom."""

from django.utils import timezone

from consult.enums.evaluation import RoundState
from consult.models import EvaluationRound
from members.templatetags.dates import day

IN_THE_WAY = (RoundState.PLANNED, RoundState.OPEN)


def opening(target, side: str, keeper, user) -> str:
    """Why no round of this side can be made of the record now."""
    if side not in target.rated_sides:
        return "这件事不作这一类评议。"
    if why := target.why_not_rated(side):
        return why
    if keeper is None:
        return "没有找到您组织评议的单位，请由有权的单位发起。"
    rated = target.rated_units(side)
    if keeper in rated:
        return f"{keeper.short_name}是被评议的单位，不能组织对自己的评议，请由其他有权的单位发起。"
    units = {unit.pk for unit in rated}
    if user in target.rated_people(side) or any(role.unit_id in units for role in user.current_roles):
        return "您在被评议的一方，不能组织这次评议，请由其他同志或者上级单位发起。"
    running = EvaluationRound.objects.of(target).filter(side=side, state__in=IN_THE_WAY).first()
    if running:
        return f"这件事已经有一次评议（{day(running.closes_on)}截止），结束以后才能再发起。"
    return ""


def running(round) -> str:
    """Why nothing more can be changed or entered."""
    if round.state == RoundState.CLOSED:
        return f"评议已在{day(round.closed_at)}结束，不能再改。"
    return "评议已经作废。" if round.state == RoundState.VOID else ""


def answering(round, on=None) -> str:
    """Why no answer that was given on this day is taken; what comes late is told the day."""
    on = on or timezone.localdate()
    if round.state == RoundState.VOID:
        return "这次评议已经作废，不用再评。"
    if on > round.closes_on:
        return f"评议已在{day(round.closes_on)}截止，不再受理。"
    if round.state == RoundState.CLOSED:
        return f"评议已在{day(round.closed_at)}结束，不再受理。"
    if on < round.opens_on:
        return f"评议从{day(round.opens_on)}开始，到时再来。"
    return ""


def figures(round) -> str:
    """Why the totals are not shown, to nobody: while people still answer they would sway each other."""
    if round.state == RoundState.VOID:
        return "评议已经作废，不作统计。"
    if round.state != RoundState.CLOSED:
        return f"评议{day(round.closes_on)}截止，结束以后公布汇总。"
    if round.answered < round.least_shown:
        return f"收回 {round.answered} 份，不足 {round.least_shown} 份，为保护评议人不公布汇总。"
    return ""


def votes(round, user) -> str:
    """Why single votes are not shown to this person."""
    if round.rates_itself(user):
        return "您在被评议的一方，看不到单份评议。"
    return "" if round.state == RoundState.CLOSED else "评议结束以后才能查看单份评议。"


def rating_itself(round, user) -> str:
    return "您在被评议的一方，不能参加评议，也不能登记评议。" if user and round.rates_itself(user) else ""
