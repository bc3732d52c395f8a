"""督办: what is looked after by whom, one supervision with its visits, and the page of the month."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.models import Unit
from members.models.keys import keys_in
from members.operations import forget_draft
from members.queries import city_paths, page_after
from members.views.form_page import form_page
from proposals.filters.care import SupervisedFilter, year_of
from proposals.forms.care import EditSupervisionForm, EndSupervisionForm, SupervisionForm, VisitForm
from proposals.models import Proposal, Supervision
from proposals.operations import supervision as verbs
from proposals.queries import events_of
from proposals.queries import supervising as queries

FIELDS = ("tier", "mode", "leader", "post", "committee", "unit", "starts_on", "task", "version")
MOST_WAITING = 100


@may("proposals.list_care")
@require_GET
def supervisions(request):
    """Every filed proposal with who supervises it; those without anybody are a view of their own."""
    rows = queries.with_supervision(queries.supervised_by(request.user))
    found = SupervisedFilter(request.GET, rows, request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    context = {
        "filter": found,
        "page": page,
        "supervises": request.user.has_perm("proposals.supervise"),
        "chooses": request.user.has_perm("proposals.choose_key"),
    }
    return render(request, "proposals/care/supervision_list.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return Proposal.objects.of_page(rows).prefetch_related("supervisions__unit")


@may("proposals.view_proposal", Supervision)
@require_GET
def supervision(request, supervision):
    context = {
        "supervision": supervision,
        "proposal": supervision.proposal,
        "visits": supervision.visits.select_related("entered_by")
        .prefetch_related("attachments")
        .order_by("-on", "-pk"),
        "supervises": request.user.has_perm("proposals.supervise", supervision),
        "events": events_of(supervision.proposal, request.user),
    }
    return render(request, "proposals/care/supervision.html", context)


@may("proposals.supervise", Proposal)
@require_http_methods(["GET", "POST"])
def supervise_proposal(request, proposal):
    form = SupervisionForm(request.POST or None, **_asked(request))
    if form.is_valid() and form.carry_out(verbs.supervise, proposal, by=request.user, **form.cleaned_data):
        messages.success(request, "已安排督办，承办单位已收到通知。")
        return redirect(form.result)
    words = {"title": "安排督办", "verb": "安排督办", "text": proposal.title, "crumb": proposal.ledger_label}
    return form_page(request, form, back=proposal.get_absolute_url(), **words)


@may("proposals.supervise")
@require_http_methods(["GET", "POST"])
def supervise_together(request):
    """One supervisor for those that were ticked."""
    keys = keys_in((request.POST or request.GET).getlist("pk"))[: verbs.MOST_AT_ONCE]
    rows = list(queries.supervised_by(request.user).filter(pk__in=keys).select_related("member", "room__unit__region"))
    rows = [row for row in rows if request.user.has_perm("proposals.supervise", row)]
    if not rows:
        messages.warning(request, "请先勾选要安排督办的提案。")
        return redirect("proposals:supervisions")
    form = SupervisionForm(request.POST if "tier" in request.POST else None, **_asked(request))
    if form.is_valid() and form.carry_out(verbs.supervise_together, rows, by=request.user, **form.cleaned_data):
        messages.success(request, f"已为 {len(rows)} 件提案安排督办。")
        return redirect("proposals:supervisions")
    context = {"form": form, "rows": rows, "title": "安排督办", "verb": "安排督办"}
    return render(request, "proposals/care/together.html", context, status=422 if form.is_bound else 200)


def _asked(request) -> dict:
    initial = {"starts_on": timezone.localdate(), "tier": 3}
    return {"user": request.user, "initial": initial, "units": _units(request)}


def _units(request):
    return Unit.objects.active().within_any(city_paths(request.user))


@may("proposals.supervise", Supervision)
@require_http_methods(["GET", "POST"])
def edit_supervision(request, supervision):
    initial = {name: getattr(supervision, name) for name in FIELDS}
    form = EditSupervisionForm(request.POST or None, user=request.user, initial=initial, units=_units(request))
    words = {"title": "修改督办安排", "verb": "保存"}
    return _ask(request, supervision, form, verbs.edit_supervision, said="已保存。", **words)


@may("proposals.supervise", Supervision)
@require_http_methods(["GET", "POST"])
def record_visit(request, supervision):
    form = VisitForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    words = {"title": "登记督办活动", "verb": "登记", "key": f"proposals:record_visit:{supervision.pk}"}
    return _ask(request, supervision, form, verbs.record_visit, said="已登记督办活动。", **words)


@may("proposals.supervise", Supervision)
@require_http_methods(["GET", "POST"])
def end_supervision(request, supervision):
    form = EndSupervisionForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    words = {"title": "结束督办", "verb": "结束督办"}
    return _ask(request, supervision, form, verbs.end_supervision, said="已结束督办。", **words)


@may("proposals.supervise", Supervision)
@require_POST
def resume_supervision(request, supervision):
    verbs.resume_supervision(supervision, by=request.user)
    messages.success(request, "已恢复督办。")
    return redirect(supervision)


@may("proposals.list_care")
@require_GET
def supervision_month(request):
    """督办月 of one year: by tier what was done, the figures of the year, and who has not begun."""
    year, today = year_of(request.GET), timezone.localdate()
    since, until = queries.months_of(request.user, year, "supervision_months")
    rated_since, rated_until = queries.months_of(request.user, year, "evaluation_months")
    waiting = list(queries.waiting_in(request.user, since, until, most=MOST_WAITING + 1))
    context = {
        "year": year,
        "years": [year - 1, year + 1] if year < today.year else [year - 1],
        "since": since,
        "until": until,
        "rated_since": rated_since,
        "rated_until": rated_until,
        "is_now": since <= today <= until,
        "figures": queries.figures(request.user, year),
        "tiers": queries.tiers(request.user, since, until),
        "waiting": waiting[:MOST_WAITING],
        "has_more": len(waiting) > MOST_WAITING,
    }
    return render(request, "proposals/care/month.html", context)


def _ask(request, supervision, form, act, *, said: str, **words):
    if form.is_valid() and form.carry_out(act, supervision, by=request.user, **form.cleaned_data):
        if key := words.get("key"):
            forget_draft(request.user, key)
        messages.success(request, said)
        return redirect(supervision)
    words = {"text": supervision.proposal.title, "crumb": str(supervision), **words}
    return form_page(request, form, back=supervision.get_absolute_url(), **words)
