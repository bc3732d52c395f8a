"""What a chart is made of, and what it is: an option of ECharts and a table, both out of the same numbers."""

from dataclasses import dataclass, replace

NOT_REPORTED, NONE = "未报", "无"


@dataclass(frozen=True)
class Item:
    """A bar: None is 未报, which is no zero. `told` is how its number is written, where the unit does not say it."""

    name: str
    value: float | None
    url: str = ""
    told: str = ""


@dataclass(frozen=True)
class Series:
    """Numbers of one unit, one for each name of the chart, each with where it leads to."""

    name: str
    unit: str
    values: tuple
    urls: tuple[str, ...] = ()

    def url(self, at: int) -> str:
        return self.urls[at] if at < len(self.urls) else ""


@dataclass(frozen=True)
class Cell:
    told: str
    url: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class Chart:
    code: str
    title: str
    unit: str
    option: dict
    # Heads of the table, the first one over the names of its rows.
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    height: int
    # What must be known to read it right.
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was counted: a chart without a bar says less than a sentence."""
        return not any(cell.told not in (NONE, NOT_REPORTED) for row in self.rows for cell in row.cells)

    def noted(self, note: str) -> "Chart":
        return replace(self, note=note)


def labels_of(series) -> list[str]:
    """Their names, with their units where these differ; one unit of all stands over the chart."""
    return [each.name if unit_of(series) else f"{each.name}（{each.unit}）" for each in series]


def unit_of(series) -> str:
    """Of all of them, or nothing where they have different ones."""
    units = {each.unit for each in series}
    return units.pop() if len(units) == 1 else ""


def told(value, unit: str) -> str:
    if value is None:
        return NOT_REPORTED
    return f"{value:,g} {unit}".replace(",", "") if value else NONE


def table(names, series, urls=()) -> tuple[Row, ...]:
    return tuple(
        Row(
            name,
            tuple(Cell(told(each.values[at], each.unit), each.url(at), each.values[at]) for each in series),
            urls[at] if at < len(urls) else "",
        )
        for at, name in enumerate(names)
    )


def point(value, url: str, **label) -> dict:
    """A number of a series for ECharts; `url` is read by the page's script and by nothing else."""
    found = {"value": value} | ({"url": url} if url else {})
    text = label.pop("formatter", None)
    if text is not None:
        # Braces would be read as a pattern.
        label["formatter"] = text.replace("{", "").replace("}", "")
    return {**found, "label": label} if label else found
