"""What nobody needs any more, cleared away once a day."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Attachment, Draft, LoginAttempt, SentForm
from members.operations.channels import forget_old
from members.operations.drafts import files_in
from members.operations.files import discard, erase

# Counters of sign-in and of public pages count for minutes; a form that is sent twice is sent within days.
ATTEMPTS_KEPT = timedelta(days=1)
SENT_FORMS_KEPT = timedelta(days=30)


def tidy() -> dict:
    """Clear away and say how much of each."""
    now = timezone.now()
    return {
        "erased": _half_erased(),
        "files": _forgotten_files(now),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "attempts": LoginAttempt.objects.filter(window__lt=now - ATTEMPTS_KEPT).delete()[0],
        "deliveries": forget_old(),
        "sent_forms": SentForm.objects.filter(sent_at__lt=now - SENT_FORMS_KEPT).delete()[0],
    }


def _forgotten_files(now) -> int:
    """Files that went up long ago and that neither a record nor a draft has."""
    before = now - timedelta(days=settings.WAITING_FILE_DAYS)
    wanted = files_in(Draft.objects.only("fields").iterator())
    found = Attachment.objects.standing().filter(owner_id__isnull=True, uploaded_at__lt=before).exclude(pk__in=wanted)
    count = 0
    for key in list(found.values_list("pk", flat=True)):
        # One at a time: whoever sends a form with it just now has it.
        with transaction.atomic():
            file = found.select_for_update(skip_locked=True).filter(pk=key).first()
            if file:
                discard(file)
                count += 1
    return count


def _half_erased() -> int:
    """Bytes that a crash left behind after their row was marked."""
    left = list(Attachment.objects.filter(removed_at__isnull=False).exclude(Q(file="") & Q(thumbnail="")))
    for file in left:
        erase(file)
    return len(left)
