from django.utils import timezone

from members.models import Notice


def notify(users, sentence: str, *, url: str = "", case=None) -> None:
    """Put one sentence before each person, once each."""
    people = {user.pk: user for user in users if user.is_active}
    Notice.objects.bulk_create(
        Notice(user=user, sentence=sentence[:200], url=url, case_id=case.pk if case else None)
        for user in people.values()
    )


def read_notice(notice: Notice) -> None:
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())


def read_all_notices(user) -> int:
    """Mark what the person has not yet read; return how many."""
    return Notice.objects.visible_to(user).unread().update(read_at=timezone.now())
