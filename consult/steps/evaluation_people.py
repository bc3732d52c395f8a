"""Who is asked to evaluate: by account, by one-time link, on paper, or everybody who scans the public code."""

import secrets
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from consult.enums.evaluation import RaterKind, RaterWay, RoundState
from consult.models import EvaluationInvitation, EvaluationRound
from consult.models.rated import Rater
from consult.steps import evaluation_notices as notices
from consult.workflow import Refused, guards, lock, rating
from members import ledger
from members.enums import RoleCode
from members.models import Role, Unit
from members.permissions import ROOM_STAFF, TOWNSHIP

RELATED = ("keeper__region", "region")
MOST_RATERS = 500
# Without letters and digits that are taken for one another.
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 12
OFFICES = (RoleCode.OFFICE, RoleCode.LEADING_OFFICE)


def keeper_of(target, user) -> Unit | None:
    """For which of the person's units the round is made: the room or body of the record, else an office above it."""
    if keeper := target.rating_keeper():
        # Its people alone: a room would run the rating of what it put forward itself.
        return keeper if keeper.pk in user.units_as(*OFFICES) else None
    scope = target.rights_scope()
    for role in user.current_roles:
        own = role.code in ROOM_STAFF and role.unit_id in scope.rooms
        if own or (role.code in TOWNSHIP and role.unit_id in scope.approvers):
            return role.unit
    over = [role for role in user.current_roles if role.code in OFFICES and scope.path.startswith(role.place.path)]
    return next((role.unit for role in over if role.unit_id), None)


def suggested(target, side: str) -> list[Rater]:
    """Whom the record suggests, without those who stand on the rated side."""
    units = {unit.pk for unit in target.rated_units(side)}
    people = {user.pk for user in target.rated_people(side)}
    roles = Role.objects.on(timezone.localdate()).filter(unit__in=units)
    barred = people | set(roles.values_list("user", flat=True))
    found = target.raters(side)
    return [
        each
        for each in found
        if not (each.user and each.user.pk in barred) and not (each.unit and each.unit.pk in units)
    ]


@transaction.atomic
def invite(round, raters: list[Rater], *, by) -> int:
    """Ask further people; whoever is asked already stays as he is. Return how many are new."""
    round = lock(round, related=RELATED)
    guards.require(rating.running(round))
    made = invite_all(round, raters, by=by)
    if not made:
        raise Refused("选中的都已经邀请过了。")
    if round.state == RoundState.OPEN:
        notices.tell_invited(round, made)
    sentence = f"再邀请 {len(made)} 人评议"
    ledger.record(round, "consult.invite_raters", by=by, unit=round.keeper, sentence=sentence)
    return len(made)


def invite_all(round, raters, *, by) -> list[EvaluationInvitation]:
    """Part of a verb, never one itself."""
    standing = round.invitations.standing()
    users = set(standing.exclude(user=None).values_list("user", flat=True))
    units = set(standing.exclude(unit=None).values_list("unit", flat=True))
    made = []
    for rater in raters:
        _check(round, rater)
        if (rater.user and rater.user.pk in users) or (rater.unit and rater.unit.pk in units):
            continue
        users |= {rater.user.pk} if rater.user else set()
        units |= {rater.unit.pk} if rater.unit else set()
        way = RaterWay.ACCOUNT if rater.user or rater.unit else RaterWay.PAPER
        who = {"user": rater.user, "unit": rater.unit, "name": rater.name[:40]}
        made.append(EvaluationInvitation(round=round, kind=rater.kind, way=way, invited_by=by, **who))
    if len(made) + standing.count() > MOST_RATERS:
        raise Refused(f"一次评议最多邀请 {MOST_RATERS} 人；面向群众的，请用公开二维码。")
    return EvaluationInvitation.objects.bulk_create(made)


