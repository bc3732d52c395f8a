"""Jobs of this app."""

from members.tasks import job_task
from rooms import operations


@job_task("rooms.days")
def keep_days(job):
    """Once a day: the days of this year and the next exist, and those still open stand where the rules put them."""
    settled = operations.settle_days()
    return {"made": settled.made, "moved": len(settled.moved), "dropped": len(settled.dropped)}
