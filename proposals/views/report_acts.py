"""What is done to a report besides writing it: its sources, 签发, 不再报送, 办结."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import may
from members.views.form_page import form_page
from proposals.forms.reports import ChosenForm, CloseReportForm, DropReportForm, IssueForm
from proposals.models import ReportItem, SpecialReport
from proposals.operations import report_sources
from proposals.operations import reports as verbs
from proposals.queries import inbox


def item_of(user, pk):
    """A source of a report that the person sees."""
    return ReportItem.objects.for_page().filter(report__in=SpecialReport.objects.visible_to(user), pk=pk).first()


@may("proposals.write_report", SpecialReport)
@require_http_methods(["GET", "POST"])
def issue_report(request, report):
    initial = {"issued_on": timezone.localdate(), "version": report.version}
    form = IssueForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.issue, report, by=request.user, **form.cleaned_data):
        row = form.result
        messages.success(request, f"已签发{row.ledger_label}，相关联络室和乡镇（街道）已收到通知。")
        return redirect(row)
    text = "签发时编期号，以后不能再修改正文。"
    if others := inbox.also_in(report):
        names = "、".join(f"“{str(each)[:20]}”" for each in others[:3])
        text += f"{names}还编在别的报告里，请确认不是重复报送。"
    return _ask(request, report, form, title=f"签发《{report.get_kind_display()}》", verb="签发", text=text)


@may("proposals.write_report", SpecialReport)
@require_http_methods(["GET", "POST"])
def drop_report(request, report):
    form = DropReportForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.drop, report, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记不再报送，来源回到待编入。")
        return redirect("proposals:inbox")
    text = "不再报送以后不能恢复，草稿留着可以查看，来源可以编入别的报告。"
    return _ask(request, report, form, title=f"不再报送：{report.title}", verb="不再报送", text=text)


@may("proposals.write_report", SpecialReport)
@require_http_methods(["GET", "POST"])
def close_report(request, report):
    items = list(report.items.for_page())
    initial = {"result": report.result}
    for item in items:
        initial |= {f"result_{item.pk}": item.result, f"outcome_{item.pk}": item.outcome}
    form = CloseReportForm(request.POST or None, user=request.user, items=items, initial=initial)
    if form.is_valid():
        told = {"result": form.cleaned_data["result"], "outcomes": form.outcomes()}
        if form.carry_out(verbs.close, report, by=request.user, **told):
            messages.success(request, "已办结，相关联络室和乡镇（街道）已收到通知。")
            return redirect(report)
    text = "各单位都已办结。写明整份报告的结果和每件来源的结果。"
    return _ask(request, report, form, title=f"办结{report.ledger_label}", verb="办结", text=text)


@may("proposals.write_report", SpecialReport)
@require_GET
def choose_sources(request, report):
    """What can still be merged into a draft."""
    report_sources.require_draft(report)
    context = {
        "report": report,
        "matters": inbox.matters_shown(inbox.mergeable_matters(request.user, report)),
        "information": inbox.information_shown(inbox.mergeable_information(request.user, report)),
    }
    return render(request, "proposals/report_sources.html", context)


@may("proposals.write_report", SpecialReport)
@require_POST
def add_sources(request, report):
    chosen = ChosenForm(request.POST)
    matters = inbox.chosen_matters(request.user, chosen.keys("matter"))
    proposals = inbox.chosen_information(request.user, chosen.keys("proposal"))
    made = report_sources.add_sources(report, by=request.user, matters=matters, proposals=proposals)
    messages.success(request, f"已增加 {len(made)} 件来源，内容接在正文后面，请修改。")
    return redirect("proposals:edit_report", report.pk)


@may("proposals.write_report", item_of)
@require_POST
def remove_source(request, item):
    report_sources.remove_source(item, by=request.user)
    messages.success(request, "已移出这件来源，正文里的内容请自行删去。")
    return redirect(item.report)


@may("proposals.write_report", item_of)
@require_POST
def move_source(request, item):
    report_sources.move_source(item, by=request.user, up=request.POST.get("way") != "down")
    return redirect(item.report)


def _ask(request, report, form, **words):
    return form_page(request, form, back=report.get_absolute_url(), crumb=report.get_kind_display(), **words)
