"""逾期清单 of a month: unit by unit, what was past its day."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from reports.queries.asked import sees_all
from reports.queries.late import Months, late_seen_by, month_of

# A month has some dozens; whoever has more reads them in the file.
MOST = 500


@may("reports.view_asked")
@require_GET
def late_limits(request):
    """A department its own, the offices above those of all units."""
    month = month_of(request.GET.get("month", ""))
    rows = late_seen_by(request.user, month)
    context = {
        "months": Months(month),
        "rows": rows[:MOST],
        "count": len(rows),
        "open": sum(row.met_on is None for row in rows),
        "units": len({row.unit.pk for row in rows}),
        "sees_all": sees_all(request.user),
    }
    return render(request, "reports/late.html", context)
