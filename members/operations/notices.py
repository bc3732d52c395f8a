from django.utils import timezone

from members.models import Notice


def notify(users, sentence: str, *, url: str = "", case=None) -> None:
    """Put one sentence before each person, once each."""
    notify_each(((user, url) for user in users), sentence, case=case)


def notify_each(people, sentence: str, *, case=None) -> None:
    """The same where each has a page of his own: pairs of a person and an address, the first of a person counts."""
    pages = {}
    for user, url in people:
        if user.is_active:
            pages.setdefault(user.pk, url)
    Notice.objects.bulk_create(
        Notice(user_id=user, sentence=sentence[:200], url=url, case_id=case.pk if case else None)
        for user, url in pages.items()
    )


def read_notice(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def read_all_notices(user) -> int:
    """Mark what the person has not yet read; return how many."""
    return Notice.objects.visible_to(user).unread().update(read_at=timezone.now())
