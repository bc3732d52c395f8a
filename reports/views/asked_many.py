"""批量办理: one act on several rows of the list."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from members.access import may
from members.models import Unit
from members.models.keys import key_in
from reports.forms.asked import HandlerForm, HandOverForm
from reports.operations import asked as verbs
from reports.queries.asked import SOURCES, asked_of, with_items
from reports.queries.asked.sources import inside

# As many as a page of the list shows, and a few pages more for who has a script that selects them.
MOST = 200


@may("reports.handle_asked")
@require_http_methods(["POST"])
def act_on_asked(request):
    """签收 at once; for a handler or a hand-over the people are asked for first."""
    back, act = _back(request), request.POST.get("act")
    items = with_items(asked_of(request.user).only(_keys(request)))
    if not items:
        messages.warning(request, "请先勾选要办理的承办件。")
        return redirect(back)
    if act in PRINTED:
        return _printed(request, act, items, back)
    if act not in FORMS:
        return _told(request, verbs.accept_many(items, by=request.user), back)
    unit = next((item.unit for item in items if item.unit.pk in inside(request.user)), None)
    if unit is None:
        messages.warning(request, "所选的都不是本单位的承办件，没有办理。")
        return redirect(back)
    return _with_people(request, act, items, unit, back)


def _with_people(request, act: str, items, unit: Unit, back: str):
    form_class, verb, words = FORMS[act]
    form = form_class(request.POST if "chosen" in request.POST else None, unit=unit, user=request.user)
    if form.is_valid() and form.carry_out(verb, items, by=request.user, **form.cleaned_data):
        return _told(request, form.result, back)
    context = {"form": form, "items": items, "act": act, "back": back, **words}
    return render(request, "reports/asked/act.html", context, status=422 if form.is_bound else 200)


FORMS = {
    "handle": (HandlerForm, verbs.handle_many, {"title": "指定经办人", "verb": "指定"}),
    "hand_over": (HandOverForm, verbs.hand_over_many, {"title": "移交承办件", "verb": "移交"}),
}


# Which batch of papers is made of which rows.
PRINTED = {
    "print_tasks": ("assignment", "assignments", "任务单"),
    "print_handlings": ("handling", "handlings", "交办单"),
}


def _printed(request, act: str, items, back: str):
    """Go on to the page that puts the papers together."""
    source, batch, paper = PRINTED[act]
    keys = [item.record.pk for item in items if item.source == source]
    if not keys:
        messages.warning(request, f"所选的里没有可以打印{paper}的，请重新勾选。")
        return redirect(back)
    return redirect(f"{reverse('reports:print_batch', args=[batch])}?{urlencode({'pk': keys}, doseq=True)}")


def _keys(request) -> list[tuple[str, int]]:
    parts = [value.partition(":") for value in request.POST.getlist("item")[:MOST]]
    return [(code, key_in(key)) for code, _, key in parts if code in SOURCES and key_in(key)]


def _told(request, outcome, back: str):
    if outcome.told:
        messages.success(request, outcome.told)
    if outcome.rest:
        messages.warning(request, outcome.rest)
    return redirect(back)


def _back(request) -> str:
    """The list as it was, with its filters."""
    asked = request.POST.get("back", "")
    list_page = reverse("reports:asked")
    is_ours = asked.startswith(list_page) and url_has_allowed_host_and_scheme(asked, None)
    return asked if is_ours else list_page
