"""重点提案: the list of each year, one of them with its progress, and what is decided of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.models.keys import keys_in
from members.operations import forget_draft
from members.queries import page_after
from members.views.form_page import form_page
from proposals.filters.care import KeyFilter
from proposals.forms.care import CandidatesForm, ChooseKeyForm, KeyProgressForm, OffForm
from proposals.models import KeyProposal
from proposals.operations import key_proposals as verbs
from proposals.queries import events_of
from proposals.queries.public_tracking import why_not_public
from proposals.queries.supervising import supervised_by
from rooms.queries.time_limits import limits_of

LIST = "proposals:key_proposals"


@may("proposals.list_care")
@require_GET
def key_proposals(request):
    """The list of a year: candidates and what was chosen."""
    found = KeyFilter(request.GET, KeyProposal.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    template = "proposals/care/key_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


def _shown(rows):
    return KeyProposal.objects.for_page().filter(pk__in=rows.values("pk"))


@may("proposals.view_proposal", KeyProposal)
@require_GET
def key_proposal(request, key):
    context = {
        "key": key,
        "proposal": key.proposal,
        "progress": key.progress.select_related("entered_by").prefetch_related("attachments").order_by("-on", "-pk"),
        "supervisions": key.proposal.supervisions.select_related("unit"),
        "limits": limits_of(key),
        "publishes": request.user.has_perm("proposals.publish_key", key),
        "why_not_public": why_not_public(key),
        "city": key.proposal.office.region.code,
        "chooses": request.user.has_perm("proposals.choose_key", key),
        "supervises": request.user.has_perm("proposals.supervise", key),
        "events": events_of(key.proposal, request.user),
    }
    return render(request, "proposals/care/key.html", context)


@may("proposals.choose_key")
@require_http_methods(["GET", "POST"])
def name_candidates(request):
    """Put those that were ticked on the list of a year."""
    keys = keys_in((request.POST or request.GET).getlist("pk"))[: verbs.MOST_AT_ONCE]
    rows = list(supervised_by(request.user).filter(pk__in=keys).select_related("member", "room__unit"))
    rows = [row for row in rows if request.user.has_perm("proposals.choose_key", row)]
    if not rows:
        messages.warning(request, "请先勾选要列为候选的提案。")
        return redirect("proposals:supervisions")
    form = CandidatesForm(
        request.POST if "why" in request.POST else None,
        user=request.user,
        initial={"year": timezone.localdate().year},
    )
    if form.is_valid() and form.carry_out(verbs.name_candidates, rows, by=request.user, **form.cleaned_data):
        messages.success(request, f"已把 {len(rows)} 件列为候选。")
        return redirect(LIST)
    context = {"form": form, "rows": rows, "title": "列为重点提案候选", "verb": "列为候选"}
    return render(request, "proposals/care/together.html", context, status=422 if form.is_bound else 200)


@may("proposals.choose_key", KeyProposal)
@require_http_methods(["GET", "POST"])
def choose_key(request, key):
    taken = KeyProposal.objects.chosen().filter(year=key.year, proposal__office=key.proposal.office_id)
    initial = {"rank": taken.count() + 1, "chosen_by": "主席会议", "chosen_on": timezone.localdate()}
    form = ChooseKeyForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": f"确定为{key.year}年重点提案", "verb": "确定", "text": key.proposal.title}
    return _ask(request, key, form, verbs.choose_key, said="已确定，提出人和承办单位已收到通知。", **words)


@may("proposals.choose_key", KeyProposal)
@require_http_methods(["GET", "POST"])
def pass_over_key(request, key):
    words = {"title": "未入选", "verb": "登记未入选", "text": key.proposal.title}
    return _ask(request, key, OffForm(request.POST or None), verbs.pass_over, said="已登记。", **words)


@may("proposals.choose_key", KeyProposal)
@require_http_methods(["GET", "POST"])
def unflag_key(request, key):
    words = {"title": "取消重点提案", "verb": "取消重点提案", "text": "它曾是重点提案的记录保留。"}
    return _ask(request, key, OffForm(request.POST or None), verbs.unflag, said="已取消。", **words)


@may("proposals.supervise", KeyProposal)
@require_http_methods(["GET", "POST"])
def report_key(request, key):
    form = KeyProgressForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    words = {"title": f"登记{key.called or '重点提案'}进展", "verb": "登记", "draft": f"proposals:report_key:{key.pk}"}
    return _ask(request, key, form, verbs.report_progress, said="已登记进展。", **words)


def _ask(request, key, form, act, *, said: str, draft: str = "", **words):
    form.user = request.user
    if form.is_valid() and form.carry_out(act, key, by=request.user, **form.cleaned_data):
        if draft:
            forget_draft(request.user, draft)
        messages.success(request, said)
        return redirect(LIST if act is verbs.pass_over else reverse("proposals:key_proposal", args=[key.pk]))
    more = {"key": draft} if draft else {}
    return form_page(request, form, back=key.get_absolute_url(), crumb=key.ledger_label, **words, **more)
