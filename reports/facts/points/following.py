"""What follows from a grade for the last ones: a unit puts things right, of a member the standing is looked at."""

from urllib.parse import urlencode

from django.urls import reverse

from proposals.models import Rectification
from reports.facts.points.results import Result
from reports.facts.points.rounds import Round


def following(a_round: Round, found: list[Result], user) -> dict[int, tuple[str, str]]:
    """Of each with such a grade in a published year: the words and the address of what the person may do about it."""
    last = {grade.name for grade in a_round.scheme.grades if grade.bottom or grade.bottom_share}
    rows = [each for each in found if each.pk and each.grade in last] if a_round.is_published else []
    if not rows:
        return {}
    if a_round.kind == "unit" and user.has_perm("proposals.award"):
        return _units(a_round, rows, user)
    if a_round.kind == "member" and user.has_perm("rooms.change_standing"):
        return {each.pk: ("任职变动", reverse("rooms:change_standing", args=[each.pk])) for each in rows}
    return {}


def _units(a_round: Round, rows: list[Result], user) -> dict:
    asked = Rectification.objects.visible_to(user).filter(year=a_round.year, unit__in=[each.pk for each in rows])
    there = {row.unit_id: row for row in asked}
    return {each.pk: _asked(there[each.pk]) if each.pk in there else _asking(a_round, each) for each in rows}


def _asked(row: Rectification) -> tuple[str, str]:
    return row.get_state_display(), row.get_absolute_url()


def _asking(a_round: Round, result: Result) -> tuple[str, str]:
    why = f"{a_round.name}列第{result.place}名，评为“{result.grade}”"
    query = urlencode({"unit": result.pk, "year": a_round.year, "why": why[:300]})
    return "责成整改", f"{reverse('proposals:ask_rectification')}?{query}"
