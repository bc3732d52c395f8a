"""计分考核: the rounds of a place, the results of one, the account of one subject, the records behind one item."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.access import may
from members.models import Member
from members.workflow import Refused
from reports.enums import AppealState
from reports.facts import is_behind
from reports.facts.points import access, board, counted_of, marks, result_of, rounds_near, rounds_of
from reports.facts.points.following import following
from reports.forms.points import ResultFilterForm
from reports.models import PointsAppeal, PointsResult, PointsYear
from reports.models.points import about
from reports.operations.points import why_not_settle
from reports.operations.points_papers import FORMS
from reports.views.paging import cut
from reports.views.records import records_page
from rooms.practice.scheme_prose import scheme_words

# Results on one page.
SIZE = 50
# Years that the switch offers.
MOST_YEARS = 6


def years() -> list[int]:
    this = timezone.localdate().year
    return list(range(this, this - MOST_YEARS, -1))


@may("reports.view_points_list")
@require_GET
def rounds(request):
    """What is counted in the places of the person; where nothing is, the page says so and invents nothing."""
    year = access.year_of(request.GET.get("year", ""))
    found = [(each, round_url(each)) for each in rounds_near(access.paths_of(request.user), year)]
    return render(request, "reports/points_rounds.html", {"rounds": found, "year": year, "years": years()})


def round_url(a_round, name: str = "points_round") -> str:
    return reverse(f"reports:{name}", args=[a_round.region.pk, a_round.scheme.code, a_round.year])


def account_url(kind: str, pk: int, year: int) -> str:
    return f"{reverse('reports:points', args=[kind, pk])}?year={year}"


@may("reports.view_points_list", access.round_seen)
@require_GET
def points_round(request, a_round):
    """The results of all whom the person sees, by place for the offices of the city."""
    shown = board.board(a_round, request.user, request.GET)
    page = cut(request, shown.rows, SIZE)
    after = following(a_round, page["rows"], request.user)
    page["rows"] = [{**_row(each, a_round), "after": after.get(each.pk)} for each in page["rows"]]
    form = ResultFilterForm(request.GET or None, grades=a_round.scheme.grades)
    context = {
        "round": a_round,
        "scheme": a_round.scheme,
        "columns": columns_of(a_round.scheme),
        "scheme_words": list(scheme_words(a_round.table)),
        "board": shown,
        "filter": {"form": form},
        "count": len(shown.rows),
        "is_behind": not a_round.is_published and is_behind(),
        "limits": a_round.row or PointsYear(),
        "why_not_settle": why_not_settle(a_round.row) if a_round.is_published else "",
        "is_over": timezone.localdate() > a_round.until,
        "export": f"region={a_round.region.pk}&scheme={a_round.scheme.code}&year={a_round.year}",
        "papers": PAPERS,
        "acts": {name: round_url(a_round, name) for name in ACTS},
        **page,
    }
    return render(request, "reports/points_round.html" + ("#rows" if request.htmx else ""), context)


ACTS = (
    "begin_points",
    "set_appeal_days",
    "publish_points",
    "reopen_points",
    "use_current_points",
    "settle_points",
    "try_points",
    "points_difference",
    "print_points",
    "draft_commendation",
)

PAPERS = [
    (f"{what}.{form}", f"{words} {name}")
    for what, words in (("ranking", "名次表"), ("sheets", "全部评分表"))
    for form, name in FORMS.items()
]


def _row(result, a_round) -> dict:
    """A result with its address and a cell for each item, also for those that are not for its class."""
    return {
        "result": result,
        "url": account_url(result.kind, result.pk, a_round.year) if result.pk else "",
        "cells": [(name, _cell(result, numbers)) for name, numbers, _ in columns_of(a_round.scheme)],
    }


# More columns than these do not stand beside each other: a long scheme is shown by its groups.
MOST_COLUMNS = 6
OTHERS = "其他项目"


def columns_of(scheme) -> list[tuple]:
    """(name, numbers of items, by what it sorts): an item each, or a group each and what is in none."""
    if len(scheme.items) <= MOST_COLUMNS:
        return [(item.name, [item.number], item.number) for item in scheme.items]
    names = [*(group.name for group in scheme.groups), ""]
    found = [(name, [item.number for item in scheme.items if item.group == name]) for name in names]
    return [(name or OTHERS, numbers, "") for name, numbers in found if numbers]


def _cell(result, numbers):
    """Points, whether something is still awaited; none where nothing of it is for the class of the subject."""
    lines = [line for number in numbers if (line := result.line_of(number))]
    if not lines:
        return None
    # What is beyond the most of the group, and what was corrected in it.
    group = lines[0].group if len(numbers) > 1 else ""
    more = [line for line in result.lines if group and not line.number and line.group == group]
    return {"points": sum(line.points for line in (*lines, *more)), "is_open": any(line.is_open for line in lines)}


@may("reports.view_own_points")
@require_GET
def my_points(request):
    """The short way to what one answers for: the own points, those of the own room, township or unit."""
    found = list(access.own_subjects(request.user))
    if not found:
        raise Refused("您的账号没有对应的委员、联络室、乡镇或单位，没有考核得分。对应关系由领导小组办公室设置。")
    if len(found) == 1:
        return redirect("reports:points", found[0].kind, found[0].pk)
    own = [(each, account_url(each.kind, each.pk, timezone.localdate().year)) for each in found]
    return render(request, "reports/points_own.html", {"own": own})


@may("reports.view_points", access.points_subject)
@require_GET
def points(request, subject):
    """What one has, line by line, with what is marked by hand and what was appealed."""
    year = access.year_of(request.GET.get("year", ""))
    context = {
        "subject": subject,
        "year": year,
        "years": years(),
        "accounts": [_account(request.user, subject, each) for each in rounds_of(subject, year)],
        "is_own": Member.objects.filter(user=request.user, pk=subject.pk).exists() and subject.kind == "member",
    }
    return render(request, "reports/points_page.html", context)


def _account(user, subject, a_round) -> dict:
    mine, own = access.OwnAccount(subject, a_round), a_round.scheme.for_tags(subject.tags)
    result = result_of(a_round, subject)
    is_settled = a_round.row is not None and a_round.row.is_settled
    can_appeal = result is not None and not is_settled and user.has_perm("reports.appeal_points", mine)
    appeals = PointsAppeal.objects.filter(year=a_round.row, **about(subject.kind, subject.key)) if a_round.row else ()
    args = [subject.kind, subject.pk, a_round.year, a_round.scheme.code]
    return {
        "round": a_round,
        "result": result,
        "args": args,
        "ranking": _ranking(user, a_round),
        "sees_place": access.sees_places(user, a_round),
        "minimum": own.minimum,
        "full": own.full,
        "missing": own.minimum - result.total if result and result.is_below else 0,
        **_since_published(a_round, subject, result),
        "records": {item.number: item.measure for item in a_round.scheme.items if item.measure},
        "marks": marks.seen(user, subject, a_round),
        **_to_mark(user, subject, a_round, args),
        "appeals": appeals if user.has_perm("reports.view_appeals", mine) else (),
        "can_appeal": can_appeal,
        "open_state": AppealState.OPEN,
        "lines": _lines(result, a_round, args, can_appeal=can_appeal),
    }


def _ranking(user, a_round) -> str:
    """The page where the subject stands among the others, for whoever may open it."""
    if not user.has_perm("reports.view_points_list"):
        return ""
    seen = access.round_seen(user, pk=a_round.region.pk, scheme=a_round.scheme.code, year=a_round.year)
    return round_url(a_round) if seen and user.has_perm("reports.view_points_list", seen) else ""


def _to_mark(user, subject, a_round, args) -> dict:
    awaited = marks.awaited_items(user, subject, a_round)
    return {"to_mark": [(item, [*args, item.number]) for item in awaited], "awaited": [item.name for item in awaited]}


def _since_published(a_round, subject, result) -> dict:
    """What was corrected since, and what the records would come to now."""
    if not a_round.is_published or result is None:
        return {}
    row = PointsResult.objects.get(year=a_round.row, **about(subject.kind, subject.key))
    return {"row": row, "now": counted_of(a_round, subject).total}


def _lines(result, a_round, args, *, can_appeal: bool) -> list[dict]:
    """Each line with the way down to its records, and the way to object to it."""
    found = []
    for line in result.lines if result else ():
        item = a_round.scheme.item(line.number) if line.number else None
        url = reverse("reports:points_records", args=[*args, line.number]) if item and item.measure else ""
        appeal = f"{reverse('reports:appeal_points', args=args)}?item={line.number}" if can_appeal and item else ""
        found.append({"line": line, "item": item, "url": url, "appeal": appeal})
    return found


@may("reports.view_points", access.account)
@require_GET
def points_records(request, account):
    """The records that one item counted: consultations and activities, as far as the person may open them."""
    a_round, subject = account.round, account.subject
    result = result_of(a_round, subject)
    told = {
        "subject": subject,
        "round": a_round,
        "line": result and result.line_of(request.resolver_match.kwargs["number"]),
        "back": account_url(subject.kind, subject.pk, a_round.year),
    }
    return records_page(request, "reports/points_records.html", account, **told)
