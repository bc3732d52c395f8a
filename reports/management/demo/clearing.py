"""What people of the demonstration clear off their desks as months go by, so that what waits is of these days."""

from datetime import timedelta

from django.utils import timezone

from consult.models import Submission
from consult.steps import submission
from members.models import Notice
from members.permissions import TOWNSHIP
from members.queries import people_of
from proposals.models import Reply
from proposals.operations import replies

DAYS = (-120, -90, -60, -30, -4)
# What came in since then may lie for a while.
FRESH = timedelta(days=7)


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    for day in DAYS:
        yield clock.at(day, "17:40")
        before = timezone.now() - FRESH
        _sign_for_letters(before)
        _note_copies(before)
        Notice.objects.unread().update(read_at=timezone.now())


def _sign_for_letters(before) -> None:
    """提出人签收答复函."""
    rows = Reply.objects.sent().filter(received_at=None, sent_at__lt=before).select_related("proposal__written_by")
    for reply in rows.order_by("pk"):
        replies.receive_reply(reply, by=reply.proposal.written_by)


def _note_copies(before) -> None:
    """党（工）委阅知抄告."""
    rows = Submission.objects.filter(kind="copy", state="sent", sent_at__lt=before).select_related("to")
    for copy in rows.order_by("pk"):
        submission.receive(copy, by=people_of(copy.to, *TOWNSHIP).order_by("pk").first())
