"""Papers of an assessment: 评分表 of one, all 评分表 of a list, 名次表; as PDF or Word."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from members.access import may
from members.workflow import Refused
from reports.facts.points import access
from reports.facts.points.board import board
from reports.operations import points_papers as operations
from reports.operations.points_papers import FORMS

CHOOSE = "请从页面上选择打印什么。"
TITLES = {"ranking": "结果名次表", "sheets": "全部评分表"}


@may("reports.view_points_list", access.round_seen)
@require_POST
def print_points(request, a_round):
    """All sheets or the ranking, as the list of the address shows them."""
    what, _, form = request.POST.get("paper", "").partition(".")
    if what not in TITLES or form not in FORMS:
        raise Refused(CHOOSE)
    query = {name: value for name, value in request.GET.items() if name in ("q", "grade", "state", "sort")}
    if what == "sheets" and (count := len(board(a_round, request.user, query).rows)) > operations.MOST_SHEETS:
        raise Refused(f"一次最多印 {operations.MOST_SHEETS} 份评分表，现在有 {count} 份，请先筛选，分几次印。")
    title = f"{a_round.name}{TITLES[what]}"
    return _ordered(request, a_round, title=title, what=what, form=form, query=query)


@may("reports.view_points", access.account)
@require_POST
def print_score_sheet(request, account):
    subject, form = account.subject, request.POST.get("paper")
    if form not in FORMS:
        raise Refused(CHOOSE)
    title = f"{subject.name}{account.round.year}年度考核评分表"
    return _ordered(request, account.round, title=title, what="sheet", form=form, subject=subject)


def _ordered(request, a_round, **wanted):
    job = operations.order_papers(a_round, by=request.user, **wanted)
    messages.info(request, "正在排版，做好以后在这里打开，也会通知您。")
    return redirect("members:job", job.pk)
