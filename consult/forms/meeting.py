"""Forms of step 4: arranging, backfilling and ending a meeting, one matter, one explanation."""

from datetime import datetime

from django import forms
from django.forms import widgets
from django.utils import timezone

from consult.enums import MeetingOutcome
from members.forms import (
    AttachmentsField,
    DateField,
    FindManyField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Unit

KEEPING = [("full", "完整记录，一条一条记发言"), ("points", "只记要点")]


class TimeInput(widgets.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class TimeField(forms.TimeField):
    """A time of day; full-width colons are people's colons."""

    widget = TimeInput
    note = ""

    def to_python(self, value):
        try:
            return super().to_python(value.strip().replace("：", ":") if isinstance(value, str) else value)
        except forms.ValidationError as error:
            raise forms.ValidationError("时间填写有误，请按 19:30 的格式填写。", code="invalid") from error


class MeetingForm(Form):
    """Arranging a meeting. Modes come from the practice, the chair from the list of participants."""

    versioned = True
    once = True

    mode = SelectField(label="形式")
    day = DateField(label="日期")
    time = TimeField(label="时间")
    place = LineField(label="地点", max_length=120)
    chair = SelectField(label="主持人")
    recorder = SelectField(label="记录人")
    keeping = SegField(label="记录方式", choices=KEEPING, initial="full")
    background = TextField(
        label="情况介绍", max_length=8000, rows=3, required=False, help_text="议题由来、调研情况；起草纪要时带入。"
    )
    summary = TextField(
        label="会议小结", max_length=8000, rows=3, required=False, help_text="会议记录结束以前填写；起草纪要时带入。"
    )

    def __init__(self, *args, pack, people, recorders, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.recorders = {str(user.pk): user for user in recorders}
        self.fields["mode"].choices = [("", "请选择"), *((mode.code, mode.name) for mode in pack.meeting_modes)]
        self.fields["chair"].choices = [
            ("", "请选择"),
            *((key, f"{p.seat} {p.name}") for key, p in self.people.items()),
        ]
        self.fields["recorder"].choices = [(key, user.name) for key, user in self.recorders.items()]

    def arrangements(self) -> dict:
        data = self.cleaned_data
        return {
            "mode": data["mode"],
            "place": data["place"],
            "chair": self.people[data["chair"]],
            "recorder": self.recorders[data["recorder"]],
            "key_points_only": data["keeping"] == "points",
            "background": data["background"],
            "summary": data["summary"],
        }

    def planned_at(self):
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])

    def stored(self, current, name):
        """The saved value of a field, as the form writes it."""
        return initial_of(current).get(name)


class BackfillMeetingForm(MeetingForm):
    """补录: a meeting held on paper, with its real times and the scan."""

    versioned = False

    day = DateField(label="开会日期", latest=timezone.localdate, why="会议要已经开完，日期不能晚于今天。")
    time = TimeField(label="开始时间")
    until = TimeField(label="结束时间")
    keeping = SegField(label="记录方式", choices=KEEPING, initial="points")
    attachments = AttachmentsField("scan", label="纸质记录的扫描件或照片", help_text="签到表、会议记录原件。")

    field_order = ["mode", "day", "time", "until", "place", "chair", "recorder", "keeping", "attachments"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("time") and cleaned.get("until") and cleaned["until"] < cleaned["time"]:
            self.add_error("until", "结束时间不能早于开始时间。")
        return cleaned

    def times(self) -> dict:
        day = self.cleaned_data["day"]
        return {
            "started_at": moment(day, self.cleaned_data["time"]),
            "ended_at": moment(day, self.cleaned_data["until"]),
        }


class EndForm(Form):
    """What the meeting came to."""

    outcome = SegField(label="会议结果", choices=MeetingOutcome.choices)
    note = TextField(label="说明", max_length=500, rows=3, required=False)

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, **kwargs)
        own = {MeetingOutcome.AGREED: pack.say("{consensus}"), MeetingOutcome.NONE: pack.say("未{consensus}")}
        self.fields["outcome"].choices = [(each, own.get(each, each.label)) for each in MeetingOutcome]
        self.fields["note"].help_text = pack.say("没有{consensus}的，写明主要分歧，随纪要如实{submission}。")


class MatterForm(Form):
    """One matter, as the meeting agreed it; changed here until the minutes are signed."""

    versioned = True
    once = True

    text = TextField(label="事项", max_length=1000, rows=3)
    suggested_units = FindManyField(Unit.objects.none(), "consult:find_units", required=False)
    suggested_helpers = FindManyField(Unit.objects.none(), "consult:find_units", required=False)
    place = SegField(label="去向")
    consensus = SegField(initial="yes")
    suggested_due = LineField(label="建议完成时限", max_length=60, required=False)
    cost = NumberField(label="估算（万元）", places=2, required=False)
    legal_basis = LineField(label="法规依据", max_length=300, required=False, help_text="未核对条文的，只写法规名称。")

    def __init__(self, *args, pack, city, needs_unit, **kwargs):
        super().__init__(*args, **kwargs)
        if needs_unit:
            # Left open while the meeting runs: whose matter it is may be found out later.
            self.fields["suggested_units"].note = pack.say("{sign_off}前必填")
        units = Unit.objects.handling().filter(region__path__startswith=f"/{city}/")
        self.fields["suggested_units"].label = pack.words["suggested_unit"]
        self.fields["suggested_helpers"].label = pack.words["helping_unit"]
        self.fields["consensus"].label = pack.say("是否{consensus}")
        self.fields["consensus"].choices = [("yes", pack.say("{consensus}")), ("no", pack.say("没有{consensus}"))]
        self.fields["place"].choices = [(each.code, each.name) for each in pack.destinations]
        self.fields["place"].initial = pack.destinations[0].code
        for name in ("suggested_units", "suggested_helpers"):
            self.fields[name].queryset = units

    def details(self) -> dict:
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**data, "consensus": data["consensus"] == "yes"}

    def stored(self, current, name):
        if name == "consensus":
            return "yes" if current.consensus else "no"
        return super().stored(current, name)


class ExplanationForm(Form):
    versioned = True

    explanation = TextField(label="解释情况", max_length=2000, rows=4, help_text="谁、怎样解释的，本人是什么态度。")


def initial_of(meeting) -> dict:
    """A meeting as its form shows it."""
    planned = timezone.localtime(meeting.planned_at)
    return {
        "background": meeting.background,
        "summary": meeting.summary,
        "mode": meeting.mode,
        "day": planned.date(),
        "time": planned.time().replace(second=0, microsecond=0),
        "place": meeting.place,
        "chair": str(meeting.chair_id or ""),
        "recorder": str(meeting.recorder_id),
        "keeping": "points" if meeting.key_points_only else "full",
        "version": meeting.version,
    }


def moment(day, time):
    return timezone.make_aware(datetime.combine(day, time))
