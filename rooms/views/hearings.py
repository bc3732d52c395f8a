"""听取汇报: list, page, entry; what was asked for and what came of it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members import operations as member_operations
from members.access import may
from members.forms.people import WhyForm
from members.models import Unit
from members.queries import page_after
from members.views.finding import answer
from members.views.form_page import form_page
from rooms.enums import RequirementState
from rooms.filters import HearingFilter
from rooms.forms.groups import HearingForm
from rooms.models import Hearing
from rooms.models.hearing import PARTY_BODIES
from rooms.operations import hearings as verbs
from rooms.queries import registers as queries

EDIT = "rooms.edit_hearing"
FIELDS = (
    "unit",
    "region",
    "held_on",
    "body",
    "group",
    "meeting",
    "place",
    "reported_by",
    "reported",
    "conclusion",
    "version",
)


@may("rooms.view_hearings")
@require_GET
def hearings(request):
    found = HearingFilter(request.GET, Hearing.objects.standing().visible_to(request.user), request=request)
    page = page_after(found.qs, request.GET, order=found.order, shown=_for_list)
    template = "rooms/hearing_list.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"filter": found, "page": page})


def _for_list(rows):
    """With how much was asked for, how much of it is open, and how much is late: never what a party committee has."""
    still = Q(requirements__state=RequirementState.OPEN)
    late = still & Q(requirements__due_on__lt=timezone.localdate()) & ~Q(requirements__unit__kind__in=PARTY_BODIES)
    keys = [row.pk for row in rows]
    return (
        Hearing.objects.filter(pk__in=keys)
        .select_related("region")
        .prefetch_related("reporters")
        .annotate(
            asked=Count("requirements", distinct=True),
            still=Count("requirements", filter=still, distinct=True),
            late=Count("requirements", filter=late, distinct=True),
        )
    )


@may("rooms.view_hearings", Hearing)
@require_GET
def hearing(request, hearing):
    requirements = list(hearing.requirements.select_related("unit"))
    # What it says of its rights is read once, and not again for each thing that it asked for.
    scope = hearing.rights_scope()
    for row in requirements:
        row.hearing = hearing
        row.can_answer = request.user.has_perm("rooms.answer_requirement", row.scope_within(scope))
    context = {
        "hearing": hearing,
        "requirements": requirements,
        "can_edit": request.user.has_perm(EDIT, scope),
        "reporters": hearing.reporters.all(),
        "files": hearing.attachments.filter(removed_at__isnull=True),
    }
    return render(request, "rooms/hearing.html", context)


@may(EDIT)
@require_http_methods(["GET", "POST"])
def new_hearing(request):
    units = queries.keeper_units(request.user, EDIT)
    first, key = units.first(), "rooms:new_hearing"
    initial = {"region": first and first.region, "body": first and first.name, "held_on": timezone.localdate()}
    form = _hearing_form(request, units, initial)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if form.carry_out(verbs.record_hearing, by=request.user, **values):
            member_operations.forget_draft(request.user, key)
            messages.success(request, "已登记听取汇报。接着登记会上提出的要求。")
            return redirect(form.result)
    back = reverse("rooms:hearings")
    return form_page(request, form, title="登记听取汇报", verb="登记", back=back, crumb="听取汇报", key=key)


@may(EDIT)
@require_GET
def find_named(request):
    """What the fields of a hearing offer: the very units that they take."""
    rows = queries.named_units(request.user, EDIT).select_related("region")
    return answer(request, rows, lambda row: row.region.name)


@may(EDIT, Hearing)
@require_http_methods(["GET", "POST"])
def edit_hearing(request, hearing):
    units = queries.keeper_units(request.user, EDIT) | Unit.objects.filter(pk=hearing.unit_id)
    initial = {name: getattr(hearing, name) for name in FIELDS} | {"reporters": list(hearing.reporters.all())}
    form = _hearing_form(request, units, initial, named=hearing.reporters.order_by().values("pk"))
    # Where it was and who keeps it stay.
    del form.fields["unit"], form.fields["region"]
    key = f"rooms:edit_hearing:{hearing.pk}"
    if form.is_valid() and form.carry_out(verbs.edit_hearing, hearing, by=request.user, **form.cleaned_data):
        member_operations.forget_draft(request.user, key)
        messages.success(request, "已保存听取汇报的登记。")
        return redirect(hearing)
    back = hearing.get_absolute_url()
    return form_page(request, form, title="修改听取汇报", verb="保存", back=back, crumb="听取汇报", key=key)


@may(EDIT, Hearing)
@require_http_methods(["GET", "POST"])
def remove_hearing(request, hearing):
    form = WhyForm(request.POST or None, user=request.user)
    if form.is_valid() and form.carry_out(verbs.remove_hearing, hearing, by=request.user, **form.cleaned_data):
        messages.success(request, f"已删除{hearing}的登记。")
        return redirect("rooms:hearings")
    text = f"{hearing}的登记将删除，会上提出的要求不再等人办理。台账记下由谁、何时、因为什么删除。"
    back = hearing.get_absolute_url()
    return form_page(request, form, title="删除听取汇报", verb="删除", back=back, crumb="听取汇报", text=text)


def _hearing_form(request, units, initial, named=()) -> HearingForm:
    return HearingForm(
        request.POST or None,
        units=units,
        groups=queries.leading_groups_of(units),
        others=queries.named_units(request.user, EDIT, named),
        user=request.user,
        initial=initial,
    )
