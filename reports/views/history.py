"""历史数据: how a city starts that has worked on paper until now, on one page."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from consult.models import PastConsultation
from members.access import may
from proposals.models import PastPublication, PastReport
from rooms.models import OpeningFigure

# What can be brought along: its name, page, what it is for, its rows, and how they are counted.
PARTS = (
    ("历史协商", "consult:past_consultations", "已经办完的协商和事项，逐件补登，计入累计数", PastConsultation, "件"),
    ("历史报告和批示", "proposals:past_reports", "报送过的要报、专报，领导批示和交办情况", PastReport, "份"),
    ("历史简报、稿件", "proposals:past_publications", "印发过的工作简报，媒体刊发的稿件", PastPublication, "份"),
    ("期初数", "rooms:openings", "没有逐条记录、只剩总数的工作，写明来源和签认人", OpeningFigure, "项"),
)


@may("consult.edit_past")
@require_GET
def history(request):
    parts = [
        {"name": name, "url": reverse(url), "what": what, "n": _seen(model, request.user), "unit": unit}
        for name, url, what, model, unit in PARTS
    ]
    return render(request, "reports/history.html", {"parts": parts})


def _seen(model, user) -> int:
    return model.objects.visible_to(user).standing().count()
