"""任职变动 of one member, and the end of a term for all of its members."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import may
from members.models import Member, Term, Unit
from members.queries import city_paths
from members.views.form_page import form_page
from members.workflow import membership
from rooms import operations
from rooms.forms.standing import EndTermForm, StandingForm

ENDS = (
    "转为劝退、调整、届满的，派驻和委员角色同时结束，本人和联络室会收到通知。登记以后不能撤回，有误的再登记一次更正。"
)


@may("rooms.change_standing", Member)
@require_http_methods(["GET", "POST"])
def change_standing(request, member):
    about = {"choices": membership.may_follow(member), "units": _units(request.user)}
    form = StandingForm(request.POST or None, user=request.user, initial={"version": member.version}, **about)
    if form.is_valid() and form.carry_out(operations.change_standing, member, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{member}的任职变动：{form.result.get_became_display()}。")
        if rooms := operations.convenes(member) if not form.result.member.is_active else []:
            names = "、".join(room.name for room in rooms)
            messages.warning(request, f"{member}还是{names}的召集人，请另行确定召集人。")
        return redirect("members:member", member.pk)
    text = f"现在：{member.get_state_display()}。{ENDS}"
    back = reverse("members:member", args=[member.pk])
    return form_page(request, form, title=f"任职变动：{member}", verb="登记", crumb=member.name, back=back, text=text)


@may("rooms.end_term", Term)
@require_http_methods(["GET", "POST"])
def end_term(request, term):
    count = term.members.active().count()
    about = {"term": term, "units": _units(request.user)}
    form = EndTermForm(request.POST or None, user=request.user, initial={"version": term.version}, **about)
    if form.is_valid() and form.carry_out(operations.end_term, term, by=request.user, **form.cleaned_data):
        messages.success(request, f"{term}已办理届满，{form.result} 位委员届满。")
        return redirect("members:terms")
    text = f"{term}在任委员 {count} 人。{ENDS}"
    return form_page(
        request,
        form,
        title=f"办理届满：{term.name}",
        verb="办理届满",
        crumb="届次",
        back=reverse("members:terms"),
        text=text,
    )


def _units(user):
    return Unit.objects.active().within_any(city_paths(user))
