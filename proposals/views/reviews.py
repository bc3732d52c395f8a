"""审查: what waits at which step, and what a body says of one or of many."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.models.keys import keys_in
from members.queries import page_after
from members.views.finding import answer
from members.views.form_page import form_page
from proposals import operations, queries
from proposals.enums import ProposalState
from proposals.filters import ReviewFilter
from proposals.forms.review import CorrectReviewForm, MergeForm, ReviewForm, ReviewTogetherForm
from proposals.models import Proposal, Review

LIST = "proposals:reviews"


@may("proposals.review_proposal")
@require_GET
def reviews(request):
    """What the offices of the city have to look at, with the step that it waits at."""
    found = ReviewFilter(request.GET, _waiting(request.user), request=request)
    page = page_after(found.qs, request.GET, order=("pk",), shown=_shown)
    context = {"filter": found, "page": page, "seen": [(row, queries.standing_of(row)) for row in page.rows]}
    return render(request, "proposals/review_list.html" + ("#rows" if request.htmx else ""), context)


def _waiting(user):
    return Proposal.objects.visible_to(user).filter(state=ProposalState.RECEIVED)


def _shown(rows):
    return Proposal.objects.of_page(rows).prefetch_related("reviews")


@may("proposals.view_proposal")
@require_GET
def find_proposals(request):
    rows = Proposal.objects.visible_to(request.user).filter(number__isnull=False)
    return answer(request, rows.select_related("member", "room__unit"), lambda row: f"{row.issue}，{row.by_whom}")


@may("proposals.review_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def review_proposal(request, proposal):
    seen = queries.standing_of(proposal)
    if seen is None:
        messages.warning(request, f"这件{proposal.ledger_label}{proposal.get_state_display()}，不在审查中。")
        return redirect(proposal)
    form = ReviewForm(request.POST or None, **_asked(request, proposal, seen))
    key = f"proposals:review_proposal:{proposal.pk}"
    said = {"by": request.user, "step": seen.step.code}
    if form.is_valid() and form.carry_out(operations.speak, proposal, **said, **form.cleaned_data):
        return _done(request, proposal, key)
    return _page(request, form, proposal, title=f"{seen.name}：{proposal.title}", key=key)


@may("proposals.review_proposal")
@require_http_methods(["GET", "POST"])
def review_together(request):
    """The same opinion on those that were ticked in the list; all of them wait at the same step."""
    keys = keys_in((request.POST or request.GET).getlist("pk"))[: operations.MOST_AT_ONCE]
    rows = list(_shown(_waiting(request.user).filter(pk__in=keys)))
    seen = [queries.standing_of(row) for row in rows]
    if not rows or len({(row.kind, row.practice_id, step.step.code) for row, step in zip(rows, seen, strict=True)}) > 1:
        messages.warning(request, "请勾选在同一个环节的同一类件，再登记相同意见。")
        return redirect(LIST)
    form = ReviewTogetherForm(request.POST if "outcome" in request.POST else None, **_asked(request, rows[0], seen[0]))
    said = {"by": request.user, "step": seen[0].step.code}
    if form.is_valid() and form.carry_out(operations.speak_together, rows, **said, **form.cleaned_data):
        messages.success(request, f"已登记 {len(rows)} 件的{seen[0].name}意见。")
        return redirect(LIST)
    context = {"form": form, "rows": rows, "seen": seen[0]}
    return render(request, "proposals/review_together.html", context, status=422 if form.is_bound else 200)


@may("proposals.review_proposal", Review)
@require_http_methods(["GET", "POST"])
def correct_review(request, review):
    proposal, rule = review.proposal, queries.rule_of(review.proposal)
    seen = queries.StepSeen(rule.review(review.step), {})
    names = ("outcome", "opinion", "is_disputed", "lead", "into", "on", "paper")
    initial = {name: getattr(review, name) for name in names} | {"helpers": list(review.helpers.all())}
    asked = {"seen": seen, "rule": rule, "row": proposal, "bodies": [review.body], "user": request.user}
    form = CorrectReviewForm(request.POST or None, initial=initial, **asked)
    if form.is_valid() and form.carry_out(operations.correct_review, review, by=request.user, **form.cleaned_data):
        return _done(request, proposal)
    return _page(request, form, proposal, title=f"更正{review.body}意见")


@may("proposals.review_proposal", Proposal)
@require_http_methods(["GET", "POST"])
def merge_proposal(request, proposal):
    form = MergeForm(request.POST or None, row=proposal, user=request.user)
    if form.is_valid() and form.carry_out(operations.merge, proposal, by=request.user, **form.cleaned_data):
        messages.success(request, "已并案，两件的提出人都已收到通知。")
        return redirect(proposal)
    words = {"title": f"并案：{proposal.title}", "verb": "并案", "crumb": proposal.get_kind_display()}
    return form_page(request, form, back=proposal.get_absolute_url(), **words)


def _asked(request, row, seen) -> dict:
    bodies = queries.may_speak_for(request.user, row, seen)
    return {"seen": seen, "rule": queries.rule_of(row), "row": row, "bodies": bodies, "user": request.user}


def _done(request, proposal, key: str = ""):
    if key:
        operations.forget_draft(request.user, key)
    proposal.refresh_from_db(fields=["state", "year", "number"])
    sent = "" if proposal.state == ProposalState.RECEIVED else f"，{proposal.get_state_display()}，提出人已收到通知"
    messages.success(request, f"审查意见已登记{sent}。")
    return redirect(proposal)


def _page(request, form, proposal, *, title: str, **more):
    words = {"verb": "登记意见", "crumb": proposal.title, **more}
    return form_page(request, form, title=title, back=reverse("proposals:proposal", args=[proposal.pk]), **words)
