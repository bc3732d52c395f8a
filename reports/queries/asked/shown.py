"""What the list shows of a row, in words: read for the rows of one page, a few queries for each table."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.utils import timezone

from consult.models import Assignment, EvaluationInvitation
from consult.models.topic import wide
from members.models import Absence, Unit, User
from members.queries import desks
from proposals.models import Handling
from reports.enums import AskedKind, AskedStage
from reports.queries.asked.sources import NEVER, OPEN, OWN_TURN
from rooms import calendar
from rooms.enums import LimitState
from rooms.models import Requirement, TimeLimit

RELATED = {
    "assignment": lambda: Assignment.objects.select_related("issued_by_unit", "matter__consultation__topic").defer(
        *wide("matter__consultation__topic")
    ),
    "handling": lambda: Handling.objects.select_related("issued_by_unit", "report", "proposal__member"),
    "requirement": lambda: Requirement.objects.select_related("hearing"),
    "rating": lambda: EvaluationInvitation.objects.select_related("round__keeper"),
    "limit": lambda: TimeLimit.objects.select_related("supervisor").prefetch_related(
        GenericPrefetch("owner", [Handling.objects.select_related("report")])
    ),
}
# An evaluation has no state of its own, and that of a limit is the clock's: how their stages are called, and drawn.
STATES = {
    "rating": {
        AskedStage.DOING: ("open", "待评议"),
        AskedStage.CLOSED: ("done", "已评议"),
        AskedStage.OVER: ("closed", "已截止"),
    },
    "limit": {
        AskedStage.DOING: ("open", "未完成"),
        AskedStage.WAITING: ("paused", "停表"),
        AskedStage.CLOSED: ("done", "已完成"),
        AskedStage.OVER: ("closed", "不再计算"),
    },
}
ACTS = {
    ("assignment", "issued"): "签收",
    ("assignment", "accepted"): "报告进展，办完后申请办结",
    ("assignment", "reported"): "等待下达单位核对",
    ("handling", "proposed"): "答复是否承办",
    ("handling", "issued"): "签收",
    ("handling", "agreed"): "等待正式交办",
    ("handling", "objected"): "等待退办处理意见",
    ("handling", "accepted"): "办理并反馈",
    ("handling", "answered"): "等待核对",
    ("requirement", "open"): "报告落实情况",
    ("rating", "open"): "评议",
}


# On the workbench the act stands first, and says of what.
SENTENCES = {
    ("assignment", "issued"): "签收任务",
    ("assignment", "accepted"): "办理任务，报告进展",
    ("handling", "proposed"): "答复{who}是否同意承办",
    ("handling", "issued"): "签收{who}交办的任务",
    ("handling", "accepted"): "办理{who}交办的任务，反馈办理情况",
    ("requirement", "open"): "落实{who}的汇报会要求",
    ("rating", "open"): "评议",
}


@dataclass(frozen=True)
class Item:
    """One row of the list."""

    source: str
    record: models.Model
    unit: Unit
    kind: str
    stage: AskedStage
    # Its code, for the color of the badge, and its word.
    state: str
    state_word: str
    title: str
    # What it belongs to: a case, a report, a proposal, a meeting.
    about: str
    asked_by: str
    role: str
    act: str
    due_on: date | None
    # By when it is to be answered, which another limit may come before.
    answer_by: date | None
    # Where the day comes from, and how far away it is.
    due_source: str
    left: str
    days_late: int
    holder: User | None
    deputy: User | None
    away: Absence | None
    issued_at: datetime
    accepted_at: datetime | None
    answered_at: datetime | None

    @property
    def key(self) -> str:
        return f"{self.source}:{self.record.pk}"

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()

    @property
    def sentence(self) -> str:
        """What to do, as the workbench says it."""
        return SENTENCES.get((self.source, self.state), self.act).format(who=self.asked_by)

    @property
    def is_own_turn(self) -> bool:
        return self.stage in OWN_TURN

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def late_words(self) -> str:
        return f"逾期 {self.days_late} 天" if self.days_late else ""

    @property
    def stand_in(self) -> User | None:
        """Who acts while the handler is away."""
        return (self.away.deputy or self.deputy) if self.away else None


def with_items(rows) -> list[Item]:
    """The rows of a page in words."""
    rows = list(rows)
    keys = defaultdict(list)
    for row in rows:
        keys[row.as_source].append(row.as_id)
    records = {code: RELATED[code]().in_bulk(found) for code, found in keys.items()}
    around = Around(rows)
    # What was taken away between the two readings is left out.
    return [around.item(row, records[row.as_source][row.as_id]) for row in rows if row.as_id in records[row.as_source]]


class Around:
    """What the rows of a page share: their units and people, who is away, and the calendar."""

    def __init__(self, rows):
        self.units = Unit.objects.in_bulk({row.as_unit for row in rows})
        self.people = User.objects.in_bulk({key for row in rows for key in (row.as_holder, row.as_deputy) if key})
        self.away = desks.away_today(self.units) if self.people else {}
        self.explained = _explained([row.as_id for row in rows if row.as_source == "handling"])
        self.today = timezone.localdate()
        self.changed = calendar.overrides() if any(row.as_due_on != NEVER for row in rows) else {}

    def item(self, row, record) -> Item:
        title, about, asked_by, role, due_source = WORDS[row.as_source](record)
        due_source = self.explained.get(row.as_id, "") if row.as_source == "handling" else due_source
        due_on = None if row.as_due_on == NEVER else row.as_due_on
        state, word = _state(row, record)
        days_late, left = self.distance(row, due_on)
        return Item(
            source=row.as_source,
            record=record,
            unit=self.units[row.as_unit],
            kind=AskedKind(row.as_kind).label,
            stage=AskedStage(row.as_stage),
            state=state,
            state_word=word,
            title=title,
            about=about,
            asked_by=asked_by,
            role=role,
            act=ACTS.get((row.as_source, state), ""),
            due_on=due_on,
            answer_by=row.as_answer_by,
            due_source=due_source if due_on else "",
            left=left,
            days_late=days_late,
            holder=self.people.get(row.as_holder),
            deputy=self.people.get(row.as_deputy),
            away=self.away.get(row.as_holder),
            issued_at=row.as_issued_at,
            accepted_at=row.as_accepted_at,
            answered_at=row.as_answered_at,
        )

    def distance(self, row, due_on) -> tuple[int, str]:
        """By how many working days it is late, or how long there is; neither where it is not the unit's turn."""
        if due_on is None or row.as_stage not in OWN_TURN:
            return 0, ""
        if due_on >= self.today:
            return 0, calendar.left(self.today, due_on, overrides=self.changed).sentence
        return calendar.days_late(due_on, self.today, overrides=self.changed) if row.as_is_strict else 0, ""


