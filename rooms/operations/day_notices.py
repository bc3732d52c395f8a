"""Who is told of an activity day: the clerks, conveners, members and representatives of the rooms that have it."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from members.models import Role, User
from members.operations import notify_each
from members.permissions import ROOM_STAFF
from rooms import calendar
from rooms.models import ActivityDay, Posting, Representative
from rooms.queries import rooms_of


def tell_moved(day: ActivityDay, was: date, *, why: str, by: User | None) -> None:
    sentence = f"{was.month}月{was.day}日的{day.name}改到{on_words(day.on)}：{why}"
    notify_each(_but(by, people_of_day(day)), sentence)


def tell_dropped(day: ActivityDay, *, by: User | None) -> None:
    # The page of the day goes with it.
    people = ((user, "") for user, _ in people_of_day(day))
    notify_each(_but(by, people), f"{on_words(day.on)}的{day.name}按新的做法不再安排")


def people_of_day(day: ActivityDay) -> Iterator[tuple[User, str]]:
    """Everybody of the rooms that have the day, each with the page of his room's day."""
    rooms, today = rooms_of(day), timezone.localdate()
    staff = Role.objects.on(today).filter(unit__room__in=rooms, code__in=ROOM_STAFF)
    for role in staff.select_related("user", "unit__room").order_by("pk"):
        yield role.user, page_of(role.unit.room.pk, day)
    posted = Posting.objects.on(today).filter(room__in=rooms, member__user__isnull=False)
    for posting in posted.select_related("member__user").order_by("pk"):
        yield posting.member.user, page_of(posting.room_id, day)
    elected = Representative.objects.on(today).filter(room__in=rooms, user__isnull=False)
    for each in elected.select_related("user").order_by("pk"):
        yield each.user, page_of(each.room_id, day)


def page_of(room: int, day: ActivityDay) -> str:
    return reverse("rooms:room_day", args=[room, day.pk])


def on_words(on: date) -> str:
    """11月2日（周一）."""
    return f"{on.month}月{on.day}日（{calendar.weekday(on)}）"


def _but(by: User | None, people) -> Iterator[tuple[User, str]]:
    """Whoever did it knows already."""
    return ((user, url) for user, url in people if by is None or user.pk != by.pk)
