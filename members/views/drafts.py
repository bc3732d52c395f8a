"""What is typed into a form, kept while typing. The page's script speaks to `save_draft`."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import operations
from members.access import may
from members.forms.drafts import DraftForm
from members.models import Draft
from members.workflow import Refused


@may("members.view_own")
@require_http_methods(["POST", "DELETE"])
def save_draft(request):
    """Keep a draft, or forget it: {"key", "label", "url", "fields"}, or {"key", "discard": true}."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    form = DraftForm(sent if isinstance(sent, dict) else {})
    if not form.is_valid():
        return JsonResponse({"error": "草稿没有保存：内容不完整。"}, status=400)
    draft = form.cleaned_data
    if draft.pop("discard") or request.method == "DELETE":
        operations.discard_draft(request.user, draft["key"])
        return JsonResponse({"discarded": draft["key"]})
    try:
        kept = operations.save_draft(request.user, **draft)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime(kept.saved_at):%H:%M}"})


@may("members.view_own")
@require_GET
def drafts(request):
    return render(request, "members/drafts.html", {"drafts": Draft.objects.visible_to(request.user)})


@may("members.view_own", Draft)
@require_POST
def discard_draft(request, draft):
    operations.discard_draft(request.user, draft.key)
    messages.info(request, f"已丢弃草稿“{draft.label}”。")
    return redirect("members:drafts")
