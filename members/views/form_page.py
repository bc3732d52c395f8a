"""The page of one form: a title, what it is about, the fields, the verb and the way back."""

from django.shortcuts import render


def form_page(request, form, *, title: str, verb: str, back: str, **more):
    """Draw the form. `more`: text (what the act does), crumb (words of the way back), key (its draft), aside."""
    context = {"form": form, "title": title, "verb": verb, "back": back, **more}
    return render(request, "members/form.html", context, status=422 if form.is_bound else 200)
