"""普遍性问题: the groups, one group, and what the office does with it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.forms.common_topics import CommonForm
from consult.queries.plans import own_units
from members.access import may
from members.enums import UnitKind
from members.queries import history_of, page_after
from members.views.form_page import form_page
from reports.enums import ProblemState
from reports.filters.problems import ProblemFilter
from reports.forms.library import SetAsideForm
from reports.models import CommonProblem, ProblemSource
from reports.operations import common_problems as verbs
from reports.queries import problem_sources as sources
from rooms import practice
from rooms.models import Room

VIEW, SORT, PUBLISH = "reports.view_problem", "reports.sort_problem", "reports.publish_problem"


@may(VIEW)
@require_GET
def problems(request):
    """What waits to be looked at, unless something else is asked for."""
    params = request.GET.copy()
    if not params:
        params["state"] = ProblemState.CANDIDATE
    found = ProblemFilter(params, CommonProblem.objects.visible_to(request.user), request=request)
    page = page_after(found.qs.for_page(), request.GET, order=found.order)
    template = "reports/problems/list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may(VIEW, CommonProblem)
@require_GET
def problem(request, problem):
    parts, unseen = sources.parts_of(problem, request.user)
    context = {
        "problem": problem,
        "parts": [part for part in parts if not part.taken_out_at],
        "out": [part for part in parts if part.taken_out_at],
        "unseen": unseen,
        "alike": sources.common_like(problem, request.user) if problem.state != ProblemState.PUBLISHED else [],
        "events": history_of(problem),
        "pack": practice.current(problem.region),
    }
    return render(request, "reports/problems/page.html", context)


@may(SORT, ProblemSource)
@require_POST
def take_out_source(request, source):
    verbs.take_out(source, by=request.user)
    messages.success(request, "已从这一组移出，不再计算；以后也不会自动放回。")
    return _back(source.problem_id)


@may(SORT, ProblemSource)
@require_POST
def put_back_source(request, source):
    verbs.put_back(source, by=request.user)
    messages.success(request, "已放回这一组。")
    return _back(source.problem_id)


def _back(pk: int):
    """A group that has shrunk below what is shown is left."""
    shown = CommonProblem.objects.filter(pk=pk, rooms__gte=verbs.LEAST_ROOMS).exists()
    return redirect("reports:problem", pk) if shown else redirect("reports:problems")


@may(SORT, CommonProblem)
@require_http_methods(["GET", "POST"])
def set_aside_problem(request, problem):
    form = SetAsideForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.set_aside, problem, by=request.user, **form.cleaned_data):
        messages.success(request, "已暂不处理；扩大到更多联络室时再提示。")
        return redirect("reports:problems")
    words = {"title": "暂不处理", "verb": "暂不处理", "back": problem.get_absolute_url()}
    return form_page(request, form, crumb=problem.name, **words)


@may(SORT, CommonProblem)
@require_POST
def resume_problem(request, problem):
    verbs.resume(problem, by=request.user)
    messages.success(request, "已重新列为待研究。")
    return redirect(problem)


@may(PUBLISH, CommonProblem)
@require_http_methods(["GET", "POST"])
def publish_problem(request, problem):
    """The form of every common topic, with the rooms of the group chosen beforehand."""
    issuers = [unit for unit in own_units(request.user) if unit.kind == UnitKind.LEADING_OFFICE]
    rooms = Room.objects.open().visible_to(request.user)
    own = ProblemSource.objects.standing().filter(problem=problem)
    initial = {"issuer": issuers[0] if issuers else None, "title": f"{problem.name}问题"[:60], "which": "some"}
    initial |= {"rooms": list(rooms.filter(pk__in=own.values("room")).select_related("unit"))}
    initial |= {"source_text": f"由{problem.years} {problem.rooms} 个联络室的 {problem.sources} 条相近问题汇总提出"}
    words = {"issuers": issuers, "rooms": rooms, "pack": practice.of_person(request.user), "user": request.user}
    form = CommonForm(request.POST or None, initial=initial, **words)
    if form.is_valid():
        values = dict(form.cleaned_data)
        if form.carry_out(verbs.publish, problem, values.pop("issuer"), by=request.user, **values):
            messages.success(request, "已发布共性议题，选中的单位都已收到通知。")
            return redirect(form.result.common)
    back = reverse("reports:problem", args=[problem.pk])
    return form_page(request, form, title="发布共性议题", verb="发布", back=back, crumb=problem.name)
