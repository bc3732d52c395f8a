"""Acts that begin on the page of a room, ask in a form, and lead back to it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from members.views.form_page import form_page


def done(request, room, sentence: str):
    messages.success(request, sentence)
    return redirect("rooms:room", room.pk)


def ask(request, room, form, **words):
    return form_page(request, form, back=reverse("rooms:room", args=[room.pk]), crumb=room.name, **words)
