"""What the demonstration's office sent up this year, what leaders wrote on it, and what units do with it.

These are the reports of the city: nothing of the kind is among its old papers, so that none is counted twice.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from consult.models import Submission
from consult.steps import submission
from members.enums import RoleCode
from members.models import Role
from proposals import operations
from proposals.models import Handling, Instruction
from proposals.operations import adoptions, handling_work, handlings, instructions, reports
from proposals.operations.handlings import Part
from reports.management.demo.reading import build
from rooms.models import Room

FILE = Path(__file__).parent / "gone_up.toml"
OFFICE, GOVERNMENT, PARTY = "秦岚", "龙飞", "卫东来"
# Tasks that were taken on, and reports of which everything came back.
TAKEN_ON, CLOSED, ANSWERED = 25, 11, 12
# Days after the issue on which things happen.
WRITTEN, GIVEN, ACCEPTED, PROGRESS, ANSWER, JUDGED, ENDED = 4, 7, 9, 20, 38, 42, 45
# Days from today on which the last answer came in, and an objection: both wait for the office.
LAST_ANSWER, OBJECTED = -8, -2
# The report with what the case of the school crossing laid before the office.
OF_MATTER = 16
TO = {"reported_to": "市委、市政府", "sent_to": "市委办、市政府办", "copied_to": "有关联络室", "copies": 30}
KINDS = {"digest": "资政建言要报", "information": "社情民意信息专报"}


@dataclass(frozen=True)
class Told:
    kind: str
    title: str
    body: str
    units: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True)
class GoneUp:
    leaders: tuple[tuple[str, ...], ...]
    instructions: tuple[str, ...]
    report: tuple[Told, ...]


def load() -> GoneUp:
    return build(GoneUp, tomllib.loads(FILE.read_text(encoding="utf-8")), where=FILE.name)


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them: every act of every report on its own day."""
    data, today = load(), timezone.localdate(clock.now)
    acts = []
    for number, told in enumerate(data.report, start=1):
        line = Line(city, data, told, number, day=_slot(number - 1, len(data.report), today))
        acts += [(_workday(day, today), number, order, act) for order, (day, act) in enumerate(line.acts())]
    acts += [(-1, 99, order, act) for order, act in enumerate(_unfinished(city))]
    for day, _, _, act in sorted(acts, key=lambda each: each[:3]):
        yield clock.at(day, "10:20")
        act()


def _slot(at: int, of: int, today: date) -> int:
    """The day of an issue, as days from today: all of this year, the last of them two weeks ago if there were two."""
    first = max(-290, (date(today.year, 1, 1) - today).days)
    last = max(first, -13)
    return first + (last - first) * at // (of - 1)


def _workday(offset: int, today: date) -> int:
    """An office works on the day before a weekend; what has not come yet is done today."""
    offset = min(offset, 0)
    day = today + timedelta(days=offset)
    back = max(0, day.weekday() - 4)
    return offset - back if (day - timedelta(days=back)).year == today.year else offset


