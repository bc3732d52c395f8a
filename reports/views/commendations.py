"""表彰决定: the list, one decision, and its way from a settled assessment to an issued paper."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.forms.people import WhyForm
from members.operations import forget_draft
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.facts.points import access
from reports.filters.commendations import CommendationFilter
from reports.forms.commendations import DraftForm, EditForm, IssueForm
from reports.models import Commendation, PointsResult
from reports.operations import commendations as verbs
from reports.queries import commendations as queries
from reports.views.points import round_url

VIEW, COMMEND = "reports.view_commendation", "reports.commend"
FIELDS = ("title", "recipients", "opening", "closing", "copied_to", "version")
BOTH = require_http_methods(["GET", "POST"])


@may(VIEW)
@require_GET
def commendations(request):
    found = CommendationFilter(request.GET, Commendation.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    template = "reports/commendations/list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may(VIEW, Commendation)
@require_GET
def commendation(request, row):
    writes = request.user.has_perm(COMMEND, row)
    context = {
        "row": row,
        "writes": writes,
        "can_edit": writes and row.is_draft,
        "round_url": reverse("reports:points_round", args=[row.year.region_id, row.year.scheme, row.year.year]),
        "events": history_of(row) if writes else [],
    }
    return render(request, "reports/commendations/page.html", context)


@may(COMMEND, access.round_seen)
@BOTH
def draft_commendation(request, a_round):
    """起草: of a settled year, for one of its grades."""
    counts = Counter(PointsResult.objects.filter(year=a_round.row).values_list("grade", flat=True))
    grades = [(name, counts[name]) for name in verbs.commendable(a_round) if counts[name]]
    units = queries.units_of(request.user)
    form = DraftForm(request.POST or None, user=request.user, units=units, grades=grades)
    if form.is_valid() and form.carry_out(verbs.draft, a_round, by=request.user, **form.cleaned_data):
        messages.success(request, "已按考核结果起草，请修改文字以后印发。")
        return redirect(form.result)
    text = "表彰对象按定案的考核结果列出。起草以后可以修改标题和正文，印发时编文号。"
    words = {"title": "起草表彰决定", "verb": "起草", "text": text, "crumb": a_round.name}
    return form_page(request, form, back=round_url(a_round), **words)


@may(COMMEND, Commendation)
@BOTH
def edit_commendation(request, row):
    if request.method == "GET":
        verbs.require_draft(row)
    form = EditForm(request.POST or None, user=request.user, initial={name: getattr(row, name) for name in FIELDS})
    key = f"reports:edit_commendation:{row.pk}"
    if form.is_valid() and form.carry_out(verbs.edit, row, by=request.user, **form.cleaned_data):
        forget_draft(request.user, key)
        messages.success(request, "已保存。")
        return redirect(row)
    words = {"title": "修改表彰决定", "verb": "保存", "crumb": row.title, "key": key}
    return form_page(request, form, back=row.get_absolute_url(), **words)


@may(COMMEND, Commendation)
@BOTH
def issue_commendation(request, row):
    initial = {"issued_on": timezone.localdate(), "version": row.version}
    form = IssueForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.issue, row, by=request.user, **form.cleaned_data):
        messages.success(request, f"已印发，文号{form.result.issue}，受到表彰的已收到通知。")
        return redirect(row)
    text = f"表彰{len(row.winners)}个对象。印发时编文号、定稿，以后不能再修改。"
    words = {"title": "印发表彰决定", "verb": "印发", "text": text, "crumb": row.title}
    return form_page(request, form, back=row.get_absolute_url(), **words)


@may(COMMEND, Commendation)
@BOTH
def drop_commendation(request, row):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.drop, row, by=request.user, **form.cleaned_data):
        messages.success(request, "已放弃这份草稿，可以重新起草。")
        return redirect("reports:commendations")
    words = {"title": "放弃这份草稿", "verb": "放弃", "crumb": row.title}
    return form_page(request, form, back=row.get_absolute_url(), **words)
