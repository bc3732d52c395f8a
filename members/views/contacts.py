"""固定联系群众 of a member."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members import operations
from members.access import may
from members.forms.contacts import ContactForm, EndContactForm
from members.models import Contact, Member
from members.views.form_page import form_page
from members.views.places import texts

FIELDS = ("name", "sector", "phone", "note", "starts_on", "version")


@may("members.edit_contacts", Member)
@require_http_methods(["GET", "POST"])
def new_contact(request, member):
    form = ContactForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_contact, member, by=request.user, **texts(form)):
        return _done(request, member, "已登记固定联系群众。")
    return _ask(request, member, form, title="登记固定联系群众", verb="登记")


@may("members.edit_contacts", Contact)
@require_http_methods(["GET", "POST"])
def edit_contact(request, contact):
    initial = {name: getattr(contact, name) for name in FIELDS}
    form = ContactForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_contact, contact, by=request.user, **form.cleaned_data):
        return _done(request, contact.member, "已保存固定联系群众的登记。")
    return _ask(request, contact.member, form, title="修改固定联系群众", verb="保存")


@may("members.edit_contacts", Contact)
@require_http_methods(["GET", "POST"])
def end_contact(request, contact):
    form = EndContactForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.end_contact, contact, by=request.user, **form.cleaned_data):
        return _done(request, contact.member, "已结束联系。")
    return _ask(request, contact.member, form, title=f"结束联系：{contact}", verb="结束联系")


def _done(request, member, sentence):
    messages.success(request, sentence)
    return redirect("members:member", member.pk)


def _ask(request, member, form, **words):
    back = reverse("members:member", args=[member.pk])
    return form_page(request, form, back=back, crumb=member.name, **words)
