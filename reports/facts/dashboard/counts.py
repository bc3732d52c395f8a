"""The numbers of a dashboard out of the facts: one query, however many rooms there are."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import F, Q, Sum, Value

from reports.facts import published, sums
from reports.facts.dashboard.asked import Asked
from reports.facts.months import BAR

# What became of matters; how many were done is a published figure.
DONE, NOT_DONE = published.BY_CODE["done"], ("declined_matters", "open_matters")
# Measures that are told by their parts: by step, class, outcome, satisfaction.
BY_PART = (
    DONE.measure,
    *NOT_DONE,
    "steps_done",
    "step_days",
    "matter_satisfaction",
    "matters_rated",
    "proposals",
    "proposals_submitted_filed",
    "proposals_rated",
)
MONTHLY = {code: published.BY_CODE[code] for code in ("consultation", "done", "visit", "reception")}


@dataclass(frozen=True)
class Parts:
    """What each measure came to, by what narrows it."""

    rows: dict[str, list[tuple[dict, int]]]

    def of(self, measure: str, **where) -> int:
        return sum(n for part, n in self.rows[measure] if all(part.get(key) == value for key, value in where.items()))

    def by(self, measure: str, key: str) -> Counter:
        found = Counter()
        for part, n in self.rows[measure]:
            found[part.get(key, "")] += n
        return found


@dataclass(frozen=True)
class Counts:
    # Published figures of the place and of each place below it.
    figures: list[dict]
    parts: Parts
    # What became of the matters of each place below.
    outcomes: list[Counter]
    # A figure → what it came to in each month of the trend.
    trend: dict[str, list[int]]


def counts_of(asked: Asked) -> Counts:
    found = sums.together(_asked(asked))
    figures = _figures(asked, found)
    return Counts(figures, _parts(found["parts"]), _outcomes(asked, figures[1:], found), _trend(asked, found["trend"]))


SUM = {"recorded": Sum("n"), "now": Value(0), "before": Value(0)}


def _asked(asked: Asked) -> list:
    window, months, here = asked.window, asked.window.trend, sums.rows_of_place(asked.place)
    trend = here.filter(published.wanted(MONTHLY.values()), month__range=(months[0], months[-1]))
    return [
        *published.asked([asked.place], window.span),
        *published.asked(asked.below, window.span, published.OF_ROOMS),
        *sums.of_places("outcomes", asked.below, window.months & Q(measure__in=NOT_DONE), SUM),
        sums.rows_of("parts", here.filter(window.months, measure__in=BY_PART), SUM, part=F("part")),
        sums.rows_of("trend", trend, SUM, month=F("month")),
    ]


def _figures(asked: Asked, found) -> list[dict]:
    """All of the place, and those of rooms of each place below; a group has the opening figures of its rooms."""
    span, figures = asked.window.span, sums.sums_of(published.FIGURES, found)
    opened, *below = published.openings([asked.place, *asked.below])
    if asked.is_group:
        opened = sum(below, Counter())
    return [
        published.figures_of(asked.place, span, figures, opened),
        *(
            published.figures_of(place, span, figures, opening, published.OF_ROOMS)
            for place, opening in zip(asked.below, below, strict=True)
        ),
    ]


def _parts(rows) -> Parts:
    found = defaultdict(list)
    for measure, _, _, part, n, *_ in rows:
        found[measure].append((read(part), n))
    return Parts(found)


def read(part: str) -> dict:
    """|level=city|class=traffic| as a table."""
    return dict(piece.split("=", 1) for piece in part.split(BAR) if "=" in piece)


def _trend(asked: Asked, rows) -> dict[str, list[int]]:
    found = {(measure, month): n for measure, _, month, _, n, *_ in rows}
    months = asked.window.trend
    return {code: [found.get((each.measure, month), 0) for month in months] for code, each in MONTHLY.items()}


def _outcomes(asked: Asked, figures, found) -> list[Counter]:
    """Of records alone: of what an opening figure tells nobody knows the rest."""
    counted, told = sums.sums_of("outcomes", found), []
    for place, figure in zip(asked.below, (each[DONE.code] for each in figures), strict=True):
        outcomes = Counter({measure: counted.of(measure, place)["recorded"] for measure in NOT_DONE})
        outcomes[DONE.measure] = figure.recorded if asked.window.is_total else figure.now
        told.append(outcomes)
    return told