@transaction.atomic
def withdraw(invitation, *, by) -> None:
    """Somebody who was asked by mistake; an answer that was given stays."""
    round = lock(invitation.round, related=RELATED)
    guards.require(rating.running(round))
    invitation = lock(invitation)
    if invitation.is_answered:
        raise Refused("已经评议，不能撤回邀请。")
    invitation.withdrawn_by, invitation.withdrawn_at, invitation.token_hash = by, timezone.now(), ""
    invitation.save(update_fields=["withdrawn_by", "withdrawn_at", "token_hash"])
    sentence = f"撤回 1 份评议邀请（{invitation.get_kind_display()}）"
    ledger.record(round, "consult.withdraw_rater", by=by, unit=round.keeper, sentence=sentence)


@transaction.atomic
def make_link(invitation, *, by) -> str:
    """A link of which the database keeps the hash alone: it is shown this once, and the one before holds no more."""
    round = lock(invitation.round, related=RELATED)
    guards.require(rating.running(round))
    invitation = lock(invitation)
    if invitation.is_answered:
        raise Refused("已经评议，不用再发链接。")
    if invitation.withdrawn_at:
        raise Refused("邀请已经撤回，不能再发链接。")
    if invitation.unit_id or invitation.user_id:
        raise Refused("有账号的登录以后评议，不用链接。")
    token = secrets.token_urlsafe(24)
    invitation.way, invitation.token_hash, invitation.expires_at = RaterWay.LINK, hash_of(token), _end_of(round)
    invitation.save(update_fields=["way", "token_hash", "expires_at"])
    sentence = f"生成 1 个一次性评议链接（{invitation.get_kind_display()}）"
    ledger.record(round, "consult.make_rating_link", by=by, unit=round.keeper, sentence=sentence)
    return token


def renew_links(round) -> None:
    """Links that were given out hold as long as the round, whose last day was put off. Part of a verb."""
    round.invitations.exclude(token_hash="").update(expires_at=_end_of(round))


@transaction.atomic
def open_to_public(round, *, by) -> EvaluationRound:
    """Put up a code that everybody may scan: one answer a device."""
    round = lock(round, related=RELATED)
    guards.require(rating.running(round))
    if round.public_code:
        return round
    round.public_code = get_random_string(CODE_LENGTH, CODE_LETTERS)
    round.save(update_fields=["public_code"])
    ledger.record(round, "consult.open_rating_code", by=by, unit=round.keeper, sentence="开放公开评议二维码")
    return round


@transaction.atomic
def close_to_public(round, *, by) -> EvaluationRound:
    round = lock(round, related=RELATED)
    if round.public_code:
        round.public_code = ""
        round.save(update_fields=["public_code"])
        ledger.record(round, "consult.close_rating_code", by=by, unit=round.keeper, sentence="停用公开评议二维码")
    return round


def invitation_of(token: str) -> EvaluationInvitation | None:
    """Whose link it is; none where it was never given, is used, renewed or past its day."""
    rows = EvaluationInvitation.objects.standing().filter(token_hash=hash_of(token[:200]), way=RaterWay.LINK)
    return rows.select_related("round__keeper__region", "round__region").filter(expires_at__gt=timezone.now()).first()


def round_of_code(code: str) -> EvaluationRound | None:
    rows = EvaluationRound.objects.filter(public_code=code[:20]).exclude(public_code="")
    return rows.select_related("keeper__region", "region").first()


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _end_of(round):
    midnight = datetime.combine(round.closes_on + timedelta(days=1), time())
    return timezone.make_aware(midnight)


def _check(round, rater: Rater) -> None:
    if rater.unit and rater.unit.pk in round.rated_unit_keys:
        raise Refused(f"{rater.unit.short_name}是被评议的单位，不能给自己评议。")
    if rater.user and round.rates_itself(rater.user):
        raise Refused(f"{rater.user.name}在被评议的一方，不能参加评议。")
    if not (rater.user or rater.unit or rater.name.strip()):
        raise Refused("请写明评议人的称呼，例如 1 号住户。")
    if rater.kind not in RaterKind.values:
        raise Refused("请选择评议人的类别。")
