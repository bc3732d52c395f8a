"""The dashboard of a place: its figures, rates and pictures, each number with the way down to its records."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from consult.enums import Step
from consult.enums.evaluation import Satisfaction
from reports.charts import SCREEN, Chart, Item, Look, Series, bars, columns, funnel, lines, stacks
from reports.facts import city, published, rates
from reports.facts.dashboard import counts, units
from reports.facts.dashboard.asked import Asked, month_names
from reports.facts.dashboard.links import figure_url, place_url, rate_url, records_url, rooms_url
from rooms import practice

STEPS = [step for step in Step if step != Step.EVALUATION]
# Blue runs, green is done: in the order of the colours of series.
OUTCOME_NAMES = {"open_matters": "没有办结", "done_matters": "落实", "declined_matters": "未采纳"}
# What the form of a result offers; what was written otherwise is told as one.
SATISFACTION, OTHERWISE = ("满意", "基本满意", "不满意"), "另有说明"
UNCLASSED = "没有分类"


@dataclass(frozen=True)
class Rate:
    """A share with both its numbers; a whole of nothing is 无, and no zero."""

    name: str
    part: int
    whole: int
    unit: str
    url: str = ""


@dataclass(frozen=True)
class Told:
    """A number with its unit, its way down, and what stands under it."""

    name: str
    n: int
    unit: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A place below with its numbers."""

    name: str
    url: str
    cells: list[Told]


@dataclass(frozen=True)
class Board:
    asked: Asked
    figures: dict
    figures_below: list[dict]
    rates: list[Rate]
    charts: dict[str, Chart]

    @property
    def is_empty(self) -> bool:
        return not any(each.total or each.now for each in self.figures.values())

    @cached_property
    def rooms(self) -> int:
        """Open on the last day of the span."""
        return self.asked.place.open_on(self.asked.window.last_day)

    @property
    def columns(self) -> tuple:
        return published.OF_ROOMS

    @cached_property
    def shown(self) -> list[Told]:
        codes = [each.code for each in self.columns] + [code for code in city.BY_CODE if code in self.figures]
        figures = self.figures
        found = [replace(self._told(self.asked.place, figures, code), note=self._note(figures[code])) for code in codes]
        if self.asked.place.room is None:
            found.insert(0, Told("联络室", self.rooms, "个", rooms_url(self.asked)))
        return found

    @cached_property
    def below(self) -> list[Line]:
        """The numbers of each place below, in the order of the places."""
        pairs = zip(self.asked.below, self.figures_below, strict=True)
        return [
            Line(
                place.name, place_url(place, self.asked), [self._told(place, rows, each.code) for each in self.columns]
            )
            for place, rows in pairs
        ]

    @cached_property
    def whole(self) -> Line:
        """The place itself, under the places below it."""
        cells = [self._told(self.asked.place, self.figures, each.code) for each in self.columns]
        return Line("合计", place_url(self.asked.place, self.asked), cells)

    def _told(self, place, figures: dict, code: str) -> Told:
        each, window = figures[code], self.asked.window
        url = figure_url(code, place.query, window.code)
        return Told(each.published.name, each.total if window.is_total else each.now, each.published.unit, url)

    def _note(self, each) -> str:
        """What stands under a figure of the place: the year beside the sum, or the sum beside the span."""
        if self.asked.window.is_total:
            return each.note
        return f"{each.span.before.name} {each.before}，累计 {each.total}"


def board_of(asked: Asked, user, *, look: Look = SCREEN) -> Board:
    counted, of_city = counts.counts_of(asked), units.of_city(asked) if asked.place.is_city else None
    (first, *below), parts = counted.figures, counted.parts
    charts = [
        _six(asked, parts, look),
        *_trend(asked, counted.trend, look),
        _classes(asked, parts, _pack(asked), look),
        _satisfaction(asked, parts, look),
    ]
    if asked.below:
        charts += [_places(asked, below, look), _outcomes(asked, counted.outcomes, look)]
    shares = _rates(asked, parts)
    if of_city:
        first |= _told_to(user, of_city.figures)
    if of_city and user.has_perm("reports.view_asked"):
        charts += [units.chart(of_city.rows, asked, look)]
        shares = [*reported_rates(of_city.rows, asked), *shares] if user.has_perm("proposals.list_reports") else shares
    return Board(asked, first, below, shares, {chart.code: chart for chart in charts})


def _told_to(user, figures: dict) -> dict:
    """How many reports went up is told to whoever sees their list."""
    sees = user.has_perm("proposals.list_reports")
    return {code: figure for code, figure in figures.items() if code != "report" or sees}


def _pack(asked: Asked):
    return practice.current_for([asked.place.path], on=asked.window.span.until)[asked.place.path]


def narrowed_words(where: dict, pack, but: dict) -> list[str]:
    """What narrows a number, in words; `but` are values that it leaves out."""
    said = {
        "step": lambda code: dict(Step.choices).get(code, code),
        "verdict": lambda code: dict(Satisfaction.choices).get(code, code),
        "class": lambda code: ((found := pack.topic_class(code)) and found.name) or code or UNCLASSED,
    }
    beyond = [f"{'、'.join(map(said.get(key, str), values))}以外" for key, values in but.items()]
    return [said.get(key, str)(value) for key, value in where.items()] + beyond


