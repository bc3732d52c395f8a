"""委员名册: the members of a city, of all three levels."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from members import operations
from members.access import may
from members.filters import MemberFilter
from members.forms.people import MemberForm
from members.models import Member, Region, User
from members.permissions import roles_that_allow
from members.queries import page_after, people_near
from members.views.form_page import form_page
from members.views.places import texts

FIELDS = ("name", "level", "sector", "committee", "term", "employer", "phone", "user", "is_active", "version")


@may("members.view_members")
@require_GET
def members(request):
    found = MemberFilter(request.GET, Member.objects.visible_to(request.user), request=request)
    rows = found.qs.select_related("region").prefetch_related("postings__room__unit")
    page = page_after(rows, request.GET, order=("pinyin", "pk"))
    template = "members/member_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


@may("members.view_members", Member)
@require_GET
def member(request, member):
    postings = member.postings.select_related("room__unit").order_by("-starts_on")
    return render(request, "members/member.html", {"member": member, "postings": postings})


@may("members.edit_members")
@require_http_methods(["GET", "POST"])
def new_member(request):
    form = MemberForm(request.POST or None, people=people_near(request.user), user=request.user)
    region = roles_that_allow(request.user, "members.edit_members")[0].place
    city = Region.objects.get(code=region.city_code)
    if form.is_valid() and form.carry_out(operations.add_member, by=request.user, region=city, **texts(form)):
        operations.forget_draft(request.user, "members:new_member")
        messages.success(request, f"已登记委员{form.result}。")
        return redirect("members:member", form.result.pk)
    back, key = reverse("members:members"), "members:new_member"
    return form_page(request, form, title="登记委员", verb="登记", crumb="委员", back=back, key=key)


@may("members.edit_members", Member)
@require_http_methods(["GET", "POST"])
def edit_member(request, member):
    # The account it has stays a choice, wherever that person's roles lie now.
    people = User.objects.filter(Q(pk__in=people_near(request.user).values("pk")) | Q(pk=member.user_id))
    initial = {name: getattr(member, name) for name in FIELDS}
    form = MemberForm(request.POST or None, people=people, user=request.user, initial=initial)
    key = f"members:edit_member:{member.pk}"
    if form.is_valid() and form.carry_out(operations.edit_member, member, by=request.user, **form.cleaned_data):
        operations.forget_draft(request.user, key)
        messages.success(request, f"已保存委员{form.result}的登记。")
        return redirect("members:member", member.pk)
    back = reverse("members:member", args=[member.pk])
    return form_page(request, form, title=f"修改{member}的登记", verb="保存", crumb=member.name, back=back, key=key)
