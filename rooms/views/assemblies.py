"""动员会、培训会、部署会: list, page, entry."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations as member_operations
from members.access import may
from members.enums import AttachmentKind
from members.forms.people import WhyForm
from members.queries import page_after
from members.views.finding import answer
from members.views.form_page import form_page
from rooms.enums import AssemblyKind
from rooms.filters import AssemblyFilter
from rooms.filters.registers import LEVELS
from rooms.forms.registers import AssemblyForm
from rooms.models import Assembly
from rooms.operations import assemblies as verbs
from rooms.queries import registers as queries

EDIT = "rooms.edit_assembly"
FIELDS = (
    "unit",
    "region",
    "kind",
    "held_on",
    "place",
    "organiser",
    "theme",
    "audience",
    "what",
    "version",
    "party_wanted",
    "party_came",
    "mass_wanted",
    "mass_came",
    "others_wanted",
    "others_came",
)


@may("rooms.view_registers")
@require_GET
def assemblies(request):
    rows = Assembly.objects.standing().visible_to(request.user)
    found = AssemblyFilter(request.GET, rows, request=request)
    page = page_after(found.qs.select_related("region", "unit").with_totals(), request.GET, order=found.order)
    template = "rooms/assembly_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page, "figures": _figures(found.qs)})


def _figures(rows) -> list[dict]:
    """By level: how many of each kind, how many people."""
    counted = {}
    for row in rows.by_level():
        counted.setdefault(row["region__kind"], {})[row["kind"]] = row
    kinds = [(kind, kind.label) for kind in AssemblyKind]
    return [
        {
            "name": name,
            "kinds": [(label, counted[level].get(kind, {}).get("count", 0)) for kind, label in kinds],
            "people": sum(row["people"] for row in counted[level].values()),
        }
        for level, name in LEVELS
        if level in counted
    ]


@may("rooms.view_registers", Assembly)
@require_GET
def assembly(request, assembly):
    files = assembly.attachments.filter(removed_at__isnull=True)
    people = {
        "members": list(assembly.members.all()),
        "representatives": list(assembly.representatives.select_related("room__unit")),
        "users": list(assembly.users.all()),
    }
    context = {
        "assembly": assembly,
        "can_edit": request.user.has_perm(EDIT, assembly),
        "photos": [file for file in files if file.kind == AttachmentKind.PHOTO],
        "sheets": [file for file in files if file.kind == AttachmentKind.SCAN],
        "materials": [file for file in files if file.kind == AttachmentKind.DOCUMENT],
        **people,
        "attended": sum(map(len, people.values())),
    }
    return render(request, "rooms/assembly.html", context)


@may(EDIT)
@require_http_methods(["GET", "POST"])
def new_assembly(request):
    units = queries.keeper_units(request.user, EDIT)
    first, key = units.first(), "rooms:new_assembly"
    initial = {"region": first and first.region, "organiser": first and first.name, "held_on": timezone.localdate()}
    form = AssemblyForm(
        request.POST or None,
        units=units,
        people=queries.attending(request.user),
        user=request.user,
        initial=initial,
    )
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.carry_out(verbs.record_assembly, by=request.user, **values):
            member_operations.forget_draft(request.user, key)
            messages.success(request, f"已登记{form.result.region}{form.result.get_kind_display()}。")
            return redirect(form.result)
    return _form(request, form, title="登记会议", back=reverse("rooms:assemblies"), key=key)


@may(EDIT, Assembly)
@require_http_methods(["GET", "POST"])
def edit_assembly(request, assembly):
    initial = {name: getattr(assembly, name) for name in FIELDS}
    initial |= {name: list(getattr(assembly, name).all()) for name in verbs.PEOPLE}
    units = queries.keeper_units(request.user, EDIT) | type(assembly.unit).objects.filter(pk=assembly.unit_id)
    people = queries.attending(request.user, assembly)
    form = AssemblyForm(request.POST or None, units=units, people=people, user=request.user, initial=initial)
    key = f"rooms:edit_assembly:{assembly.pk}"
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "unit"}
        if form.carry_out(verbs.edit_assembly, assembly, by=request.user, **values):
            member_operations.forget_draft(request.user, key)
            messages.success(request, "已保存会议登记。")
            return redirect(assembly)
    return _form(request, form, title="修改会议登记", back=assembly.get_absolute_url(), key=key)


@may(EDIT, Assembly)
@require_http_methods(["GET", "POST"])
def remove_assembly(request, assembly):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.remove_assembly, assembly, by=request.user, **form.cleaned_data):
        messages.success(request, f"已删除{assembly}的登记。")
        return redirect("rooms:assemblies")
    text = f"{assembly}“{assembly.theme}”将从登记里删除，不再计入统计。台账记下由谁、何时、因为什么删除。"
    back = assembly.get_absolute_url()
    return form_page(request, form, title="删除会议登记", verb="删除", back=back, crumb="会议登记", text=text)


@may(EDIT)
@require_GET
def find_members(request):
    rows = queries.attending(request.user)["members"]
    return answer(request, rows, lambda row: row.sector or row.employer)


@may(EDIT)
@require_GET
def find_representatives(request):
    rows = queries.attending(request.user)["representatives"]
    return answer(request, rows, lambda row: f"{row.room.unit.short_name} {row.get_kind_display()}")


@may(EDIT)
@require_GET
def find_users(request):
    return answer(request, queries.attending(request.user)["users"], lambda row: row.username)


def _form(request, form, *, title, back, key):
    context = {"form": form, "title": title, "back": back, "key": key}
    return render(request, "rooms/assembly_form.html", context, status=422 if form.is_bound else 200)
