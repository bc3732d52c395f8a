"""Registers on paper: ordered by a button, made behind, opened from the job's page or the notice."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from members.access import may
from members.models import Job
from members.workflow import Refused
from reports.operations import prints
from reports.operations.points_papers import PAPERS
from reports.operations.prints import TITLES
from rooms.models import LeadingGroup, Room

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@may("rooms.view_duties")
@require_POST
def print_duties(request):
    return _ordered(request, "duties")


@may("rooms.view_duties", Room)
@require_POST
def print_room_duties(request, room):
    return _ordered(request, "room_duties", title=f"{room}{TITLES['room_duties']}", key=room.pk)


@may("rooms.view_registers", LeadingGroup)
@require_POST
def print_group(request, group):
    return _ordered(request, "group", title=f"{group}职责和名单", key=group.pk)


@may("rooms.view_contacts")
@require_POST
def print_contacts(request):
    return _ordered(request, "contacts")


@may("members.view_own", Job)
@require_GET
def printed(request, job):
    """The file, for who ordered it, as long as the roles last under which it was made."""
    if job.kind not in (prints.PRINT, prints.BATCH, PAPERS) or not job.done_at:
        raise Refused("这份表还没有做好，请稍后再看。")
    if not set(job.result.get("roles", ())) <= {role.pk for role in request.user.current_roles}:
        raise PermissionDenied("生成这份表时您的角色有的已经终止，请按现在的权限重新打印。")
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Refused("这份表的文件已经过期清理，请重新打印。")
    form = name.rpartition(".")[2]
    response = FileResponse(default_storage.open(name), content_type=TYPES[form])
    filename = f"{job.title}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=form != "pdf", filename=filename)
    return response


def _ordered(request, kind: str, *, title: str = "", key=None):
    job = prints.order_print(kind, by=request.user, title=title or TITLES[kind], key=key)
    messages.info(request, "正在排版，做好以后在这里打开打印，也会通知您。")
    return redirect("members:job", job.pk)
