"""承办工作月报 of a month on the screen: the same as is printed, and each number with its records."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from members.access import may
from members.enums import RoleCode
from members.workflow import Refused
from reports.queries.asked.monthly import month_asked, monthly, office_of
from reports.queries.asked.months import PARTS, Months


@may("reports.view_monthly")
@require_GET
def asked_month(request):
    try:
        month = month_asked(request.GET.get("month", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("reports:asked_month")
    office = office_of(request.user)
    if office is None:
        raise Http404
    context = {
        "months": Months(month),
        "office": office,
        "report": monthly(office, month),
        "is_office": office.pk in request.user.units_as(RoleCode.OFFICE),
        "names": [name for name, _ in PARTS.values()],
        "paper": f"monthly-{month:%Y-%m}",
    }
    return render(request, "reports/asked/month.html", context)