def _six(asked: Asked, parts, look: Look) -> Chart:
    """How many cases went through each step, and how long they stood at it."""
    done, days = parts.by("steps_done", "step"), parts.by("step_days", "step")
    items = [
        Item(
            step.label,
            done[step],
            records_url("steps_done", asked, step=step) if done[step] else "",
            f"{done[step]} 件，均 {days[step] / done[step]:.1f} 天" if done[step] else "",
        )
        for step in STEPS
    ]
    chart = funnel("six", "六步进展和各步用时", items, unit="件", look=look)
    return chart.noted("走完各步的协商，按离开这一步的月份计；补录的和直接办理的不计。平均用时是自然日。")


def _trend(asked: Asked, found, look: Look) -> list[Chart]:
    months = asked.window.trend
    names = month_names(months)

    def series(code: str) -> Series:
        each = published.BY_CODE[code]
        urls = [_of_month(asked, code, month) if n else "" for month, n in zip(months, found[code], strict=True)]
        return Series(each.name, each.unit, tuple(found[code]), tuple(urls))

    return [
        columns("trend", "每月协商和落实", names, [series("consultation"), series("done")], look=look),
        lines("service", "每月走访和接访", names, [series("visit"), series("reception")], look=look),
    ]


def _of_month(asked: Asked, code: str, month: date) -> str:
    return figure_url(code, asked.place.query, f"{month:%Y-%m}")


def _classes(asked: Asked, parts, pack, look: Look) -> Chart:
    """What became of matters, by what they are about."""
    by_class = {measure: parts.by(measure, "class") for measure in OUTCOME_NAMES}
    codes = sorted({code for found in by_class.values() for code in found}, key=lambda code: (not code, code))
    words = {each.code: each.name for each in pack.topic_classes}
    names = [words.get(code, code) or UNCLASSED for code in codes]
    series = [
        Series(
            name,
            "件",
            tuple(by_class[measure][code] for code in codes),
            tuple(records_url(measure, asked, **{"class": code}) for code in codes),
        )
        for measure, name in OUTCOME_NAMES.items()
    ]
    return stacks("classes", "各类议题的事项结果", names, series, head="议题类别", look=look).noted(OUTCOME_NOTE)


OUTCOME_NOTE = "落实（含部分落实）和未采纳的按办结月份计，没有办结的按纪要审签月份计。"


def _places(asked: Asked, below, look: Look) -> Chart:
    items = []
    for place, figures in zip(asked.below, below, strict=True):
        each = figures["consultation"]
        n = each.total if asked.window.is_total else each.now
        url = figure_url("consultation", place.query, asked.window.code) if n else place_url(place, asked)
        items.append(Item(place.name, n, url))
    return bars("places", "各地各室开展协商", items, unit="场次", head="范围", look=look)


def _outcomes(asked: Asked, found, look: Look) -> Chart:
    order = sorted(range(len(found)), key=lambda at: -sum(found[at].values()))
    names = [asked.below[at].name for at in order]
    here = [Asked(asked.below[at], [], asked.window) for at in order]
    series = [
        Series(
            name,
            "件",
            tuple(found[at][measure] for at in order),
            tuple(records_url(measure, each) for each in here),
        )
        for measure, name in OUTCOME_NAMES.items()
    ]
    urls = [place_url(each.place, asked) for each in here]
    chart = stacks("outcomes", "各地各室的事项结果", names, series, head="范围", urls=urls, look=look)
    return chart.noted(f"{chart.note}。{OUTCOME_NOTE}" if chart.note else OUTCOME_NOTE)


def _rates(asked: Asked, parts) -> list[Rate]:
    def rate(name: str, measure: str, part: int) -> Rate:
        whole = parts.of(measure)
        return Rate(name, part, whole, "件", records_url(measure, asked) if whole else "")

    return [
        rate("办理评议满意率", "matters_rated", parts.of("matters_rated", verdict="yes")),
        rate("提案立案率", "proposals", parts.of("proposals_submitted_filed")),
        rate("提案满意率", "proposals_rated", parts.of("proposals_rated", verdict="yes")),
    ]


def _satisfaction(asked: Asked, parts, look: Look) -> Chart:
    """What people were found to think of it when a matter was closed, in the words that were entered."""
    found = parts.by("matter_satisfaction", "satisfaction")
    items = [
        Item(word, found[word], records_url("matter_satisfaction", asked, satisfaction=word)) for word in SATISFACTION
    ]
    others = sum(n for word, n in found.items() if word not in SATISFACTION)
    if others:
        items.append(
            Item(OTHERWISE, others, records_url("matter_satisfaction", asked, but={"satisfaction": SATISFACTION}))
        )
    return bars("satisfaction", "办结事项的群众满意度", items, unit="件", head="群众反映", is_ranked=False, look=look)


def reported_rates(found, asked: Asked) -> list[Rate]:
    """The four rates of reports and of what was given out of them."""
    counts = units.totals(found)
    return [
        Rate(each.name, counts[each.part.measure], counts[each.whole.measure], each.unit, rate_url(each.code, asked))
        for each in rates.OF_REPORTS
    ]
