"""日历订阅: a secret address at which a calendar program reads the days of a person or of a room."""

from django.db import models
from django.utils import timezone

from members.models import User
from members.models.names import pair_constraint
from rooms.models.room import Room


class CalendarFeedQuerySet(models.QuerySet):
    def open(self):
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """Who knows the address reads without signing in, so it can be ended; only the hash of its secret is kept."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="calendar_feeds")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, room__isnull=True)
                | models.Q(user__isnull=True, room__isnull=False),
                name="feed_is_of_one",
            ),
            pair_constraint("revoked_at", "revoked_by", name="feed_revoked_pair"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at__isnull=True), name="one_open_feed_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["room"], condition=models.Q(revoked_at__isnull=True), name="one_open_feed_of_a_room"
            ),
        ]
