"""委员名册: the members of a city, of all three levels, and the terms of its conference."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Prefetch, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.enums import AttachmentKind
from members.filters import MemberFilter
from members.filters.roll import STANDING_SEEN_BY
from members.forms.roll import PARTICULARS, MemberForm, TermForm
from members.models import Attachment, Member, Region, Term, User
from members.permissions import roles_that_allow
from members.queries import history_of, page_after, people_near, told_changes
from members.views.form_page import form_page
from members.views.places import texts

MOST_HISTORY = 12


@may("members.view_members")
@require_GET
def members(request):
    found = MemberFilter(request.GET, Member.objects.visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_shown)
    sees_standing = request.user.holds(*STANDING_SEEN_BY)
    template = "members/member_list.html" + ("#rows" if request.htmx else "")
    context = {"filter": found, "page": page, "sees_standing": sees_standing, "today": timezone.localdate()}
    return render(request, template, context)


def _shown(rows):
    """What a row shows: rooms and photo, each read once for the page."""
    photos = Attachment.objects.standing().filter(kind=AttachmentKind.PHOTO)
    postings = Member.objects.all().postings_today().select_related("room__unit")
    return Member.objects.filter(pk__in=rows.values("pk")).prefetch_related(
        Prefetch("postings", postings, to_attr="postings_now"), Prefetch("attachments", photos, to_attr="photos")
    )


@may("members.view_members", Member)
@require_GET
def member(request, member):
    """Particulars, rooms, contacts and standing: each part for who may see it."""
    user, today = request.user, timezone.localdate()
    postings = member.postings.select_related("room__unit").order_by("-starts_on")
    sees_standing = user.has_perm("members.view_standing", member)
    context = {
        "member": member,
        "postings": postings,
        "is_posted": any(posting.ends_on is None or posting.ends_on >= today for posting in postings),
        "sees_phone": user.has_perm("members.view_phones", member),
        "sees_standing": sees_standing,
        "leave_is_over": member.leave_is_over(today),
        **_particulars(member, may_edit=user.has_perm("members.edit_members", member)),
        **_contacts(user, member),
    }
    if sees_standing:
        rows = member.standings.select_related("body", "entered_by").prefetch_related("attachments")
        context["standings"] = rows = list(rows)
        context["first_state"] = rows[-1].get_was_display() if rows else member.get_state_display()
        context["history"] = told_changes(history_of(member)[:MOST_HISTORY])
    return render(request, "members/member.html", context)


def _particulars(member, *, may_edit: bool) -> dict:
    """What is known of the member; what is not is one line, for whoever can fill it in."""
    told = {
        "委员类别": member.get_kind_display(),
        "界别": member.sector,
        "专委会": member.committee,
        "党派": member.party,
        "届次": member.term.name if member.term else "",
        "单位和职务": member.employer,
        "居住地": member.home,
        "工作地": member.work,
    }
    wanted = {**told, "特长": member.specialities, "手机": member.phone, "登录账号": member.user_id}
    return {
        "particulars": [(name, value) for name, value in told.items() if value],
        "blanks": [name for name, value in wanted.items() if not value] if may_edit else [],
    }


def _contacts(user, member) -> dict:
    """With whom the member keeps contact, when they were last visited, and what is missing."""
    if not user.has_perm("members.view_contacts", member):
        return {}
    rows = member.contacts.annotate(visited=Count("visits"), last_visit=Max("visits__on"))
    standing = [contact for contact in rows if contact.ends_on is None]
    least, most = settings.MEMBER_CONTACTS
    hint = "" if least <= len(standing) <= most else f"一般为 {least}—{most} 人，现在 {len(standing)} 人。"
    return {
        "sees_contacts": True,
        "contacts": standing,
        "former_contacts": [contact for contact in rows if contact.ends_on],
        "contact_hint": hint if member.is_active else "",
        "edits_contacts": user.has_perm("members.edit_contacts", member),
    }


@may("members.edit_members")
@require_http_methods(["GET", "POST"])
def new_member(request):
    city, key = city_to_edit(request.user, "members.edit_members"), "members:new_member"
    form = MemberForm(request.POST or None, people=people_near(request.user), region=city, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_member, by=request.user, region=city, **texts(form)):
        operations.forget_draft(request.user, key)
        messages.success(request, f"已登记委员{form.result}。")
        return redirect("members:member", form.result.pk)
    back = reverse("members:members")
    return form_page(request, form, title="登记委员", verb="登记", crumb="委员", back=back, key=key)


@may("members.edit_members", Member)
@require_http_methods(["GET", "POST"])
def edit_member(request, member):
    # The account it has stays a choice, wherever that person's roles lie now.
    people = User.objects.filter(Q(pk__in=people_near(request.user).values("pk")) | Q(pk=member.user_id))
    initial = {name: getattr(member, name) for name in (*PARTICULARS, "version")}
    about = {"people": people, "region": member.region, "has_photo": member.photo is not None}
    form = MemberForm(request.POST or None, user=request.user, initial=initial, **about)
    key = f"members:edit_member:{member.pk}"
    if form.is_valid() and form.carry_out(operations.edit_member, member, by=request.user, **form.cleaned_data):
        operations.forget_draft(request.user, key)
        messages.success(request, f"已保存委员{form.result}的登记。")
        return redirect("members:member", member.pk)
    back = reverse("members:member", args=[member.pk])
    return form_page(request, form, title=f"修改{member}的登记", verb="保存", crumb=member.name, back=back, key=key)


def city_to_edit(user, permission: str) -> Region:
    """The city whose roll the person keeps."""
    return Region.objects.get(code=roles_that_allow(user, permission)[0].place.city_code)


@may("members.edit_terms")
@require_GET
def terms(request):
    """The terms of each level: who sits in it, from when to when, and the way to its end."""
    rows = Term.objects.visible_to(request.user).with_counts()
    return render(request, "members/term_list.html", {"terms": rows})


@may("members.edit_terms")
@require_http_methods(["GET", "POST"])
def new_term(request):
    city = city_to_edit(request.user, "members.edit_terms")
    form = TermForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(operations.add_term, by=request.user, region=city, **texts(form)):
        messages.success(request, f"已登记届次{form.result}。")
        return redirect("members:terms")
    return form_page(request, form, title="登记届次", verb="登记", crumb="届次", back=reverse("members:terms"))


@may("members.edit_terms", Term)
@require_http_methods(["GET", "POST"])
def edit_term(request, term):
    initial = {name: getattr(term, name) for name in ("level", "name", "starts_on", "ends_on", "version")}
    form = TermForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(operations.edit_term, term, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存届次{form.result}。")
        return redirect("members:terms")
    return form_page(request, form, title="修改届次", verb="保存", crumb="届次", back=reverse("members:terms"))
