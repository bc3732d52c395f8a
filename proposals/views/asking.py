"""One act of a proposal's way as a page: a form, a verb, what is said afterwards, and where the person goes back to."""

from django.contrib import messages
from django.shortcuts import redirect

from members.access import visible
from members.views.form_page import form_page
from proposals.models import Handling


def part_of_proposal(user, pk) -> Handling | None:
    """One unit's part in a proposal; what it has of a report has pages of its own."""
    return visible(Handling, user).filter(proposal__isnull=False, pk=pk).first()


def ask(request, record, form, verb, *, said: str, back, verb_word: str = "保存", goes_on=False, **words):
    """Carry the form out on the record and go back, or on to what was made of it; `words` are those of the page."""
    if form.is_valid():
        details = form.details() if hasattr(form, "details") else form.cleaned_data
        if form.carry_out(verb, record, by=request.user, **details):
            messages.success(request, said)
            return redirect(form.result if goes_on else back)
    words.setdefault("crumb", str(back)[:40])
    return form_page(request, form, back=back.get_absolute_url(), verb=verb_word, **words)
