"""Ring again for what nobody answered, and order what is periodic."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from members.models import Job
from members.operations.jobs import order, ring

# The order itself has just rung; a worker may be about to take the row.
GRACE = timedelta(seconds=2)
# A crowd of waiting rows must not fill the queue with the same rings every second.
RING_AGAIN = timedelta(seconds=30)
MOST_RINGS = 200
# A finished periodic job only proves that the queue lived.
KEPT = timedelta(days=1)


class Relay:
    """One turn a second; several relays may run, since a row is taken only once and a periodic key exists only once."""

    def __init__(self):
        self.rung_at = {}

    def turn(self, now=None) -> int:
        """Order what is periodic, ring for what waits, and return how many rings there were."""
        now = now or timezone.now()
        order_periodic(now)
        waiting = Job.objects.unattended(now - GRACE).order_by("due_at")[: len(self.rung_at) + MOST_RINGS]
        silent = [job for job in waiting if now - self.rung_at.get(job.pk, now - RING_AGAIN) >= RING_AGAIN][:MOST_RINGS]
        for job in silent:
            ring(job)
        self._remember(silent, now)
        return len(silent)

    def _remember(self, jobs, now) -> None:
        self.rung_at = {pk: at for pk, at in self.rung_at.items() if now - at < RING_AGAIN}
        self.rung_at |= {job.pk: now for job in jobs}


def order_periodic(now) -> None:
    for kind, seconds in settings.PERIODIC_JOBS.items():
        key = f"{kind}:{int(now.timestamp()) // seconds}"
        if not Job.objects.filter(key=key).exists():
            order(kind, key=key)
            Job.objects.filter(kind=kind, done_at__lt=now - KEPT).delete()
