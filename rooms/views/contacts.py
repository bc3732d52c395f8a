"""工作指导组: whom to call in each of them, and to which places and rooms each is linked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.permissions import Scope
from members.views.form_page import form_page
from rooms.forms import EndForm
from rooms.forms.groups import ContactForm, EditPersonForm
from rooms.models import GuidanceContact
from rooms.operations import groups as verbs
from rooms.queries import registers as queries
from rooms.views.guidance import group_of

EDIT = "rooms.edit_contacts"


@may("rooms.view_contacts")
@require_GET
def contacts(request):
    groups = queries.guidance_groups(request.user)
    for group in groups:
        # One question for each person of a group would be asked of the same rooms again and again.
        group.shows_phones = bool(group.people) and request.user.has_perm("rooms.view_contact_phones", group.people[0])
        group.can_edit = request.user.has_perm(EDIT, Scope(guides=frozenset([group.pk]), path=group.region.path))
    return render(request, "rooms/contact_list.html", {"groups": groups})


def contact_to_be(user, pk) -> GuidanceContact | None:
    """Somebody who is not written down yet, in a guidance group of the person's cities."""
    unit = group_of(user, pk)
    return GuidanceContact(unit=unit) if unit else None


@may(EDIT, contact_to_be)
@require_http_methods(["GET", "POST"])
def new_contact(request, wanted):
    group = wanted.unit
    form = ContactForm(request.POST or None, user=request.user, initial={"starts_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(verbs.add_contact, group, by=request.user, **form.cleaned_data):
        return _done(request, f"已登记{group}{form.result.get_post_display()}{form.result}。")
    return _ask(request, form, title=f"登记{group}联系人", verb="登记")


@may(EDIT, GuidanceContact)
@require_http_methods(["GET", "POST"])
def edit_contact(request, contact):
    initial = {name: getattr(contact, name) for name in ("name", "title", "phone", "version")}
    form = EditPersonForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_contact, contact, by=request.user, **form.cleaned_data):
        return _done(request, f"已保存{form.result}的登记。")
    return _ask(request, form, title=f"修改：{contact}", verb="保存")


@may(EDIT, GuidanceContact)
@require_http_methods(["GET", "POST"])
def end_contact(request, contact):
    form = EndForm(request.POST or None, user=request.user, initial={"last_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(verbs.end_contact, contact, by=request.user, **form.cleaned_data):
        return _done(request, f"{contact}不再担任{contact.get_post_display()}。")
    return _ask(request, form, title=f"不再担任{contact.get_post_display()}：{contact}", verb="结束担任")


def _done(request, sentence):
    messages.success(request, sentence)
    return redirect("rooms:contacts")


def _ask(request, form, **words):
    return form_page(request, form, back=reverse("rooms:contacts"), crumb="工作指导组", **words)
