"""Work that runs behind: what the person ordered, how far it is, where its result lies."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from members.models import Job
from members.queries import page_after
from members.templatetags.page import url_of

# Kind of job → the page of its result, and what of the job names it.
RESULTS = {
    "reports.export": ("reports:exported_file", lambda job: job.pk),
    "reports.pack_volumes": ("reports:exported_file", lambda job: job.pk),
    "reports.check_workbook": ("reports:workbook_import", lambda job: job.arguments.get("workbook")),
    "reports.write_workbook": ("reports:workbook_import", lambda job: job.arguments.get("workbook")),
    "reports.print_register": ("reports:printed", lambda job: job.pk),
    "reports.print_batch": ("reports:printed", lambda job: job.pk),
    "reports.print_points": ("reports:printed", lambda job: job.pk),
    "reports.make_album": ("reports:album", lambda job: job.arguments.get("album")),
    "reports.bind_volume": ("reports:room_volumes", lambda job: job.result.get("room")),
    "reports.render": ("reports:document", lambda job: job.result.get("document")),
}


@may("members.view_own")
@require_GET
def jobs(request):
    page = page_after(Job.objects.visible_to(request.user), request.GET)
    for job in page.rows:
        job.result_url = result_url(job)
    return render(request, "members/jobs.html", {"page": page})


@may("members.view_own", Job)
@require_GET
def job(request, job):
    """How far it is; the page asks again by itself until it is over."""
    job.result_url = result_url(job)
    template = "members/job.html" + ("#state" if request.htmx else "")
    return render(request, template, {"job": job})


def result_url(job) -> str:
    if not job.done_at or job.result.get("fault"):
        return ""
    # Some say themselves where what they did is seen: a list, narrowed.
    if url := job.result.get("url"):
        return url
    name, key_of = RESULTS.get(job.kind, ("", None))
    key = key_of(job) if key_of else None
    return url_of(name, key) if key else ""
