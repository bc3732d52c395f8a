"""制度文件库: list, page with all versions, publishing, withdrawing, ending."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations as member_operations
from members.access import may
from members.forms.people import WhyForm
from members.queries import page_after
from members.views.form_page import form_page
from rooms.filters import RuleFilter
from rooms.forms.rules import EditRuleForm, LastDayForm, RuleForm, VersionForm
from rooms.models import RuleDocument, RuleVersion
from rooms.operations import rules as verbs
from rooms.queries import registers as queries

EDIT = "rooms.publish_rules"


@may("rooms.view_rule_documents")
@require_GET
def rules(request):
    rows = RuleDocument.objects.visible_to(request.user).with_standing()
    found = RuleFilter(request.GET, rows, request=request)
    page = page_after(found.qs.select_related("region"), request.GET, order=("category", "title", "pk"))
    today = timezone.localdate()
    for row in page.rows:
        row.is_over = row.ended(today)
    template = "rooms/rule_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("rooms.view_rule_documents", RuleDocument)
@require_GET
def rule(request, document):
    """All versions, the one in force first; the older ones stay readable."""
    today = timezone.localdate()
    versions = list(document.versions.standing().select_related("published_by").prefetch_related("attachments"))
    for version in versions:
        version.document = document
        version.where = version.standing(today)
        version.files = [file for file in version.attachments.all() if file.removed_at is None]
    shown = next((version for version in versions if version.where == "now"), versions[0] if versions else None)
    context = {"document": document, "versions": versions, "shown": shown, "is_over": document.ended(today)}
    return render(request, "rooms/rule.html", context)


@may(EDIT)
@require_http_methods(["GET", "POST"])
def new_rule(request):
    units = queries.keeper_units(request.user, EDIT)
    first, key, today = units.first(), "rooms:new_rule", timezone.localdate()
    initial = {"region": first and first.region, "issuer": first and first.name, "issued_on": today}
    form = RuleForm(request.POST or None, units=units, user=request.user, initial=initial | {"effective_on": today})
    if form.is_valid() and form.carry_out(verbs.publish_document, by=request.user, **form.cleaned_data):
        member_operations.forget_draft(request.user, key)
        messages.success(request, f"已发布{form.result}。")
        return redirect(form.result)
    text = "发布以后，适用范围里登录的人都能查阅和下载。"
    return form_page(
        request,
        form,
        title="发布制度文件",
        verb="发布",
        back=reverse("rooms:rules"),
        crumb="制度文件",
        key=key,
        text=text,
    )


@may(EDIT, RuleDocument)
@require_http_methods(["GET", "POST"])
def edit_rule(request, document):
    initial = {name: getattr(document, name) for name in ("title", "category", "summary", "version")}
    form = EditRuleForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_document, document, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存{form.result}。")
        return redirect(document)
    return _ask(request, document, form, title=f"修改{document}", verb="保存")


@may(EDIT, RuleDocument)
@require_http_methods(["GET", "POST"])
def new_version(request, document):
    last = document.versions.standing().first()
    today = timezone.localdate()
    initial = {"issuer": last.issuer if last else "", "issued_on": today, "effective_on": today}
    form = VersionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.publish_version, document, by=request.user, **form.cleaned_data):
        messages.success(request, f"已发布{form.result}，{form.result.effective_on:%Y年%-m月%-d日}起施行。")
        return redirect(document)
    text = "新版本施行以前，原版本继续有效；施行以后，原版本留在“历次版本”里，仍可查阅。"
    return _ask(request, document, form, title=f"发布{document}新版本", verb="发布", text=text)


@may(EDIT, RuleVersion)
@require_http_methods(["GET", "POST"])
def withdraw_version(request, version):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.withdraw_version, version, by=request.user, **form.cleaned_data):
        messages.success(request, f"已撤回{version}。")
        return redirect(version.document)
    text = f"{version}是误发的才撤回，撤回以后不再显示，由前一版接着施行。正常修订请发布新版本。"
    return _ask(request, version.document, form, title=f"撤回第 {version.number} 版", verb="撤回", text=text)


@may(EDIT, RuleDocument)
@require_http_methods(["GET", "POST"])
def end_rule(request, document):
    initial = {"version": document.version, "last_on": timezone.localdate()}
    form = LastDayForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.end_document, document, by=request.user, **form.cleaned_data):
        messages.success(request, f"已废止{document}，各版本仍可查阅。")
        return redirect(document)
    text = "废止以后不能再发布新版本，各版本仍可查阅。有新版本接替的，请直接发布新版本。"
    return _ask(request, document, form, title=f"废止{document}", verb="废止", text=text)


def _ask(request, document, form, **words):
    return form_page(request, form, back=document.get_absolute_url(), crumb=str(document), **words)
