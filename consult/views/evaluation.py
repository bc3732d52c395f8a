"""评议: the list of rounds, one round with what it came to, and a new one from the page of what is rated."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consult.enums.evaluation import RatedSide, RaterWay
from consult.forms.evaluation import RoundForm
from consult.forms.evaluation_filters import RoundFilter
from consult.models import Evaluation, EvaluationRound
from consult.queries import evaluation as queries
from consult.steps import evaluation
from consult.workflow import guards, rating
from members.access import may, visible
from members.queries import history_of, page_after, people_near
from members.views.finding import answer as found_names


@may("consult.view_rounds")
@require_GET
def rounds(request):
    found = RoundFilter(request.GET, EvaluationRound.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, shown=queries.rounds_for_list)
    queries.told_apart(page.rows, request.user)
    template = "consult/evaluation/list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page, "chosen": found.chips})


@may("consult.view_round", EvaluationRound)
@require_GET
def round(request, round):
    """Who was asked and who answered; what came out after the end, and to the rated side nothing before it."""
    return render(request, "consult/evaluation/round.html", _context(request.user, round))


def _context(user, round) -> dict:
    is_own, why = round.rates_itself(user), rating.figures(round)
    result = None if why else evaluation.result_of(round)
    runs = user.has_perm("consult.run_round", round) and not is_own
    counts = {} if is_own and not round.is_closed else queries.counts_of(round)
    return {
        "round": round,
        "target": round.target,
        "sees_target": queries.sees_target(round, user),
        "is_own": is_own,
        "why": why,
        "result": result,
        "result_rows": [*result.criteria, *filter(None, [result.overall])] if result else [],
        "runs": runs,
        "is_running": not rating.running(round),
        "rated": [*round.rated_units.all(), *round.rated_people.all()],
        "may_read": user.has_perm("consult.view_votes", round) and not rating.votes(round, user),
        "invitations": queries.invitations_of(round) if runs else [],
        "is_over": timezone.localdate() > round.closes_on,
        "events": history_of(round)[:6],
        **counts,
    }


def rated_record(user, kind: str, pk: int):
    """What is to be rated, if the person sees it."""
    model = queries.rated_models().get(kind)
    return visible(model, user).filter(pk=pk).first() if model else None


@may("consult.open_round", rated_record)
@require_http_methods(["GET", "POST"])
def open_round(request, target):
    side = request.GET.get("side") or target.rated_sides[0]
    if side not in target.rated_sides:
        raise Http404
    keeper = evaluation.keeper_of(target, request.user)
    guards.require(rating.opening(target, side, keeper, request.user))
    form = RoundForm(request.POST or None, target=target, side=side, user=request.user)
    if form.is_valid() and form.carry_out(
        evaluation.open_round, target, by=request.user, side=side, keeper=keeper, **form.details()
    ):
        messages.success(request, _opened(form.result))
        return redirect(form.result)
    context = {"form": form, "target": target, "side": RatedSide(side).label, "keeper": keeper}
    return render(request, "consult/evaluation/new.html", context, status=422 if form.is_bound else 200)


def _opened(round) -> str:
    asked = round.invitations.count()
    told = "被邀请的人已收到通知。" if round.is_open and asked else ""
    return f"已发起评议，邀请 {asked} 人。{told}"


@may("consult.view_votes", EvaluationRound)
@require_GET
def votes(request, round):
    """Every sheet as it was given; those by the public code have no name."""
    guards.require(rating.votes(round, request.user))
    rows = Evaluation.objects.visible_to(request.user).filter(round=round)
    rows = rows.select_related("invitation__user", "invitation__unit", "entered_by").prefetch_related("attachments")
    page = page_after(rows, request.GET, order=("pk",))
    for row in page.rows:
        row.told = [(field["label"], row.answers.get(field["key"], "")) for field in round.form.fields]
        row.is_nameless = row.invitation.way == RaterWay.CODE
    return render(request, "consult/evaluation/votes.html", {"round": round, "page": page})


@may("consult.open_round")
@require_GET
def find_raters(request):
    return found_names(request, people_near(request.user), lambda row: row.username)
