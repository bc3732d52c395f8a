"""Forms of past consultations: what the old papers say."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.enums import Importance, MatterLevel, PastOutcome
from consult.forms.topic import classes_of
from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)

FIRST_YEAR = 1949


class PastForm(Form):
    versioned = True

    title = LineField(label="议题", max_length=120)
    held_on = DateField(label="协商日期", latest=timezone.localdate, why="协商日期不能晚于今天。")
    importance = SegField(label="重要程度", choices=Importance.choices, initial=Importance.ORDINARY)
    topic_class = SelectField(label="议题类别", required=False)
    form = LineField(label="形式", max_length=40, required=False, help_text="例如：会场协商、现场协商")
    place = LineField(label="地点", max_length=120, required=False)
    people = NumberField(label="参加人数", max_value=9999, required=False)
    consensus = CheckField(label="达成一致", required=False, initial=True)
    minutes_year = NumberField(
        label="纪要年度", min_value=FIRST_YEAR, max_value=9999, required=False, help_text="有期号的，年度和期号都要填"
    )
    minutes_number = NumberField(label="纪要期号", min_value=1, max_value=9999, required=False)
    summary = TextField(label="协商情况", max_length=4000, rows=5, required=False)
    source = LineField(label="资料来源", max_length=200, help_text="写明从哪里抄录，例如：2025年度工作台账第 3 页")
    scans = AttachmentsField("scan", label="原件扫描件", required=False)

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic_class"].choices = classes_of(pack)

    def clean(self):
        data = super().clean()
        year, number = data.get("minutes_year"), data.get("minutes_number")
        if bool(year) != bool(number):
            self.add_error("minutes_number" if year else "minutes_year", "年度和期号要一起填，没有期号的都不填。")
        if year and data.get("held_on") and year < data["held_on"].year:
            self.add_error("minutes_year", "纪要年度不能早于协商的年份。")
        return data

    def details(self) -> dict:
        """What the verb takes; whole numbers where the form has decimals."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("scans", "version")}
        for name in ("people", "minutes_year", "minutes_number"):
            values[name] = int(values[name]) if values[name] is not None else None
        return values


class PastMatterForm(Form):
    versioned = True

    text = TextField(label="事项", max_length=1000, rows=3)
    level = SegField(label="层级", choices=MatterLevel.choices, initial=MatterLevel.TOWNSHIP)
    units = LineField(label="责任单位", max_length=200, required=False)
    outcome = SegField(label="办理结果", choices=PastOutcome.choices)
    outcome_note = TextField(label="结果说明", max_length=1000, rows=3, required=False)
    closed_on = DateField(label="办结日期", latest=timezone.localdate, why="办结日期不能晚于今天。", required=False)

    def clean_closed_on(self):
        day, outcome = self.cleaned_data.get("closed_on"), self.cleaned_data.get("outcome")
        if outcome and outcome != PastOutcome.OPEN and not day:
            raise ValidationError("请填写办结日期：这件事项计入那个月的统计。")
        if outcome == PastOutcome.OPEN and day:
            raise ValidationError("没有办结的事项不填办结日期。")
        return day


class StartMinutesForm(Form):
    year = NumberField(label="年度", min_value=FIRST_YEAR, max_value=9999)
    last = NumberField(
        label="纸质纪要的最后一期", min_value=1, max_value=9999, help_text="系统从下一期编起，期号不重复、不中断"
    )
    reason = LineField(label="依据", max_length=200, help_text="例如：2026年纸质纪要登记簿")

    def clean_year(self):
        return int(self.cleaned_data["year"])

    def clean_last(self):
        return int(self.cleaned_data["last"])


class RemovePastForm(Form):
    reason = TextField(label="移出原因", max_length=300, rows=2)
