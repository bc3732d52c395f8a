"""What a hearing asked for: written down by the body, answered by the unit, asked for again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.forms.phrases import phrases_for
from members.templatetags.dates import day
from members.views.form_page import form_page
from rooms.enums import RequirementState
from rooms.forms.groups import AnswerForm, AskAgainForm, EditRequirementForm, NewRequirementForm
from rooms.models import Hearing, Requirement
from rooms.operations import hearings as verbs
from rooms.queries.registers import named_units

EDIT = "rooms.edit_hearing"


@may("rooms.view_requirement", Requirement)
@require_GET
def requirement(request, requirement):
    user, hearing = request.user, requirement.hearing
    is_open = requirement.state == RequirementState.OPEN
    context = {
        "requirement": requirement,
        "hearing": hearing,
        "sees_hearing": user.has_perm("rooms.view_hearings", hearing),
        "can_answer": is_open and user.has_perm("rooms.answer_requirement", requirement),
        "can_ask": user.has_perm(EDIT, hearing),
        "is_open": is_open,
        "files": requirement.attachments.filter(removed_at__isnull=True),
    }
    return render(request, "rooms/requirement.html", context)


@may(EDIT, Hearing)
@require_http_methods(["GET", "POST"])
def new_requirement(request, hearing):
    form = NewRequirementForm(request.POST or None, others=named_units(request.user, EDIT), user=request.user)
    if form.is_valid() and form.carry_out(verbs.ask_for, hearing, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记要求 {form.result.position}，已通知{form.result.unit}。")
        return redirect(hearing)
    return _ask(request, hearing, form, title="登记会上提出的要求", verb="登记")


@may(EDIT, Requirement)
@require_http_methods(["GET", "POST"])
def edit_requirement(request, requirement):
    initial = {name: getattr(requirement, name) for name in ("text", "unit", "due_on", "version")}
    others = named_units(request.user, EDIT, [requirement.unit_id])
    form = EditRequirementForm(request.POST or None, others=others, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_requirement, requirement, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存要求 {requirement.position}。")
        return redirect(requirement.hearing)
    return _ask(request, requirement.hearing, form, title=f"修改要求 {requirement.position}", verb="保存")


@may("rooms.answer_requirement", Requirement)
@require_http_methods(["GET", "POST"])
def answer_requirement(request, requirement):
    initial = {"version": requirement.version, "text": requirement.answer}
    form = AnswerForm(
        request.POST or None, user=request.user, initial=initial, phrases=_phrases(request.user, requirement)
    )
    if form.is_valid() and form.carry_out(verbs.answer, requirement, by=request.user, **form.cleaned_data):
        messages.success(request, "已报告落实情况。")
        return redirect(requirement)
    return _answer_page(request, requirement, form, title="报告落实情况", verb="报告", text=requirement.text)


@may(EDIT, Requirement)
@require_http_methods(["GET", "POST"])
def ask_again(request, requirement):
    form = AskAgainForm(request.POST or None, user=request.user, initial={"version": requirement.version})
    if form.is_valid() and form.carry_out(verbs.ask_again, requirement, by=request.user, **form.cleaned_data):
        messages.success(request, f"已退回，{requirement.unit}继续落实。")
        return redirect(requirement)
    text = f"{requirement.unit}报告的落实情况保留，要求重新列为待办，并通知对方。"
    return _answer_page(request, requirement, form, title="退回继续落实", verb="退回", text=text)


def _phrases(user, requirement) -> list:
    told = {"标题": requirement.text[:80], "来自": requirement.hearing.body}
    return phrases_for(user, requirement.unit, 期限=day(requirement.due_on) if requirement.due_on else "", **told)


def _answer_page(request, requirement, form, **words):
    back, crumb = requirement.get_absolute_url(), f"要求 {requirement.position}"
    return form_page(request, form, back=back, crumb=crumb, **words)


def _ask(request, hearing, form, **words):
    return form_page(request, form, back=hearing.get_absolute_url(), crumb="听取汇报", **words)
