"""Who marks what by hand, and what of it may be seen: marks that weigh together stay sealed until all are in."""

from members.enums import RoleCode
from members.permissions import roles_that_allow
from reports.facts.points.rounds import Round
from reports.facts.points.scheme import Assessor, Item
from reports.facts.subjects import Subject
from reports.models import PointsMark
from reports.models.points import about

MARK = "reports.mark_points"
# The body's clerk enters what the body decides.
ENTERED_BY = {RoleCode.TOWNSHIP: (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)}


def sides_of(user, subject: Subject, a_round: Round) -> list[Assessor]:
    """The assessors of the scheme for whom the person marks this subject."""
    held = {role.code for role in roles_that_allow(user, MARK, subject) if not _is_own(role, subject)}
    return [each for each in a_round.scheme.assessors if _fits(each, held)]


def _is_own(role, subject: Subject) -> bool:
    """Nobody marks the own township."""
    return subject.kind == "township" and role.unit_id in subject.rights_scope().approvers


def _fits(assessor: Assessor, held: set) -> bool:
    wanted = ENTERED_BY.get(assessor.role, (assessor.role,)) if assessor.role else held
    return bool(held & set(wanted))


def items_to_mark(user, subject: Subject, a_round: Round) -> list[Item]:
    """The items that the person may mark now."""
    if a_round.is_published or not any(not _is_own(r, subject) for r in roles_that_allow(user, MARK, subject)):
        return []
    has_side = bool(sides_of(user, subject, a_round))
    if a_round.scheme.assessors and not has_side:
        return []
    return a_round.scheme.for_tags(subject.tags).marked


def standing(a_round: Round, subject: Subject):
    if a_round.row is None:
        return PointsMark.objects.none()
    of = {"year": a_round.row, **about(subject.kind, subject.key), "removed_at__isnull": True}
    return PointsMark.objects.filter(**of).select_related("given_by").prefetch_related("attachments")


def is_awaited(a_round: Round, item: Item, marks) -> bool:
    """A mark of the item is still to come."""
    has = {mark.assessor for mark in marks if mark.item == item.name}
    return any(each.name not in has for each in a_round.scheme.assessors)


def awaited_items(user, subject: Subject, a_round: Round) -> list[Item]:
    """Those that can still be marked: where every assessor has marked, nothing changes any more."""
    given = list(standing(a_round, subject))
    items = items_to_mark(user, subject, a_round)
    return [item for item in items if not item.is_rated or is_awaited(a_round, item, given)]


def seen(user, subject: Subject, a_round: Round) -> list[PointsMark]:
    """The marks that this person may read."""
    own = {each.name for each in sides_of(user, subject, a_round)}
    return [mark for mark in standing(a_round, subject) if not mark.is_sealed or mark.assessor in own]
