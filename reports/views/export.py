"""Lists to Excel: at once when short, as a job with progress and a notice when long."""

from pathlib import PurePosixPath
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import allow, may
from members.forms.people import AskForm
from members.models import Job
from members.views.form_page import form_page
from members.workflow import Refused
from reports.documents import excel
from reports.documents.exports import rows_of
from reports.documents.listings import LISTINGS
from reports.operations.volumes import PACK
from reports.workbooks.kinds import KINDS

# The page of each list, to go back to.
PAGES = {
    "consultations": "consult:consultations",
    "matters": "consult:matters",
    "assignments": "consult:assignments",
    "notices": "members:notices",
    "inbox-matters": "proposals:inbox",
    "inbox-information": "proposals:information_inbox",
    "proposal-calls": "proposals:calls",
    "proposal_reviews": "proposals:reviews",
    "preassigned": "proposals:assignments",
    "pools": "members:pools",
    "tags": "members:tags",
    "terms": "members:terms",
    "regions": "members:regions",
    "practices": "rooms:practices",
    "activity-days": "rooms:activity_days",
    "calendar": "rooms:calendar",
    "checklists": "rooms:checklists",
    "contacts": "rooms:contacts",
    "albums": "reports:albums",
    "distribution-lists": "reports:distribution_lists",
    "nominees": "proposals:nominees",
    "nominee-units": "proposals:nominees",
    "supervision-month": "proposals:supervision_month",
    "asked-people": "reports:asked_people",
    "day-rooms": "rooms:activity_days",
    "articles": "reports:articles",
    "bulletins": "reports:bulletins",
    "contributions": "reports:contributions",
    "highlights": "reports:highlights",
    "topic-library": "reports:topic_library",
    "case-studies": "reports:case_studies",
    "problems": "reports:problems",
    "asked": "reports:asked",
    "asked-figures": "reports:asked_figures",
    "asked-late": "reports:asked_late",
    "submissions": "consult:submissions",
    "units": "members:units",
    "rooms": "rooms:rooms",
    "room_rules": "rooms:rule_check",
    "activities": "rooms:activities",
    "voices": "rooms:voices",
    "members": "members:members",
    "representatives": "rooms:representatives",
    "accounts": "members:accounts",
    "ledger": "members:ledger",
    "deliveries": "members:deliveries",
    "quotas": "reports:quotas",
    "periodic": "reports:periodic_reports",
    "points": "reports:points_rounds",
    "points_lines": "reports:points_rounds",
    "points_trial": "reports:points_rounds",
    "duty": "reports:duty_list",
    "past_consultations": "consult:past_consultations",
    "past_reports": "proposals:past_reports",
    "past_publications": "proposals:past_publications",
    "assemblies": "rooms:assemblies",
    "duties": "rooms:duties",
    "rules": "rooms:rules",
    "groups": "rooms:groups",
    "hearings": "rooms:hearings",
    "plan-items": "consult:plan_board",
    "nominations": "consult:nominations",
    "my-nominations": "consult:my_nominations",
    "asked-month": "reports:asked_month",
    "proposals": "proposals:proposals",
    "clues": "proposals:clues",
    "key-proposals": "proposals:key_proposals",
    "supervisions": "proposals:supervisions",
    "evaluation-month": "proposals:evaluation_month",
    "look-backs": "proposals:look_backs",
    "follow-up": "proposals:follow_up",
    "awards": "proposals:awards",
    "commendations": "reports:commendations",
    "fund-grants": "proposals:fund",
    "reports": "proposals:reports",
    "instructions": "proposals:instructions",
    "handlings": "proposals:handlings",
    "common-answers": "consult:common_topics",
    "volumes": "reports:volumes",
    "dashboard": "reports:dashboard",
    "inspections": "reports:inspections",
    "inspection-problems": "reports:inspection_problems",
    "evaluations": "consult:rounds",
    "evaluation-ranking": "consult:ranking",
    "rectifications": "proposals:rectifications",
    "plans": "consult:plans",
    "calls": "consult:calls",
    "appeals": "reports:appeals",
    "figures": "reports:figures",
    "rates": "reports:figures",
    "openings": "rooms:openings",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".xlsx": XLSX, ".zip": "application/zip"}


@may("consult.export_consultations")
@require_http_methods(["GET", "POST"])
def export_list(request, kind):
    """Export what the list's filters show to this person. A long list is made behind, when the person asks for it."""
    if kind not in LISTINGS:
        raise Http404
    allow(request.user, LISTINGS[kind].permission)
    query = dict(request.GET.lists())
    rows = rows_of(kind, request.user, query)
    listing = LISTINGS[kind]
    if is_long(rows):
        back, hint = _page_of(kind, request.GET), "筛选条件照现在的。"
        return make_behind(request, listing.title, back=back, hint=hint, list=kind, query=query)
    content = excel.workbook(listing.title, listing.columns_of(rows), listing.rows(rows))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = _named(listing.title)
    return response


def _page_of(kind: str, params) -> str:
    """Where the list stands; records stand behind many figures, and the address says behind which."""
    return params["page"] if kind == "records" else f"{reverse(PAGES[kind])}?{params.urlencode()}"


def is_long(rows) -> bool:
    return rows[settings.MOST_EXPORTED_AT_ONCE :].exists()


def make_behind(request, title: str, *, back: str, hint: str = "", **wanted):
    """Ask first, then order: a page that is only opened starts nothing. `wanted` is what the job is told to write."""
    if request.method == "GET":
        text = f"清单超过 {settings.MOST_EXPORTED_AT_ONCE} 行，在后台生成，做好以后通知您。{hint}"
        form = AskForm(user=request.user)
        return form_page(request, form, title=f"导出{title}", verb="开始生成", back=back, text=text)
    job = operations.order("reports.export", key=f"export:{uuid4()}", by=request.user, title=title, **wanted)
    messages.info(request, "正在后台生成，完成后会通知您，也可以在这里等。")
    return redirect("members:job", job.pk)


@may("consult.export_consultations")
@require_GET
def exported_file(request, pk):
    """The file of a finished export, for who ordered it, as long as the roles last that it was made under."""
    jobs = Job.objects.visible_to(request.user).filter(kind__in=("reports.export", PACK), done_at__isnull=False)
    job = get_object_or_404(jobs, pk=pk)
    of_what = _source(job.arguments)
    allow(request.user, of_what.permission)
    if not set(job.result.get("roles", ())) <= {role.pk for role in request.user.current_roles}:
        raise PermissionDenied("生成这份清单时您的角色有的已经终止，文件不再提供，请按现在的权限重新导出。")
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Refused("这份清单的文件已经过期清理，请重新导出。")
    suffix = PurePosixPath(name).suffix
    response = FileResponse(default_storage.open(name), content_type=TYPES[suffix])
    response["Content-Disposition"] = _named(of_what.title, suffix)
    return response


def _source(wanted: dict):
    """What an export is of: a list, a kind of workbook or the volumes of a year, each with its title and permission."""
    if "year" in wanted:
        return SimpleNamespace(title=f"{wanted['year']}年度归档卷", permission="reports.view_volume")
    return KINDS[wanted["workbook"]] if "workbook" in wanted else LISTINGS[wanted["list"]]


def _named(title: str, suffix: str = ".xlsx") -> str:
    name = f"{title}{timezone.localdate():%Y%m%d}{suffix}"
    return content_disposition_header(as_attachment=True, filename=name)
