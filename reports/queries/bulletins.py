"""Bulletins: what waits to be taken up, whom an issue must not name, how much of what rooms sent in was adopted."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from consult.models import Consultation
from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode, UnitKind
from members.models import Unit
from members.models.places import under
from reports.enums import BulletinState, ContributionState
from reports.models import Bulletin, BulletinItem, Contribution, Highlight
from reports.queries import composing, narrowing
from rooms.models import Activity

OFFICES = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE)
MOST_OFFERED = 100
RULES = {
    "q": lambda value: Q(title__icontains=value) | Q(items__heading__icontains=value),
    "state": narrowing.one_of("state", BulletinState),
    "year": narrowing.key("year"),
}
SORTS = {"newest": ("-pk",), "oldest": ("pk",)}
SENT_RULES = {
    "q": narrowing.words("title", "text"),
    "state": narrowing.one_of("state", ContributionState),
    "room": narrowing.key("room"),
    "since": narrowing.day("sent_at__date", "gte"),
    "until": narrowing.day("sent_at__date", "lte"),
}
SENT_SORTS = {"newest": ("-sent_at", "-pk"), "oldest": ("sent_at", "pk")}


def units_of(user):
    """The offices for which the person writes bulletins."""
    return Unit.objects.filter(pk__in=user.units_as(*OFFICES)).select_related("region").order_by("pinyin")


def offered_contributions(user):
    """What rooms of the city sent in and nobody has chosen yet, the oldest first."""
    rows = Contribution.objects.waiting().filter(under(user.paths_as(*OFFICES), "room__unit__region__path"))
    return rows.for_page().order_by("sent_at", "pk")[:MOST_OFFERED]


def offered_highlights(user, bulletin):
    """Marks that no issue of this office holds, the latest first; given up drafts hold nothing."""
    held = BulletinItem.objects.filter(highlight=OuterRef("pk"), bulletin__unit=bulletin.unit)
    held = held.exclude(bulletin__state=BulletinState.DROPPED)
    rows = Highlight.objects.visible_to(user).standing().filter(~Exists(held))
    return rows.for_page().order_by("-on", "-pk")[:MOST_OFFERED]


def offered_cases(user, words: str):
    """Consultations by words of their title; without words the ones that ended last."""
    rows = Consultation.objects.visible_to(user).select_related("topic", "room__unit__region")
    if words:
        return rows.filter(topic__title__icontains=words).order_by("-pk")[:20]
    return rows.filter(state="closed", ended_at__isnull=False).order_by("-ended_at", "-pk")[:20]


def private_hits(bulletin: Bulletin) -> list:
    """Where the issue names somebody whose name stays in the room."""
    items = list(bulletin.items.select_related("highlight__matter", "contribution"))
    cases = {key for item in items for key in _cases_of(item) if key}
    activities = {key for item in items for key in _activities_of(item) if key}
    private = composing.private_of(cases=cases, activities=activities)
    captions = {item.pk: "\n".join(photo["caption"] for photo in item.photos) for item in items}
    parts = [(str(item.pk), item.heading, f"{item.text}\n{captions[item.pk]}") for item in items]
    return composing.hits_in([("lead", bulletin.title, bulletin.lead), *parts], private)


def closed_since(bulletin: Bulletin):
    """Pieces of which the activity was taken out of the record, or closed to others, after they were taken up."""
    activities = Activity.objects.filter(Q(removed_at__isnull=False) | Q(is_confidential=True)).values("pk")
    of_one = Q(highlight__activity__in=activities) | Q(contribution__activity__in=activities)
    return bulletin.items.filter(of_one)


def _cases_of(item) -> list:
    marked, sent = item.highlight, item.contribution
    of_mark = [marked.case_id, marked.matter.consultation_id if marked.matter_id else None] if marked else []
    return [item.case_id, *of_mark, sent.case_id if sent else None]


def _activities_of(item) -> list:
    return [each.activity_id for each in (item.highlight, item.contribution) if each]


def adoption(rows) -> dict:
    """采用率: of what was sent in so much was adopted; numerator and denominator."""
    told = rows.counted().order_by()
    found = told.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(state=ContributionState.ADOPTED)))
    return found | {"percent": f"{found['part'] / found['whole'] * 100:.1f}" if found["whole"] else ""}


def issues_of(contribution):
    """The issues in which it was printed."""
    return Bulletin.objects.issued().filter(items__contribution=contribution)


def contribution_tasks(user) -> Iterator[Task]:
    """What rooms sent in waits for the leading office; where a city has none, for the office of the conference."""
    if not _reads(user):
        return
    for row in offered_contributions(user)[: MOST_TASKS + 1]:
        yield Task(f"处理投稿：{row.title[:40]}", row.room.name, row.get_absolute_url(), row.sent_at)


def returned_tasks(user) -> Iterator[Task]:
    """What came back to the room to be mended."""
    own = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    rows = Contribution.objects.filter(room__unit__in=own, state=ContributionState.RETURNED).for_page()
    for row in rows.order_by("judged_at")[: MOST_TASKS + 1] if own else ():
        yield Task(f"修改退回的投稿：{row.title[:40]}", row.reason, row.get_absolute_url(), row.judged_at)


def _reads(user) -> bool:
    if user.holds(RoleCode.LEADING_OFFICE):
        return True
    paths = user.paths_as(RoleCode.OFFICE)
    leading = Unit.objects.active().filter(under(paths, "region__path"), kind=UnitKind.LEADING_OFFICE)
    return bool(paths) and not leading.exists()


def waiting_count(user) -> int:
    """How many contributions wait; nothing for whoever does not judge them."""
    paths = user.paths_as(*OFFICES)
    return Contribution.objects.waiting().filter(under(paths, "room__unit__region__path")).count() if paths else 0
