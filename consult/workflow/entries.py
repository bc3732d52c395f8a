"""What people write down for a checkpoint of the pack: whether it is enough, and in plain words what is missing.

Each function takes the checkpoint and a `Record`: the case with the entries made for this checkpoint, oldest first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from consult import queries
from consult.enums import EntryRole, Step, Verdict
from consult.models import CheckpointEntry
from rooms import calendar
from rooms.practice import Checkpoint, Practice
from rooms.practice.shares import exact, share_after


@dataclass
class Record:
    """One checkpoint of one case with what was written down for it."""

    consultation: object
    pack: Practice
    stage: str
    checkpoint: Checkpoint
    entries: list[CheckpointEntry]
    overrides: Mapping = field(default_factory=calendar.overrides_when_asked)
    # Words of its items for those outside of the room, once somebody asked for them (steps.entry_words).
    told_items: dict[str, str] | None = None

    @property
    def params(self):
        return self.checkpoint.params

    @property
    def place(self) -> str:
        """How rows of other tables name this checkpoint."""
        return f"{self.stage}/{self.checkpoint.code}"

    def of(self, role) -> list[CheckpointEntry]:
        """Those that count; what was written down before the case was sent back does not any more."""
        return [entry for entry in self.entries if entry.role == role and not entry.superseded]

    def last(self, role) -> CheckpointEntry | None:
        found = self.of(role)
        # A form is filled in anew as a whole, whichever day is written on it.
        found = sorted(found, key=lambda entry: entry.pk) if role == EntryRole.FORM else found
        return found[-1] if found else None

    def day_after(self, span: dict, *, start: date) -> calendar.Due:
        """The day on which a span of the pack ends, on the working calendar."""
        return calendar.due(start, **span, overrides=self.overrides)

    @cached_property
    def items(self) -> list:
        """The matters or dissents that are answered one by one."""
        if self.params.get("each") == "dissent":
            return list(queries.dissents(self.consultation).order_by("position", "uuid"))
        return list(queries.agreed_matters(self.consultation).order_by("number"))

    @cached_property
    def settled_on(self) -> date:
        """The clock of a look-back runs from the day on which the last matter was closed."""
        closed = queries.agreed_matters(self.consultation).exclude(closed_at=None).order_by("-closed_at").first()
        return timezone.localdate(closed.closed_at if closed else self.consultation.stage_entered_at)


def entries_of(consultation) -> list[CheckpointEntry]:
    """All that stands, oldest first; asked for once for all checkpoints of a case."""
    return list(CheckpointEntry.objects.standing().filter(consultation=consultation).order_by("on", "pk"))


def posted_until(record) -> calendar.Due | None:
    """The day on which the publicity period is over; none while nothing was posted."""
    posted = record.last(EntryRole.POSTED)
    span = {key: record.params[key] for key in ("days", "workdays") if key in record.params}
    return record.day_after(span, start=posted.on) if posted else None


def publicity(record) -> str:
    until = posted_until(record)
    name = record.checkpoint.name
    if until is None:
        return f"“{name}”还没有登记。"
    if timezone.localdate() < until.date:
        return f"“{name}”{until.date:%-m月%-d日}期满。"
    left = objections_of(record)
    return f"“{name}”收到的异议还有 {len(left)} 条没有答复。" if left else ""


def objections_of(record) -> list[CheckpointEntry]:
    """Objections that nobody has answered, also those to an earlier posting: posting anew answers nobody."""
    return [each for each in record.of(EntryRole.OBJECTION) if not each.answered_on]


def vote(record) -> str:
    ballot = record.last(EntryRole.BALLOT)
    if ballot is None:
        return f"还没有登记“{record.checkpoint.name}”的结果。"
    came, eligible, agreed = (ballot.data[key] for key in ("present", "eligible", "agree"))
    quorum, threshold = record.params.get("quorum"), record.params["threshold"]
    if quorum is not None and came < exact(quorum) * eligible:
        return f"参加表决 {came} 人，应到 {eligible} 人，不到{share_after(quorum)}，表决无效，请重新表决。"
    if agreed < exact(threshold) * came:
        return f"赞成 {agreed} 票，参加表决 {came} 人，不到{share_after(threshold)}，没有通过。"
    return ""


def form(record) -> str:
    filled = record.last(EntryRole.FORM)
    if filled is None:
        return f"“{record.checkpoint.name}”还没有填写。"
    needed = [field for field in record.params["fields"] if field.get("required")]
    empty = [field["label"] for field in needed if filled.data.get(field["key"]) in (None, "", [])]
    return f"“{record.checkpoint.name}”还没有填：{'、'.join(empty)}。" if empty else ""


def sign(record) -> str:
    who = record.pack.people_named(record.params["by"])
    signed = record.last(EntryRole.SIGNATURE)
    if signed is None:
        return f"“{record.checkpoint.name}”还没有登记，由{who}签批。"
    if signed.data["verdict"] == Verdict.RETURN:
        return f"{signed.said_by}已退回（{signed.on:%-m月%-d日}），按意见修改后再报。"
    return ""


def respond(record) -> str:
    answers = record.of(EntryRole.ANSWER)
    who = record.pack.people_named(record.params["who"])
    if "each" not in record.params:
        return "" if answers else f"{who}还没有回应。"
    answered = {entry.item for entry in answers}
    left = [each for each in record.items if str(each.pk) not in answered]
    counted, word = ("件", "matter") if record.params["each"] == "matter" else ("条", "dissent")
    return f"还有 {len(left)} {counted}{record.pack.words[word]}没有得到{who}的回应。" if left else ""


def evaluate(record) -> str:
    ratings = record.of(EntryRole.RATING)
    least = record.params.get("min_raters", 1)
    if len(ratings) < least:
        return f"“{record.checkpoint.name}”现有 {len(ratings)} 人评议，至少要 {least} 人。"
    satisfied = sum(bool(entry.data["satisfied"]) for entry in ratings)
    wanted = record.params.get("pass")
    if wanted is not None and satisfied < exact(wanted) * len(ratings):
        return f"满意 {satisfied} 人，共 {len(ratings)} 人评议，没有达到{share_after(wanted)}。"
    return ""


def next_look(record) -> calendar.Due | None:
    """The day of the next look-back; none when all of them are on record."""
    done = record.of(EntryRole.LOOK_BACK)
    if len(done) >= record.params.get("repeat", 1):
        return None
    start = done[-1].on if done else record.settled_on
    return record.day_after(dict(record.params["after"]), start=start)


def wait(record) -> str:
    due = next_look(record)
    if due is None:
        return ""
    if timezone.localdate() < due.date:
        return f"“{record.checkpoint.name}”要到{due.date:%Y年%-m月%-d日}才能登记。"
    return f"“{record.checkpoint.name}”的日子到了（{due.date:%-m月%-d日}），还没有登记。"


def told_until(record) -> calendar.Due | None:
    """The day until which people are to be told, counted from the day on which the stage was opened."""
    span = record.params.get("within")
    if not span or record.stage != record.consultation.stage:
        return None
    return record.day_after(dict(span), start=timezone.localdate(record.consultation.stage_entered_at))


def notify(record) -> str:
    told = {code for entry in record.of(EntryRole.NOTICE) for code in entry.data["to"]}
    left = [code for code in record.params["to"] if code not in told]
    if not left:
        return ""
    until = told_until(record)
    late = until and timezone.localdate() > until.date
    limit = f"，应在 {until.date:%-m月%-d日} 以前告知，已经逾期" if late else ""
    return f"“{record.checkpoint.name}”还没有告知{record.pack.people_named(left)}{limit}。"


def produce(record) -> str:
    product = record.params["product"]
    found = any(entry.data["product"] == product for entry in record.of(EntryRole.PRODUCT))
    return "" if found else f"还没有登记成果：{record.pack.product_name(product)}。"


def bodies(record) -> str:
    """Bodies outside the topic's own route: filing, joint approval, several in turn."""
    name = record.checkpoint.name
    steps = [step for step in record.consultation.approval.steps.all() if step.checkpoint == record.place]
    steps = [step for step in steps if not step.superseded]
    if not steps:
        return f"还没有报送“{name}”。"
    last_round = max(step.round for step in steps)
    steps = [step for step in steps if step.round == last_round]
    if any(step.verdict == Verdict.RETURN for step in steps):
        return f"“{name}”已退回，修改后再报。"
    waiting = "、".join(step.unit.short_name for step in steps if step.is_open)
    return f"“{name}”已报送，等待{waiting}答复。" if waiting else ""


