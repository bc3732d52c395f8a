"""文书模板: what a unit words in its own way on its printed papers, with a sample, and what it was before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.models import Unit
from members.permissions.papers import WORDERS
from members.views.form_page import form_page
from reports.documents import content, finding
from reports.forms.wording import HouseForm, WordingForm
from reports.operations import wordings as verbs
from reports.queries.documents import Printed
from reports.queries.wording import template_of
from reports.rules import FIELDS, KINDS, Wording, kinds_of
from reports.views import panel

BOTH = require_http_methods(["GET", "POST"])


@may("reports.view_wordings")
@require_GET
def wordings(request):
    """Every paper that the person's units word, with whose words are printed today."""
    today = timezone.localdate()
    keys = request.user.units_as(*WORDERS)
    units = Unit.objects.filter(pk__in=keys).select_related("region")
    found = [
        {"unit": unit, "rows": [(code, KINDS[code].name, template_of(code, unit, today)) for code in kinds]}
        for unit in units
        if (kinds := kinds_of(unit.kind))
    ]
    return render(request, "reports/wording_list.html", {"units": found})


@may("reports.edit_wording", finding.wordings)
@BOTH
def wording(request, about):
    form = _form(request, about)
    if request.method == "POST" and form.is_valid():
        texts = form.cleaned_data
        if form.carry_out(verbs.word, about.record, about.code, by=request.user, **texts):
            row = form.result
            messages.success(
                request, f"已保存，{row.starts_on:%Y年%-m月%-d日}起印制的{KINDS[about.code].name}用新的文字。"
            )
            return redirect("reports:wording", about.record.pk, about.code)
    history = about.record.wordings.filter(kind=about.code).select_related("made_by")
    context = {
        "form": form,
        "unit": about.record,
        "code": about.code,
        "kind": KINDS[about.code],
        "history": history,
        "in_force": template_of(about.code, about.record, timezone.localdate()),
        "labels": FIELDS,
        **panel.panel_of(request.user, about),
    }
    return render(request, "reports/wording.html", context, status=422 if form.is_bound else 200)


@may("reports.edit_wording", finding.wordings)
@require_POST
def preview_wording(request, about):
    """Draw the sample with what is typed now; without a script, on its page."""
    form = _form(request, about)
    form.is_valid()
    made = content.of_wording(about, form.wording())
    document = panel.order(request.user, about, made)
    if not request.htmx:
        return redirect("reports:document", document.pk)
    shown = panel.panel_of_one(request.user, Printed(document, about))
    wrong = [f"{field.label}：{error}" for field in form if field.name in FIELDS for error in field.errors]
    return render(request, "reports/wording_sample.html", shown | {"wrong": wrong})


@may("reports.edit_wording", finding.wordings)
@BOTH
def use_house_wording(request, about):
    form = HouseForm(request.POST or None, user=request.user, initial={"seen": _last(about)})
    back = reverse("reports:wording", args=[about.record.pk, about.code])
    if form.is_valid() and form.carry_out(
        verbs.use_house, about.record, about.code, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "已恢复系统文字。")
        return redirect(back)
    text = "从这一天起，不再用本单位的文字；以前的各版留在记录里。"
    return form_page(
        request, form, title="恢复系统文字", verb="恢复", back=back, crumb=KINDS[about.code].name, text=text
    )


def _form(request, about) -> WordingForm:
    last = about.record.wordings.filter(kind=about.code).first()
    shown = _shown(about, last)
    initial = {name: getattr(shown, name) for name in FIELDS} | {"seen": last.version if last else 0}
    if last:
        initial["for_region"] = last.for_region
    data = request.POST if request.method == "POST" else None
    return WordingForm(data, user=request.user, kind=KINDS[about.code], unit_kind=about.record.kind, initial=initial)


def _shown(about, last) -> Wording:
    """What the form begins with: the unit's last words, those of an office above, or those of the house."""
    if last and not last.is_house:
        return last.wording
    above = template_of(about.code, about.record, timezone.localdate())
    return above.wording if above else KINDS[about.code].house


def _last(about) -> int:
    last = about.record.wordings.filter(kind=about.code).first()
    return last.version if last else 0