def _explained(keys) -> dict[int, str]:
    """How the next limit of each of these handlings came about, in its own words."""
    limits = TimeLimit.objects.open().filter(owner_type=ContentType.objects.get_for_model(Handling), owner_id__in=keys)
    found = {}
    for limit in limits.order_by("due_on", "pk") if keys else ():
        stands = "，计时暂停" if limit.state == LimitState.PAUSED else ""
        found.setdefault(limit.owner_id, f"{limit.name}{stands}")
    return found


def _state(row, record) -> tuple[str, str]:
    if row.as_source in STATES:
        return STATES[row.as_source][row.as_stage]
    return record.state, record.get_state_display()


def _rating(invitation) -> tuple:
    round = invitation.round
    return round.about, "评议", round.keeper.short_name, "评议单位", "评议截止日"


def _assignment(task) -> tuple:
    about = task.matter.consultation.title if task.matter_id else task.origin
    return task.task, about, task.issued_by_unit.short_name, task.get_role_display(), "下达时确定"


def _handling(handling) -> tuple:
    # Many are asked the same in the same words: what it is about tells one from another.
    return str(handling.subject), handling.task, handling.issued_by_unit.short_name, handling.get_role_display(), ""


def _requirement(requirement) -> tuple:
    hearing = requirement.hearing
    return requirement.text, hearing.meeting, hearing.body, "责任单位", "会上确定"


def _limit(limit) -> tuple:
    asked_by = limit.supervisor.short_name if limit.supervisor else limit.given_by
    return f"{limit.name}：{limit.subject}", "", asked_by, "", ""


WORDS = {
    "assignment": _assignment,
    "handling": _handling,
    "requirement": _requirement,
    "rating": _rating,
    "limit": _limit,
}
