"""Jobs of this app."""

from django.utils import timezone

from consult.models import EvaluationRound
from members.tasks import job_task
from proposals import operations
from proposals.operations.supervision import tell_month_begins
from rooms import calendar


@job_task("proposals.lapse_refusals")
def lapse_refusals(job):
    """Every hour: windows in which a unit may refuse that closed without a word."""
    return {"agreed": operations.lapse_refusals()}


@job_task("proposals.follow_evaluation")
def follow_evaluation(job):
    """A round about a proposal was closed: whoever is not satisfied has it handled again."""
    row = operations.follow_evaluation(EvaluationRound.objects.get(pk=job.arguments["round"]))
    return {"state": row.state if row else ""}


@job_task("proposals.begin_month")
def begin_month(job):
    """Every hour: in the first office hour of 督办月 whoever leads is told, each once a year."""
    now = timezone.now()
    if not calendar.is_office_time(now, overrides=calendar.overrides()):
        return {"told": 0}
    return {"told": tell_month_begins(timezone.localdate(now))}
