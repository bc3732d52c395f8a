"""Files up and down: a file is seen by whoever sees the record that owns it."""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import operations, queries
from members.access import may
from members.enums import AttachmentKind
from members.forms.people import WhyForm
from members.views.form_page import form_page
from members.workflow import Refused

# Shown in the browser; everything else is saved.
SHOWN = ("image/jpeg", "image/png", "image/webp", "application/pdf")
# A file from outside opens alone: it runs nothing, loads nothing and sends nothing.
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# Browsers do not show a PDF in a sandbox; their viewer is one.
ALONE_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@may("members.upload")
@require_POST
def upload(request):
    file, kind = request.FILES.get("file"), request.POST.get("kind", AttachmentKind.DOCUMENT)
    if file is None or kind not in AttachmentKind.values:
        return JsonResponse({"error": "没有收到文件，请再传一次。"}, status=400)
    try:
        kept = operations.upload(file, by=request.user, kind=kind)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    thumbnail = reverse("members:thumbnail", args=[kept.pk]) if kept.thumbnail else None
    url = reverse("members:file", args=[kept.pk])
    answer = {"id": kept.pk, "name": kept.name, "size": kept.size, "thumbnail": thumbnail, "url": url}
    return JsonResponse(answer, status=201)


@may("members.view_file", queries.file_seen_by)
@require_safe
def file(request, attachment):
    shown = attachment.media_type in SHOWN and "download" not in request.GET
    return sent(request, attachment.file, attachment, attachment.media_type, shown=shown)


@may("members.view_file", queries.file_seen_by)
@require_safe
def thumbnail(request, attachment):
    if not attachment.thumbnail:
        raise Http404
    return sent(request, attachment.thumbnail, attachment, "image/jpeg", shown=True)


@may("members.upload", queries.waiting_file)
@require_POST
def remove_file(request, attachment):
    operations.remove_file(attachment, by=request.user)
    return JsonResponse({"removed": attachment.pk})


@may("members.take_file_away", queries.file_seen_by)
@require_http_methods(["GET", "POST"])
def take_file_away(request, attachment):
    """Take a file out of the record that owns it."""
    keeping = attachment.keeping
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.take_file_away, attachment, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移除附件“{attachment.name}”，文件已删除。")
        return redirect(keeping.url)
    text = f"“{attachment.name}”将从记录里移除，文件删除后不能恢复。台账记下由谁、何时、因为什么移除，不记文件内容。"
    text = keeping.why_stays or text
    return form_page(request, form, title="移除附件", verb="移除附件", back=keeping.url, text=text)


def sent(request, stored, attachment, media_type: str, *, shown: bool):
    """Answer with the bytes of a file, or with 304 when the browser has them; rights are asked every time."""
    etag = quote_etag(f"{attachment.sha256[:32]}{'t' if stored.name == attachment.thumbnail.name else ''}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            opened = stored.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(opened, as_attachment=not shown, filename=attachment.name, content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = ALONE_PDF if media_type == "application/pdf" else ALONE
    return response
