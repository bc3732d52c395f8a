"""Reads about people and places that several pages share."""

from allauth.mfa.models import Authenticator
from django.utils import timezone

from members.models import Event, RolePolicy, User


def lacks_second_factor(user) -> bool:
    """Say whether one of the person's roles asks for a second factor that is not set up."""
    codes = {role.code for role in user.current_roles}
    if not RolePolicy.objects.filter(code__in=codes, second_factor=True).exists():
        return False
    return not Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).exists()


def people_of(unit, *codes):
    """People who hold one of these roles in the unit today: whom to notify."""
    today = timezone.localdate()
    roles = (
        unit.roles.on(today).filter(code__in=codes) if codes else unit.roles.on(today)
    )
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def timeline(case):
    """The ledger of one case, newest first."""
    return (
        Event.objects.filter(case_id=case.pk)
        .prefetch_related("revisions")
        .order_by("-pk")
    )
