"""Jobs of this app."""

from django.utils import timezone

from consult.steps import evaluation_days, gate_reminding, limits, reminding
from members.tasks import job_task
from rooms import calendar


@job_task("consult.remind")
def remind(job):
    """Every hour; what would be said at night or on a day off is said in the next office hour."""
    rounds = evaluation_days.keep_days()
    if not calendar.is_office_time(timezone.now(), overrides=calendar.overrides()):
        return {"told": 0, "rounds": rounds}
    return {"told": reminding.remind() + gate_reminding.remind() + limits.remind(), "rounds": rounds}
