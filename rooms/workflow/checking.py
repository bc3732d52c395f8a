"""What the page of rules and its export show: findings by township, with how many there are of each rule."""

from collections import Counter

from rooms.models import Room
from rooms.workflow.rules import RULES, Finding, findings


def rooms_of(user):
    """Opened rooms that the person sees, as the page lists them."""
    return Room.objects.open().visible_to(user).order_by("unit__region__path", "pk")


def found_in(rows, *, rule: str = "") -> list[Finding]:
    return findings(rows.select_related("unit__region__parent", "approver"), rule=rule)


def shown(rows, *, rule: str, params) -> dict:
    """The groups of the page; counts are of all rules, so that one leads to another."""
    every = found_in(rows)
    found = [each for each in every if not rule or each.rule == rule]
    groups: dict[int, dict] = {}
    for each in found:
        region = each.room.township
        groups.setdefault(region.pk, {"region": region, "rows": []})["rows"].append(each)
    counted = Counter(each.rule for each in every)
    kept = params.copy()
    counts = []
    for code, name in RULES.items():
        if counted[code]:
            kept["rule"] = code
            counts.append({"name": name, "count": counted[code], "query": kept.urlencode()})
    return {
        "findings": found,
        "groups": list(groups.values()),
        "rooms": rows.count(),
        "touched": len({each.room.pk for each in found}),
        "counts": counts,
    }
