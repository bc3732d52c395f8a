"""Excel in and out: templates, exports, files that go up, what their check found, and writing them."""

from io import BytesIO

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import allow, may
from members.queries import page_after
from members.workflow import Refused
from reports.forms import WorkbookForm, WriteWorkbookForm
from reports.models import WorkbookImport
from reports.views.export import is_long, make_behind
from reports.workbooks import imports, layout, plan
from reports.workbooks.kinds import KINDS, Kind, Place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@may("reports.import_workbooks")
@require_GET
def workbooks(request):
    """What can be imported, and what the person has imported."""
    kinds = [kind for kind in KINDS.values() if request.user.has_perm(kind.permission)]
    page = page_after(WorkbookImport.objects.visible_to(request.user), request.GET, size=20)
    for row in page.rows:
        row.told, row.title = told(row), KINDS[row.kind].title
    return render(request, "reports/workbook_list.html", {"kinds": kinds, "page": page})


@may("reports.import_workbooks")
@require_http_methods(["GET", "POST"])
def workbook(request, kind):
    """One kind: its template, its export, and the place to send a filled one."""
    kind = _kind(request, kind)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WorkbookForm(*sent, user=request.user)
    if form.is_valid() and form.carry_out(imports.receive, kind.code, form.cleaned_data["file"], by=request.user):
        return redirect("reports:workbook_import", form.result.pk)
    context = {"form": form, "kind": kind}
    return render(request, "reports/workbook_page.html", context, status=422 if form.is_bound else 200)


@may("reports.import_workbooks")
@require_GET
def workbook_template(request, kind):
    kind = _kind(request, kind)
    return _sent(layout.template(kind, Place(request.user, kind.permission)), f"{kind.title}导入模板.xlsx")


@may("reports.import_workbooks")
@require_http_methods(["GET", "POST"])
def workbook_export(request, kind):
    """What is on record, in the layout of the template; with ?phones=hidden without the middle of the numbers."""
    kind = _kind(request, kind)
    place, hides = Place(request.user, kind.permission), request.GET.get("phones") == "hidden"
    if is_long(kind.records(place)):
        back = reverse("reports:workbook", args=[kind.code])
        return make_behind(request, kind.title, back=back, workbook=kind.code, hides_phones=hides)
    target = BytesIO()
    layout.write_export(target, kind, place, hides_phones=hides)
    return _sent(target.getvalue(), f"{kind.title}{timezone.localdate():%Y%m%d}.xlsx")


@may("reports.view_import", WorkbookImport)
@require_GET
def workbook_import(request, imported):
    """How far it is; what the check found; what was written."""
    again = _may_be_checked_again(imported)
    context = {
        "imported": imported,
        "kind": KINDS[imported.kind],
        "told": told(imported),
        "again": again,
        "waits": imported.is_busy and not again and not imported.discarded_at,
    }
    template = "reports/workbook_import.html" + ("#state" if request.htmx else "")
    return render(request, template, context)


@may("reports.view_import", WorkbookImport)
@require_GET
def marked_workbook(request, imported):
    """The file as it came, with its mistakes marked."""
    if not imported.marked or not default_storage.exists(imported.marked.name):
        raise Http404
    response = FileResponse(imported.marked.open("rb"), content_type=XLSX)
    response["Content-Disposition"] = _named(f"{imported.name.removesuffix('.xlsx')}（检查结果）.xlsx")
    return response


@may("reports.view_import", WorkbookImport)
@require_POST
def write_workbook(request, imported):
    form = WriteWorkbookForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Refused("请从导入的页面上写入。")
    allow(request.user, KINDS[imported.kind].permission)
    imports.order_writing(imported, by=request.user, **form.cleaned_data)
    return redirect("reports:workbook_import", imported.pk)


@may("reports.view_import", WorkbookImport)
@require_POST
def check_workbook(request, imported):
    imports.check_again(imported, by=request.user)
    return redirect("reports:workbook_import", imported.pk)


@may("reports.view_import", WorkbookImport)
@require_POST
def discard_workbook(request, imported):
    imports.discard(imported, by=request.user)
    messages.success(request, f"已放弃《{imported.name}》，文件已经删除，没有写入任何一行。")
    return redirect("reports:workbook", imported.kind)


def told(imported) -> str:
    if imported.discarded_at:
        return "已放弃"
    if imported.is_busy:
        return "正在写入" if imported.choice else "正在检查"
    return plan.told(imported)


def _may_be_checked_again(imported) -> bool:
    failed = imported.job is not None and imported.job.failed_at is not None
    return bool(imported.file) and not imported.is_over and (failed or bool(imported.fault and imported.digest))


def _kind(request, code) -> Kind:
    if code not in KINDS:
        raise Http404
    allow(request.user, KINDS[code].permission)
    return KINDS[code]


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = _named(name)
    return response


def _named(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name)
