"""分发签收: signing for what came, and entering what was signed on paper."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from reports.forms.distribution import ReceiptForm
from reports.models import Distribution
from reports.operations import distribution as verbs


@may("reports.acknowledge_paper", Distribution)
@require_POST
def acknowledge_paper(request, row):
    verbs.acknowledge(row, by=request.user)
    messages.success(request, f"{row.unit.short_name}已签收{row.title}。")
    return redirect(row.url)


@may("reports.enter_receipt", Distribution)
@require_http_methods(["GET", "POST"])
def enter_receipt(request, row):
    """A unit signed on paper: who, and on which day."""
    form = ReceiptForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.enter_receipt, row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{row.unit.short_name}签收。")
        return redirect(row.url)
    text = f"{row.title}，{row.unit.name}在纸上签收的，在这里登记。"
    return form_page(request, form, title="代录签收", verb="登记签收", back=row.url, crumb=row.title, text=text)
