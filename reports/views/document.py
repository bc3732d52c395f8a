"""Documents: the panel with the pages as they are printed, the files, and what happens while one is made."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.enums import MinutesState
from consult.forms.minutes import MinutesForm
from consult.workflow import pack_of
from members.access import may
from reports import operations
from reports.documents import content
from reports.queries import documents as queries
from reports.queries.documents import Printed

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@may("reports.view_document", queries.subject)
@require_http_methods(["GET", "POST"])
def document_panel(request, subject):
    """The part of a page that shows a document; POST shows minutes as they are being typed, saved or not."""
    document = _wanted(request, subject)
    if document is None:
        return render(request, "reports/document_panel.html#none", {"subject": subject})
    return _panel(request, Printed(document, subject))


@may("reports.view_document", queries.subject)
@require_GET
def order_document(request, subject):
    """A page of its own for one document, made as the record is now."""
    return _page(request, subject)


@may("reports.view_document", queries.printed)
@require_GET
def document(request, printed):
    return _page(request, printed.subject, printed=printed)


@may("reports.view_document", queries.printed)
@require_GET
def document_progress(request, printed):
    """The panel of one document: it asks again by itself until the document is made."""
    return _panel(request, printed)


@may("reports.view_document", queries.printed)
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


@may("reports.view_document", queries.printed)
@require_GET
def document_picture(request, printed):
    """One page as a picture."""
    made, number = printed.document, printed.number
    name = operations.picture_name(made.file.name, number) if made.file else ""
    if not 1 <= number <= made.pages or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/png")


@may("reports.order_document", queries.printed)
@require_POST
def retry_document(request, printed):
    operations.try_again(printed.document, subject=printed.subject, by=request.user)
    messages.info(request, "已重新开始生成。")
    return redirect("reports:document", printed.document.pk)


def _page(request, subject, printed=None):
    case = subject.consultation
    context = {
        "subject": subject,
        "printed": printed,
        "case": case,
        "name": pack_of(case).document(subject.kind).name,
        "sees_case": request.user.has_perm("consult.view_consultation", case),
    }
    return render(request, "reports/document_page.html", context)


def _wanted(request, subject):
    """The document to show: the signed one, or one made of the record as it is, for those who may order it."""
    if subject.kind == "minutes":
        return _minutes(request, subject)
    if not request.user.has_perm("reports.order_document", subject):
        made = subject.documents().filter(made_at__isnull=False)
        return next((each for each in made if not each.content.get("private")), None)
    phones = request.user.has_perm("consult.view_phones", subject)
    return _ordered(request, subject, content.of_record(subject.kind, subject.record, phones=phones))


def _minutes(request, subject):
    """Signed minutes as they were signed; before that the draft, which stays in the room."""
    minutes = subject.record
    if minutes.state == MinutesState.SIGNED or not request.user.has_perm("consult.view_record", subject):
        return operations.panel_document(subject)
    # Whoever only reads the record gets what is saved, whatever is sent along.
    if request.method == "POST" and request.user.has_perm("consult.edit_minutes", subject):
        form = MinutesForm(request.POST, minutes=minutes, user=request.user)
        form.is_valid()
        typed = content.of_draft(minutes, title=form.cleaned_data.get("title", ""), texts=form.texts())
        return _ordered(request, subject, typed)
    return _ordered(request, subject, content.of_draft(minutes))


def _ordered(request, subject, made):
    return operations.order_document(subject, version=made.version, title=made.title, data=made.data, by=request.user)


def _panel(request, printed):
    """Pages when they are there; until then the progress, above the pages of the draft before."""
    made = printed.document
    before = None
    if printed.is_draft and not made.made_at:
        before = printed.subject.documents().filter(version__startswith=queries.DRAFT, made_at__isnull=False).first()
    context = {
        "printed": printed,
        "document": made,
        "job": made.job,
        "shown": made if made.made_at else before,
        "later": queries.later_edition(made) if made.is_official else None,
        "code": content.grouped(made.verify_code) if made.is_official else "",
        "may_retry": request.user.has_perm("reports.order_document", printed.subject),
    }
    return render(request, "reports/document_panel.html", context)
