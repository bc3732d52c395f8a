"""Jobs of this app."""

from consult.models import EvaluationRound
from members.tasks import job_task
from proposals import operations


@job_task("proposals.lapse_refusals")
def lapse_refusals(job):
    """Every hour: windows in which a unit may refuse that closed without a word."""
    return {"agreed": operations.lapse_refusals()}


@job_task("proposals.follow_evaluation")
def follow_evaluation(job):
    """A round about a proposal was closed: whoever is not satisfied has it handled again."""
    row = operations.follow_evaluation(EvaluationRound.objects.get(pk=job.arguments["round"]))
    return {"state": row.state if row else ""}
