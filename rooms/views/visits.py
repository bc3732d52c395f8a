from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.access import may
from members.models import Contact
from members.views.form_page import form_page
from members.workflow import Refused
from rooms import operations
from rooms.forms.visits import VisitForm
from rooms.models import Room


@may("members.edit_contacts", Contact)
@require_http_methods(["GET", "POST"])
def log_visit(request, contact):
    """A visit to a contact is an activity of the room to which the member is posted."""
    posted = [room.pk for room in contact.member.rooms_today]
    if not posted:
        raise Refused(f"{contact.member}没有派驻到联络室，走访没有地方登记。")
    rooms = Room.objects.filter(pk__in=posted).select_related("unit")
    form = VisitForm(request.POST or None, user=request.user, rooms=rooms)
    if form.is_valid() and form.carry_out(operations.log_visit, contact, by=request.user, **form.cleaned_data):
        messages.success(request, "已登记走访。")
        return redirect("members:member", contact.member_id)
    back = reverse("members:member", args=[contact.member_id])
    return form_page(request, form, title=f"登记走访：{contact}", verb="登记走访", crumb=contact.member.name, back=back)
