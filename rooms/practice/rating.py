"""评议表: what a form asks, which answers count as satisfied, and what an answer is worth in points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.practice.shape import Cited

# Who rates whom by a form; one without them is a checkpoint's.
SIDES = {"handling": "评办理", "proposal": "评提案"}


@dataclass(frozen=True)
class Form(Cited):
    """An evaluation or record form: its fields as plain data, and which choices count as satisfied."""

    code: str
    name: str
    fields: tuple[Mapping[str, Any], ...] = field(hash=False)
    scale: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    # What each step of the scale is worth, as the median of many answers is counted.
    points: tuple[float, ...] = ()
    # Key of the question on the whole; its answer alone decides whether somebody is satisfied.
    overall: str = ""
    # Answers that need a reason.
    reason_when: tuple[str, ...] = ()
    # The share of satisfied answers with which a round counts as satisfied.
    threshold: float = 0.5

    @property
    def choices(self) -> list[Mapping[str, Any]]:
        return [each for each in self.fields if each["type"] == "choice"]

    @property
    def criteria(self) -> list[Mapping[str, Any]]:
        """What is asked one by one, beside the question on the whole."""
        return [each for each in self.choices if each["key"] != self.overall] or self.choices

    def is_satisfied(self, data: Mapping[str, Any]) -> bool:
        """The answer on the whole counts as satisfied, or without such a question every choice that was made:
        it is one of `passing`, or not the last one of its field."""
        if self.overall:
            asked = [each for each in self.choices if each["key"] == self.overall]
        else:
            asked = [each for each in self.choices if data.get(each["key"])]
        return bool(asked) and all(data.get(each["key"]) in (self.passing or each["options"][:-1]) for each in asked)

    def needs_reason(self, data: Mapping[str, Any]) -> bool:
        return any(data.get(each["key"]) in self.reason_when for each in self.choices)

    def worth(self, answer: str) -> float | None:
        """The points of one answer; none where the form gives it none."""
        return dict(zip(self.scale, self.points, strict=False)).get(answer)

    def score(self, data: Mapping[str, Any]) -> float | None:
        """The mean over the criteria of one sheet."""
        worths = [self.worth(data.get(each["key"], "")) for each in self.criteria]
        worths = [each for each in worths if each is not None]
        return sum(worths) / len(worths) if worths else None


@dataclass(frozen=True)
class Rating(Cited):
    """How this place evaluates: from how many answers figures are told, and from how many rounds a unit has a rank."""

    least_shown: int = 3
    least_ranked: int = 5
    # Working days: before the last day those who have not answered are reminded; after it a round closes by itself.
    reminder: int = 2
    grace: int = 3
