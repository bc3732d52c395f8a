"""工作指导组: whom to call in each of them, and to which places and rooms each is linked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import UnitKind
from members.models import Unit
from members.permissions import Scope, is_related, roles_that_allow
from members.queries import city_paths
from members.views.form_page import form_page
from rooms.forms import EndForm
from rooms.forms.groups import ContactForm, EditPersonForm
from rooms.models import GuidanceContact
from rooms.operations import groups as verbs
from rooms.queries import registers as queries

EDIT = "rooms.edit_contacts"


@may("rooms.view_contacts")
@require_GET
def contacts(request):
    groups = queries.guidance_groups(request.user)
    held = roles_that_allow(request.user, EDIT)
    for group in groups:
        # One question for each person of a group would be asked of the same rooms again and again.
        group.shows_phones = bool(group.people) and request.user.has_perm("rooms.view_contact_phones", group.people[0])
        scope = Scope(guides=frozenset([group.pk]), path=group.region.path)
        group.can_edit = any(is_related(role, "guided", scope) or is_related(role, "region", scope) for role in held)
    return render(request, "rooms/contact_list.html", {"groups": groups})


def guidance_unit(user, pk) -> "GuidanceContactOf | None":
    """A guidance group of the person's cities, as the record whose contacts are written down."""
    unit = Unit.objects.active().within_any(city_paths(user)).filter(kind=UnitKind.GUIDANCE, pk=pk).first()
    return GuidanceContactOf(unit) if unit else None


class GuidanceContactOf:
    """A guidance group as far as rights over its contacts go."""

    def __init__(self, unit):
        self.unit = unit

    def rights_scope(self) -> Scope:
        return Scope(guides=frozenset([self.unit.pk]), path=self.unit.region.path)


@may(EDIT, guidance_unit)
@require_http_methods(["GET", "POST"])
def new_contact(request, group):
    form = ContactForm(request.POST or None, user=request.user, initial={"starts_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(verbs.add_contact, group.unit, by=request.user, **form.cleaned_data):
        return _done(request, f"已登记{group.unit}{form.result.get_post_display()}{form.result}。")
    return _ask(request, form, title=f"登记{group.unit}联系人", verb="登记")


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
