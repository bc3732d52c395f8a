"""Type to find: rows by name or pinyin, as the control of the forms asks for them."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from members.access import may
from members.models import Member, Region, Unit
from members.queries import city_paths, people_near

MOST = 12


@may("members.find")
@require_GET
def find_regions(request):
    rows = Region.objects.active().within_any(city_paths(request.user))
    return answer(request, rows.select_related("parent"), lambda row: str(row.parent or ""))


@may("members.find")
@require_GET
def find_units(request):
    rows = Unit.objects.active().within_any(city_paths(request.user))
    return answer(request, rows.select_related("region"), lambda row: row.region.name)


@may("members.find_people")
@require_GET
def find_users(request):
    return answer(request, people_near(request.user), lambda row: row.username)


@may("members.find_people")
@require_GET
def find_members(request):
    rows = Member.objects.active().within_any(city_paths(request.user))
    return answer(request, rows, lambda row: row.sector or row.employer)


def answer(request, rows, note):
    """Answer the control's question with rows that have `find`; `note` says what stands in grey behind a name."""
    found = rows.find(request.GET.get("q", "")[:60])[:MOST]
    return JsonResponse({"results": [{"id": row.pk, "name": str(row), "note": note(row)} for row in found]})
