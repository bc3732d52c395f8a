from django.utils import timezone

from members.enums import NoticeKind
from members.models import Notice
from members.operations.sending import send_out


def notify(users, sentence: str, *, url: str = "", case=None, kind=NoticeKind.NEWS, internal=False) -> None:
    """Put one sentence before each person, once each.

    `kind` and `internal` (内部) decide what leaves the system by mail or telephone, and what of it.
    """
    notify_each(((user, url) for user in users), sentence, case=case, kind=kind, internal=internal)


def notify_each(people, sentence: str, *, case=None, kind=NoticeKind.NEWS, internal=False) -> None:
    """The same where each has a page of his own: pairs of a person and an address, the first of a person counts."""
    pages = {}
    for user, url in people:
        if user.is_active:
            pages.setdefault(user.pk, url)
    shared = {"sentence": sentence[:200], "case_id": case.pk if case else None, "kind": kind, "is_internal": internal}
    notices = Notice.objects.bulk_create(Notice(user_id=user, url=url, **shared) for user, url in pages.items())
    if notices:
        send_out(notices)


def read_notice(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def read_all_notices(user) -> int:
    """Mark what the person has not yet read; return how many."""
    return Notice.objects.visible_to(user).unread().update(read_at=timezone.now())
