"""Photos that may stand in an album: of activities, research, a room's own meetings, inspections, contributions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from consult.models import Consultation, Meeting, Research
from consult.steps import naming
from members.enums import AttachmentKind, UnitKind
from members.models import Attachment, Unit
from reports.models import Contribution, Inspection
from reports.queries import composing
from rooms.models import Activity, Room

# Photos offered for one year, and chosen for one album.
MOST_OFFERED, MOST_CHOSEN = 600, 200
FIRST_YEAR = 2000
LONGEST_CAPTION = 60


@dataclass(frozen=True)
class Picture:
    """One photo, with what its caption says: the day, the room, and what was done."""

    attachment: Attachment
    on: date
    room: Room
    kind: str
    words: str
    case: int | None = None
    activity: int | None = None

    @property
    def pk(self) -> int:
        return self.attachment.pk

    @property
    def month(self) -> date:
        return self.on.replace(day=1)


@dataclass(frozen=True)
class Source:
    rows: Callable[..., QuerySet]
    picture: Callable[[object], dict]


def rooms_of(unit: Unit) -> QuerySet:
    """The rooms of a year's album of this unit: the room itself, those of a township, those of the city."""
    rooms = Room.objects.select_related("unit__region")
    if unit.kind == UnitKind.ROOM:
        return rooms.filter(unit=unit)
    if unit.kind in (UnitKind.LEADING_OFFICE, UnitKind.OFFICE):
        return rooms.filter(unit__region__path__startswith=unit.region.path)
    return rooms.filter(approver=unit)


def _activities(user, unit, year):
    rows = Activity.objects.visible_to(user).standing().filter(is_confidential=False, on__year=year)
    return rows.filter(room__in=rooms_of(unit)).select_related("room__unit")


def _research(user, unit, year):
    cases = Consultation.objects.visible_to(user).filter(room__in=rooms_of(unit))
    rows = Research.objects.filter(consultation__in=cases, on__year=year, removed_at__isnull=True)
    return rows.select_related("consultation__room__unit", "consultation__topic")


def _meetings(user, unit, year):
    """Pictures of meetings stay with the room, as its records do."""
    if unit.kind != UnitKind.ROOM:
        return Meeting.objects.none()
    cases = Consultation.objects.visible_to(user).filter(room__in=rooms_of(unit))
    rows = Meeting.objects.filter(consultation__in=cases, started_at__year=year)
    return rows.select_related("consultation__room__unit", "consultation__topic")


def _contributions(user, unit, year):
    rows = Contribution.objects.visible_to(user).counted().filter(sent_at__year=year, room__in=rooms_of(unit))
    return rows.select_related("room__unit")


def _inspections(user, unit, year):
    """Of those that were sent; what was found is not told below a photo."""
    rows = Inspection.objects.visible_to(user).standing().filter(held_on__year=year, room__in=rooms_of(unit))
    return rows.select_related("room__unit")


def _of_activity(row) -> dict:
    told = {"on": row.on, "room": row.room, "activity": row.pk}
    return {**told, "kind": row.get_kind_display(), "words": row.what}


def _of_case(row, *, on, kind) -> dict:
    case = row.consultation
    return {"on": on, "room": case.room, "kind": kind, "words": case.topic.title, "case": case.pk}


SOURCES = (
    Source(_activities, _of_activity),
    Source(_research, lambda row: _of_case(row, on=row.on, kind="调查研究")),
    Source(_meetings, lambda row: _of_case(row, on=timezone.localdate(row.started_at), kind="协商会")),
    Source(
        _inspections,
        lambda row: {"on": row.held_on, "room": row.room, "kind": "督办检查", "words": f"{row.month:%Y年%-m月}"},
    ),
    Source(
        _contributions,
        lambda row: {"on": timezone.localdate(row.sent_at), "room": row.room, "kind": "投稿", "words": row.title},
    ),
)


def offered(user, unit: Unit, year: int) -> list[Picture]:
    """What the person may choose from, in the order of the year."""
    found = [picture for source in SOURCES for picture in _pictures(source, user, unit, year)]
    return sorted(found, key=lambda each: (each.on, each.room.pk, each.pk))[:MOST_OFFERED]


def _pictures(source: Source, user, unit, year) -> Iterable[Picture]:
    rows = source.rows(user, unit, year)
    kind = ContentType.objects.get_for_model(rows.model)
    photos = Attachment.objects.standing().filter(owner_type=kind, kind=AttachmentKind.PHOTO).exclude(thumbnail="")
    owners = {str(row.pk): row for row in rows.filter(pk__in=_owning(photos, rows))}
    for photo in photos.filter(owner_id__in=list(owners)):
        yield Picture(photo, **source.picture(owners[photo.owner_id]))


def _owning(photos, rows) -> list[int]:
    """Keys of the rows that have a photo, the latest ones."""
    keys = [str(key) for key in rows.order_by("-pk").values_list("pk", flat=True)[: 10 * MOST_OFFERED]]
    owning = photos.filter(owner_id__in=keys).order_by("-owner_id").values_list("owner_id", flat=True).distinct()
    return [int(key) for key in owning[:MOST_OFFERED]]


def captions(pictures: list[Picture]) -> dict[int, str]:
    """What is printed below each, without the names that stay in the rooms."""
    private = composing.private_of(
        cases={each.case for each in pictures if each.case},
        activities={each.activity for each in pictures if each.activity},
    )
    return {each.pk: _caption(each, private) for each in pictures}


def _caption(picture: Picture, private) -> str:
    words = " ".join(naming.veil(picture.words, private).split()).rstrip("。")
    words = f"{words[:LONGEST_CAPTION]}…" if len(words) > LONGEST_CAPTION else words
    return f"{picture.kind}：{words}"


def units_of(user, codes) -> QuerySet:
    """The units for which the person makes albums."""
    return Unit.objects.filter(pk__in=user.units_as(*codes)).select_related("region").order_by("pinyin")
