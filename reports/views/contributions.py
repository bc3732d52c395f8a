"""投稿: what rooms send in for the bulletin, and what the office does with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from consult.models import Consultation
from members.access import may
from members.enums import RoleCode
from members.forms.people import AskForm, WhyForm
from members.models.keys import key_in
from members.operations import forget_draft
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.enums import ContributionState
from reports.filters.bulletins import ContributionFilter
from reports.forms.bulletins import ContributionForm, EditContributionForm
from reports.models import Contribution
from reports.models.highlight import title_of
from reports.operations import contributions as verbs
from reports.queries import bulletins as queries
from reports.queries import composing
from rooms.models import Activity, Room

VIEW, SEND, JUDGE = "reports.view_contribution", "reports.contribute", "reports.judge_contribution"


@may(VIEW)
@require_GET
def contributions(request):
    """What was sent in, and how much of it was adopted."""
    rows = Contribution.objects.visible_to(request.user)
    found = ContributionFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    if request.htmx:
        return render(request, "reports/contributions/list.html#rows", {"filter": found, "page": page})
    context = {"filter": found, "page": page, "rate": queries.adoption(found.qs)}
    return render(request, "reports/contributions/list.html", context)


@may(VIEW, Contribution)
@require_GET
def contribution(request, row):
    user = request.user
    source = row.case or row.activity
    reads = {Consultation: "consult.view_consultation", Activity: "rooms.view_activity"}
    context = {
        "row": row,
        "files": row.attachments.standing(),
        "source": source if source and user.has_perm(reads[type(source)], source) else None,
        "can_edit": user.has_perm(SEND, row) and row.state in verbs.OPEN,
        "can_judge": user.has_perm(JUDGE, row) and row.state == ContributionState.SENT,
        "issues": queries.issues_of(row),
        "events": history_of(row),
    }
    return render(request, "reports/contributions/page.html", context)


@may(SEND)
@require_http_methods(["GET", "POST"])
def new_contribution(request):
    """From scratch, or out of a consultation (?case=) or an activity (?activity=) of the own room."""
    thing = _thing(request)
    room = thing.room if thing else _room(request)
    if room is None:
        rooms = _own_rooms(request.user)
        return render(request, "reports/contributions/choose_room.html", {"rooms": rooms.order_by("unit__pinyin")})
    first = {"title": title_of(thing)[:80], "text": composing.text_of(thing)} if thing else {}
    form = ContributionForm(request.POST or None, user=request.user, initial=first)
    source = {"case": thing} if isinstance(thing, Consultation) else {"activity": thing}
    key = f"reports:new_contribution:{request.GET.urlencode()}"[:120]
    if form.is_valid() and form.carry_out(verbs.send, room, by=request.user, **source, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已投稿，办公室处理以后会通知您。")
        return redirect(form.result)
    return _sheet(request, form, key=key, room=room, source=thing)


@may(SEND, Contribution)
@require_http_methods(["GET", "POST"])
def edit_contribution(request, row):
    initial = {name: getattr(row, name) for name in ("title", "text", "version")}
    form = EditContributionForm(request.POST or None, user=request.user, initial=initial)
    key = f"reports:edit_contribution:{row.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, row, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存。")
        return redirect(form.result)
    return _sheet(request, form, key=key, room=row.room, row=row, files=row.attachments.standing())


@may(SEND, Contribution)
@require_http_methods(["GET", "POST"])
def withdraw_contribution(request, row):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.withdraw, row, by=request.user):
        messages.success(request, "已撤回，不计入投稿数。")
        return redirect(row)
    text = "撤回以后办公室不再处理这篇投稿，也不能恢复；需要时可以重新投稿。"
    return _ask(request, row, form, title="撤回投稿", verb="撤回", text=text)


@may(JUDGE, Contribution)
@require_http_methods(["GET", "POST"])
def return_contribution(request, row):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.give_back, row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已退回{row.room.unit.short_name}修改。")
        return redirect(row)
    return _ask(request, row, form, title="退回修改", verb="退回", text="联络室看得到原因，修改以后可以再投。")


@may(JUDGE, Contribution)
@require_http_methods(["GET", "POST"])
def decline_contribution(request, row):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.decline, row, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记为不采用，联络室看得到原因。")
        return redirect(row)
    return _ask(request, row, form, title="不采用", verb="不采用", text="联络室看得到原因。不采用以后不能再改为采用。")


def _thing(request):
    """The consultation or the activity that the address names; of another's, or none such, nothing is shown."""
    models = {"case": (Consultation, "case"), "activity": (Activity, "activity")}
    for name, (model, _) in models.items():
        if name not in request.GET:
            continue
        key = key_in(request.GET[name])
        thing = model.objects.visible_to(request.user).for_page().filter(pk=key).first() if key else None
        if thing is None:
            raise Http404
        if not request.user.has_perm(SEND, thing.room):
            raise PermissionDenied("只能用本联络室的协商和活动投稿。")
        return thing
    return None


def _own_rooms(user):
    return Room.objects.open().of(user, RoleCode.CLERK, RoleCode.CONVENER).select_related("unit__region", "approver")


def _room(request) -> Room | None:
    """The room that is named; whoever has just one need not name it."""
    rooms = _own_rooms(request.user)
    if key := key_in(request.GET.get("room", "")):
        rooms = rooms.filter(pk=key)
    found = list(rooms[:2])
    return found[0] if len(found) == 1 else None


def _sheet(request, form, **context):
    status = 422 if form.is_bound else 200
    return render(request, "reports/contributions/form.html", {"form": form, **context}, status=status)


def _ask(request, row, form, **words):
    return form_page(request, form, back=row.get_absolute_url(), crumb=row.title, **words)
