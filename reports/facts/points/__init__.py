"""积分: what a year's records are worth by the scheme of a place, explained down to the records."""

from reports.facts.points.results import Result, compared, counted_of, data_of, line_of, records, result_of, results
from reports.facts.points.rounds import Followed, Round, participants, round_of_row, rounds_near, rounds_of
from reports.facts.points.scheme import Assessor, Item, Scheme, scheme_named
from reports.facts.points.scoring import Corrected, Given, ScoreLine, plain, score

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
    "counted_of",
    "data_of",
    "line_of",
    "participants",
    "plain",
    "records",
    "result_of",
    "results",
    "round_of_row",
    "rounds_near",
    "rounds_of",
    "scheme_named",
    "score",
]
