"""Who is told of a result: the member, whoever convenes the room, the committee of the township, the unit."""

from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from django.utils import timezone

from members.enums import RoleCode
from members.models import Role, Unit, User
from members.operations import notify_each
from members.permissions import TOWNSHIP
from reports.facts.points import Result, Round
from rooms.models import Room


def tell_results(a_round: Round, found: list[Result]) -> None:
    people = PEOPLE[a_round.kind](found) if a_round.kind in PEOPLE else ()
    pages = ((user, f"/points/{a_round.kind}/{pk}/?year={a_round.year}") for user, pk in people)
    notify_each(pages, f"{a_round.name}结果已公布")


def tell_people(kind: str, keys: list[int], sentence: str, *, url: str) -> None:
    """The same people as of results, of these subjects; a committee or a sector has nobody of its own."""
    if kind in PEOPLE:
        about = [SimpleNamespace(pk=key) for key in keys]
        notify_each(((user, url) for user, _ in PEOPLE[kind](about)), sentence)


def _members(found: Iterable[Result]) -> Iterator[tuple]:
    people = User.objects.filter(member__in=[each.pk for each in found]).select_related("member")
    return ((user, user.member.pk) for user in people)


def _of_units(units: dict[int, int], codes) -> Iterator[tuple]:
    """`units` says of each the subject to which it belongs."""
    roles = Role.objects.on(timezone.localdate()).filter(unit__in=units, code__in=codes, user__is_active=True)
    return ((role.user, units[role.unit_id]) for role in roles.select_related("user"))


def _rooms(found: Iterable[Result]) -> Iterator[tuple]:
    units = dict(Room.objects.filter(pk__in=[each.pk for each in found]).values_list("unit", "pk"))
    return _of_units(units, (RoleCode.CONVENER,))


def _units(found: Iterable[Result]) -> Iterator[tuple]:
    return _of_units({each.pk: each.pk for each in found if each.pk}, (RoleCode.DEPARTMENT,))


def _townships(found: Iterable[Result]) -> Iterator[tuple]:
    units = Unit.objects.filter(kind="township", region__in=[each.pk for each in found])
    return _of_units(dict(units.values_list("pk", "region")), TOWNSHIP)


PEOPLE = {"member": _members, "room": _rooms, "unit": _units, "township": _townships}
