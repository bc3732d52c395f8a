"""督办检查 on a phone: last month's problems first, then what was found; and what the room and the office answer."""

import re
from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone

from members.forms import AttachmentsField, DateField, Form, LineField, SegField, TextField
from members.forms.base import MISSING
from reports.enums import FindingState
from reports.operations.inspection_replies import LATER, MENDED, OBJECTED, WAYS, Answer
from reports.operations.inspections import Check, NewProblem

# Rows for problems that a page has at first, comes with when more are asked for, and has at most.
ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 60
ROW = re.compile(r"problem_(\d{1,3})_text")
SEND, CLEAN, DRAFT, MORE = "send", "clean", "draft", "more"
CLEAN_WORDS = "没有发现问题。"
# What the room has to say with its answer.
NEEDED = {MENDED: "整改情况", OBJECTED: "异议理由"}
CHECKS = (("yes", "已整改"), ("no", "未整改"))


def rows_for(sent, *, least: int = ROWS) -> int:
    """How many rows the form needs for what was typed, in a request or a draft, and one that is empty."""
    numbers = [int(found[1]) for name in sent or () if (found := ROW.fullmatch(name)) and sent[name]]
    return min(MOST_ROWS, max(least, *(number + 2 for number in numbers), 0))


class InspectionForm(Form):
    """One inspection. The token is made with the page: the same inspection sent twice is one."""

    held_on = DateField(label="检查日期", latest=timezone.localdate, why="检查日期不能晚于今天。")
    inspectors = LineField(label="检查人员", max_length=80, note="几个人的，用顿号隔开")
    found = TextField(label="检查情况", max_length=4000, rows=4, required=False, note="发出时必填")
    suggestions = TextField(label="改进建议", max_length=2000, rows=3, required=False)
    highlights = TextField(label="工作亮点", max_length=2000, rows=2, required=False, note="可供简报选用")
    due_on = DateField(
        label="整改期限",
        required=False,
        note="发现问题的必填",
        earliest=timezone.localdate,
        why="整改期限不能早于今天。",
    )
    photos = AttachmentsField("photo", label="现场照片", required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, earlier, rows: int = ROWS, then: str = DRAFT, **kwargs):
        super().__init__(*args, **kwargs)
        self.earlier, self.then, self.numbers = list(earlier), then, range(rows)
        for problem in self.answerable:
            self.fields[f"check_{problem.pk}"] = SegField(
                label="核查", choices=CHECKS, required=False, note="发出时必填"
            )
            self.fields[f"check_{problem.pk}_note"] = LineField(label="说明", max_length=500, required=False)
        for n in self.numbers:
            self.fields[f"problem_{n}_text"] = TextField(label=f"问题 {n + 1}", max_length=1000, rows=2, required=False)
            self.fields[f"problem_{n}_due_on"] = DateField(
                label="单独的整改期限",
                required=False,
                earliest=timezone.localdate,
                why="整改期限不能早于今天。",
            )
        for field in self.fields.values():
            field.user = field.widget.user = self.user

    @property
    def answerable(self) -> list:
        """An objection that waits for its answer is answered first."""
        return [each for each in self.earlier if each.state != FindingState.OBJECTED]

    @property
    def check_rows(self) -> list[dict]:
        return [
            {"problem": each, "verdict": self[f"check_{each.pk}"], "note": self[f"check_{each.pk}_note"]}
            if each.state != FindingState.OBJECTED
            else {"problem": each}
            for each in self.earlier
        ]

    @property
    def problem_rows(self) -> list[dict]:
        return [{"text": self[f"problem_{n}_text"], "due_on": self[f"problem_{n}_due_on"]} for n in self.numbers]

    def clean(self):
        cleaned = super().clean()
        for n in self.numbers:
            if cleaned.get(f"problem_{n}_due_on") and not cleaned.get(f"problem_{n}_text"):
                self.add_error(f"problem_{n}_text", "写了整改期限，也要写明是什么问题。")
        if self.then != DRAFT:
            self._check_sent(cleaned)
        return cleaned

    def _check_sent(self, cleaned) -> None:
        for each in self.answerable:
            if not cleaned.get(f"check_{each.pk}"):
                self.add_error(f"check_{each.pk}", "请选择已整改或者未整改。")
        unmended = any(cleaned.get(f"check_{each.pk}") == "no" for each in self.answerable)
        typed = [n for n in self.numbers if cleaned.get(f"problem_{n}_text")]
        if self.then == CLEAN:
            if typed or unmended:
                self.add_error(None, "写了问题，或者上次的问题没有整改，不能按“没有发现问题”发出，请用“发给联络室”。")
            cleaned["found"] = cleaned.get("found") or CLEAN_WORDS
        elif not cleaned.get("found") and "found" not in self.errors:
            self.add_error("found", "请填写检查情况。")
        own_days = all(cleaned.get(f"problem_{n}_due_on") for n in typed)
        if (unmended or not own_days) and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "发现问题的，请填写整改期限。")

    def values(self) -> dict:
        """What the verbs take."""
        data = self.cleaned_data
        names = ("held_on", "inspectors", "found", "suggestions", "highlights", "due_on", "photos")
        found = {name: data.get(name) for name in names}
        found["problems"] = [
            NewProblem(data[f"problem_{n}_text"], data.get(f"problem_{n}_due_on"))
            for n in self.numbers
            if data.get(f"problem_{n}_text")
        ]
        found["checks"] = [
            Check(each, data[f"check_{each.pk}"] == "yes", data.get(f"check_{each.pk}_note") or "")
            for each in self.answerable
            if data.get(f"check_{each.pk}")
        ]
        return found | {"send": self.then != DRAFT}


