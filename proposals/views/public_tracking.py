"""重点提案公开跟踪: what the public reads without signing in, and the switch of the office."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import client_address, may, public
from members.operations import count_visit
from members.views.form_page import form_page
from proposals.forms.care import OffForm, OpenKeyForm
from proposals.models import KeyProposal
from proposals.operations import public_tracking as verbs
from proposals.queries import public_tracking as queries
from proposals.queries.clues import city_office

MOST_READ = 300
WINDOW = timedelta(hours=1)
SHOWN = "公开标题、案号、督办领导职务、承办单位、办理进度、答复类别、办理结果和满意情况，不公开个人姓名和正文。"


@public
@require_GET
def tracked_proposals(request, city):
    """The key proposals that an office shows, by year and state."""
    office = city_office(city)
    if office is None:
        raise Http404
    if _too_often(request):
        return render(request, "proposals/tracked_list.html", {"office": office, "busy": True}, status=429)
    rows = queries.public_keys(office)
    year, state = request.GET.get("year", ""), request.GET.get("state", "")
    found = queries.narrowed(rows, year=year, state=state)
    context = {
        "office": office,
        "city": city,
        "rows": found[: queries.MOST],
        "years": [str(each) for each in rows.order_by("-year").values_list("year", flat=True).distinct()],
        "states": queries.STATES,
        "year": year,
        "state": state,
    }
    return render(request, "proposals/tracked_list.html", context)


@public
@require_GET
def tracked_proposal(request, city, year, rank):
    """How one of them gets on; of one that is shown no more nothing is told, not even that it was."""
    office = city_office(city)
    if office is None:
        raise Http404
    if _too_often(request):
        return render(request, "proposals/tracked.html", {"office": office, "busy": True}, status=429)
    key = get_object_or_404(queries.public_keys(office), year=year, rank=rank)
    context = {"office": office, "city": city, "tracked": queries.tracked(key)}
    return render(request, "proposals/tracked.html", context)


@may("proposals.publish_key", KeyProposal)
@require_http_methods(["GET", "POST"])
def open_tracking(request, key):
    form = OpenKeyForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial={"public_summary": key.public_summary},
    )
    if form.is_valid() and form.carry_out(verbs.open_tracking, key, by=request.user, **form.cleaned_data):
        messages.success(request, "已经公开，群众不用登录就能看到办理情况。")
        return redirect(key)
    title, verb = ("改写公开的答复概要", "保存") if key.opened_at else ("公开跟踪", "公开")
    words = {"title": title, "verb": verb, "text": SHOWN}
    return form_page(request, form, back=key.get_absolute_url(), crumb=key.ledger_label, **words)


@may("proposals.publish_key", KeyProposal)
@require_http_methods(["GET", "POST"])
def withdraw_tracking(request, key):
    form = OffForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.withdraw_tracking, key, by=request.user, **form.cleaned_data):
        messages.success(request, "已撤回，公开的页面不能再打开。")
        return redirect(key)
    words = {"title": "撤回公开跟踪", "verb": "撤回", "text": key.proposal.title}
    return form_page(request, form, back=key.get_absolute_url(), crumb=key.ledger_label, **words)


def _too_often(request) -> bool:
    return count_visit("track", address=client_address(request), window=WINDOW) > MOST_READ
