"""两代表: all 党员代表 and 群众代表 of the rooms that the person sees, their terms, and the renewal of many."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from members.access import may
from members.models.keys import keys_in
from members.queries import history_of, page_after, told_changes
from rooms import operations
from rooms.filters import RepresentativeFilter
from rooms.forms import RenewForm
from rooms.models import Representative

MOST_RENEWED = 200


@may("rooms.view_representatives")
@require_GET
def representatives(request):
    seen = Representative.objects.visible_to(request.user)
    found = RepresentativeFilter(request.GET, seen, request=request)
    page = page_after(found.qs.for_page(), request.GET, order=("pinyin", "pk"))
    today = timezone.localdate()
    for each in page.rows:
        each.can_edit = request.user.has_perm("rooms.edit_team", each)
        each.runs_out, each.ended = each.is_expiring(today), each.is_over(today)
    context = {"filter": found, "page": page, "expiring": seen.expiring(today).count()}
    context["renews"] = any(each.can_edit and each.ends_on for each in page.rows)
    return render(request, "rooms/representative_list.html" + ("#rows" if request.htmx else ""), context)


@may("rooms.edit_team")
@require_http_methods(["GET", "POST"])
def renew(request):
    """Renew the ticked ones: the page names them, and one press writes all or none."""
    keys = request.POST.getlist("pk") if request.method == "POST" else request.GET.getlist("pk")
    asked = Representative.objects.visible_to(request.user).filter(pk__in=keys_in(keys)[:MOST_RENEWED])
    rows = list(asked.for_page())
    if not all(request.user.has_perm("rooms.edit_team", each) for each in rows):
        raise PermissionDenied("选中的代表里有不归您登记的，请重新选择。")
    form = RenewForm(request.POST or None, user=request.user)
    back = f"{reverse('rooms:representatives')}?when=expiring"
    if form.is_valid() and form.carry_out(operations.renew_representatives, rows, by=request.user, **form.cleaned_data):
        messages.success(request, f"已续任 {form.result} 人，任期到{form.cleaned_data['ends_on']:%Y年%-m月%-d日}。")
        return redirect(back)
    context = {"form": form, "rows": rows, "back": back}
    return render(request, "rooms/representative_renew.html", context, status=422 if form.is_bound else 200)


@may("rooms.view_representatives", Representative)
@require_GET
def history(request, each):
    """Who changed what of this person's entry, and when."""
    events = told_changes(history_of(each)[:50])
    return render(request, "rooms/representative_history.html", {"each": each, "events": events})