class EditInspectionForm(InspectionForm):
    versioned = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["token"]

    def stored(self, current, name):
        return initial_of(current).get(name, MISSING if name.startswith(("problem_", "check_")) else "")


def initial_of(inspection) -> dict:
    """A written inspection as the form shows it."""
    names = ("held_on", "inspectors", "found", "suggestions", "highlights", "due_on", "version")
    found = {name: getattr(inspection, name) for name in names}
    for n, problem in enumerate(inspection.problems.order_by("position")):
        found[f"problem_{n}_text"] = problem.text
        if problem.due_on != inspection.due_on:
            found[f"problem_{n}_due_on"] = problem.due_on
    for check in inspection.checks.all():
        found[f"check_{check.problem_id}"] = "yes" if check.is_mended else "no"
        found[f"check_{check.problem_id}_note"] = check.note
    return found


def day_in(month, today):
    """Which day a new inspection of the month begins with: today, or the last day of a month that is over."""
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(today, last)


class ReplyForm(Form):
    """The room answers its problems one by one."""

    versioned = True

    text = TextField(label="总的说明", max_length=2000, rows=2, required=False)

    def __init__(self, *args, problems, **kwargs):
        super().__init__(*args, **kwargs)
        self.problems = list(problems)
        own = {}
        for each in self.problems:
            own[f"way_{each.pk}"] = SegField(label="答复", choices=WAYS)
            own[f"text_{each.pk}"] = TextField(
                label="整改情况或者异议理由", max_length=2000, rows=3, required=False, note="已整改、有异议的必填"
            )
            own[f"photos_{each.pk}"] = AttachmentsField("photo", label="照片", required=False)
            self.initial.setdefault(f"way_{each.pk}", LATER)
            self.initial.setdefault(f"text_{each.pk}", each.reply)
        self.fields = {**own, **self.fields}
        for field in self.fields.values():
            field.user = field.widget.user = self.user

    @property
    def rows(self) -> list[dict]:
        return [
            {
                "problem": each,
                "way": self[f"way_{each.pk}"],
                "text": self[f"text_{each.pk}"],
                "photos": self[f"photos_{each.pk}"],
            }
            for each in self.problems
        ]

    def clean(self):
        cleaned = super().clean()
        for each in self.problems:
            way = cleaned.get(f"way_{each.pk}")
            if way and way != LATER and not cleaned.get(f"text_{each.pk}") and f"text_{each.pk}" not in self.errors:
                self.add_error(f"text_{each.pk}", f"请写明{NEEDED[way]}。")
        return cleaned

    def values(self) -> dict:
        data = self.cleaned_data
        answers = [
            Answer(each.pk, data[f"way_{each.pk}"], data[f"text_{each.pk}"], tuple(data[f"photos_{each.pk}"]))
            for each in self.problems
        ]
        return {"answers": answers, "text": data["text"], "version": data.get("version")}


class JudgeForm(Form):
    """The office looks at the mending."""

    versioned = True

    verdict = SegField(
        label="核查结果", choices=[("mended", "已整改"), ("open", "没有整改到位"), ("struck", "不再要求整改")]
    )
    opinion = TextField(
        label="核查意见", max_length=1000, rows=3, required=False, note="没有整改到位、不再要求整改的必填"
    )

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict in ("open", "struck") and not cleaned.get("opinion") and "opinion" not in self.errors:
            told = "还有哪些没有整改到位" if verdict == "open" else "不再要求整改的原因"
            self.add_error("opinion", f"请写明{told}。")
        return cleaned


class ObjectionForm(Form):
    versioned = True

    is_upheld = SegField(label="答复", choices=[("yes", "异议成立，不再要求整改"), ("no", "异议不成立，继续整改")])
    opinion = TextField(label="理由", max_length=1000, rows=3)

    def clean_is_upheld(self):
        return self.cleaned_data["is_upheld"] == "yes"


class DropForm(Form):
    reason = TextField(label="撤回的原因", max_length=200, rows=2)
