"""分发名单: the lists that an office keeps, and changing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.forms.people import AskForm
from members.models import Unit
from members.permissions.distribution import SENDERS
from members.queries import page_after
from members.views.form_page import form_page
from reports.forms.distribution import DistributionListForm, EditDistributionListForm
from reports.models import DistributionList
from reports.operations import distribution_lists as verbs

EDIT = "reports.edit_distribution_list"


def sending_unit(user, pk) -> Unit | None:
    """An office for which the person sends papers."""
    return Unit.objects.filter(pk=pk, pk__in=user.units_as(*SENDERS)).select_related("region").first()


@may("reports.view_distribution_lists")
@require_GET
def distribution_lists(request):
    rows = DistributionList.objects.visible_to(request.user).for_page()
    page = page_after(rows, request.GET, order=("name", "pk"))
    own = request.user.units_as(*SENDERS)
    context = {"page": page, "own": own, "units": Unit.objects.filter(pk__in=own).order_by("pinyin")}
    return render(request, "reports/distribution/lists.html", context)


@may(EDIT, sending_unit)
@require_http_methods(["GET", "POST"])
def new_distribution_list(request, unit):
    form = DistributionListForm(request.POST or None, user=request.user, region=unit.region)
    if form.is_valid() and form.carry_out(verbs.add, unit, by=request.user, **form.cleaned_data):
        return _done(request, f"已保存名单“{form.result}”，分发时可以选用。")
    return _page(request, form, title="新建分发名单", verb="保存")


@may(EDIT, DistributionList)
@require_http_methods(["GET", "POST"])
def edit_distribution_list(request, row):
    initial = {name: getattr(row, name) for name in ("name", "groups", "version")}
    initial |= {"units": row.units.all(), "people": row.people.all()}
    form = EditDistributionListForm(request.POST or None, user=request.user, region=row.unit.region, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit, row, by=request.user, **form.cleaned_data):
        return _done(request, f"已保存名单“{form.result}”。以前分发的不变。")
    return _page(request, form, title=f"修改名单：{row}", verb="保存")


@may(EDIT, DistributionList)
@require_http_methods(["GET", "POST"])
def remove_distribution_list(request, row):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(verbs.remove, row, by=request.user):
        return _done(request, f"已删除名单“{row}”。")
    return _page(request, form, title=f"删除名单：{row}", verb="删除", text="已经按它分发的不受影响。")


def _done(request, sentence: str):
    messages.success(request, sentence)
    return redirect("reports:distribution_lists")


def _page(request, form, **words):
    return form_page(request, form, back=reverse("reports:distribution_lists"), crumb="分发名单", **words)
