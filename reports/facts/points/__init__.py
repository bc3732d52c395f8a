"""考核得分: what a year's records are worth by the scheme of a place, explained down to the records."""

from reports.facts.points.reckoning import ScoreLine, plain
from reports.facts.points.results import Result, compared, counted, counted_of, data_of, line_of, result_of, results
from reports.facts.points.rounds import Followed, Round, participants, round_of_row, rounds_near, rounds_of
from reports.facts.points.scheme import Assessor, Item, Scheme, scheme_named
from reports.facts.points.scoring import Corrected, Given, score
from reports.facts.points.tallies import parts

__all__ = [
    "Assessor",
    "Corrected",
    "Followed",
    "Given",
    "Item",
    "Result",
    "Round",
    "Scheme",
    "ScoreLine",
    "compared",
    "counted",
    "counted_of",
    "data_of",
    "line_of",
    "participants",
    "parts",
    "plain",
    "result_of",
    "results",
    "round_of_row",
    "rounds_near",
    "rounds_of",
    "scheme_named",
    "score",
]
