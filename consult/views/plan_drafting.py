"""The table of a plan while it is drafted: rows added, put in order, split, merged and taken out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consult.forms.plans import ItemForm, MergeItemForm, PlanForm, PlanTextsForm, SplitForm
from consult.models import Plan, PlanItem
from consult.queries import plans as queries
from consult.steps import plans
from members.access import may
from members.forms.people import AskForm
from members.operations import forget_draft
from members.views.form_page import form_page
from rooms import practice


@may("consult.edit_plan")
@require_http_methods(["GET", "POST"])
def new_plan(request):
    units, this_year = queries.own_units(request.user), timezone.localdate().year
    years = [this_year, this_year + 1, this_year - 1]
    year = next((year for year in years if str(year) == request.GET.get("year")), this_year)
    chosen = next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), units[0] if units else None)
    title = f"{chosen.name if chosen else ''}{year}年度协商计划"
    initial = {"unit": chosen, "year": str(year), "title": title[:80]}
    form = PlanForm(request.POST or None, units=units, years=years, user=request.user, initial=initial)
    key = "consult:new_plan"
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(plans.start, values.pop("unit"), by=request.user, **values):
            forget_draft(request.user, key)
            messages.success(request, "已建立计划。接着列入议题：可以从已圈定的议题一次列入，也可以逐件增加。")
            return redirect(form.result)
    back = reverse("consult:plans")
    return form_page(request, form, title="起草年度协商计划", verb="起草", back=back, crumb="计划", key=key)


@may("consult.edit_plan", Plan)
@require_http_methods(["GET", "POST"])
def edit_plan(request, plan):
    initial = {name: getattr(plan, name) for name in ("title", "opening", "demands", "version")}
    form = PlanTextsForm(request.POST or None, user=request.user, initial=initial)
    key = f"consult:edit_plan:{plan.pk}"
    if form.is_valid() and form.carry_out(plans.edit, plan, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存计划文字。")
        return redirect(plan)
    return _form(request, plan, form, title="修改计划文字", verb="保存", key=key)


@may("consult.edit_plan", Plan)
@require_POST
def fill_plan(request, plan):
    found = plans.fill(plan, by=request.user)
    messages.success(request, f"已列入 {len(found)} 件已圈定的议题，请逐件确定月份、牵头单位和形式。")
    return redirect(plan)


@may("consult.edit_plan", Plan)
@require_http_methods(["GET", "POST"])
def new_item(request, plan):
    form = ItemForm(request.POST or None, plan=plan, pack=pack_of(plan), user=request.user, initial=_usual(plan))
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.carry_out(plans.add_item, plan, by=request.user, **values):
            messages.success(request, f"已增加议题“{form.result.title}”。")
            return redirect(plan)
    return item_page(request, plan, form, title="增加议题", verb="增加")


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def edit_item(request, item):
    plan = item.plan
    form = ItemForm(request.POST or None, plan=plan, pack=pack_of(plan), user=request.user, initial=initial_of(item))
    if form.is_valid() and form.carry_out(plans.edit_item, item, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存议题“{form.result.title}”。")
        return redirect(plan)
    return item_page(request, plan, form, title="修改议题", verb="保存")


@may("consult.edit_plan", PlanItem)
@require_POST
def move_item(request, item):
    plans.move_item(item, by=request.user, up=request.POST.get("way") == "up")
    return redirect(f"{item.plan.get_absolute_url()}#item-{item.pk}")


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def split_item(request, item):
    initial = {"month": str(item.month)}
    form = SplitForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(plans.split_item, item, by=request.user, **form.cleaned_data):
        messages.success(request, f"已拆分出“{form.result.title}”，牵头单位和形式照原来的，可以再改。")
        return redirect(item.plan)
    text = f"从“{item.title}”拆分出另一件议题，原来的一件保留。"
    return _form(request, item.plan, form, title="拆分议题", verb="拆分", text=text)


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def merge_item(request, item):
    form = MergeItemForm(request.POST or None, others=item.plan.items.exclude(pk=item.pk), user=request.user)
    if form.is_valid() and form.carry_out(plans.merge_items, item, by=request.user, **form.cleaned_data):
        messages.success(request, f"已并入“{form.result.title}”，两件的荐题都归到这一件。")
        return redirect(item.plan)
    text = f"“{item.title}”并入另一件议题，承办和参加单位合在一起。"
    return _form(request, item.plan, form, title="合并议题", verb="合并", text=text)


@may("consult.edit_plan", PlanItem)
@require_http_methods(["GET", "POST"])
def remove_item(request, item):
    plan, title = item.plan, item.title
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(plans.remove_item, item, by=request.user):
        messages.success(request, f"已移出“{title}”。")
        return redirect(plan)
    text = f"“{title}”移出计划。它的荐题仍是“已圈定”，可以重新列入。"
    return _form(request, plan, form, title="移出议题", verb="移出", text=text)


def pack_of(plan):
    return practice.for_room(plan.room) if plan.room else practice.current(plan.region)


def initial_of(item) -> dict:
    """The row as the form shows it."""
    names = ("title", "why", "form", "lead", "leader", "source", "source_note", "version")
    initial = {name: getattr(item, name) for name in names}
    initial |= {"month": str(item.month), "rooms": list(item.rooms.all()), "units": list(item.units.all())}
    initial["until_month"] = str(item.until_month) if item.until_month != item.month else ""
    return initial


def _usual(plan) -> dict:
    return {"source": "room" if plan.room else "unit", "month": str(timezone.localdate().month)}


def item_page(request, plan, form, *, title: str, verb: str):
    """The form of one topic: below its title stand earlier ones like it."""
    context = {"plan": plan, "form": form, "title": title, "verb": verb, "key": f"consult:plan_item:{plan.pk}:{title}"}
    return render(request, "consult/plans/item_form.html", context, status=422 if form.is_bound else 200)


def _form(request, plan, form, **words):
    return form_page(request, form, back=plan.get_absolute_url(), crumb=plan.title, **words)
