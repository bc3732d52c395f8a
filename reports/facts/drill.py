"""From a figure down to its records: consultations or activities by day, for whoever sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import chain, islice

from django.db.models import F, Model
from django.urls import reverse

from consult.models import Consultation, PastConsultation
from proposals.models import PastPublication, Proposal, SpecialReport
from reports.facts.counted import COUNTED
from reports.facts.quotas import State, records, records_of_whole
from reports.models import Bulletin, Contribution, Inspection, MediaArticle
from rooms.models import Activity
from rooms.practice.counting import MEASURE_UNITS, MEASURES

# The newest ones; a figure of a year has seldom more.
MOST_SHOWN = 200
# Records that a file reads together.
BATCH = 2000


# What a record is called at the head of its lines, and where the person does not see it.
HEADS = {
    "case": "协商",
    "past": "协商",
    "activity": "活动",
    "proposal": "提案、信息",
    "report": "要报、专报",
    "publication": "简报、稿件",
    "bulletin": "工作简报",
    "contribution": "投稿",
    "article": "媒体稿件",
    "inspection": "督办检查",
}
HIDDEN = {
    "activity": "一次您没有权限查看的活动",
    "proposal": "一件您没有权限查看的提案或者信息",
    "report": "一期您没有权限查看的报告",
    "publication": "一份您没有权限查看的简报或者稿件",
    "bulletin": "一期您没有权限查看的简报",
    "contribution": "一篇您没有权限查看的投稿",
    "article": "一篇您没有权限查看的稿件",
    "inspection": "一次您没有权限查看的督办检查",
}
HIDDEN_CASE, NOT_TAKEN_UP = "一件您没有权限查看的协商", "还没有列为协商的议题"
# What stands beside the name of a record.
NOTES = {
    "case": lambda found: found.label,
    "past": lambda found: found.label,
    "activity": lambda found: f"{found.room.unit.short_name}，{found.get_context_display()}",
    "proposal": lambda found: f"{found.get_kind_display()}，{found.by_whom}",
    "report": lambda found: found.ledger_label,
    "publication": lambda found: f"{found.issue or found.outlet}，使用系统以前",
    "bulletin": lambda found: found.ledger_label,
    "contribution": lambda found: found.ledger_label,
    "article": lambda found: f"{found.outlet}（{found.get_level_display()}）",
    "inspection": lambda found: found.unit.short_name,
}


@dataclass(frozen=True)
class Line:
    """What was counted of one record on one day: of a consultation, an activity, an article."""

    day: date
    n: int
    # None: a topic that no room has taken up, or what the person does not see.
    found: Model | None
    is_hidden: bool
    # What it leads to, as HEADS names it.
    of_what: str = "case"

    @property
    def title(self) -> str:
        """What the record is called, or the words for one that the person may not open."""
        if self.found is None:
            return HIDDEN.get(self.of_what, HIDDEN_CASE) if self.is_hidden else NOT_TAKEN_UP
        if self.of_what == "activity":
            kind = self.found.get_kind_display()
            return f"{kind}：{self.found.what}" if self.found.is_readable else kind
        return str(self.found) if self.of_what == "inspection" else self.found.title

    @property
    def note(self) -> str:
        return NOTES[self.of_what](self.found) if self.found else ""

    @property
    def url(self) -> str:
        if self.of_what == "publication" and self.found:
            return f"{reverse('proposals:past_publications')}?kind={self.found.kind}"
        return self.found.get_absolute_url() if self.found else ""


@dataclass(frozen=True)
class Lines:
    """The newest lines of one measure, and how many there are in all."""

    name: str
    unit: str
    figure: int
    rows: list[Line]
    count: int
    # What the lines lead to; what was before the system stands among the cases.
    of_what: str = "case"

    @property
    def head(self) -> str:
        return HEADS[self.of_what]


@dataclass(frozen=True)
class Part:
    """One number of a page and the records it was counted from, as quotas.found_in gives them."""

    measure: str
    figure: int
    found: list[tuple]

    def newest(self, user) -> Lines:
        return lines_of(self.measure, self.figure, self.found, user)

    def every(self, user) -> Iterator[Line]:
        """All lines, the newest first, read in batches."""
        sources = (_every(counted, rows, user) for counted, rows in self.found)
        return merge(*sources, key=lambda line: line.day, reverse=True)


def part_of(measure: str, found) -> Part:
    """The part of which the figure is what its records come to now."""
    return Part(measure, sum(rows.order_by().aggregate(n=each.total)["n"] or 0 for each, rows in found), found)


def parts_of(state: State) -> list[Part]:
    """The measure of a rule, and what a ratio compares it with."""
    quota, period = state.quota, (state.subject, state.since, state.until)
    found = [Part(quota.measure, state.figure, records(quota, *period))]
    if quota.ratio_of:
        found.append(Part(quota.ratio_of, state.whole, records_of_whole(quota, *period)))
    return found


def lines_of(measure: str, figure: int, found, user) -> Lines:
    """The newest records of a figure; `found` as quotas.found_in gives it."""
    parts = [_rows(counted, rows, user) for counted, rows in found]
    shown = sorted(chain(*(rows for rows, _ in parts)), key=lambda line: line.day, reverse=True)[:MOST_SHOWN]
    count, of_what = sum(count for _, count in parts), COUNTED[measure].of_what
    return Lines(MEASURES[measure], MEASURE_UNITS[measure], figure, shown, count, of_what)


def _rows(counted, rows, user) -> tuple[list[Line], int]:
    newest = _newest(counted, rows)
    lines = list(newest[: MOST_SHOWN + 1])
    count = newest.count() if len(lines) > MOST_SHOWN else len(lines)
    return _seen(counted, lines[:MOST_SHOWN], user), count


def _newest(counted, rows):
    """Day, record and number of each line."""
    rows = rows.order_by().values("fact_day", fact_of=F(counted.leads_to or counted.source))
    found = rows.annotate(fact_n=counted.total).order_by("-fact_day", "-fact_of")
    return found.values_list("fact_day", "fact_of", "fact_n")


def _every(counted, rows, user) -> Iterator[Line]:
    days = _newest(counted, rows).iterator(BATCH)
    while batch := list(islice(days, BATCH)):
        yield from _seen(counted, batch, user)


def _seen(counted, lines: list[tuple], user) -> list[Line]:
    what = counted.of_what
    seen = SEEN[what](user, {key for _, key, _ in lines if key})
    return [Line(day, n, seen.get(key), bool(key) and key not in seen, what) for day, key, n in lines]


def _cases(user, keys) -> dict[int, Consultation]:
    seen = Consultation.objects.visible_to(user).filter(pk__in=keys).select_related("topic", "room__unit")
    return {each.pk: each for each in seen.defer("topic__pieces", "topic__title_pieces", "topic__why")}


def _activities(user, keys) -> dict[int, Activity]:
    rows = Activity.objects.visible_to(user).filter(pk__in=keys).told_to(user)
    return {each.pk: each for each in rows.select_related("room__unit").defer("result")}


def _past(user, keys) -> dict[int, PastConsultation]:
    seen = PastConsultation.objects.visible_to(user).filter(pk__in=keys).select_related("room__unit")
    return {each.pk: each for each in seen}


def _proposals(user, keys) -> dict[int, Proposal]:
    seen = Proposal.objects.visible_to(user).filter(pk__in=keys).select_related("room__unit", "member")
    return {each.pk: each for each in seen.defer("situation", "advice", "title_pieces")}


def _reports(user, keys) -> dict[int, SpecialReport]:
    seen = SpecialReport.objects.visible_to(user).filter(pk__in=keys)
    return {each.pk: each for each in seen.defer("lead", "body")}


def _publications(user, keys) -> dict[int, PastPublication]:
    return PastPublication.objects.visible_to(user).in_bulk(keys)


def _bulletins(user, keys) -> dict[int, Bulletin]:
    return Bulletin.objects.visible_to(user).defer("paper").in_bulk(keys)


def _contributions(user, keys) -> dict[int, Contribution]:
    return Contribution.objects.visible_to(user).select_related("room__unit").defer("text").in_bulk(keys)


def _articles(user, keys) -> dict[int, MediaArticle]:
    return MediaArticle.objects.visible_to(user).in_bulk(keys)


def _inspections(user, keys) -> dict[int, Inspection]:
    seen = Inspection.objects.visible_to(user).filter(pk__in=keys).select_related("room__unit", "unit")
    return {each.pk: each for each in seen.defer("found", "suggestions")}


SEEN = {
    "case": _cases,
    "activity": _activities,
    "proposal": _proposals,
    "report": _reports,
    "past": _past,
    "publication": _publications,
    "bulletin": _bulletins,
    "contribution": _contributions,
    "article": _articles,
    "inspection": _inspections,
}
