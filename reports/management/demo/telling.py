"""What the demonstration's city tells of its work: highlights, contributions, issues of the bulletin, articles.

Issues and articles that are played here are some of those that the city publishes in all; the older ones are among its
old papers (history.toml).
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from consult.models import Consultation
from members.enums import RoleCode
from members.models import Role
from members.workflow import Refused
from reports.management.demo.history import Papers
from reports.management.demo.reading import build
from reports.models import Contribution, Highlight
from reports.operations import articles, bulletin_items, bulletins, contributions, distribution, highlights
from reports.queries import composing
from rooms.models import Activity, Convener, Room

FILE = Path(__file__).parent / "telling.toml"
# Days from today: the old papers were entered, each issue was signed off.
ENTERED, ISSUED = -135, (-96, -54, -13)
TO = {"reported_to": "市委、市政府、市政协领导", "sent_to": "领导小组成员单位", "copied_to": "各联络室", "copies": 120}
SIGNS = "向明远"
# Pieces of one issue that come from rooms, and from marks.
SENT_IN, MARKED = 3, 2


@dataclass(frozen=True)
class Piece:
    """One article: the outlet, how many days ago, and what became of it where it was not confirmed."""

    outlet: str
    level: str
    title: str
    ago: int
    author: str = ""
    state: str = ""


@dataclass(frozen=True)
class Telling:
    leads: tuple[str, ...]
    # What the office writes itself into each issue.
    news: tuple[str, ...]
    # Kind of activity → what is good about it, and under which heads it is told, in turn.
    praise: dict
    heads: dict
    of_cases: str
    article: tuple[Piece, ...]


def load() -> Telling:
    return build(Telling, tomllib.loads(FILE.read_text(encoding="utf-8")), where=FILE.name)


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    teller = Teller(load())
    # Made on the day of today: from it the days of the old papers are reckoned.
    papers = Papers(city, by=teller.by)
    yield clock.at(ENTERED, "15:00")
    titles = papers.bulletins(but=len(ISSUED))
    for number, day in enumerate(ISSUED):
        yield clock.at(day - 6, "16:10")
        teller.mark_and_send()
        yield clock.at(day - 1, "10:00")
        teller.compose(titles[number], number)
        yield clock.at(day, "09:30")
        teller.issue()
    yield clock.at(-4, "11:00")
    teller.leave_open()
    yield clock.at(-1, "15:30")
    teller.enter_articles()


class Teller:
    """The leading office and the rooms that it tells of; everything goes through the verbs of the pages."""

    def __init__(self, data: Telling):
        self.data = data
        role = Role.objects.filter(code=RoleCode.LEADING_OFFICE).select_related("user", "unit").order_by("pk").first()
        self.by, self.unit = role.user, role.unit
        self.bulletin = None

    def mark_and_send(self) -> None:
        """Conveners mark, and rooms send in: each issue has other rooms."""
        done = self._fresh_activities()
        for activity in done[:MARKED]:
            self._mark(activity)
        for activity in done[MARKED : MARKED + SENT_IN]:
            self._send(activity)
        closed = (
            Consultation.objects.filter(state="closed", highlights=None).select_related("room").order_by("ended_at")
        )
        if case := closed.first():
            highlights.mark(case, by=self._convener(case.room), sentence=self.data.of_cases, on=timezone.localdate())

    def compose(self, title: str, number: int) -> None:
        self.bulletin = bulletins.start(self.unit, by=self.by, title=title, lead=self.data.leads[number], **TO)
        sent = list(Contribution.objects.waiting().order_by("pk"))
        marked = list(Highlight.objects.standing().filter(items=None).order_by("pk")[: MARKED + 1])
        if sent or marked:
            bulletin_items.take_up(self.bulletin, by=self.by, contributions=sent, highlights=marked)
        bulletin_items.write(self.bulletin, by=self.by, heading="工作动态", text=self.data.news[number])

    def issue(self) -> None:
        """Sign off, send round; most rooms sign for it the same day."""
        self.bulletin.refresh_from_db()
        issued = {"version": self.bulletin.version, "signed_off_by": SIGNS, "issued_on": timezone.localdate()}
        row = bulletins.issue(self.bulletin, by=self.by, **issued)
        units = [room.unit for room in Room.objects.open().select_related("unit").order_by("pk")[:12]]
        for sent in distribution.distribute(row, units, sender=self.unit, by=self.by)[:9]:
            distribution.acknowledge(sent, by=self._convener(sent.unit.room))

    def leave_open(self) -> None:
        """What is in hand today: a draft, and contributions that wait, were returned or declined."""
        done = self._fresh_activities()
        sent = [row for row in map(self._send, done[:5]) if row]
        for activity in done[5:6]:
            self._mark(activity)
        draft = bulletins.start(self.unit, by=self.by, title="活动日里的民生小事", **TO)
        if sent:
            bulletin_items.take_up(draft, by=self.by, contributions=sent[:1])
        for row in sent[1:2]:
            contributions.give_back(row, by=self.by, reason="只写了做了什么，请补充群众得到了什么。")
        for row in sent[2:3]:
            contributions.decline(row, by=self.by, reason="上一期刚刊发过同类做法。")

    def enter_articles(self) -> None:
        """Rooms enter what they were told of in; the office confirms, and strikes what is none."""
        rooms = list(Room.objects.open().select_related("unit__region").order_by("pk"))
        today = timezone.localdate()
        for number, piece in enumerate(self.data.article):
            room = rooms[number * 3 % len(rooms)]
            told = {"outlet": piece.outlet, "level": piece.level, "title": piece.title, "author": piece.author}
            told |= {"published_on": today - timedelta(days=piece.ago), "room": room}
            link = f"https://news.example.com/{today.year}/{number + 101}.html"
            row = articles.enter(by=self._convener(room), link=link, **told)
            if piece.state == "struck":
                articles.strike(row, by=self.by, reason="转发的是本系统以外的活动，没有写到协商工作。")
            elif not piece.state:
                articles.confirm(row, by=self.by)

    def _fresh_activities(self) -> list[Activity]:
        """The latest of every room of which nothing was told yet, one a room."""
        told = {*Highlight.objects.values_list("room", flat=True), *Contribution.objects.values_list("room", flat=True)}
        rows = Activity.objects.standing().filter(
            is_confidential=False, kind__in=self.data.praise, on__lte=timezone.localdate()
        )
        rows = rows.exclude(room__in=told).exclude(what="").order_by("room_id", "-on", "-pk").distinct("room_id")
        found = rows.select_related("room__unit__region")
        return sorted(found, key=lambda row: (row.on, row.pk), reverse=True)

    def _mark(self, activity) -> None:
        sentence = self._next(self.data.praise[activity.kind])
        highlights.mark(activity, by=self._convener(activity.room), sentence=sentence, on=activity.on)

    def _send(self, activity) -> Contribution | None:
        """Out of the activity; words that must not leave the room stay there."""
        name = activity.room.unit.short_name
        told = {
            "title": f"{name}：{self._next(self.data.heads[activity.kind])}",
            "text": composing.of_activity(activity),
        }
        try:
            return contributions.send(activity.room, by=self._convener(activity.room), activity=activity, **told)
        except Refused:
            return None

    def _next(self, texts: list[str]) -> str:
        texts.append(texts.pop(0))
        return texts[-1]

    def _convener(self, room):
        conveners = Convener.objects.on(timezone.localdate()).filter(room=room, rank="first").select_related("user")
        return next((convener.user for convener in conveners), self.by)
