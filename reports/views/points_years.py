"""A year of points as a whole: tried by another scheme, compared with its records, settled."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.forms.people import AskForm
from members.views.form_page import form_page
from members.workflow import Refused
from reports.facts.points import access, results
from reports.facts.points.frozen import corrected, difference, is_intact
from reports.facts.points.trial import choices, trial
from reports.forms.points import TrialForm
from reports.operations import points as operations
from reports.views.paging import cut
from reports.views.points import SIZE, account_url, round_url
from rooms.practice.scheme_prose import scheme_words


@may("reports.try_points", access.round_seen)
@require_GET
def try_points(request, a_round):
    """What the year would have come to by the scheme that is in force now, or by a draft; nothing is kept of it."""
    offered = choices(request.user, a_round)
    if not offered:
        raise Refused("现行做法和草稿里都没有这个考核办法，没有可以试算的。")
    chosen = next((each for each in offered if each.code == request.GET.get("on")), offered[0])
    found = trial(a_round, chosen)
    context = {
        "round": a_round,
        "trial": found,
        "scheme_words": list(scheme_words(chosen.table)),
        "form": TrialForm(initial={"on": chosen.code}, choices=offered, user=request.user),
        "back": round_url(a_round),
        "export": f"region={a_round.region.pk}&scheme={a_round.scheme.code}&year={a_round.year}&on={chosen.code}",
        **_page(request, found.rows, a_round),
    }
    return render(request, "reports/points_trial.html", context)


def _page(request, rows, a_round) -> dict:
    page = cut(request, rows, SIZE)
    page["rows"] = [(each, account_url(each.any.kind, each.any.pk, a_round.year)) for each in page["rows"]]
    return page


@may("reports.view_points_list", access.round_seen)
@require_GET
def points_difference(request, a_round):
    """Of a year that is published: whether it still is what the checksum covers, and what the records say by now."""
    if not a_round.is_published or not access.sees_places(request.user, a_round):
        raise Refused("结果公布以后，才能和现在的记录比较。")
    found = difference(a_round, results(a_round))
    context = {
        "round": a_round,
        "count": len(found),
        "corrected": corrected(a_round.row),
        "is_intact": is_intact(a_round.row) if a_round.row.checksum else None,
        "back": round_url(a_round),
        **_page(request, found, a_round),
    }
    return render(request, "reports/points_difference.html", context)


@may("reports.settle_points", access.round_seen)
@require_http_methods(["GET", "POST"])
def settle_points(request, a_round):
    if a_round.row is None:
        raise Refused("结果还没有公布，不能定案。")
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    back = round_url(a_round)
    if form.is_valid() and form.carry_out(operations.settle, a_round.row, by=request.user):
        messages.success(request, f"{a_round.name}结果已定案。")
        return redirect(back)
    text = "定案以后，结果不再更正，不再受理申诉，也不能撤回公布。"
    return form_page(request, form, title=f"{a_round.name}结果定案", verb="定案", back=back, text=text)
