"""/verify: whether a printed document is genuine. Public; it shows what the paper's head shows, nothing of the case."""

import hashlib
from datetime import date, timedelta

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import client_address, public
from members.models.keys import code_in
from members.operations import count_visit
from reports.documents.content import short_checksum
from reports.queries import documents as queries
from reports.queries.volumes import volume_by_code

MOST_ASKED = 60
WINDOW = timedelta(minutes=1)
MOST_BYTES = 20 * 1024 * 1024


@public
@require_GET
def verify(request):
    """Ask for the code that stands in the imprint."""
    if code := code_in(request.GET.get("code")):
        return redirect("reports:verify_document", code)
    return render(request, "reports/document_verify.html", {"asked": "code" in request.GET})


@public
@require_http_methods(["GET", "POST"])
def verify_document(request, code):
    """Say what was signed under this code; a PDF that is sent along is compared, not kept."""
    if _asks_too_often(request):
        return render(request, "reports/document_verify.html", {"busy": True}, status=429)
    document = queries.official(code)
    found = volume_by_code(code) if document is None else None
    if found:
        return _verify_volume(request, found[0], is_whole=found[1], code=code)
    if document is None:
        return render(request, "reports/document_verify.html", {"code": code[:14], "unknown": True}, status=404)
    context = {
        "document": document,
        "paper": document.content["paper"],
        "day": date.fromisoformat(document.content["paper"]["date"]),
        "room": document.content["room"],
        "code": code,
        "checksum": short_checksum(document.content["sha256"]),
        "later": queries.later_edition(document),
        "withdrawn": queries.withdrawn(document),
        "corrected": queries.corrected(document),
    }
    if request.method == "POST":
        context |= _compared(request.FILES.get("file"), document.sha256)
    return render(request, "reports/document_verify.html", context)


def _verify_volume(request, volume, *, is_whole: bool, code: str):
    """What the cover of an archive volume says; of its contents nothing."""
    sha256 = volume.sha256 if is_whole else volume.copy_sha256
    context = {"volume": volume, "is_whole": is_whole, "sha256": sha256, "code": code}
    context["pages"] = volume.pages if is_whole else volume.copy_pages
    if request.method == "POST":
        context |= _compared(request.FILES.get("file"), sha256)
    return render(request, "reports/volume_verify.html", context)


def _compared(file, sha256: str) -> dict:
    if file is None:
        return {"fault": "请先选择要核对的 PDF 文件。"}
    if file.size > MOST_BYTES:
        return {"fault": "文件超过 20 MB，不能在这里比对，请用文件的 SHA-256 校验值核对。"}
    if not sha256:
        return {"fault": "这份文书的电子文件还在生成，请过一会儿再核对。"}
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return {"compared": True, "same": digest.hexdigest() == sha256, "file_name": file.name[:80]}


def _asks_too_often(request) -> bool:
    """Codes have 60 bits; this only keeps a script from wearing the page out."""
    return count_visit("verify", address=client_address(request), window=WINDOW) > MOST_ASKED
