"""日历订阅: a new secret address, which ends the one before; and the end of it."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import User
from members.workflow import Refused, lock
from rooms.models import CalendarFeed, Room


@transaction.atomic
def make_feed(*, by: User, room: Room | None = None) -> str:
    """Return the secret of a new address of the room, or of the person; it is told this once and kept as its hash."""
    # Two presses at once: the second ends what the first made.
    _lock(by, room)
    _end(_of(by, room), by=by)
    token = secrets.token_urlsafe(32)
    owner = {"room": room} if room else {"user": by}
    feed = CalendarFeed.objects.create(token_hash=hash_of(token), made_by=by, **owner)
    what = f"{room.name}的日历订阅" if room else "本人的日历订阅"
    ledger.record(feed, "rooms.make_feed", by=by, unit=room and room.unit, sentence=f"生成{what}地址")
    return token


@transaction.atomic
def revoke_feed(*, by: User, room: Room | None = None) -> None:
    _lock(by, room)
    feed = _of(by, room).first()
    if feed is None:
        raise Refused("现在没有开通日历订阅。")
    _end(_of(by, room), by=by)
    what = f"{room.name}的日历订阅" if room else "本人的日历订阅"
    ledger.record(feed, "rooms.revoke_feed", by=by, unit=room and room.unit, sentence=f"停用{what}地址")


def feed_at(token: str) -> CalendarFeed | None:
    """The feed of an address; none where it was ended, the account is closed, or the room is no longer in use."""
    feed = CalendarFeed.objects.open().filter(token_hash=hash_of(token)).select_related("user", "room__unit__region")
    feed = feed.first()
    if feed is None:
        return None
    return feed if (feed.user.is_active if feed.user else feed.room.unit.is_active) else None


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _lock(by: User, room: Room | None) -> None:
    lock(room or User.objects.get(pk=by.pk))


def _of(by: User, room: Room | None):
    return CalendarFeed.objects.open().filter(room=room) if room else CalendarFeed.objects.open().filter(user=by)


def _end(feeds, *, by: User) -> None:
    feeds.update(revoked_at=timezone.now(), revoked_by=by)
