"""Reads about people and places that several pages share."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q
from django.utils import timezone

from members.models import Attachment, Event, Role, User

# Longer than any text by which rows are put in order, the spelling of a long name among them.
LONGEST_PLACE = 1000


def lacks_second_factor(user) -> bool:
    """Say whether one of the person's roles asks for a second factor that is not set up."""
    if not any(role.asks_second_factor for role in user.current_roles):
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def people_of(unit, *codes):
    """People who hold one of these roles in the unit today: whom to notify."""
    today = timezone.localdate()
    roles = unit.roles.on(today).filter(code__in=codes) if codes else unit.roles.on(today)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def people_of_units(units, *codes) -> list[tuple[User, int]]:
    """The same of many units by their keys: each person with the unit, a person of two units twice."""
    roles = Role.objects.on(timezone.localdate()).filter(unit__in=list(units), code__in=codes, user__is_active=True)
    return [(role.user, role.unit_id) for role in roles.select_related("user").order_by("pk")]


def held_today(code):
    """Roles of this kind that somebody with an account holds today."""
    return Role.objects.on(timezone.localdate()).filter(code=code, user__is_active=True)


def timeline(case):
    """The ledger of one case with what was typed, newest first."""
    return Event.objects.filter(case_id=case.pk).with_notes().prefetch_related("revisions").order_by("-pk")


def city_paths(user) -> list[str]:
    """The cities in which the person holds a role."""
    return list({f"/{role.place.city_code}/" for role in user.current_roles})


def people_near(user):
    """Active accounts of the person's cities, and those without a role yet: who can be chosen in a form."""
    return User.objects.filter(is_active=True).within_or_nowhere(city_paths(user))


def with_current_roles(users) -> None:
    """Read the roles of a page of people at once."""
    today = timezone.localdate()
    roles = Role.objects.on(today).filter(user__in=users).select_related("unit", "region")
    held = {}
    for role in roles:
        held.setdefault(role.user_id, []).append(role)
    for user in users:
        user.roles_now = held.get(user.pk, [])


def region_tree(regions, words: str = "") -> list[dict]:
    """The regions as nested rows, in the order of their names; `words` keep what fits and what lies above it."""
    rows = list(regions.annotate(unit_count=Count("units", filter=Q(units__is_active=True))).order_by("pinyin", "pk"))
    if words:
        found = [row.path for row in regions.find(words)]
        rows = [row for row in rows if any(path.startswith(row.path) for path in found)]
    nodes = {row.pk: {"region": row, "children": []} for row in rows}
    tops = []
    for row in rows:
        above = nodes.get(row.parent_id)
        (above["children"] if above else tops).append(nodes[row.pk])
    return tops


def waiting_file(user, pk) -> Attachment | None:
    """A file that the person sent up and that no record owns yet."""
    return Attachment.objects.waiting_of(user).filter(pk=pk).first()


def file_seen_by(user, pk) -> Attachment | None:
    """Return the file when the person sees the record that owns it; a waiting one only for who sent it up.

    Every model that owns files has `objects.visible_to`; the two steps cost the same whatever lies in the tables. A
    model or a record whose files tell more than its page names the permission that they need: `files_need`.
    """
    file = Attachment.objects.standing().select_related("owner_type").filter(pk=pk).first()
    if file is None:
        return None
    if file.owner_id is None:
        return file if file.uploaded_by_id == user.pk else None
    model = file.owner_type.model_class()
    owners = model.objects.visible_to(user).filter(pk=file.owner_id)
    if not hasattr(model, "files_need"):
        return file if owners.exists() else None
    owner = owners.for_page().first()
    return file if owner and (not owner.files_need or user.has_perm(owner.files_need, owner)) else None


@dataclass(frozen=True)
class Page:
    """One page of a list; `previous` and `next` are query strings, empty where there is none."""

    rows: list
    previous: str
    next: str


def page_after(rows, params, *, order=("-pk",), size: int = 50, shown=None) -> Page:
    """Cut one page out of an ordered list by the place in the order (keyset), so that every page costs the same.

    `params` are the request's: `after` and `before` hold the place as the values of the order's fields, which must not
    be null. An unreadable place shows the first page. `shown` fetches what a row shows (from a QuerySet to one): it is
    given the rows of the page alone, so that a filter that finds many does not fetch it for all of them.
    """
    names = [name.lstrip("-") for name in order]
    backward = "before" in params
    place = _place(params.get("before" if backward else "after", ""), rows.model, names)
    way = [_turned(name) for name in order] if backward and place else list(order)
    found = rows.order_by(*way)
    if place:
        found = found.filter(_beyond(way, place))
    if shown:
        found = shown(found[: size + 1]).order_by(*way)
    found = list(found[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward and place:
        found.reverse()
    has_previous = bool(place) and (more if backward else True)
    has_next = more if not (backward and place) else True
    return Page(
        found,
        _link(params, "before", found[0], names) if found and has_previous else "",
        _link(params, "after", found[-1], names) if found and has_next else "",
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(way, place) -> Q:
    """Rows after the place: greater in the first field, or equal there and greater in the second, and so on."""
    beyond, equal = Q(), Q()
    for name, value in zip(way, place, strict=True):
        field, lookup = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{field}__{lookup}": value})
        equal &= Q(**{field: value})
    return beyond


def _place(text: str, model, names) -> list | None:
    values = text.split("~")
    if not text or len(values) != len(names):
        return None
    try:
        return [_parsed(value, name) for name, value in zip(names, values, strict=True)]
    except (ValueError, OverflowError):
        return None


def _parsed(value: str, name: str):
    if name in ("pk", "id", "number", "amount", "year") or name.endswith("_id"):
        number = int(value)
        if not 0 <= number < 2**63:
            raise ValueError
        return number
    if name == "on" or name.endswith(("_on", "_until")):
        return date.fromisoformat(value)
    if name.endswith("_at"):
        moment = datetime.fromisoformat(value)
        # PostgreSQL knows no place further from Greenwich than this.
        if moment.utcoffset() is None or abs(moment.utcoffset()) > timedelta(hours=14):
            raise ValueError
        return moment
    return value[:LONGEST_PLACE].replace("%7E", "~").replace("%25", "%")


def _link(params, key: str, row, names) -> str:
    place = "~".join(_written(getattr(row, name)) for name in names)
    kept = params.copy()
    for old in ("after", "before"):
        kept.pop(old, None)
    kept[key] = place
    return f"?{kept.urlencode()}"


def _written(value) -> str:
    """As a part of a place: a text may itself hold what stands between the parts."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("%", "%25").replace("~", "%7E")


def history_of(record):
    """What was done with one record, with the old and new texts, newest first."""
    rows = Event.objects.filter(object_type=record._meta.label_lower, object_id=str(record.pk))
    return rows.with_notes().prefetch_related("revisions").order_by("-pk")


def told_changes(events) -> list:
    """A page of acts; each knows the changes of fields apart from the note."""
    events = list(events)
    for event in events:
        event.changes = [revision for revision in event.revisions.all() if not revision.is_note]
    return events
