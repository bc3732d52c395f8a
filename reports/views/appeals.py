"""考核申诉: the list, one appeal with its answer, and the acts upon it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.forms.people import AskForm
from members.queries import page_after
from members.views.form_page import form_page
from reports.enums import AppealState
from reports.facts.points import access, result_of
from reports.forms.points import AnswerForm, AppealForm
from reports.operations import points as operations
from reports.views.points import account_url

BOTH = require_http_methods(["GET", "POST"])


@may("reports.view_appeals")
@require_GET
def appeals(request):
    """What waits for an answer first, the most urgent on top of its page."""
    state = request.GET.get("state", AppealState.OPEN)
    rows = access.appeals_seen(request.user)
    if state in AppealState.values:
        rows = rows.filter(state=state)
    page = page_after(rows, request.GET, order=("due_on", "pk"))
    context = {"page": page, "state": state, "states": [*AppealState.choices, ("all", "全部")]}
    return render(request, "reports/appeal_list.html", context)


@may("reports.appeal_points", access.own_account)
@BOTH
def appeal_points(request, account):
    """Object to a line, or to the total."""
    a_round, subject = account.round, account.subject
    chosen = request.GET.get("item", "0")
    form = AppealForm(request.POST or None, user=request.user, scheme=a_round.scheme, initial={"item": chosen})
    back = account_url(subject.kind, subject.pk, a_round.year)
    if form.is_valid():
        values = form.cleaned_data | {"item": int(form.cleaned_data["item"])}
        if form.carry_out(operations.appeal, a_round, subject, by=request.user, **values):
            messages.success(request, f"申诉已提出，{form.result.due_on:%Y年%-m月%-d日}以前答复。")
            return redirect("reports:appeal", form.result.pk)
    text = "漏记、错记的，先看这一项下面的记录。申诉由没有参与评分的人答复，答复和理由会通知您。"
    key = f"reports:appeal:{'-'.join(map(str, (subject.kind, subject.pk, a_round.year)))}"
    return form_page(
        request,
        form,
        title=f"{a_round.year}年考核申诉",
        verb="提出申诉",
        back=back,
        crumb="考核得分",
        text=text,
        key=key,
    )


@may("reports.view_appeals", access.appeal_of)
@require_GET
def appeal(request, account):
    made, subject = account.appeal, account.subject
    result = result_of(account.round, subject)
    lines = [line for line in result.lines if made.item in ("", line.name)] if result else []
    context = {
        "appeal": made,
        "account": account,
        "subject": subject,
        "result": result,
        "lines": lines,
        "back": account_url(subject.kind, subject.pk, made.year.year),
        "can_answer": request.user.has_perm("reports.answer_appeal", account),
        "can_withdraw": request.user.has_perm("reports.appeal_points", account),
        "is_open": made.state == AppealState.OPEN,
    }
    return render(request, "reports/appeal_page.html", context)


@may("reports.answer_appeal", access.appeal_of)
@BOTH
def answer_appeal(request, account):
    made, subject = account.appeal, account.subject
    form = AnswerForm(request.POST or None, user=request.user)
    back = reverse("reports:appeal", args=[made.pk])
    if form.is_valid():
        given = form.cleaned_data
        values = {"is_upheld": given["verdict"] == "yes", "text": given["text"], "correction": given["correction"]}
        if form.carry_out(operations.answer, made, subject, by=request.user, **values):
            messages.success(request, f"已答复{subject.name}的申诉：{form.result.get_state_display()}。")
            return redirect(back)
    return form_page(request, form, title=f"答复{made}", verb="答复", back=back, crumb=subject.name, text=made.text)


@may("reports.appeal_points", access.appeal_of)
@BOTH
def withdraw_appeal(request, account):
    made = account.appeal
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    back = reverse("reports:appeal", args=[made.pk])
    if form.is_valid() and form.carry_out(operations.withdraw, made, by=request.user):
        messages.success(request, "申诉已撤回。")
        return redirect(back)
    return form_page(request, form, title="撤回申诉", verb="撤回", back=back, text="撤回以后，这件申诉不再答复。")
