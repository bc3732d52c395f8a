"""Who of a unit handles what it is asked, and who stands in today."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from members.enums import RoleCode
from members.models import Absence, Charge, Desk, User
from members.queries import held_today, people_of


def handlers_of(units):
    """People who handle for these units today: who can be named as A 岗 and B 岗."""
    roles = held_today(RoleCode.DEPARTMENT).filter(unit__in=units)
    return User.objects.filter(pk__in=roles.values("user"))


def away_today(units) -> dict[int, Absence]:
    """Who of these units is away today: person → the absence."""
    rows = Absence.objects.standing().on(timezone.localdate()).filter(unit__in=units).select_related("deputy")
    # Who is entered twice is away by what was entered last.
    return {row.user_id: row for row in rows.order_by("pk")}


def standing_in_for(user) -> Q:
    """On rows with `as_holder` and `as_deputy`: what is the person's own today, as A 岗 or in somebody's place."""
    away = Absence.objects.standing().on(timezone.localdate()).filter(unit__in=user.units_as(RoleCode.DEPARTMENT))
    covered = away.filter(deputy=user).values("user")
    without_deputy = away.filter(deputy=None).values("user")
    return Q(as_holder=user.pk) | Q(as_holder__in=covered) | Q(as_deputy=user.pk, as_holder__in=without_deputy)


def in_charge(owner, unit) -> list[User]:
    """Whom to tell about one thing that a unit was asked: its handler, while he is away who stands in, else everybody.

    Whoever has lost the role or the account is told nothing, and neither is nobody told instead.
    """
    everybody = list(people_of(unit, RoleCode.DEPARTMENT))
    charge = Charge.objects.of(owner).filter(unit=unit).first()
    if charge is None:
        return everybody
    absence = away_today([unit]).get(charge.holder_id)
    wanted = charge.holder_id if absence is None else absence.deputy_id or charge.deputy_id
    found = [person for person in everybody if person.pk == wanted]
    if not found and absence is None:
        # A 岗 is not here any more: B 岗 is the next who knows of it.
        found = [person for person in everybody if person.pk == charge.deputy_id]
    return found or everybody


def desk_for(unit, text: str) -> Desk | None:
    """The desk whose words the text speaks of, the longest word first; else the one for everything else."""
    desks = list(Desk.objects.standing().filter(unit=unit).select_related("holder", "deputy").order_by("pk"))
    fitting = [(len(word), -desk.pk, desk) for desk in desks for word in desk.words if word in text]
    if fitting:
        return max(fitting, key=lambda fit: fit[:2])[2]
    return next((desk for desk in desks if not desk.words), None)


def keepers_of(unit):
    """Security administrators who look after the unit."""
    roles = held_today(RoleCode.SECURITY).filter(region__code__in=unit.region.path.strip("/").split("/"))
    return User.objects.filter(pk__in=roles.values("user"))


def open_charges(user, units=None) -> dict[int, int]:
    """How many open things of each unit the person handles: unit → number."""
    charges = Charge.objects.filter(holder=user)
    if units is not None:
        charges = charges.filter(unit__in=units)
    found = {}
    for kind in charges.order_by().values_list("owner_type", flat=True).distinct():
        rows = charges.filter(owner_type=kind)
        for unit in rows.filter(owner_id__in=open_of(kind)).values_list("unit", flat=True):
            found[unit] = found.get(unit, 0) + 1
    return found


def open_owners(user, unit) -> list:
    """The open things of a unit that the person handles."""
    charges = Charge.objects.filter(unit=unit, holder=user).order_by()
    found = []
    for kind in charges.values_list("owner_type", flat=True).distinct():
        model = ContentType.objects.get_for_id(kind).model_class()
        keys = charges.filter(owner_type=kind).values("owner_id")
        found += model.objects.open().filter(pk__in=keys).order_by("pk")
    return found


def open_of(kind: int):
    """Keys of the open rows of one model that units are asked with; each of these models has `open`."""
    model = ContentType.objects.get_for_id(kind).model_class()
    return model.objects.open().values("pk")
