"""履职档案: what one member did, out of the records; its figures are the facts, its lines the records behind them."""

from reports.facts.duty.figures import Figure, figures, years
from reports.facts.duty.file import lines
from reports.facts.duty.line import KINDS, Kind, Line, fits, sealed

__all__ = ["KINDS", "Figure", "Kind", "Line", "figures", "fits", "lines", "sealed", "years"]
