"""我的履职: a member's own page, made for a phone. It joins what every app knows of the person."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.models import Member
from reports.facts.duty import figures
from reports.queries import mine


@may("reports.view_my_page")
@require_GET
def my_page(request):
    """My rooms, what comes next, what I did, and with whom I keep contact."""
    member = Member.objects.select_related("region", "term").filter(user=request.user).first()
    today = timezone.localdate()
    if member is None:
        return render(request, "reports/my_page.html", {"member": None, "today": today})
    rooms = member.rooms_today
    contacts = list(mine.contacts_of(member))
    least, most = settings.MEMBER_CONTACTS
    is_off = not least <= len(contacts) <= most
    context = {
        "member": member,
        "today": today,
        "rooms": rooms,
        "meetings": mine.meetings_of(member),
        "cases": mine.cases_to_join(request.user, rooms),
        "days": mine.days_of(member, rooms),
        "nominations": mine.nominations_of(request.user),
        "proposals": mine.proposals_of(request.user),
        "figures": figures(member.pk, today.year),
        "contacts": contacts,
        "contact_hint": f"一般为 {least}—{most} 人，现有 {len(contacts)} 人。" if is_off else "",
    }
    return render(request, "reports/my_page.html", context)
