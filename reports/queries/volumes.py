"""Reads of archive volumes: those of a room by year, those of all rooms in one year."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from consult.models import Consultation
from members.models import Region, Unit
from members.models.places import under
from members.permissions import roles_that_allow
from members.permissions.registers import SEE_VOLUME
from reports.models import Volume
from rooms.models import Room

FIRST_YEAR = 2015


def years_of(room) -> list[dict]:
    """The years of a room from now back to its opening or first case: each with its volumes, the newest first."""
    today = timezone.localdate().year
    volumes = list(Volume.objects.for_page().filter(room=room))
    cases = dict.fromkeys(Consultation.objects.filter(room=room).order_by("year").values_list("year", flat=True))
    opened = [room.opened_on.year] if room.opened_on else []
    first = min([*opened, *cases, *(volume.year for volume in volumes), today])
    return [
        {"year": year, "volumes": [volume for volume in volumes if volume.year == year], "is_over": year < today}
        for year in range(today, first - 1, -1)
    ]


def with_volumes(rooms, year: int):
    """Rooms in the order of their names with what their newest volume of the year is, if there is one."""
    volumes = Volume.objects.filter(room=OuterRef("pk"), year=year).order_by("-edition")
    return rooms.select_related("unit__region__parent", "approver").annotate(
        pinyin=F("unit__pinyin"),
        volume_pk=Subquery(volumes.values("pk")[:1]),
        is_made=Exists(volumes.filter(made_at__isnull=False)),
    )


def readable_rooms(user):
    """Rooms whose volumes the person may read: not all of those that the person sees."""
    roles = roles_that_allow(user, "reports.view_volume")
    units = [role.unit_id for role in roles]
    paths = [role.place.path for role in roles if role.code in SEE_VOLUME["region"]]
    found = Q(unit__in=units) | Q(approver__in=units) | under(paths, "unit__region__path")
    return Room.objects.open().filter(found)


def volumes_to_pack(user, year: int) -> list[tuple[Volume, bool]]:
    """The newest bound volume of each room that the person may read, and whether the person reads it whole."""
    rows = Volume.objects.made().filter(year=year, room__in=readable_rooms(user))
    rows = rows.select_related("room__unit__region__parent").order_by("room_id", "-edition").distinct("room_id")
    wholly = {role.unit_id for role in roles_that_allow(user, "reports.view_whole_volume")}
    found = sorted(rows, key=lambda volume: (volume.room.unit.region.path, volume.room_id))
    return [(volume, volume.room.unit_id in wholly) for volume in found]


def rooms_without(user, year: int):
    """Rooms that the person may read of which no volume of the year is bound; each with whether making one failed."""
    failed = Q(fault__gt="") | Q(job__failed_at__isnull=False)
    rooms = with_volumes(readable_rooms(user), year).filter(is_made=False).order_by("unit__region__path", "pk")
    return rooms.annotate(has_failed=Exists(Volume.objects.filter(failed, pk=OuterRef("volume_pk"))))


def year_of(params) -> int:
    """The year that a list is asked for; this one where none is named that can be."""
    today, asked = timezone.localdate().year, params.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= today
    return int(asked) if is_year else today


def narrowed(rooms, params):
    """The rooms of a list under its filters."""
    if words := params.get("q", "").strip()[:60]:
        rooms = rooms.filter(unit__in=Unit.objects.find(words).order_by().values("pk"))
    if params.get("state") in ("made", "none"):
        rooms = rooms.filter(is_made=params["state"] == "made")
    region = params.get("region", "")
    if region.isascii() and region.isdigit() and len(region) < 19:
        below = Region.objects.filter(pk=int(region)).values_list("path", flat=True)
        rooms = rooms.filter(under(list(below), "unit__region__path"))
    return rooms


def newest(keys) -> dict[int, Volume]:
    """Volumes by their keys, for the rows of a page."""
    return Volume.objects.for_page().in_bulk([key for key in keys if key])


def volume_by_code(code: str) -> tuple[Volume, bool] | None:
    """The volume that bears this code, and whether it is the whole one or the copy."""
    plain = "".join(character for character in code.upper() if character.isalnum())[:12]
    rows = Volume.objects.made().select_related("room__unit")
    whole = rows.filter(verify_code=plain).first()
    if whole:
        return whole, True
    copy = rows.filter(copy_verify_code=plain).first()
    return (copy, False) if copy else None
