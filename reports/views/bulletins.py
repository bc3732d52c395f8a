"""工作简报: the list, one issue as far as it is, and the sheet of its head."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.operations import forget_draft
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.filters.bulletins import BulletinFilter
from reports.forms.bulletins import BulletinForm, EditBulletinForm, NumbersForm
from reports.models import Bulletin
from reports.operations import bulletins as verbs
from reports.queries import bulletins as queries

VIEW, WRITE = "reports.view_bulletin", "reports.write_bulletin"
FIELDS = ("title", "lead", "reported_to", "sent_to", "copied_to", "copies", "version")
TAKEN_OVER = ("reported_to", "sent_to", "copied_to", "copies")


@may(VIEW)
@require_GET
def bulletins(request):
    found = BulletinFilter(request.GET, Bulletin.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.distinct().for_page(), request.GET, order=found.order)
    if request.htmx:
        return render(request, "reports/bulletins/list.html#rows", {"filter": found, "page": page})
    context = {"filter": found, "page": page, "waiting": queries.waiting_count(request.user)}
    return render(request, "reports/bulletins/list.html", context)


@may(VIEW, Bulletin)
@require_GET
def bulletin(request, bulletin):
    writes = request.user.has_perm(WRITE, bulletin)
    is_draft = bulletin.state == "draft"
    items = list(bulletin.items.select_related("room__unit", "highlight", "contribution", "case__topic"))
    context = {
        "bulletin": bulletin,
        "items": items,
        "writes": writes,
        "can_edit": writes and is_draft,
        "hits": queries.private_hits(bulletin) if writes and is_draft else [],
        "events": history_of(bulletin) if writes else [],
    }
    return render(request, "reports/bulletins/page.html", context)


@may(WRITE)
@require_http_methods(["GET", "POST"])
def new_bulletin(request):
    units = queries.units_of(request.user)
    form = BulletinForm(request.POST or None, user=request.user, units=units, initial=_like_the_last(units))
    if form.is_valid():
        told = dict(form.cleaned_data)
        if form.carry_out(verbs.start, told.pop("unit"), by=request.user, **told):
            forget_draft(request.user, "reports:new_bulletin")
            messages.success(request, "已起草，接着选用内容。")
            return redirect(form.result)
    return _sheet(request, form, key="reports:new_bulletin")


@may(WRITE, Bulletin)
@require_http_methods(["GET", "POST"])
def edit_bulletin(request, bulletin):
    if request.method == "GET":
        verbs.require_draft(bulletin)
    initial = {name: getattr(bulletin, name) for name in FIELDS}
    form = EditBulletinForm(request.POST or None, user=request.user, initial=initial)
    key = f"reports:edit_bulletin:{bulletin.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, bulletin, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存。")
        return redirect(bulletin)
    return _sheet(request, form, key=key, bulletin=bulletin)


@may(WRITE)
@require_http_methods(["GET", "POST"])
def start_numbers(request):
    """Issues of this year were numbered on paper: where the numbers go on."""
    form = NumbersForm(request.POST or None, user=request.user, units=queries.units_of(request.user))
    if form.is_valid():
        told = dict(form.cleaned_data)
        if form.carry_out(verbs.start_numbers, told.pop("unit"), by=request.user, **told):
            messages.success(request, f"已设置，{told['year']} 年下一期是第 {form.result + 1} 期。")
            return redirect("reports:bulletins")
    text = "使用系统以前已经按年编号印发过简报的，写明编到第几期，系统接着编。登记历史简报时会自动接续，不用再设。"
    back, crumb = "/bulletins/", "工作简报"
    return form_page(request, form, title="设置期号起点", verb="设置", back=back, crumb=crumb, text=text)


def _like_the_last(units) -> dict:
    """To whom the last issue went, the next one mostly goes too."""
    last = Bulletin.objects.issued().filter(unit__in=units).order_by("-pk").first()
    return {name: getattr(last, name) for name in TAKEN_OVER} if last else {}


def _sheet(request, form, **context):
    status = 422 if form.is_bound else 200
    return render(request, "reports/bulletins/form.html", {"form": form, **context}, status=status)
