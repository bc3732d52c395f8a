"""Jobs of this app."""

from consult.steps import gate_reminding, limits, reminding
from members.tasks import job_task


@job_task("consult.remind")
def remind(job):
    return {"told": reminding.remind() + gate_reminding.remind() + limits.remind()}
