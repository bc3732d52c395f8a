"""Who is told of a limit: the people of the unit that has to act; those above it once the day has passed."""

from django.utils import timezone

from members.enums import ROLE_UNITS, RoleCode, UnitKind
from members.models import Unit, User
from members.queries import people_of
from members.queries.desks import in_charge
from rooms.models import TimeLimit
from rooms.models.time_limit import WORKING

# Bodies of which a city has one or few: a role of such a body is told wherever it sits in the city.
OF_THE_CITY = (UnitKind.LEADING_OFFICE, UnitKind.OFFICE, UnitKind.CITY_COMMITTEE, UnitKind.DISPATCH_OFFICE)


def people_of_limit(limit: TimeLimit) -> list[User]:
    """Who of the unit handles the record, or stands in today; once the day has passed all who work for the unit.

    Where nobody of the unit has an account, the supervisor enters what it does, and is reminded in its place.
    """
    is_late = limit.is_late(timezone.localdate())
    found = [] if is_late or limit.owner is None else in_charge(limit.owner, limit.unit)
    return found or workers(limit.unit) or (workers(limit.supervisor) if limit.supervisor else [])


def people_above(limit: TimeLimit) -> list[User]:
    """The supervisor, and the roles that the pack names: of the supervisor, of the unit, of the offices of the city."""
    found = workers(limit.supervisor) if limit.supervisor else []
    for role in limit.escalate_to:
        found += _of_role(limit, RoleCode(role))
    return list({user.pk: user for user in found}.values())


def workers(unit: Unit) -> list[User]:
    codes = [role for role, kinds in ROLE_UNITS.items() if unit.kind in kinds and role in WORKING]
    return list(people_of(unit, *codes)) if codes else []


def _of_role(limit: TimeLimit, role: RoleCode) -> list[User]:
    own = people_of(limit.supervisor, role) if limit.supervisor else User.objects.none()
    kinds = [kind for kind in ROLE_UNITS.get(role, ()) if kind in OF_THE_CITY]
    if own or not kinds:
        return [*own, *people_of(limit.unit, role)]
    return list(people_in_city(limit.unit, role, kinds))


def people_in_city(unit: Unit, role: RoleCode, kinds) -> list[User]:
    """Who holds the role in a unit of these kinds of the city in which the unit lies."""
    units = Unit.objects.active().filter(kind__in=kinds, region__path__startswith=f"/{unit.region.city_code}/")
    return [user for each in units for user in people_of(each, role)]
