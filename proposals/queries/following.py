"""The queue of B-class promises, and what waits of it for a person."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from members.permissions import BY_PERMISSION
from proposals.enums import RectifyState, ReplyClass
from proposals.models import LookBack, Proposal, Rectification, Reply, RollCallAnswer, Supervision, SupervisionVisit
from proposals.models.follow_up import followed
from proposals.queries.supervising import supervised_by


def followed_by(user):
    """A unit's own promises; of an office's city all of them."""
    units = user.units_as(*BY_PERMISSION["proposals.list_follow_up"].who["assigned"])
    kept = Proposal.objects.cared_for_by(user)
    return followed().filter(Q(handling__unit__in=units) | Q(proposal__in=kept))


def shown(rows):
    """With what a row of the list shows; the promise as it was named last."""
    related = ("proposal__room__unit", "proposal__member", "handling__unit")
    rows = followed().filter(pk__in=rows.values("pk")).select_related(*related)
    return rows.prefetch_related("roll_calls__call")


def years_since(reply: Reply) -> int:
    return timezone.localdate().year - timezone.localdate(reply.sent_at).year


def care_waiting(user) -> Iterator[Task]:
    """Questions to a unit; look-backs and supervision that are due, to an office."""
    if units := user.units_as(RoleCode.DEPARTMENT):
        rows = RollCallAnswer.objects.open().filter(reply__handling__unit__in=units)
        for row in rows.select_related("call", "reply__proposal").order_by("pk")[:MOST_TASKS]:
            title = row.reply.proposal.title
            yield Task(f"答复{row.call}", title, row.get_absolute_url(), row.call.asked_at, due_on=row.call.due_on)
        for row in Rectification.objects.filter(unit__in=units, state=RectifyState.OPEN).select_related("unit"):
            yield Task("报送整改情况", str(row), row.get_absolute_url(), row.asked_at, due_on=row.due_on)
    if user.units_as(RoleCode.OFFICE):
        yield from _of_office(user)


def _of_office(user) -> Iterator[Task]:
    today, own = timezone.localdate(), supervised_by(user).order_by().values("pk")
    planned = LookBack.objects.open().filter(proposal__in=own, planned_on__lte=today)
    for row in planned.select_related("proposal").order_by("planned_on", "pk")[:MOST_TASKS]:
        since, due = row.proposal.closed_at or timezone.now(), row.planned_on
        yield Task("开展回头看", row.proposal.title, row.get_absolute_url(), since, due_on=due)
    running = Supervision.objects.running().filter(proposal__in=own).values("pk")
    last = SupervisionVisit.objects.filter(supervision__in=running, next_on__lte=today)
    for row in _without_later(last).select_related("supervision__proposal")[:MOST_TASKS]:
        led = row.supervision
        yield Task("督办检查到期", led.proposal.title, led.get_absolute_url(), row.entered_at, due_on=row.next_on)


def _without_later(visits):
    """The next visit that was named has not been made."""
    return visits.filter(Q(pk__in=_last_of_each())).order_by("next_on", "pk")


def _last_of_each():
    return SupervisionVisit.objects.order_by("supervision_id", "-on", "-pk").distinct("supervision_id").values("pk")


def followed_reply(reply: Reply, user) -> dict:
    """What became of the promise of one letter, for its page."""
    if reply.result_class != ReplyClass.PLANNED or not reply.sent_at:
        return {}
    is_followed = followed().filter(pk=reply.pk).exists()
    return {
        "is_followed": is_followed,
        "settles": is_followed and user.has_perm("proposals.settle_reply", reply),
        "unsettles": user.has_perm("proposals.unsettle_reply", reply),
        "settlements": list(reply.settlements.prefetch_related("attachments")),
        "roll_calls": list(reply.roll_calls.select_related("call").prefetch_related("attachments")),
    }
