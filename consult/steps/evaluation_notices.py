"""Who is told of a round: those who are asked, those who run it, and in the end the side that was rated."""

from django.utils import timezone

from consult.models import EvaluationInvitation
from members.enums import RoleCode
from members.models import User
from members.operations import notify, notify_each
from members.permissions.evaluation import ANSWERS, KEEPS
from members.queries import people_of
from members.templatetags.dates import day


def tell_opened(round) -> None:
    round.told_at = timezone.now()
    round.save(update_fields=["told_at"])
    tell_invited(round, round.invitations.unanswered().select_related("user", "unit"))


def tell_invited(round, invitations) -> None:
    _ask(round, invitations, f"请评议（{day(round.closes_on)}截止）：{round.about}")


def tell_prolonged(round) -> None:
    left = round.invitations.unanswered().select_related("user", "unit")
    _ask(round, left, f"评议截止日期改为{day(round.closes_on)}：{round.about}")


def remind(round) -> int:
    """Those who have not answered; return how many."""
    left = round.invitations.unanswered().select_related("user", "unit")
    return _ask(round, left, f"评议将在{day(round.closes_on)}截止，您还没有评：{round.about}")


def tell_closed(round) -> None:
    """Whoever runs it, and the rated side, which reads the totals now."""
    people = [*people_of(round.keeper, *KEEPS), *rated_people(round)]
    notify(
        people,
        f"评议已结束，收回 {round.answered} 份：{round.about}",
        url=round.get_absolute_url(),
        internal=_is_internal(round),
    )


def tell_void(round) -> None:
    invited = EvaluationInvitation.objects.filter(round=round).standing().select_related("user", "unit")
    people = [person for each in invited for person in people_asked(each)]
    notify(people, f"评议已作废，不用再评：{round.about}", internal=_is_internal(round))


def rated_people(round) -> list[User]:
    units = [user for unit in round.rated_units.all() for user in people_of(unit, RoleCode.DEPARTMENT, *KEEPS)]
    return [*units, *round.rated_people.all()]


def people_asked(invitation) -> list[User]:
    if invitation.unit_id:
        return list(people_of(invitation.unit, *ANSWERS))
    return [invitation.user] if invitation.user_id else []


def _is_internal(round) -> bool:
    """What is rated is 内部: its title stays inside the system."""
    return bool(getattr(round.target, "is_internal", False))


def _ask(round, invitations, sentence: str) -> int:
    pages = [(user, each.get_absolute_url()) for each in invitations for user in people_asked(each)]
    notify_each(pages, sentence, internal=_is_internal(round))
    return len(pages)
