"""What the reports of a span say: counted once for a whole city, told for it, its townships and its rooms."""

from reports.facts.periodic.content import CODES, content_of, differences, place_of
from reports.facts.periodic.survey import Survey, Target, survey, targets_of

__all__ = ["CODES", "Survey", "Target", "content_of", "differences", "place_of", "survey", "targets_of"]
