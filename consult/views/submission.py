"""Step 5: what was sent, to whom, and what came of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult import queries
from consult.filters import SubmissionFilter
from consult.forms.action import NoteForm, OpinionForm
from consult.models import Consultation, Matter, Submission
from consult.steps import submission as step
from consult.workflow import guards, pack_of
from members.access import may
from members.queries import page_after


@may("consult.receive_submission")
@require_GET
def submissions(request):
    """The inbox (收文) of a body or of the office: what waits first, then what was received."""
    found = SubmissionFilter(request.GET, queries.inbox_of(request.user), request=request)
    page = page_after(queries.submissions_for_list(found.qs), request.GET)
    template = "consult/submission_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("consult.view_submission", Submission)
@require_GET
def submission(request, submission):
    consultation = submission.consultation
    matters = queries.standing_matters(consultation).prefetch_related("suggested_units", "suggested_helpers")
    if submission.matter_id:
        matters = matters.filter(pk=submission.matter_id)
    context = {
        "submission": submission,
        "consultation": consultation,
        "pack": pack_of(consultation),
        "matters": matters,
        "newer": submission.edition.minutes.editions.filter(edition__gt=submission.edition.edition).last(),
        "copies": Submission.objects.filter(matter=submission.matter_id, kind="copy").exclude(opinion=""),
        "why_not_receive": guards.answering(submission, request.user),
        "why_not_return": guards.returning(submission, request.user),
        "why_not_opine": guards.opining(submission, request.user),
        "sees_case": request.user.has_perm("consult.view_consultation", consultation),
    }
    return render(request, "consult/submission_page.html", context)


@may("consult.submit_minutes", Consultation)
@require_http_methods(["GET", "POST"])
def send_submission(request, consultation):
    """The dialog before sending: where each matter goes."""
    if request.method == "POST":
        sent = step.send(consultation, by=request.user)
        messages.success(request, consultation.say("已{submission}{to}，等待接收。", to=sent.to.short_name))
        return redirect("consult:consultation", consultation.pk)
    why = guards.sending(consultation)
    context = {
        "consultation": consultation,
        "pack": pack_of(consultation),
        "minutes": getattr(consultation, "minutes", None),
        "edition": None if why else queries.signed_edition(consultation),
        "matters": queries.standing_matters(consultation),
        "why": why,
    }
    return render(request, "consult/submission_send.html", context)


@may("consult.receive_submission", Submission)
@require_POST
def receive_submission(request, submission):
    step.receive(submission, by=request.user)
    messages.success(request, submission.consultation.say("已接收，{room_short}已收到通知。"))
    return _after(request, submission)


@may("consult.receive_submission", Submission)
@require_http_methods(["GET", "POST"])
def return_submission(request, submission):
    form = NoteForm(request.POST or None, user=request.user, label="退回理由")
    if form.is_valid() and form.carry_out(
        step.return_to_room, submission, by=request.user, reason=form.cleaned_data["text"]
    ):
        messages.success(request, submission.consultation.say("已退回{room_short}，理由一并送达。"))
        return redirect("consult:submissions")
    text = "{room_short}更正纪要、重新{sign_off}后再次{submission}；会前的记录都保留。"
    if submission.matter_id:
        text = "退回以后，这件{matter}由乡镇（街道）层级研究{decision}。"
    say = submission.consultation.say
    return _ask(request, submission, form, title=say("退回{submission}"), verb=say("退回{room_short}"), text=say(text))


@may("consult.receive_submission", Submission)
@require_http_methods(["GET", "POST"])
def add_opinion(request, submission):
    initial = {"opinion": submission.opinion, "version": submission.version}
    form = OpinionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(step.add_opinion, submission, by=request.user, **form.cleaned_data):
        messages.success(request, submission.consultation.say("已附上意见，{office}和{room_short}看得到。"))
        return redirect("consult:submission", submission.pk)
    say = submission.consultation.say
    text = say("意见随{matter}送{office}参考，不影响{matter}继续办理。")
    return _ask(request, submission, form, title=say("对{copy}{matter}附意见"), verb="附上意见", text=text)


@may("consult.submit_minutes", Matter)
@require_http_methods(["GET", "POST"])
def lay_matter_again(request, matter):
    form, say = NoteForm(request.POST or None, user=request.user, label="补充说明"), matter.consultation.say
    if form.is_valid() and form.carry_out(step.lay_again, matter, by=request.user, note=form.cleaned_data["text"]):
        messages.success(request, say("已重新{submission}{matter} {n}。", n=matter.number))
        return redirect("consult:matter", matter.pk)
    why = "" if form.is_bound else guards.laying_again(matter)
    text = "纪要原文不变；要改{matter}内容的，请先更正纪要，{sign_off}后随纪要一起{submission}。"
    title = say("重新{submission}{matter} {n}", n=matter.number)
    words = {"title": title, "verb": say("重新{submission}"), "text": say(text), "why": why}
    context = {"matter": matter, "consultation": matter.consultation, "form": form, **words}
    return render(request, "consult/matter_ask.html", context, status=422 if form.is_bound else 200)


def _after(request, submission):
    """Whoever sees the case goes on there; the office stays with what it received."""
    if request.user.has_perm("consult.decide_matter", submission.consultation):
        return redirect("consult:consultation", submission.consultation_id)
    return redirect("consult:submission", submission.pk)


def _ask(request, submission, form, **words):
    context = {"submission": submission, "form": form, **words}
    return render(request, "consult/submission_ask.html", context, status=422 if form.is_bound else 200)
