"""Lists to Excel: at once when short, as a job with progress and a notice when long."""

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from members import operations
from members.access import allow, may
from members.models import Job
from members.workflow import Refused
from reports.documents import excel
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@may("consult.export_consultations")
@require_GET
def export_list(request, kind):
    """Export what the list's filters show to this person."""
    if kind not in LISTINGS:
        raise Http404
    allow(request.user, LISTINGS[kind].permission)
    query = dict(request.GET.lists())
    rows = rows_of(kind, request.user, query)
    if rows[settings.MOST_EXPORTED_AT_ONCE :].exists():
        job = operations.order(
            "reports.export",
            key=f"export:{uuid4()}",
            by=request.user,
            title=LISTINGS[kind].title,
            list=kind,
            query=query,
        )
        messages.info(request, "清单较长，正在后台生成，完成后会通知您，也可以在这里等。")
        return redirect("members:job", job.pk)
    listing = LISTINGS[kind]
    content = excel.workbook(listing.title, list(listing.columns), listing.rows(rows))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = _named(listing.title)
    return response


@may("consult.export_consultations")
@require_GET
def exported_file(request, pk):
    """The file of a finished export, for who ordered it, as long as the roles last that it was made under."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk, kind="reports.export", done_at__isnull=False)
    allow(request.user, LISTINGS[job.arguments["list"]].permission)
    if not set(job.result.get("roles", ())) <= {role.pk for role in request.user.current_roles}:
        raise PermissionDenied("生成这份清单时您的角色有的已经终止，文件不再提供，请按现在的权限重新导出。")
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Refused("这份清单的文件已经过期清理，请重新导出。")
    response = FileResponse(default_storage.open(name), content_type=XLSX)
    response["Content-Disposition"] = _named(LISTINGS[job.arguments["list"]].title)
    return response


def _named(title: str) -> str:
    name = f"{title}{timezone.localdate():%Y%m%d}.xlsx"
    return content_disposition_header(as_attachment=True, filename=name)
