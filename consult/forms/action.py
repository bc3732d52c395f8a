"""Forms of steps 5 and 6: what the body decided, what units report, how a matter ends."""

from django import forms
from django.utils import timezone

from consult.enums import Adoption, AssignmentRole, Basis, MatterState
from consult.models import Money
from consult.steps.action import Plan, counted
from consult.workflow import Refused
from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from members.forms.phrases import WithPhrases
from members.models import Unit
from rooms import calendar
from rooms.practice.shape import Span

MONEY_ROWS = range(6)
ON_DAY = "on"
SPANS = ["days-15", "months-1", "months-3", "months-6"]
SATISFACTION = [("满意", "满意"), ("基本满意", "基本满意"), ("不满意", "不满意"), ("", "没有了解")]
DAYS = {"days": "日", "workdays": "个工作日", "months": "个月"}


def span_of(code: str) -> Span | None:
    """months-3 → three months."""
    unit, _, count = code.partition("-")
    counted_out = count.isascii() and count.isdigit() and len(count) < 4
    return Span(**{unit: int(count)}) if unit in DAYS and counted_out else None


def spans_of(pack) -> list[tuple[str, str]]:
    """Choices of a limit: the pack's own span first, the usual ones, and a day."""
    deadline = pack.deadline("action")
    own = next((f"{unit}-{count}" for unit in DAYS if deadline and (count := getattr(deadline.within, unit))), "")
    codes = list(dict.fromkeys([*([own] if own else []), *SPANS]))
    named = [(code, f"{code.split('-')[1]} {DAYS[code.split('-')[0]]}内") for code in codes]
    return [*named, (ON_DAY, "指定日期")]


def units_of(consultation):
    """Units of the city that can be made responsible."""
    return Unit.objects.handling().filter(region__path__startswith=f"/{consultation.room.unit.region.city_code}/")


class LimitForm(forms.Form):
    """The day that a choice leads to, while the decision is being written."""

    limit = forms.CharField(max_length=20)
    on = DateField(required=False, earliest=calendar.FIRST)
    basis_on = DateField(required=False)

    def found(self) -> dict:
        """The day, how it came about and 计算依据; nothing where there is none yet."""
        if not self.is_valid():
            return {}
        data = self.cleaned_data
        if data["limit"] == ON_DAY:
            return {"found": data["on"]}
        span = span_of(data["limit"])
        try:
            due = counted(span, start=data["basis_on"] or timezone.localdate()) if span else None
        except Refused as refused:
            return {"note": str(refused)}
        return {"found": due.date, "note": due.explanation, "steps": due.steps} if due else {}


