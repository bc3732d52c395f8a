"""The sheet itself, phone first: signed in, by a one-time link, or by the public code."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consult.forms.evaluation import RatingForm
from consult.models import EvaluationInvitation
from consult.queries import evaluation as queries
from consult.steps import evaluation
from consult.steps.evaluation_people import invitation_of, round_of_code
from consult.workflow import rating
from members.access import client_address, may, public
from members.operations import count_visit, forget_draft

WINDOW = timedelta(minutes=10)
# Guesses at links, and many people behind one address of a hall.
MOST_ASKED = 120
DEVICE = "device"
SALT = "consult.rating"
DEVICE_AGE = timedelta(days=365)
NO_LINK = "这个评议链接无效：可能已经用过、过期，或者换过新的。请和发链接给您的人联系。"
NO_CODE = "这个二维码已经停用，或者不是评议的二维码。"
NO_COOKIE = "浏览器没有保存这台手机的记号，评议不能提交。请允许保存 Cookie，或者换一个浏览器重新扫码。"
BUSY = "打开得太频繁，请过几分钟再试。"


@may("consult.rate", EvaluationInvitation)
@require_http_methods(["GET", "POST"])
def rate(request, invitation):
    """One's own sheet, or what one gave."""
    round, key = invitation.round, f"consult:rate:{invitation.pk}"
    if invitation.is_answered:
        context = {**_given(invitation, round), "links": queries.links_of(round, request.user)}
        return render(request, "consult/evaluation/given.html", context)
    why = rating.rating_itself(round, request.user) or rating.answering(round)
    form = RatingForm(request.POST or None, round=round, user=request.user)
    if form.is_valid() and form.carry_out(evaluation.answer, invitation, by=request.user, **form.details()):
        forget_draft(request.user, key)
        return redirect(invitation)
    more = {"invitation": invitation, "key": key, "links": queries.links_of(round, request.user)}
    return _sheet(request, round, form, why, **more)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def rate_by_link(request, token):
    """A link that was sent: no account, one answer."""
    if _asks_too_often(request):
        return _nothing(request, BUSY, status=429)
    invitation = invitation_of(token)
    if invitation is None:
        return _nothing(request, NO_LINK, status=404)
    round = invitation.round
    if invitation.is_answered:
        return render(request, "consult/evaluation/thanks.html", {"round": round, "is_again": True})
    person = _signed_in(request)
    why = rating.rating_itself(round, person) or rating.answering(round)
    form = RatingForm(request.POST or None, round=round)
    if form.is_valid() and form.carry_out(evaluation.answer, invitation, by=person, **form.details()):
        return render(request, "consult/evaluation/thanks.html", {"round": round})
    return _sheet(request, round, form, why, invitation=invitation)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def rate_by_code(request, code):
    """The code on the wall: one answer a device, which carries a mark of ours and nothing else."""
    if _asks_too_often(request):
        return _nothing(request, BUSY, status=429)
    round = round_of_code(code)
    if round is None:
        return _nothing(request, NO_CODE, status=404)
    device = request.get_signed_cookie(DEVICE, default="", salt=SALT)
    person = _signed_in(request)
    why = rating.rating_itself(round, person) or rating.answering(round)
    if request.method == "POST" and not device:
        why = NO_COOKIE
    form = RatingForm(request.POST or None, round=round)
    given = {"device": device, "by": person}
    if not why and form.is_valid() and form.carry_out(evaluation.answer_by_code, round, **given, **form.details()):
        return render(request, "consult/evaluation/thanks.html", {"round": round})
    response = _sheet(request, round, form, why)
    return response if device else _marked(response)


def _marked(response):
    mark = secrets.token_urlsafe(16)
    age = int(DEVICE_AGE.total_seconds())
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(DEVICE, mark, salt=SALT, max_age=age, httponly=True, samesite="Lax", secure=secure)
    return response


def _signed_in(request):
    return request.user if request.user.is_authenticated else None


def _asks_too_often(request) -> bool:
    """Links cannot be guessed; this keeps a script from trying, and from filling a round from one address."""
    return count_visit("rate", address=client_address(request), window=WINDOW) > MOST_ASKED


def _nothing(request, sentence: str, *, status: int):
    return render(request, "consult/evaluation/nothing.html", {"sentence": sentence}, status=status)


def _given(invitation, round) -> dict:
    answers = invitation.evaluation.answers
    told = [(field["label"], answers.get(field["key"], "")) for field in round.form.fields]
    return {"invitation": invitation, "round": round, "told": told, "evaluation": invitation.evaluation}


def _sheet(request, round, form, why: str, **more):
    context = {"round": round, "form": form, "why": why, **more}
    return render(request, "consult/evaluation/rate.html", context, status=422 if form.is_bound else 200)
