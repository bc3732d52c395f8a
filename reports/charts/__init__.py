"""Charts: ONE option of ECharts for a page and for paper, out of plain data, with the table that says the same."""

from reports.charts.across import bars, funnel, stacks
from reports.charts.chart import Cell, Chart, Item, Row, Series
from reports.charts.looks import SCREEN, WALL, Look
from reports.charts.upright import columns, lines

__all__ = [
    "SCREEN",
    "WALL",
    "Cell",
    "Chart",
    "Item",
    "Look",
    "Row",
    "Series",
    "bars",
    "columns",
    "funnel",
    "lines",
    "stacks",
]
