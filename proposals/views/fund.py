"""提案办理专项资金: the pots of the years, and what each proposal was given of them."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.queries import page_after
from members.views.form_page import form_page
from proposals.filters.awards import GrantFilter
from proposals.forms import awards as forms
from proposals.models import FundGrant, FundPot
from proposals.operations import fund as verbs
from proposals.queries.supervising import supervised_by
from proposals.views.awards import office_of

LIST = "proposals:fund"


@may("proposals.list_care")
@require_GET
def fund(request):
    found = GrantFilter(request.GET, FundGrant.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    pots = FundPot.objects.visible_to(request.user).annotate(paid=Sum("grants__paid"), spent=Sum("grants__spent"))
    context = {
        "filter": found,
        "page": page,
        "pots": pots.select_related("office"),
        "grants_fund": request.user.has_perm("proposals.grant_fund"),
    }
    return render(request, "proposals/care/fund.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return FundGrant.objects.for_page().filter(pk__in=rows.values("pk"))


@may("proposals.grant_fund")
@require_http_methods(["GET", "POST"])
def open_pot(request):
    form = forms.PotForm(request.POST or None, user=request.user, initial={"year": timezone.localdate().year})
    office = office_of(request.user)
    return _ask(request, office, form, verbs.open_pot, said="已登记。", title="登记年度专项资金", verb="登记")


@may("proposals.grant_fund", FundPot)
@require_http_methods(["GET", "POST"])
def change_pot(request, pot):
    form = forms.ChangePotForm(request.POST or None, user=request.user, initial={"amount": pot.amount})
    return _ask(request, pot, form, verbs.change_pot, said="已调整。", title=f"调整{pot}", verb="调整")


@may("proposals.grant_fund", FundPot)
@require_http_methods(["GET", "POST"])
def new_grant(request, pot):
    proposals = supervised_by(request.user).filter(office=pot.office)
    initial = {"approved_on": timezone.localdate()}
    form = forms.GrantForm(request.POST or None, user=request.user, initial=initial, proposals=proposals)
    words = {"title": f"安排{pot}", "verb": "安排", "text": f"还剩 {pot.left} 万元。"}
    return _ask(request, pot, form, verbs.grant, said="已安排。", **words)


@may("proposals.grant_fund", FundGrant)
@require_http_methods(["GET", "POST"])
def account_for_grant(request, grant):
    initial = {name: getattr(grant, name) for name in ("paid", "spent", "account", "version")}
    form = forms.AccountForm(request.POST or None, user=request.user, initial=initial)
    words = {"title": "登记拨付和支出", "verb": "登记", "text": f"{grant}，安排 {grant.amount} 万元。"}
    return _ask(request, grant, form, verbs.account_for, said="已登记。", **words)


def _ask(request, record, form, act, *, said: str, **words):
    if form.is_valid() and form.carry_out(act, record, by=request.user, **form.cleaned_data):
        messages.success(request, said)
        return redirect(LIST)
    return form_page(request, form, back=reverse(LIST), crumb="提案办理专项资金", **words)
