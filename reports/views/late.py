"""逾期清单 of a month: unit by unit, what was past its day."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from reports.filters.late import LateFilter
from reports.queries.asked import late, months, sees_all

# A month has some dozens; whoever has more reads them in the file.
MOST = 300


@may("reports.view_asked")
@require_GET
def asked_late(request):
    """A department its own, the offices above those of all units."""
    month = months.month_of(request.GET.get("month", ""))
    rows = late.late_seen_by(request.user, month)
    found = LateFilter(request.GET, rows, request=request)
    context = {
        "months": months.Months(month),
        "filter": found,
        "chips": found.chips,
        "units": late.late_rows(found.qs),
        "items": list(late.with_days(found.qs[:MOST])),
        "count": found.qs.count(),
        "sees_all": sees_all(request.user),
    }
    return render(request, "reports/asked/late.html" + ("#rows" if request.htmx else ""), context)
