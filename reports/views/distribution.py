"""分发签收: sending a paper out, asking again, signing for what came, and entering what was signed on paper."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from reports.forms.distribution import DistributeForm, ReceiptForm
from reports.models import Distribution
from reports.operations import distribution as verbs
from reports.queries.distribution import paper_of


@may("reports.distribute_paper", paper_of)
@require_http_methods(["GET", "POST"])
def distribute_paper(request, paper):
    """To which units and persons; who has it already is left as he is."""
    form = DistributeForm(request.POST if request.method == "POST" else None, user=request.user, sender=paper.unit)
    if form.is_valid():
        chosen = {**form.chosen, "sender": paper.unit}
        if form.carry_out(verbs.distribute, paper, by=request.user, **chosen):
            messages.success(request, f"已分发 {len(form.result)} 份，等待签收。")
            return redirect(paper)
    back, text = paper.get_absolute_url(), "收到的单位在工作台签收，已经分发过的不再重复分发。"
    return form_page(request, form, title="分发", verb="分发", back=back, crumb=str(paper), text=text)


@may("reports.remind_receipts", paper_of)
@require_POST
def remind_receipts(request, paper):
    count = verbs.remind(paper, sender=paper.unit, by=request.user)
    messages.success(request, f"已通知 {count} 个单位签收。")
    return redirect(paper)


@may("reports.acknowledge_paper", Distribution)
@require_POST
def acknowledge_paper(request, row):
    verbs.acknowledge(row, by=request.user)
    messages.success(request, f"{row.to_whom}已签收{row.title}。")
    return redirect(row.url)


@may("reports.enter_receipt", Distribution)
@require_http_methods(["GET", "POST"])
def enter_receipt(request, row):
    """A unit signed on paper: who, and on which day."""
    form = ReceiptForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.enter_receipt, row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{row.to_whom}签收。")
        return redirect(row.url)
    text = f"{row.title}，{row.unit.name}在纸上签收的，在这里登记。"
    return form_page(request, form, title="代录签收", verb="登记签收", back=row.url, crumb=row.title, text=text)
