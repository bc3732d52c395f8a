"""履职档案: the file of one member, with its figures, its quotas and its lines."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.models import Member
from members.workflow import Refused
from reports.facts import duty, is_behind, overview, subjects
from reports.facts.duty.figures import bounds
from reports.facts.duty.statistics import statistics
from reports.facts.points import access
from reports.facts.quotas import states
from reports.forms.duty import StatisticsFilterForm
from reports.views.paging import cut
from reports.views.points import years as offered_years

# Lines on one page.
SIZE = 60


@may("reports.view_own_duty")
@require_GET
def my_duty(request):
    """The short way of a member to the own file."""
    member = Member.objects.filter(user=request.user).first()
    if member is None:
        raise Refused("您的账号没有对应的委员，没有履职档案。对应关系由领导小组办公室在委员登记里设置。")
    return redirect("reports:duty_file", member.pk)


@may("reports.view_duty_file", subjects.member_subject)
@require_GET
def duty_file(request, subject):
    member = Member.objects.select_related("region", "user").get(pk=subject.pk)
    years, kind = duty.years(member.pk), request.GET.get("kind", "")
    year = year_of(request.GET.get("year", ""), years)
    since, until = bounds(year)
    lines = duty.lines(member, request.user, since=since, until=until)
    asked = [line for line in lines if duty.fits(line, kind)]
    shown = [line for line in asked if not line.is_sealed]
    context = {
        "member": member,
        "subject": subject,
        "year": year,
        "years": years,
        "kind": kind,
        "kinds": _kinds(lines),
        "figures": duty.figures(member.pk, year),
        "count": len(asked),
        "sealed": duty.sealed(asked),
        **cut(request, shown, SIZE),
        **_quotas(subject, year),
        "is_behind": is_behind(),
        "is_own": member.user_id == request.user.pk,
    }
    return render(request, "reports/duty_file.html" + ("#rows" if request.htmx else ""), context)


@may("reports.view_duty_list")
@require_GET
def duty_list(request):
    """The yearly form over all members whose files the person sees: measures as columns, sorted by any of them."""
    year = access.year_of(request.GET.get("year", ""))
    found = statistics(request.user, request.GET, year)
    page = cut(request, found.rows, SIZE)
    columns = found.columns
    page["rows"] = [(row, [(name, row.of(code)) for code, name in columns]) for row in page["rows"]]
    context = {
        "filter": {"form": StatisticsFilterForm(initial={"year": year, **request.GET.dict()})},
        "columns": [(code, name, _sorted_by(request, code)) for code, name in columns],
        "count": len(found.rows),
        "year": year,
        "years": offered_years(),
        "is_behind": is_behind(),
        **page,
    }
    return render(request, "reports/duty_list.html" + ("#rows" if request.htmx else ""), context)


def _sorted_by(request, code: str) -> str:
    kept = request.GET.copy()
    kept["sort"] = code
    kept.pop("from", None)
    return f"?{kept.urlencode()}"


def year_of(text: str, years: list[int]) -> int | None:
    """The year of the address; `all` is the whole time in office."""
    if text == "all":
        return None
    return next((year for year in years if text == str(year)), years[0])


def _kinds(lines) -> list[tuple[str, str, int]]:
    """The filter offers the kinds of which there is something, with how many lines each has."""
    found = {}
    for line in lines:
        found[line.kind] = found.get(line.kind, 0) + 1
    return [(code, kind.name, found[code]) for code, kind in duty.KINDS.items() if code in found]


def _quotas(subject, year) -> dict:
    """How far the member has come with what is wanted of members, by the end of the year that is shown."""
    today = timezone.localdate()
    on = bounds(year)[1] if year and year != today.year else None
    found = states(subject, today=today, on=min(on, today) if on else None)
    found.sort(key=lambda state: (overview.BY_STATUS[state.status], overview.BY_SEVERITY[state.quota.severity]))
    return {"quotas": found, "quotas_url": reverse("reports:member_quotas", args=[subject.pk])}
