"""The demonstration's past is played on its own days: the earliest act of all cases comes first, then the next."""

import heapq
from datetime import datetime, time, timedelta

import time_machine
from django.utils import timezone

# How long one act takes after the one before it on the same day.
PAUSE = timedelta(minutes=6)


class Clock:
    """Moments of one case; they never go back and never pass the present."""

    def __init__(self, now: datetime):
        self.now = now
        self.last = None

    def at(self, day: int, hour: str = "09:20") -> datetime:
        """Return the moment of an act: that hour of the day, or a little after the act before it."""
        today = timezone.localdate(self.now)
        wanted = timezone.make_aware(datetime.combine(today + timedelta(days=day), time.fromisoformat(hour)))
        if self.last and wanted <= self.last:
            wanted = self.last + PAUSE
        self.last = min(wanted, self.now)
        return self.last

    def ago(self, span: timedelta) -> datetime:
        """Return the moment that long ago, or a little after the act before it."""
        wanted = self.now - span
        self.last = max(wanted, self.last + PAUSE) if self.last else wanted
        return self.last


def play(stories) -> None:
    """Play generators together. Each yields the moment of its next act and acts when it is asked again."""
    waiting = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        with time_machine.travel(moment, tick=False):
            _wait(waiting, number, story)


def _wait(waiting, number, story) -> None:
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, story))
