"""组建规范检查: which rooms break which rule, each with the act that mends it."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from members.access import may
from rooms.filters import RuleCheckFilter
from rooms.workflow import checking


@may("rooms.view_rules")
@require_GET
def rule_check(request):
    found = RuleCheckFilter(request.GET, checking.rooms_of(request.user), request=request)
    shown = checking.shown(found.qs, rule=found.asked, params=request.GET)
    return render(request, "rooms/rule_check.html", {"filter": found, **shown})
