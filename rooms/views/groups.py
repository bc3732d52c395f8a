"""领导小组 by level with the places that have none; its people; the contacts of the guidance groups."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.enums import RegionKind
from members.models import Region
from members.models.keys import key_in
from members.queries import page_after
from members.views.form_page import form_page
from rooms.filters import PlaceFilter
from rooms.filters.registers import LEVELS
from rooms.forms import EndForm
from rooms.forms.groups import EditPersonForm, GroupForm, PersonForm
from rooms.forms.rules import LastDayForm
from rooms.models import GroupMember, LeadingGroup
from rooms.operations import groups as verbs
from rooms.queries import registers as queries

EDIT = "rooms.edit_groups"
FIELDS = ("unit", "region", "name", "founded_on", "reference", "duties", "office", "office_duties", "version")


@may("rooms.view_registers")
@require_GET
def groups(request):
    """The places of one level, each with its group or the gap."""
    level = request.GET.get("level") if request.GET.get("level") in RegionKind.values else RegionKind.CITY
    places = queries.places_with_groups(request.user, level)
    found = PlaceFilter(request.GET, places, request=request)
    page = page_after(found.qs, request.GET, order=("path", "pk"))
    context = {
        "filter": found,
        "page": page,
        "level": level,
        "levels": LEVELS,
        "missing": places.filter(group_pk__isnull=True).count(),
        "all": places.count(),
        "can_edit": queries.keeper_units(request.user, EDIT).exists(),
    }
    return render(request, "rooms/group_list.html" + ("#rows" if request.htmx else ""), context)


@may("rooms.view_registers", LeadingGroup)
@require_GET
def group(request, group):
    former = LeadingGroup.objects.filter(region=group.region_id).exclude(pk=group.pk)
    context = {
        "group": group,
        "files": group.attachments.filter(removed_at__isnull=True),
        "others": former,
        "can_edit": request.user.has_perm(EDIT, group),
        "sees_phones": request.user.has_perm("rooms.view_group_phones", group),
        "hearings": group.hearings.standing().visible_to(request.user)[:5],
        **queries.people_of_group(group),
    }
    return render(request, "rooms/group.html", context)


@may(EDIT)
@require_http_methods(["GET", "POST"])
def new_group(request):
    units = queries.keeper_units(request.user, EDIT)
    place = Region.objects.filter(pk=key_in(request.GET.get("region"))).first()
    first = units.first()
    initial = {"region": place or (first and first.region), "founded_on": timezone.localdate()}
    initial["name"] = f"{initial['region']}“协商在一线”工作领导小组" if initial["region"] else ""
    form = GroupForm(request.POST or None, units=units, user=request.user, initial=initial)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.carry_out(verbs.found_group, by=request.user, **values):
            messages.success(request, f"已登记{form.result}。接着登记组长和成员。")
            return redirect(form.result)
    return form_page(request, form, title="登记领导小组", verb="登记", back=reverse("rooms:groups"), crumb="领导小组")


@may(EDIT, LeadingGroup)
@require_http_methods(["GET", "POST"])
def edit_group(request, group):
    initial = {name: getattr(group, name) for name in FIELDS}
    units = queries.keeper_units(request.user, EDIT) | type(group.unit).objects.filter(pk=group.unit_id)
    form = GroupForm(request.POST or None, units=units, user=request.user, initial=initial)
    # The place is what the group is of: another place has a group of its own.
    del form.fields["unit"], form.fields["region"]
    if form.is_valid() and form.carry_out(verbs.edit_group, group, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存{form.result}。")
        return redirect(group)
    return _ask(request, group, form, title=f"修改{group}", verb="保存")


@may(EDIT, LeadingGroup)
@require_http_methods(["GET", "POST"])
def end_group(request, group):
    initial = {"version": group.version, "last_on": timezone.localdate()}
    form = LastDayForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.end_group, group, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{group}撤销。")
        return redirect(group)
    text = "成员的任职同时结束，名单和听取汇报的记录都保留。"
    return _ask(request, group, form, title=f"撤销{group}", verb="撤销", text=text)


@may(EDIT, LeadingGroup)
@require_http_methods(["GET", "POST"])
def new_person(request, group):
    initial = {"post": request.GET.get("post", ""), "starts_on": group.founded_on}
    form = PersonForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.appoint, group, by=request.user, **form.cleaned_data):
        messages.success(request, f"已登记{form.result.get_post_display()}{form.result}。")
        return redirect(group)
    return _ask(request, group, form, title="登记领导小组成员", verb="登记", text="登记新组长的，原组长到前一天为止。")


@may(EDIT, GroupMember)
@require_http_methods(["GET", "POST"])
def edit_person(request, person):
    initial = {name: getattr(person, name) for name in ("name", "title", "phone", "version")}
    form = EditPersonForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and form.carry_out(verbs.edit_person, person, by=request.user, **form.cleaned_data):
        messages.success(request, f"已保存{form.result}的登记。")
        return redirect(person.group)
    return _ask(request, person.group, form, title=f"修改：{person}", verb="保存")


@may(EDIT, GroupMember)
@require_http_methods(["GET", "POST"])
def end_person(request, person):
    form = EndForm(request.POST or None, user=request.user, initial={"last_on": timezone.localdate()})
    if form.is_valid() and form.carry_out(verbs.end_person, person, by=request.user, **form.cleaned_data):
        messages.success(request, f"{person}不再担任{person.get_post_display()}。")
        return redirect(person.group)
    title = f"不再担任{person.get_post_display()}：{person}"
    return _ask(request, person.group, form, title=title, verb="结束任职")


def _ask(request, group, form, **words):
    return form_page(request, form, back=group.get_absolute_url(), crumb=group.name, **words)
