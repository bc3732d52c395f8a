"""Files up and down: a file is seen by whoever sees the record that owns it."""

from django.http import FileResponse, Http404, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from members import operations, queries
from members.access import may
from members.enums import AttachmentKind
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
