"""承办人员: desks, absences and hand-overs inside a unit that is asked for things."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.forms.people import AskForm
from members.models import Absence, Desk, HandOver, Unit
from members.models.keys import key_in
from members.operations import desks as verbs
from members.views.form_page import form_page
from reports.forms.asked import AbsenceForm, DeskForm, EditDeskForm, HandOverAllForm
from reports.queries.asked import people
from reports.queries.asked.sources import inside

EDIT = "members.edit_desks"
HAND = "members.hand_over"
PAST_SHOWN = 20


def own_unit(user, pk) -> Unit | None:
    """A unit for which the person handles things."""
    return Unit.objects.filter(pk=pk, pk__in=inside(user)).select_related("region").first()


@may("members.view_desks")
@require_GET
def asked_people(request):
    units = list(Unit.objects.filter(pk__in=inside(request.user)).select_related("region").order_by("pinyin"))
    unit = next((each for each in units if str(each.pk) == request.GET.get("unit")), units[0])
    rows, nobody_has = people.people_of(unit, request.user)
    today = timezone.localdate()
    absences = unit.absences.standing().filter(ends_on__gte=today).select_related("user", "deputy")
    context = {
        "unit": unit,
        "units": units,
        "people": rows,
        "nobody_has": nobody_has,
        "desks": unit.desks.standing().select_related("holder", "deputy"),
        "absences": absences.order_by("starts_on", "pk"),
        "hand_overs": HandOver.objects.filter(unit=unit).for_page()[:PAST_SHOWN],
        "today": today,
    }
    return render(request, "reports/asked/people.html", context)


@may(EDIT, own_unit)
@require_http_methods(["GET", "POST"])
def new_desk(request, unit):
    form = DeskForm(request.POST or None, unit=unit, user=request.user)
    if form.is_valid() and form.carry_out(verbs.add_desk, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已设置岗位“{form.result.field}”。")
        return redirect(_page(unit))
    return _form(request, unit, form, title="设置岗位", verb="设置")


@may(EDIT, Desk)
@require_http_methods(["GET", "POST"])
def edit_desk(request, desk):
    initial = {name: getattr(desk, name) for name in ("field", "words", "holder", "deputy", "version")}
    form = EditDeskForm(request.POST or None, unit=desk.unit, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_desk, desk, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存岗位“{form.result.field}”。以后交办的按新的分工，已经指定的不变。")
        return redirect(_page(desk.unit))
    return _form(request, desk.unit, form, title="调整岗位", verb="保存")


@may(EDIT, Desk)
@require_http_methods(["GET", "POST"])
def end_desk(request, desk):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(verbs.end_desk, desk, by=request.user):
        messages.success(request, f"已撤销岗位“{desk.field}”。")
        return redirect(_page(desk.unit))
    text = f"撤销“{desk.field}”以后，新交办的不再自动归{desk.holder.name}；已经由其经办的不变。"
    return _form(request, desk.unit, form, title="撤销岗位", verb="撤销", text=text)


@may(EDIT, own_unit)
@require_http_methods(["GET", "POST"])
def new_absence(request, unit):
    today = timezone.localdate()
    initial = {"user": request.user, "starts_on": today, "ends_on": today}
    form = AbsenceForm(request.POST or None, unit=unit, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.enter_absence, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{form.result.user.name}外出。")
        return redirect(_page(unit))
    return _form(request, unit, form, title="登记外出", verb="登记")


@may(EDIT, Absence)
@require_http_methods(["GET", "POST"])
def cancel_absence(request, absence):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(verbs.cancel_absence, absence, by=request.user):
        messages.success(request, f"已取消{absence.user.name}的外出登记。")
        return redirect(_page(absence.unit))
    text = f"取消以后，通知重新发给{absence.user.name}本人。"
    return _form(request, absence.unit, form, title="取消外出登记", verb="取消登记", text=text)


@may(HAND, own_unit)
@require_http_methods(["GET", "POST"])
def hand_over_all(request, unit):
    initial = {"giver": key_in(request.GET.get("giver")) or request.user.pk}
    form = HandOverAllForm(request.POST or None, unit=unit, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.hand_over_all, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已移交 {form.result.items.count()} 件，等待{form.result.taker.name}接收。")
        return redirect(form.result)
    text = "移交人名下没有办结的承办件全部转给接收人，立即生效；接收人在通知里确认接收。"
    return _form(request, unit, form, title="全部移交", verb="移交", text=text)


@may("members.view_desks", HandOver)
@require_GET
def hand_over(request, made):
    context = {
        "made": made,
        "items": people.moved_items(made, request.user),
        "count": made.items.count(),
        "can_receive": made.taker == request.user and not made.received_at,
    }
    return render(request, "reports/asked/hand_over.html", context)


@may(HAND, HandOver)
@require_POST
def receive_hand_over(request, made):
    verbs.receive_hand_over(made, by=request.user)
    messages.success(request, "已接收移交的承办件。")
    return redirect(made)


def _page(unit) -> str:
    return f"{reverse('reports:asked_people')}?unit={unit.pk}"


def _form(request, unit, form, **words):
    return form_page(request, form, back=_page(unit), crumb="承办人员", **words)
