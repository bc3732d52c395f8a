"""Records of a place: each stands in one region, and one unit keeps it (registers, leading groups, hearings)."""

from django.db import models
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Keeping, Region, Unit, User
from members.models.places import lineage, under
from members.permissions import TOWNSHIP, Scope
from members.permissions.registers import ABOVE, KEEPERS, SEE_REGISTERS
from rooms.models.room import Room


def seen_by(user, field: str = "region__path") -> models.Q:
    """Records whose region lies in what the person looks after, or holds the place where the person works."""
    places = set(user.paths_as(*SEE_REGISTERS["below"]))
    guided = user.units_as(RoleCode.GUIDANCE)
    if guided:
        places |= set(Room.objects.filter(guidance__in=guided).values_list("unit__region__path", flat=True))
    around = {above for place in places for above in lineage(place)}
    return under(looked_after_by(user), field) | models.Q(**{f"{field}__in": around})


def looked_after_by(user) -> list[str]:
    """The paths of what the person's offices and committees look after."""
    of_townships = (role.place.path for role in user.current_roles if role.code in TOWNSHIP and is_township(role.unit))
    return [*user.paths_as(*ABOVE), *of_townships]


def is_township(unit) -> bool:
    """The committee of a township looks after all of it; the party organisation of an enterprise does not."""
    return unit is not None and unit.kind == UnitKind.TOWNSHIP


class KeptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user) | models.Q(unit__in=keeping_units(user)))

    def for_page(self):
        return self.select_related("region", "unit__region", "created_by")


def keeping_units(user) -> set[int]:
    """Units whose records the person keeps."""
    return user.units_as(*KEEPERS)


class Kept(models.Model):
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区域")
    # Whoever keeps the record; it may lie above the place, where the place itself has nobody who signs in.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="登记单位")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def rights_scope(self) -> Scope:
        path = self.region.path
        bodies = Unit.objects.filter(kind=UnitKind.TOWNSHIP, region__path__in=lineage(path))
        guides = Room.objects.filter(unit__region__path__startswith=path, guidance__isnull=False)
        return Scope(
            keepers=frozenset([self.unit_id]),
            approvers=frozenset(bodies.values_list("pk", flat=True)),
            guides=frozenset(guides.order_by().values_list("guidance_id", flat=True)),
            path=path,
        )

    def keeping(self) -> Keeping:
        scope = Scope(keepers=frozenset([self.unit_id]), path=self.region.path)
        return Keeping(scope, unit=self.unit, url=self.get_absolute_url())
