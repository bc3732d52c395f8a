"""Acts on reports of a span: have them made, write, count anew, publish, correct."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from members.access import may
from members.enums import RoleCode
from members.forms.people import AskForm
from members.operations import forget_draft
from members.views.form_page import form_page
from reports.facts.periodic import timing
from reports.facts.spans import span_holding, span_of
from reports.forms.periodic import CorrectForm, MakeForm, PeriodicForm, VersionForm
from reports.models import PeriodicReport, PeriodicRound
from reports.models.periodic import TEXTS
from reports.operations import periodic as verbs
from reports.queries import periodic as queries

# Spans that are offered by hand, the last ones first.
OFFERED = 12
LIST = "reports:periodic_reports"


@may("reports.make_periodic")
@require_http_methods(["GET", "POST"])
def make_periodic(request):
    """Have the reports of one span made, whether or not their day has come."""
    offered = _offered(request.user)
    choices = [(code, f"{rule.region.name}{span.name}{name}") for code, (rule, span, name) in offered.items()]
    form = MakeForm(request.POST if request.method == "POST" else None, user=request.user, choices=choices)
    if form.is_valid():
        rule, span, _ = offered[form.cleaned_data["what"]]
        if form.carry_out(verbs.begin, rule, span, by=request.user):
            messages.info(request, "正在生成，可以离开，做好以后通知您。")
            return redirect(f"{reverse(LIST)}?kind={rule.kind}&span={span.code}")
    text = "到了做法规定的日期会自动生成，也可以在这里提前生成。已经生成的不会重复。"
    return form_page(request, form, title="生成报告", verb="生成", back=reverse(LIST), crumb="报告通报", text=text)


def _offered(user) -> dict:
    found, today = {}, timezone.localdate()
    for city in queries.cities_of(user, RoleCode.LEADING_OFFICE):
        for rule in timing.rules_of(city):
            span = span_holding(today, rule.months).before
            name = verbs.KIND_NAMES[rule.kind]
            for _ in range(OFFERED // rule.months or 1):
                found[f"{city.pk}:{rule.kind}:{span.code}"] = (rule, span, name)
                span = span.before
    return found


@may("reports.publish_periodic", PeriodicRound)
@require_POST
def resume_round(request, row):
    verbs.resume(row, by=request.user)
    messages.info(request, "已重新开始生成。")
    return redirect(LIST)


@may("reports.publish_periodic", PeriodicRound)
@require_http_methods(["GET", "POST"])
def publish_round(request, row):
    """Townships and rooms together; the report of the city is published by itself."""
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    back = f"{reverse(LIST)}?kind={row.kind}&span={row.span}"
    if form.is_valid() and form.carry_out(verbs.publish_round, row, by=request.user):
        messages.success(request, f"已发布 {form.result} 份。")
        return redirect(back)
    name = f"{span_of(row.span).name}{row.get_kind_display()}"
    text = "发布后固定不变，各乡镇（街道）和联络室可以看到自己的一份。全市的报告另行发布。"
    return form_page(request, form, title=f"发布{name}", verb="全部发布", back=back, crumb="报告通报", text=text)


@may("reports.edit_periodic", PeriodicReport)
@require_http_methods(["GET", "POST"])
def edit_periodic(request, report):
    if request.method == "GET":
        verbs.require_draft(report)
    initial = {name: getattr(report, name) for name in ("title", "recipients", "version", *TEXTS)}
    form = PeriodicForm(request.POST or None, user=request.user, initial=initial, report=report)
    key = f"reports:edit_periodic:{report.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, report, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存，发布以前随时可以修改。")
        return redirect(report)
    context = {"form": form, "report": report, "draft_key": key}
    return render(request, "reports/periodic/form.html", context, status=422 if form.is_bound else 200)


@may("reports.edit_periodic", PeriodicReport)
@require_POST
def recount_periodic(request, report):
    verbs.recount(report, by=request.user, version=report.version)
    messages.success(request, "已按现在的记录重新取数，改写过的文字没有变。")
    return redirect(report)


@may("reports.publish_periodic", PeriodicReport)
@require_http_methods(["GET", "POST"])
def publish_periodic(request, report):
    if request.method == "GET":
        verbs.require_draft(report)
    sent = request.POST if request.method == "POST" else None
    form = VersionForm(sent, user=request.user, initial={"version": report.version})
    if form.is_valid() and form.carry_out(verbs.publish, report, by=request.user, **form.cleaned_data):
        word = "印发" if report.is_circular else "发布"
        messages.success(request, f"已{word}{form.result}。")
        return redirect(report)
    verb = "编号印发" if report.is_circular else "发布"
    text = "发布后数字和文字固定不变，确有错误的只能另行更正。"
    text += "文号在印发时取得。" if report.is_circular and not report.corrects_id else ""
    back = report.get_absolute_url()
    return form_page(request, form, title=f"{verb}：{report}", verb=verb, back=back, crumb="报告通报", text=text)


@may("reports.correct_periodic", PeriodicReport)
@require_http_methods(["GET", "POST"])
def correct_periodic(request, report):
    form = CorrectForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.correct, report, by=request.user, **form.cleaned_data):
        messages.success(request, "更正稿已按现在的记录取数；改写过的文字没有变，请核对。发布以后代替原来的一份。")
        return redirect(form.result)
    text = "原来的一份保留，更正稿发布以后注明已更正。"
    back = report.get_absolute_url()
    return form_page(request, form, title=f"更正：{report}", verb="起草更正稿", back=back, crumb="报告通报", text=text)


@may("reports.correct_periodic", PeriodicReport)
@require_http_methods(["GET", "POST"])
def drop_correction(request, report):
    if request.method == "GET":
        verbs.require_draft(report)
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.drop_correction, report, by=request.user):
        messages.success(request, "更正稿已撤销，原来的一份照旧有效。")
        return redirect(form.result)
    text = "更正稿里写的文字不再保留，原来的一份照旧有效。"
    back = report.get_absolute_url()
    return form_page(request, form, title=f"撤销更正稿：{report}", verb="撤销", back=back, crumb="报告通报", text=text)
