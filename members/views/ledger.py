from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.filters import LedgerFilter, act_of
from members.forms.people import WhyForm
from members.models import Event, Revision
from members.queries import page_after
from members.views.form_page import form_page


@may("members.view_ledger")
@require_GET
def ledger(request):
    """Every act in the auditor's regions, newest first."""
    found = LedgerFilter(request.GET, Event.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.with_notes().prefetch_related("revisions"), request.GET)
    for event in page.rows:
        event.act = act_of(event)
        event.changes = [revision for revision in event.revisions.all() if not revision.is_note]
    template = "members/ledger.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("members.erase_text", Revision)
@require_http_methods(["GET", "POST"])
def erase_text(request, text):
    event = text.event
    back = reverse("consult:events", args=[event.case_id]) if event.case_id else "/"
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.erase_text, text, by=request.user, **form.cleaned_data):
        messages.success(request, "内容已删除，台账里留有删除的记录。")
        return redirect(back)
    told = f"{event.sentence}：“{text.label}”的内容将从台账中删除，不能恢复。原来的那一条和这次删除的记录都保留。"
    return form_page(request, form, title="删除台账里的内容", verb="删除内容", back=back, text=told, crumb="经过")
