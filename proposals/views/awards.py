"""评优表彰 and 整改: the list, what speaks for whom, and what units that stand last report."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consult.queries.evaluation_ranking import year_in
from members.access import may
from members.enums import RoleCode
from members.models import Member, Unit
from members.models.keys import key_in
from members.queries import city_paths, history_of, page_after
from members.views.form_page import form_page
from proposals.filters.awards import AwardFilter
from proposals.filters.care import RectificationFilter
from proposals.forms import awards as forms
from proposals.models import Award, Proposal, Rectification
from proposals.operations import awards as verbs
from proposals.queries import nominating
from proposals.queries.supervising import supervised_by
from proposals.views.asking import ask

LIST = "proposals:awards"
YEARS = 5


def office_of(user) -> Unit:
    """The office for which the person enters."""
    return Unit.objects.select_related("region").filter(pk__in=user.units_as(RoleCode.OFFICE)).order_by("pk").first()


@may("proposals.view_awards")
@require_GET
def award_list(request):
    found = AwardFilter(request.GET, Award.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    context = {"filter": found, "page": page, "awards": request.user.has_perm("proposals.award")}
    return render(request, "proposals/care/award_list.html" + ("#rows" if request.htmx else ""), context)


def _shown(rows):
    return Award.objects.for_page().filter(pk__in=rows.values("pk"))


@may("proposals.award")
@require_GET
def nominees(request):
    """What speaks for an award: figures of the proposals of a year, and where the units stand."""
    year, this = year_in(request.GET.get("year", "")), timezone.localdate().year
    context = {
        "year": year,
        "years": range(this, this - YEARS, -1),
        "nominees": nominating.nominees(request.user, year),
        "standings": nominating.standings(request.user, year),
    }
    return render(request, "proposals/care/nominees.html", context)


@may("proposals.award")
@require_http_methods(["GET", "POST"])
def new_award(request):
    office = office_of(request.user)
    proposals = supervised_by(request.user).filter(office=office)
    chosen = Proposal.objects.filter(pk__in=proposals, pk=key_in(request.GET.get("proposal"))).first()
    unit = Unit.objects.filter(pk=key_in(request.GET.get("unit"))).first()
    initial = {"kind": "unit" if unit else "proposal", "year": timezone.localdate().year, "proposal": chosen}
    initial |= {"unit": unit, "decided_on": timezone.localdate(), "decided_by": "主席会议"}
    members = Member.objects.visible_to(request.user).active()
    needs = {"proposals": proposals, "units": _units(request), "members": members, "user": request.user}
    form = forms.AwardForm(request.POST or None, initial=initial, **needs)
    if form.is_valid() and form.carry_out(verbs.award, office, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{form.result.ledger_label}。")
        return redirect(LIST)
    words = {"title": "登记评优", "verb": "登记", "crumb": "提案评优"}
    return form_page(request, form, back=reverse(LIST), **words)


def _units(request):
    return Unit.objects.handling().within_any(city_paths(request.user))


@may("proposals.award", Award)
@require_http_methods(["GET", "POST"])
def remove_award(request, award):
    form = forms.RemoveForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.remove_award, award, by=request.user, **form.cleaned_data):
        messages.success(request, "已删除。")
        return redirect(LIST)
    words = {"title": f"删除{award.ledger_label}", "verb": "删除", "text": award.to_whom, "crumb": "提案评优"}
    return form_page(request, form, back=reverse(LIST), **words)


# ── 整改 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@may("proposals.view_rectification")
@require_GET
def rectifications(request):
    found = RectificationFilter(request.GET, Rectification.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_rectifications)
    context = {"filter": found, "page": page, "awards": request.user.has_perm("proposals.award")}
    return render(request, "proposals/care/rectification_list.html" + ("#rows" if request.htmx else ""), context)


def _rectifications(rows):
    return Rectification.objects.for_page().filter(pk__in=rows.values("pk"))


@may("proposals.award")
@require_http_methods(["GET", "POST"])
def ask_rectification(request):
    initial = {
        "year": year_in(request.GET.get("year", "")),
        "unit": Unit.objects.filter(pk=key_in(request.GET.get("unit"))).first(),
        "why": request.GET.get("why", "")[:300],
    }
    form = forms.AskRectificationForm(request.POST or None, user=request.user, initial=initial, units=_units(request))
    office = office_of(request.user)
    if form.is_valid() and form.carry_out(verbs.ask_rectification, office, by=request.user, **form.cleaned_data):
        messages.success(request, "已责成整改，单位已收到通知。")
        return redirect(form.result)
    words = {"title": "责成整改", "verb": "责成整改", "crumb": "提案办理整改"}
    return form_page(request, form, back=reverse("proposals:rectifications"), **words)


@may("proposals.view_rectification", Rectification)
@require_GET
def rectification(request, row):
    context = {
        "row": row,
        "files": row.attachments.standing(),
        "reports": row.state == "open" and request.user.has_perm("proposals.report_rectification", row),
        "rules": row.state == "reported" and request.user.has_perm("proposals.award", row),
        "events": history_of(row),
    }
    return render(request, "proposals/care/rectification.html", context)


@may("proposals.report_rectification", Rectification)
@require_http_methods(["GET", "POST"])
def report_rectification(request, row):
    form = forms.RectificationForm(request.POST or None, user=request.user, initial={"report": row.report})
    words = {"title": f"报送整改情况：{row}", "text": row.why, "verb_word": "报送"}
    return ask(request, row, form, verbs.report_rectification, said="已报送。", back=row, **words)


@may("proposals.award", Rectification)
@require_http_methods(["GET", "POST"])
def rule_on_rectification(request, row):
    form = forms.RuleRectificationForm(request.POST or None, user=request.user)
    words = {"title": f"处理整改情况：{row}", "text": row.report[:300], "verb_word": "确定"}
    return ask(request, row, form, verbs.rule_on_rectification, said="已处理，单位已收到通知。", back=row, **words)
