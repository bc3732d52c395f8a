"""What was published, as it was: its content, the checksum over all of it, and what the records say otherwise now."""

import json
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from reports.facts.points.results import Result, counted, data_of
from reports.facts.points.rounds import Round
from reports.models import PointsResult, PointsYear


def content_of(result: Result) -> dict:
    """One result as plain data that never changes."""
    return {
        "key": result.key,
        "name": result.name[:80],
        "note": result.note[:120],
        "class": result.class_name,
        "total": str(result.total),
        "place": result.place,
        "grade": result.grade,
        "consequence": result.consequence,
        "is_below": result.is_below,
        "missing": list(result.missing),
        "lines": [data_of(line) for line in result.lines],
    }


def checksum(row: PointsYear, contents: list[dict]) -> str:
    """Over canonical JSON: keys in order, subjects in order, nothing between them."""
    whole = {
        "region": row.region.path,
        "scheme": row.scheme,
        "year": row.year,
        "practice": row.practice.sha256,
        "results": sorted(contents, key=lambda each: str(each["key"])),
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def is_intact(row: PointsYear) -> bool:
    """Whether the results still are what the checksum covers, but for what was corrected with its day."""
    rows = list(PointsResult.objects.filter(year=row))
    frozen = [each.frozen for each in rows]
    if checksum(row, frozen) != row.checksum:
        return False
    kept = (each for each in rows if each.corrected_at is None)
    return all((str(each.total), each.place, each.grade, each.lines) == _said(each.frozen) for each in kept)


def corrected(row: PointsYear) -> list[tuple[PointsResult, Decimal]]:
    """What appeals changed after publishing, each with what was published."""
    rows = PointsResult.objects.filter(year=row, corrected_at__isnull=False).order_by("corrected_at", "pk")
    return [(each, Decimal(each.frozen["total"])) for each in rows if each.frozen]


def _said(frozen: dict) -> tuple:
    total = Decimal(frozen["total"]).quantize(Decimal("0.01"))
    return str(total), frozen["place"], frozen["grade"], frozen["lines"]


@dataclass(frozen=True)
class Compared:
    """One subject beside what it came to elsewhere: then and now, or by one scheme and by another."""

    was: Result | None
    now: Result | None

    @property
    def any(self) -> Result:
        return self.now or self.was

    @property
    def points_moved(self) -> Decimal | None:
        return self.now.total - self.was.total if self.was and self.now else None

    @property
    def places_moved(self) -> int | None:
        """How many places up; down where it is less than nothing."""
        if not (self.was and self.now and self.was.place and self.now.place):
            return None
        return self.was.place - self.now.place

    @property
    def places_down(self) -> int:
        return -(self.places_moved or 0)

    @property
    def is_other(self) -> bool:
        return bool(self.points_moved) or bool(self.places_moved) or self.was is None or self.now is None

    @property
    def is_regraded(self) -> bool:
        return bool(self.was and self.now) and self.was.grade != self.now.grade


def beside(was: list[Result], now: list[Result]) -> list[Compared]:
    """In the order of what holds now; who is there no more stands at the end."""
    before = {each.key: each for each in was}
    found = [Compared(before.pop(each.key, None), each) for each in now]
    return found + [Compared(each, None) for each in before.values()]


def difference(a_round: Round, published: list[Result]) -> list[Compared]:
    """What the records say now of a year that is published, where that is something else."""
    now = sorted(counted(a_round), key=lambda each: each.place or len(published) + 1)
    return [each for each in beside(published, now) if each.is_other or each.is_regraded]
