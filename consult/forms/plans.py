"""Forms of annual plans."""

from django import forms
from django.utils import timezone

from consult.enums import Basis, NominationSource, Verdict
from consult.models import Consultation, PlanChange, PlanItem
from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    FindManyField,
    Form,
    LineField,
    SegField,
    SelectField,
    TextField,
)
from members.forms.base import MISSING
from members.models import Unit
from rooms.models import Room

MONTHS = [(str(month), f"{month}月") for month in range(1, 13)]
FORMS_TOLD = "例如：专题协商、现场协商、对口协商、界别协商、提案办理协商。"


def units_of(region):
    """Units of the plan's city."""
    return Unit.objects.active().filter(region__path__startswith=f"/{region.city_code}/")


def month_of(cleaned, name):
    return int(cleaned[name]) if cleaned.get(name) else None


class MonthsMixin:
    """From which month to which; one month where the second is left out."""

    def clean(self):
        cleaned = super().clean()
        month, until = month_of(cleaned, "month"), month_of(cleaned, "until_month")
        if month:
            cleaned["month"], cleaned["until_month"] = month, until or month
            if until and until < month:
                self.add_error("until_month", "结束月份不能早于开始月份。")
        return cleaned


class PlanForm(Form):
    """A new plan: whose, of which year, under which title."""

    once = True

    unit = forms.ModelChoiceField(Unit.objects.none(), label="制定单位", empty_label=None)
    year = SelectField(label="年度")
    title = LineField(label="标题", max_length=80)
    opening = TextField(
        label="前言", max_length=2000, rows=3, required=False, help_text="指导思想和总体安排，印在通知开头。"
    )
    demands = TextField(
        label="工作要求", max_length=2000, rows=3, required=False, help_text="一行一条，印在通知正文后面。"
    )

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["year"].choices = [(str(year), f"{year} 年") for year in years]

    def clean_year(self):
        return int(self.cleaned_data["year"])


class PlanTextsForm(Form):
    versioned = True

    title = PlanForm.base_fields["title"]
    opening = PlanForm.base_fields["opening"]
    demands = PlanForm.base_fields["demands"]


class ItemForm(MonthsMixin, Form):
    """One row of the table."""

    versioned = True

    title = LineField(label="议题", max_length=60)
    why = TextField(label="说明", max_length=1000, rows=3, required=False)
    month = SelectField(label="开始月份", choices=[("", "请选择"), *MONTHS])
    until_month = SelectField(label="结束月份", choices=[("", "同一个月"), *MONTHS], required=False)
    form = LineField(label="协商形式", max_length=40, required=False, help_text=FORMS_TOLD)
    lead = FindField(Unit.objects.none(), "members:find_units", label="牵头单位", required=False)
    leader = LineField(label="牵头领导", max_length=40, required=False)
    rooms = FindManyField(Room.objects.none(), "rooms:find_rooms", required=False)
    units = FindManyField(Unit.objects.none(), "members:find_units", label="参加单位", required=False)
    source = SelectField(label="来源", choices=NominationSource.choices)
    source_note = LineField(label="来源说明", max_length=200, required=False)

    def __init__(self, *args, plan, pack, **kwargs):
        super().__init__(*args, **kwargs)
        units = units_of(plan.region)
        self.fields["lead"].queryset = self.fields["units"].queryset = units
        self.fields["rooms"].label = pack.say("承办的{room_short}")
        self.fields["rooms"].queryset = rooms_of(plan)
        if plan.room:
            del self.fields["rooms"]

    def stored(self, current, name):
        value = super().stored(current, name)
        return str(value) if name in ("month", "until_month") and value is not None else value


def rooms_of(plan):
    """The rooms that the plan's unit may ask: those of its region."""
    return Room.objects.open().filter(unit__region__path__startswith=plan.region.path).select_related("unit")


class ChangeForm(ItemForm):
    """The same table for an issued plan, with the reason that the body reads."""

    reason = TextField(label="调整理由", max_length=500, rows=2, help_text="审定机关同意以后生效，理由印在调整通知里。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What was nominated stays as it was.
        del self.fields["source"], self.fields["source_note"]

    def stored(self, current, name):
        # The reason is that of this change; the row keeps the one of the last.
        return MISSING if name == "reason" else super().stored(current, name)


class DropForm(Form):
    reason = TextField(label="取消理由", max_length=500, rows=2)


class SplitForm(MonthsMixin, Form):
    once = True

    title = LineField(label="新的议题", max_length=60)
    month = SelectField(label="开始月份", choices=[("", "请选择"), *MONTHS])
    until_month = SelectField(label="结束月份", choices=[("", "同一个月"), *MONTHS], required=False)


class MergeItemForm(Form):
    into = forms.ModelChoiceField(PlanItem.objects.none(), label="并入哪一件", empty_label="请选择")

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class BasisForm(Form):
    """On what a body's word rests."""

    basis = SegField(label="依据", choices=Basis.choices)
    basis_note = LineField(label="会议名称、签批人或授权文件", max_length=200, required=False)
    basis_on = DateField(label="决定日期", latest=timezone.localdate, why="决定日期不能晚于今天。")
    attachments = AttachmentsField("scan", label="签批件扫描件", required=False)


class DecisionForm(BasisForm):
    """What the body said to the plan."""

    verdict = SegField(label="是否同意", choices=[(Verdict.APPROVE, "同意"), (Verdict.RETURN, "退回修改")])
    opinion = TextField(label="审定意见", max_length=2000, rows=3, required=False, note="退回时必填")

    field_order = ["verdict", "opinion"]

    def clean(self):
        cleaned = super().clean()
        is_agreed = cleaned.get("verdict") == Verdict.APPROVE
        if cleaned.get("verdict") and not is_agreed and not cleaned.get("opinion", "").strip():
            self.add_error("opinion", "不同意的要写明理由。")
        return cleaned


class ChangeChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, change):
        title = change.item.title if change.item else change.values.get("title", "")
        return f"{change.get_kind_display()}：{title}"


class ChangesForm(DecisionForm):
    """What the body said to changes; all of them unless some are left for later."""

    changes = ChangeChoice(PlanChange.objects.none(), label="审定哪些调整")

    field_order = ["changes", "verdict", "opinion"]

    def __init__(self, *args, pending, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changes"].queryset = pending
        self.fields["changes"].initial = [change.pk for change in pending]
        self.fields["verdict"].choices = [(Verdict.APPROVE, "同意"), (Verdict.REJECT, "不同意")]
        self.fields["opinion"].note = "不同意时必填"

    def clean_changes(self):
        return list(self.cleaned_data["changes"])


class IssueForm(Form):
    dated_on = DateField(label="成文日期", latest=timezone.localdate, why="成文日期不能晚于今天。")


class NoticeForm(IssueForm):
    opening = TextField(label="前言", max_length=1000, rows=2, required=False)

    field_order = ["dated_on", "opening"]


class LinkForm(Form):
    """Which consultation of the room is the plan's topic."""

    consultation = forms.ModelChoiceField(Consultation.objects.none(), label="哪一件协商", empty_label="请选择")

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = rows