class Line:
    """One report from its source to its end, or as far as it came."""

    def __init__(self, city, data, told: Told, number: int, *, day: int):
        self.city, self.data, self.told, self.number, self.day = city, data, told, number, day
        self.office = city.person(OFFICE)
        self.report = self.source = None

    def acts(self) -> list:
        """Pairs of a day and what is done on it."""
        day, found = self.day, []
        if self.told.kind == "information":
            found += [(day - 5, self._submit), (day - 3, self._receive)]
        elif self.number == OF_MATTER:
            found.append((day - 3, self._receive_matter))
        found += [(day, self._issue), (day + WRITTEN, self._instruct), (day + GIVEN, self._assign)]
        found += [(day + ACCEPTED, lambda at=at: self._accept(at)) for at in range(self._taken())]
        if self.number <= ANSWERED:
            answer = LAST_ANSWER if self.number == ANSWERED else day + ANSWER
            found += [(day + PROGRESS, self._progress), (answer, self._answer)]
        if self.number <= CLOSED:
            found += [(day + JUDGED, self._judge), (day + ENDED, self._end)]
        if self.number == 14:
            found.append((OBJECTED, self._object))
        if self.number in (3, 8):
            found.append((day + PROGRESS, self._adopt))
        return found

    def _taken(self) -> int:
        """How many of its two tasks were taken on."""
        return max(0, min(2, TAKEN_ON - 2 * (self.number - 1)))

    def _submit(self):
        room = list(Room.objects.open().select_related("unit__region").order_by("pk")[:16])[self.number - 1]
        clerk = Role.objects.filter(unit=room.unit, code=RoleCode.CLERK, ends_on=None).order_by("pk").first().user
        situation, _, advice = self.told.body.partition("\n")
        title = self.told.title.removeprefix("群众反映").removesuffix("的情况")
        texts = {"kind": "information", "title": title, "situation": situation, "advice": advice}
        self.source = operations.draft_and_submit(room, by=clerk, **texts)

    def _receive(self):
        self.source = operations.receive(self.source, by=self.office)

    def _receive_matter(self):
        sent = Submission.objects.filter(kind="matter", state="sent").order_by("pk").first()
        if sent:
            self.source = submission.receive(sent, by=self.office).matter

    def _issue(self):
        source = [self.source] if self.source else []
        named = "proposals" if self.told.kind == "information" else "matters"
        self.report = reports.start(
            self.city.units["office"],
            by=self.office,
            kind=self.told.kind,
            title=self.told.title,
            body=self.told.body,
            contact="秦岚　0714-8720000",
            is_internal=self.number % 2 == 1,
            **TO,
            **{named: source},
        )
        signed = {"signed_off_by": "尹怀民", "issued_on": timezone.localdate(), "version": self.report.version}
        self.report = reports.issue(self.report, by=self.office, **signed)

    def _instruct(self):
        leader, post = self.data.leaders[self.number % len(self.data.leaders)]
        self._enter(leader, post, self.data.instructions[self.number % len(self.data.instructions)])
        if self.number % 5 == 0:
            leader, post = self.data.leaders[(self.number + 1) % len(self.data.leaders)]
            self._enter(leader, post, "", is_viewed_only=True)

    def _enter(self, leader, post, text, *, is_viewed_only=False):
        is_party = post == "市委书记"
        by = self.city.person(PARTY if is_party else GOVERNMENT)
        office = self.city.units["dispatch-party" if is_party else "dispatch-government"]
        readers = [self.city.units[self.told.units[0]]] if self.number % 3 == 0 else []
        told = {"leader": leader, "post": post, "on": timezone.localdate(), "text": text}
        entered = {"is_viewed_only": is_viewed_only, "is_internal": self.number % 2 == 1, "readers": readers}
        instructions.enter(self.report, by=by, entered_for=office, **told, **entered)

    def _assign(self):
        written = Instruction.objects.written().filter(report=self.report).first()
        by = self.city.person(PARTY if written.entered_for.short_name == "市委办" else GOVERNMENT)
        lead, other = (self.city.units[code] for code in self.told.units)
        beside = "divided" if self.number % 4 == 0 else "co"
        parts = [Part(lead, "divided" if beside == "divided" else "lead"), Part(other, beside)]
        task = f"请就《{KINDS[self.told.kind]}》所提建议研究办理，办理情况书面反馈。"
        handlings.assign(self.report, by=by, office=written.entered_for, parts=parts, task=task, instruction=written)

    def _row(self, at: int) -> Handling:
        return self.report.handlings.select_related("unit").order_by("pk")[at]

    def _handler(self, at: int):
        return self.city.person(self.city.data.unit_by_code[self.told.units[at]].contact)

    def _accept(self, at: int):
        by = self._handler(at)
        handling_work.accept(self._row(at), by=by, handler=by.name)

    def _object(self):
        row, by = self._row(0), self._handler(0)
        reason = "上门代办由村（社区）网格员承担，建议由农业农村部门牵头。"
        handling_work.object_to(row, by=by, reason=reason, better_unit=self.city.units["agriculture"])

    def _progress(self):
        text = "已经召开协调会，明确了责任科室和完成时间，正在组织实施。"
        handling_work.report_progress(self._row(0), by=self._handler(0), text=text)

    def _answer(self):
        result, text = self.told.results
        for at in (1, 0):
            told = text if at == 0 else "按职责做好配合，相关资料已经提供。"
            handling_work.answer(self._row(at), by=self._handler(at), result=result, text=told)

    def _judge(self):
        by = self.city.person(GOVERNMENT)
        for at in (0, 1):
            row = self._row(at)
            if row.state == "answered":
                handling_work.close(row, by=by)

    def _end(self):
        result, text = self.told.results
        outcomes = {item.pk: (result, text) for item in self.report.items.all()}
        reports.close(self.report, by=self.office, result=text, outcomes=outcomes)

    def _adopt(self):
        level, organ = ("province", "省政协办公厅") if self.number == 3 else ("prefecture", "地级市政协办公室")
        adoptions.record(self.report, by=self.office, level=level, organ=organ, on=timezone.localdate())


def _unfinished(city):
    """On the office's desk: a report that is being written."""

    def draft():
        body = "部分村道护栏缺失，夜间行车存在隐患。\n建议分批补装，先急后缓。"
        texts = {"kind": "digest", "title": "关于补装临水临崖村道护栏的建议", "body": body}
        reports.start(city.units["office"], by=city.person(OFFICE), **texts, **TO)

    return [draft]
