"""Jobs of this app."""

from consult.steps import reminding
from members.tasks import job_task


@job_task("consult.remind")
def remind(job):
    return {"told": reminding.remind()}
