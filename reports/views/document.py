"""Documents: the panel with the pages as they are printed, the files, and what happens while one is made."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.enums import MinutesState
from consult.forms.minutes import MinutesForm
from consult.models import EvaluationRound
from members.access import may
from proposals.models import Award, Handling, Reply, SpecialReport
from reports import operations
from reports.documents import content, finding
from reports.models import Bulletin, CaseStudy, Inspection, PeriodicReport
from reports.queries.documents import Printed
from reports.views import panel
from rooms.models import Room

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Records that have a page to come back to, where no case, room or plan stands above them.
WITH_PAGE = (
    SpecialReport,
    Bulletin,
    Handling,
    Reply,
    PeriodicReport,
    Inspection,
    CaseStudy,
    Award,
    EvaluationRound,
)


@may("reports.view_document", finding.subject)
@require_http_methods(["GET", "POST"])
def document_panel(request, subject):
    """The part of a page that shows a document as far as it is; POST makes minutes as they are being typed."""
    typed = _typed(request, subject) if request.method == "POST" else None
    if typed is None:
        return _panel(request, panel.panel_of(request.user, subject))
    return _panel(
        request, panel.panel_of_one(request.user, Printed(panel.order(request.user, subject, typed), subject))
    )


@may("reports.view_document", finding.subject)
@require_GET
def paper(request, subject):
    """A page of its own for the document of one record, as far as it is."""
    return _page(request, subject, panel.panel_of(request.user, subject))


@may("reports.order_document", finding.subject)
@require_POST
def order_document(request, subject):
    """Make the document as the record is now; the same record again is the same document."""
    document = panel.order(request.user, subject)
    if request.htmx:
        return _panel(request, panel.panel_of_one(request.user, Printed(document, subject)))
    return redirect("reports:document", document.pk)


@may("reports.view_document", finding.printed)
@require_GET
def document(request, printed):
    return _page(request, printed.subject, panel.panel_of_one(request.user, printed))


@may("reports.view_document", finding.printed)
@require_GET
def document_progress(request, printed):
    """The panel of one document: it asks again by itself until the document is made."""
    return _panel(request, panel.panel_of_one(request.user, printed))


@may("reports.view_document", finding.printed)
@require_GET
def document_file(request, printed):
    made, form = printed.document, printed.form
    file = {"pdf": made.file, "docx": made.word}.get(form)
    if not file or not default_storage.exists(file.name):
        raise Http404
    response = FileResponse(file.open("rb"), content_type={"pdf": PDF, "docx": WORD}[form])
    name = f"{made.title.replace('《', '').replace('》', '')}.{form}"
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=form == "docx" or "download" in request.GET, filename=name
    )
    return response


@may("reports.view_document", finding.printed)
@require_GET
def document_picture(request, printed):
    """One page as a picture."""
    made, number = printed.document, printed.number
    name = operations.picture_name(made.file.name, number) if made.file else ""
    if not 1 <= number <= made.pages or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/png")


@may("reports.order_document", finding.printed)
@require_POST
def retry_document(request, printed):
    operations.try_again(printed.document, subject=printed.subject, by=request.user)
    messages.info(request, "已重新开始生成。")
    return redirect("reports:document", printed.document.pk)


def _page(request, subject, shown: dict):
    case = subject.consultation
    context = {
        "case": case,
        "plan": getattr(subject.record, "plan", None),
        "room": subject.record if isinstance(subject.record, Room) else None,
        "parent": subject.record if isinstance(subject.record, WITH_PAGE) else None,
        "name": subject.name,
        "sees_case": case is not None and request.user.has_perm("consult.view_consultation", case),
    }
    return render(request, "reports/document_page.html", context | shown)


def _panel(request, shown: dict):
    return render(request, "reports/document_panel.html", shown)


def _typed(request, subject):
    """The draft as it is being typed. Whoever only reads the record gets what is saved, whatever is sent along."""
    if subject.kind != "minutes" or subject.record.state == MinutesState.SIGNED:
        return None
    if not all(request.user.has_perm(name, subject) for name in ("consult.view_record", "consult.edit_minutes")):
        return None
    form = MinutesForm(request.POST, minutes=subject.record, user=request.user)
    form.is_valid()
    return content.of_draft(subject.record, title=form.cleaned_data.get("title", ""), texts=form.texts())