def due_of(record) -> calendar.Due | None:
    """The day that everybody waits for: the end of a publicity period, the next look-back, the last day for telling."""
    found = DAYS.get(record.checkpoint.kind)
    return found(record) if found else None


# Kind → what it finds missing. `count` is counted, the topic's route, signed minutes, list and receipt have their own.
FIND = {
    "approval": bodies,
    "publicity": publicity,
    "vote": vote,
    "form": form,
    "sign": sign,
    "respond": respond,
    "evaluate": evaluate,
    "wait": wait,
    "notify": notify,
    "produce": produce,
}
DAYS = {"publicity": posted_until, "wait": next_look, "notify": told_until}
# Products that the engine makes itself.
OWN_PRODUCTS = ("participant_list", "minutes", "receipt")


def is_recorded(checkpoint: Checkpoint) -> bool:
    """People write down what this checkpoint asks for; others are met by what the engine itself records."""
    params = checkpoint.params
    if checkpoint.kind == "produce":
        return params["product"] not in OWN_PRODUCTS
    if checkpoint.kind == "sign":
        return params.get("what") != "minutes"
    return checkpoint.kind != "count" and not params.get("by_route")


def is_time_for(checkpoint: Checkpoint, consultation, stage) -> bool:
    """The case has come to the step of its stage that the checkpoint holds."""
    if stage.code != consultation.stage:
        return True
    steps = list(stage.steps)
    held = checkpoint.step or steps[-1]
    return steps.index(held) <= steps.index(Step(consultation.step))