class DecisionForm(Form):
    """是否采纳, with its basis; for what is adopted also units, days and money."""

    adoption = SegField(label="是否采纳")
    opinion = TextField(label="决定意见", max_length=2000, rows=3, required=False, note="除“采纳”外必填")
    basis = SegField(label="决定依据", choices=Basis.choices)
    basis_note = LineField(label="会议名称、签批人或授权文件", max_length=200, required=False)
    basis_on = DateField(label="决定日期", latest=timezone.localdate, why="决定日期不能晚于今天。")
    attachments = AttachmentsField("scan", label="扫描件", required=False)
    responsible = FindManyField(
        Unit.objects.none(), "consult:find_units", label="责任单位", required=False, note="采纳时必填"
    )
    helping = FindManyField(Unit.objects.none(), "consult:find_units", label="配合单位", required=False)
    start_limit = SelectField(label="开工期限", required=False)
    start_on = DateField(label="开工日期", required=False)
    due_limit = SelectField(label="完成期限", required=False)
    due_on = DateField(label="完成日期", required=False)
    cost = NumberField(label="所需资金（万元）", places=2, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, matter, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.matter = matter
        # A form that comes back late still holds its choice, so that the refusal says who was first.
        only_up = matter.state == MatterState.RUNNING and not self.is_bound
        choices = [Adoption.RAISE] if only_up else list(Adoption)
        own = {Adoption.RETURN: pack.say("退回{room_short}")}
        self.fields["adoption"].choices = [(each, own.get(each, each.label)) for each in choices]
        for name in ("responsible", "helping"):
            self.fields[name].queryset = units_of(matter.consultation)
        self.fields["adoption"].help_text = pack.say("{room_short}看得到决定和理由。")
        self.fields["helping"].help_text = pack.say("不归本级管的单位按“{request}”办理，不设期限，可以不接。")
        for name in ("start_limit", "due_limit"):
            self.fields[name].choices = [("", "不设"), *spans_of(pack)]
        for number in MONEY_ROWS:
            self._add_money_row(number)

    def _add_money_row(self, number: int) -> None:
        named = f"（第 {number + 1} 笔）"
        self.fields[f"source_{number}"] = LineField(label=f"资金来源{named}", max_length=60, required=False)
        self.fields[f"amount_{number}"] = NumberField(label=f"金额{named}", places=2, required=False)
        self.fields[f"money_{number}"] = forms.ChoiceField(
            label=f"落实情况{named}", choices=Money.State.choices, initial=Money.State.SOUGHT, required=False
        )

    @property
    def money_rows(self) -> list[tuple]:
        names = ("source", "amount", "money")
        return [tuple(self[f"{name}_{number}"] for name in names) for number in MONEY_ROWS]

    def clean(self):
        data = super().clean()
        for number in MONEY_ROWS:
            self._clean_money_row(data, number)
        for name, word in (("start", "开工"), ("due", "完成")):
            if data.get(f"{name}_limit") == ON_DAY and not data.get(f"{name}_on") and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", f"请填写{word}日期。")
        return data

    def _clean_money_row(self, data, number: int) -> None:
        source, amount = data.get(f"source_{number}"), data.get(f"amount_{number}")
        if amount is not None and not source:
            self.add_error(f"source_{number}", f"请写明第 {number + 1} 笔资金的来源。")
        if source and amount is None and f"amount_{number}" not in self.errors:
            self.add_error(f"amount_{number}", f"请填写第 {number + 1} 笔资金的金额，没有的填 0。")

    def details(self) -> dict:
        """What `action.decide` takes."""
        data = self.cleaned_data
        names = ("adoption", "opinion", "basis", "basis_note", "basis_on", "attachments", "seen")
        return {**{name: data[name] for name in names}, "plan": self._plan()}

    def _plan(self) -> Plan:
        data = self.cleaned_data
        money = [
            (data[f"source_{number}"], data[f"amount_{number}"], data[f"money_{number}"] or Money.State.SOUGHT)
            for number in MONEY_ROWS
            if data[f"source_{number}"]
        ]
        return Plan(
            responsible=tuple(data["responsible"]),
            helping=tuple(data["helping"]),
            start=self._limit("start"),
            due=self._limit("due"),
            cost=data["cost"],
            money=tuple(money),
        )

    def _limit(self, name: str):
        code = self.cleaned_data[f"{name}_limit"]
        return self.cleaned_data[f"{name}_on"] if code == ON_DAY else span_of(code)


class NoteForm(Form):
    """One text for one act."""

    text = TextField(label="说明", max_length=500, rows=3)

    def __init__(self, *args, label="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or "说明"


class OpinionForm(Form):
    """抄告: what the body thinks of a matter that went to the office."""

    versioned = True

    opinion = TextField(label="意见", max_length=500, rows=3)


class ReportForm(WithPhrases, Form):
    once = True

    text = TextField(label="进展情况", max_length=2000, rows=4, help_text="做了什么，到什么程度，还有什么困难。")
    attachments = AttachmentsField("photo", label="照片和材料", required=False)


class UnitForm(Form):
    """A further unit of a matter, or the one that takes a task over."""

    unit = FindField(Unit.objects.none(), "consult:find_units", label="单位")
    role = SegField(label="责任", choices=AssignmentRole.choices)
    task = TextField(label="任务", max_length=2000, rows=3, required=False, help_text="不填的，按事项原文。")
    due_on = DateField(label="完成期限", required=False)

    def __init__(self, *args, pack, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["due_on"].help_text = pack.say("{request}的单位不设期限。")


class ReassignForm(UnitForm):
    role = task = None
    reason = TextField(label="改派理由", max_length=500, rows=2)


class ExtendForm(Form):
    due_on = DateField(label="新的完成期限")
    reason = TextField(label="延期理由", max_length=500, rows=2, help_text="原来的期限留在台账里。")


class ClosingForm(Form):
    """What came of the matter, by the outcomes of the pack."""

    outcome = SegField()
    text = TextField(
        label="结果说明", max_length=2000, rows=4, help_text="做了什么，解决到什么程度；没有办成的，写明理由。"
    )
    satisfaction = SegField(label="群众满意度", choices=SATISFACTION, required=False)
    disposition = SelectField(label="去向", required=False)
    attachments = AttachmentsField("photo", label="佐证照片和材料", required=False)

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = pack.words["outcome"]
        self.fields["outcome"].choices = [(each.code, each.name) for each in pack.outcomes]
        ways = [(each.code, each.name) for each in pack.dispositions if each.route not in ("city", "reference")]
        self.fields["disposition"].choices = ways
        if len(ways) < 2:
            del self.fields["disposition"]
