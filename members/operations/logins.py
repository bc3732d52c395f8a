"""Attempts to sign in, counted before the password is hashed."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.models import LoginAttempt


def reserve_attempt(username: str, *, address: str) -> timedelta | None:
    """Count one attempt before its password is hashed; return how long to wait when there were too many.

    Counting afterwards lets a burst of parallel guesses through. The account is counted by account and address, so
    that a stranger cannot lock its owner out; ten times as many from everywhere close it for all.
    """
    window = _window(_login_window())
    near = _count_up(_near(username, address), window)
    far = _count_up(f"account {username.lower()[:60]}", window)
    if near > settings.LOGIN_ATTEMPTS or far > settings.LOGIN_ATTEMPTS * 10:
        return window + _login_window() - timezone.now()
    return None


def forgive_attempt(username: str, *, address: str) -> None:
    """A right password clears the counter of this address, not the one of everywhere."""
    LoginAttempt.objects.filter(key=_near(username, address)).delete()


def count_visit(page: str, *, address: str, window: timedelta) -> int:
    """Count one request for a public page and return how many the address made in this window, over all processes."""
    return _count_up(f"page {page} {address[:45]}", _window(window))


def use_code(user, code: str) -> bool:
    """Note that a one-time code was accepted; False when it had been already, by whichever process.

    A code is right for half a minute, and the hours in which it is counted begin with a half minute.
    """
    plain = "".join(filter(str.isalnum, code))[:60]
    return _count_up(f"code {user.pk} {plain}", _window(timedelta(hours=1))) == 1


def _near(username: str, address: str) -> str:
    # The address stands before the name: whatever is typed as a name, it cannot count for somebody else.
    return f"at {address[:45]} {username.lower()[:60]}"


def _login_window() -> timedelta:
    return timedelta(minutes=settings.LOGIN_WINDOW_MINUTES)


def _window(length: timedelta):
    now = timezone.now()
    return now - timedelta(seconds=now.timestamp() % length.total_seconds())


def _count_up(key: str, window) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO members_loginattempt (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = members_loginattempt.count + 1 RETURNING count',
            [key, window],
        )
        return cursor.fetchone()[0]
