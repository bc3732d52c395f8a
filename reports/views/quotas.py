"""次数要求: what is wanted of rooms, members and others, how far they have come, and the records behind each figure."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from reports.facts import is_behind, overview, subjects
from reports.facts.quotas import states
from reports.forms import QuotaFilterForm
from reports.views.paging import cut
from reports.views.records import records_page
from rooms.practice.counting import SUBJECTS

# States on one page of the list.
SIZE = 50
# Names of the pages of one subject; the others are groups.
OWN_PAGES = {"room": "reports:room_quota", "member": "reports:member_quota"}
# The page of the room or member itself, and the right to open it.
HOMES = {"room": ("rooms:room", "rooms.view_room"), "member": ("members:member", "members.view_members")}


@may("reports.view_quotas")
@require_GET
def quotas(request):
    """Every rule with how many meet it, and who does not: silent rooms and dormant members among them."""
    kinds = _kinds(request.user)
    want = overview.asked(request.GET)
    if want.kind not in kinds:
        raise Http404
    found = overview.all_states(request.user, want)
    rules, rows = overview.rules(found), overview.chosen(found, want)
    values = {"q": want.words, "kind": want.kind, "rule": want.rule, "severity": want.severity, "status": want.status}
    context = {
        "filter": {"form": QuotaFilterForm(initial={**values, "on": want.on}, rules=rules)},
        "want": want,
        "word": SUBJECTS[want.kind],
        "rules": rules,
        "kinds": [(code, SUBJECTS[code]) for code in kinds],
        **_page(request, rows),
        "is_behind": is_behind(),
    }
    return render(request, "reports/quota_list.html" + ("#rows" if request.htmx else ""), context)


def _kinds(user) -> list[str]:
    """Sums over a city are for those who look after all of it."""
    groups = list(subjects.GROUPS) if user.has_perm("reports.view_group_quotas") else []
    return ["room", "member", *groups]


def _page(request, rows) -> dict:
    page = cut(request, rows, SIZE)
    page["rows"] = [(each, url_of(each.subject), url_of(each.subject, each.quota.number)) for each in page["rows"]]
    return {**page, "count": len(rows)}


def url_of(subject, number: int | None = None) -> str:
    """The page of a subject's rules, or of the records behind one of them."""
    name = OWN_PAGES.get(subject.kind, "reports:group_quota")
    arguments = [subject.pk] if subject.kind in OWN_PAGES else [subject.kind, subject.pk]
    return reverse(name, args=[*arguments, number]) if number else reverse(f"{name}s", args=arguments)


@may("reports.view_quotas", subjects.room_subject)
@require_GET
def room_quotas(request, subject):
    return _rules_of(request, subject)


@may("reports.view_quotas", subjects.room_subject)
@require_GET
def room_quota(request, subject):
    return _records_of(request, subject)


@may("reports.view_member_quotas", subjects.member_subject)
@require_GET
def member_quotas(request, subject):
    return _rules_of(request, subject)


@may("reports.view_member_quotas", subjects.member_subject)
@require_GET
def member_quota(request, subject):
    return _records_of(request, subject)


@may("reports.view_group_quotas", subjects.group_subject)
@require_GET
def group_quotas(request, subject):
    return _rules_of(request, subject)


@may("reports.view_group_quotas", subjects.group_subject)
@require_GET
def group_quota(request, subject):
    return _records_of(request, subject)


def _rules_of(request, subject):
    """Each rule, its figure, what is missing and until when."""
    found, shared = _states(request, subject)
    found.sort(key=lambda state: (overview.BY_STATUS[state.status], overview.BY_SEVERITY[state.quota.severity]))
    rows = [(state, url_of(subject, state.quota.number)) for state in found]
    return render(request, "reports/quota_page.html", {**shared, "rows": rows})


def _records_of(request, subject):
    """The records behind the figure of one rule."""
    return records_page(request, "reports/quota_records.html", subject, subject=subject, back=url_of(subject))


def _states(request, subject) -> tuple[list, dict]:
    """The rules as of the day that the address names, else today."""
    today, on = timezone.localdate(), overview.day_of(request.GET.get("on", ""))
    found = states(subject, today=today, on=on)
    shared = {"subject": subject, "word": SUBJECTS[subject.kind], "on": on, "today": today}
    return found, {**shared, "home": _home(request.user, subject)}


def _home(user, subject) -> str:
    name, permission = HOMES.get(subject.kind, ("", ""))
    return reverse(name, args=[subject.pk]) if name and user.has_perm(permission, subject) else ""
