"""What the demonstration's city brings along from the time on paper, entered as its office would enter it."""

import random
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from consult.models import Consultation, Matter
from consult.steps import past
from members.enums import UnitKind
from proposals import operations
from reports.management.demo.reading import build
from reports.models import MediaArticle
from rooms import practice
from rooms.models import Room

FILE = Path(__file__).parent / "history.toml"
# Days back from today: when the papers were written, and how long a matter took.
FIRST, LAST = 370, 150
TOOK = (20, 120)


@dataclass(frozen=True)
class Consulted:
    title: str
    matters: tuple[str, ...]
    # Where the words of its title do not tell.
    topic_class: str = ""


@dataclass(frozen=True)
class Outlet:
    name: str
    level: str
    n: int


@dataclass(frozen=True)
class History:
    """`consultations` and `done` are totals with the cases that are played."""

    source: str
    consultations: int
    done: int
    consulted: tuple[Consulted, ...]
    bulletins: tuple[str, ...]
    outlets: tuple[Outlet, ...]
    pieces: tuple[str, ...]


def load() -> History:
    return build(History, tomllib.loads(FILE.read_text(encoding="utf-8")), where=FILE.name)


class Papers:
    """The old papers of the city, and who enters them."""

    def __init__(self, city, *, by):
        self.data, self.city, self.by = load(), city, by
        self.dice = random.Random(2306)  # noqa: S311 - a demonstration, no secret
        self.today = timezone.localdate()

    def write(self) -> None:
        self._consultations()
        self._articles()

    def _day(self, first: int = FIRST, last: int = LAST) -> date:
        return self.today - timedelta(days=self.dice.randint(last, first))

    def _consultations(self) -> None:
        """As many as the played cases leave of the total; of their matters, as many done as are left."""
        held = Consultation.objects.filter(meeting_set__state="ended").distinct().count()
        done = Matter.objects.standing().filter(
            consensus=True, state__in=["done", "partly"], consultation__minutes__editions__edition=0
        )
        wanted, left = self.data.consultations - held, self.data.done - done.count()
        rooms = list(Room.objects.open().select_related("unit__region").order_by("pk"))
        numbers = {}
        for number, each in enumerate(self.data.consulted[:wanted]):
            on, matters = self._day(), []
            for text in each.matters:
                matters.append(self._matter(text, on, is_done=left > 0))
                left -= 1
            room = rooms[number % len(rooms)]
            numbers[room, on.year] = numbers.get((room, on.year), 0) + 1
            # The numbers of this year are those of the cases.
            is_old = on.year < self.today.year
            past.record(
                room,
                by=self.by,
                title=each.title,
                topic_class=each.topic_class or practice.for_room(room).class_of(each.title),
                held_on=on,
                form=self.dice.choice(["会场协商", "现场协商", "板凳会"]),
                people=self.dice.randint(12, 30),
                minutes_year=on.year if is_old else None,
                minutes_number=numbers[room, on.year] if is_old else None,
                source=self.data.source,
                matters=matters,
            )

    def _matter(self, text: str, on: date, *, is_done: bool) -> dict:
        if not is_done:
            return {"text": text, "outcome": "open"}
        closed = min(on + timedelta(days=self.dice.randint(*TOOK)), self.today)
        return {"text": text, "outcome": "done", "closed_on": closed, "outcome_note": "已落实，群众认可。"}

    def bulletins(self, *, but: int) -> tuple[str, ...]:
        """The old issues of the leading office; the titles of the last ones, which are played, are returned."""
        unit, numbers = self._unit(UnitKind.LEADING_OFFICE), Counter()
        old, played = self.data.bulletins[:-but], self.data.bulletins[-but:]
        for at, title in enumerate(old, start=1):
            on = self.today - timedelta(days=FIRST - at * 10)
            numbers[on.year] += 1
            told = {"issued_on": on, "year": on.year, "number": numbers[on.year], "source": "简报合订本"}
            operations.record_publication(unit, by=self.by, kind="bulletin", title=title, **told)
        return played

    def _articles(self) -> None:
        """As many as those that were played leave of the total."""
        data, unit = self.data, self._unit(UnitKind.OFFICE)
        played = Counter(MediaArticle.objects.confirmed().values_list("outlet", flat=True))
        for outlet in data.outlets:
            for number in range(outlet.n - played[outlet.name]):
                on, place = self._day(last=10), self.dice.choice(list(self.city.units.values())).short_name
                piece = f"{data.pieces[number % len(data.pieces)]}（{place}）"
                told = {"issued_on": on, "year": on.year, "outlet": outlet.name, "level": outlet.level}
                operations.record_publication(unit, by=self.by, kind="article", title=piece, source="剪报", **told)

    def _unit(self, kind):
        return next(unit for unit in self.city.units.values() if unit.kind == kind)
