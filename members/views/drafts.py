"""What is typed into a form, kept while typing. The page's script speaks to `save_draft`."""

import json

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members import operations
from members.access import may
from members.forms.drafts import DraftForm
from members.workflow import Refused


@may("members.view_own")
@require_http_methods(["POST", "DELETE"])
def save_draft(request):
    """Keep a draft, or forget it: {"key", "label", "url", "fields"}, or {"key", "discard": true}."""
    try:
        sent = json.loads(request.body)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        sent = None
    form = DraftForm(sent if isinstance(sent, dict) else {})
    if not form.is_valid():
        return JsonResponse({"error": "草稿没有保存：内容不完整。"}, status=400)
    draft = form.cleaned_data
    if draft.pop("discard") or request.method == "DELETE":
        operations.forget_draft(request.user, draft["key"])
        return JsonResponse({"discarded": draft["key"]})
    try:
        kept = operations.save_draft(request.user, **draft)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    return JsonResponse({"saved_at": f"{timezone.localtime(kept.saved_at):%H:%M}"})
