"""答复用语: the list of a unit, and what an office of the city offers to all."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RoleCode
from members.forms.people import AskForm
from members.forms.phrases import EditPhraseForm, PhraseForm
from members.models import Phrase, Unit
from members.operations import phrases as verbs
from members.permissions.desks import OFFERING
from members.queries import history_of, told_changes
from members.views.form_page import form_page

EDIT = "members.edit_phrases"


def keeping_unit(user, pk) -> Unit | None:
    """A unit for which the person keeps phrases."""
    units = user.units_as(RoleCode.DEPARTMENT, *OFFERING)
    return Unit.objects.filter(pk=pk, pk__in=units).select_related("region").first()


@may("members.view_phrases")
@require_GET
def phrases(request):
    rows = Phrase.objects.visible_to(request.user).select_related("unit", "edited_by")
    units = request.user.units_as(RoleCode.DEPARTMENT, *OFFERING)
    context = {
        "own": [row for row in rows if row.unit_id in units],
        "offered": [row for row in rows if row.unit_id not in units],
        "units": Unit.objects.filter(pk__in=units).order_by("pinyin"),
    }
    return render(request, "members/phrases.html", context)


@may(EDIT, keeping_unit)
@require_http_methods(["GET", "POST"])
def new_phrase(request, unit):
    form = PhraseForm(request.POST or None, user=request.user, offers=_offers(request.user, unit))
    if form.is_valid() and form.carry_out(verbs.add_phrase, unit, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记用语“{form.result}”。")
        return redirect("members:phrases")
    return _page(request, form, title="登记答复用语", verb="登记")


@may(EDIT, Phrase)
@require_http_methods(["GET", "POST"])
def edit_phrase(request, phrase):
    offers = _offers(request.user, phrase.unit)
    initial = {name: getattr(phrase, name) for name in ("name", "text", "is_offered", "version")}
    form = EditPhraseForm(request.POST or None, user=request.user, offers=offers, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_phrase, phrase, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存用语“{form.result}”。")
        return redirect("members:phrases")
    return _page(request, form, title=f"修改用语：{phrase}", verb="保存")


@may("members.view_phrases", Phrase)
@require_GET
def phrase(request, phrase):
    context = {"phrase": phrase, "events": told_changes(history_of(phrase))}
    return render(request, "members/phrase.html", context)


@may(EDIT, Phrase)
@require_http_methods(["GET", "POST"])
def remove_phrase(request, phrase):
    form = AskForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid() and form.carry_out(verbs.remove_phrase, phrase, by=request.user):
        messages.success(request, f"已删除用语“{phrase}”。")
        return redirect("members:phrases")
    return _page(request, form, title=f"删除用语：{phrase}", verb="删除", text="已经写进答复的不受影响。")


def _offers(user, unit) -> bool:
    return unit.pk in user.units_as(*OFFERING)


def _page(request, form, **words):
    return form_page(request, form, back=reverse("members:phrases"), crumb="答复用语", **words)
