"""亮点: the list, the mark on the page of a consultation, a matter or an activity, and the acts upon it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from consult.models import Consultation, Matter
from members.access import may
from members.forms.people import WhyForm
from members.queries import page_after
from members.views.form_page import form_page
from reports.filters.bulletins import HighlightFilter
from reports.forms.bulletins import HighlightForm
from reports.models import Highlight
from reports.models.highlight import day_of, title_of
from reports.operations import highlights as verbs
from reports.queries import highlights as queries
from rooms.models import Activity

VIEW, MARK = "reports.view_highlights", "reports.mark_highlight"


@may(VIEW)
@require_GET
def highlights(request):
    rows = Highlight.objects.visible_to(request.user).standing()
    found = HighlightFilter(request.GET, rows, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    template = "reports/highlights/list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may(VIEW, Consultation)
@require_GET
def case_highlight(request, case):
    return _mark(request, "case", case)


@may(VIEW, Matter)
@require_GET
def matter_highlight(request, matter):
    return _mark(request, "matter", matter)


@may(VIEW, Activity)
@require_GET
def activity_highlight(request, activity):
    return _mark(request, "activity", activity)


@may(MARK, Consultation)
@require_http_methods(["GET", "POST"])
def mark_case(request, case):
    return _ask(request, case)


@may(MARK, Matter)
@require_http_methods(["GET", "POST"])
def mark_matter(request, matter):
    return _ask(request, matter)


@may(MARK, Activity)
@require_http_methods(["GET", "POST"])
def mark_activity(request, activity):
    return _ask(request, activity)


@may(MARK, Highlight)
@require_http_methods(["GET", "POST"])
def edit_highlight(request, highlight):
    initial = {name: getattr(highlight, name) for name in ("sentence", "on", "version")}
    form = HighlightForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit, highlight, by=request.user, **form.cleaned_data):
        messages.success(request, "已保存。")
        return redirect(highlight)
    told = {"back": highlight.get_absolute_url(), "crumb": highlight.what, "text": highlight.title}
    return form_page(request, form, title="修改亮点", verb="保存", **told)


@may(MARK, Highlight)
@require_http_methods(["GET", "POST"])
def remove_highlight(request, highlight):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.unmark, highlight, by=request.user, **form.cleaned_data):
        messages.success(request, "已取消亮点。")
        return redirect(highlight)
    text = f"“{highlight.sentence}”不再列为亮点。已经编入简报的文字不变。"
    back = highlight.get_absolute_url()
    return form_page(request, form, title="取消亮点", verb="取消亮点", back=back, crumb=highlight.what, text=text)


def _mark(request, name: str, thing):
    """The part of the page of a thing that shows its mark, or offers to set one."""
    user = request.user
    context = {
        "mark": queries.standing_of(**{name: thing}),
        "name": name,
        "thing": thing,
        "may_mark": user.has_perm(MARK, thing) and not verbs.why_not(thing),
        "may_contribute": name != "matter" and user.has_perm("reports.contribute", thing) and not verbs.why_not(thing),
    }
    return render(request, "reports/highlights/mark.html", context)


def _ask(request, thing):
    form = HighlightForm(request.POST or None, user=request.user, initial={"on": day_of(thing)})
    del form.fields["version"]
    if form.is_valid() and form.carry_out(verbs.mark, thing, by=request.user, **form.cleaned_data):
        messages.success(request, "已标记为亮点，办公室编写简报和工作报告时可以选用。")
        return redirect(form.result)
    back = thing.get_absolute_url()
    return form_page(request, form, title="标记为亮点", verb="标记", back=back, text=title_of(thing))
