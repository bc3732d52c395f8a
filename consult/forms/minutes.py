"""Forms of the minutes: the editor, the sign-off, the signature page."""

from django import forms
from django.utils import timezone

from consult.steps import naming
from members.forms import AttachmentsField, DateField, Form, LineField, TextField
from members.forms.proof import ProofForm

LONGEST_PART = 15_000
PREFIX = "part_"
# What stands behind the label of a part, and below it.
NOTES = {
    "opening": "时间、地点、主持人和到会人数",
    "background": "由议题带入，可改",
    "research": "由调研记录带入，可改",
    "discussion": "由发言带入，可改",
    "dissent": "没有解释的，如实写“待解释”",
    "basis": "未核对条文的，只写法规名称",
    "matters": "写在事项表前面的话",
    "present": "住户和群众只写人数",
    "report": "接收纪要的机关",
    "send": "其他有关单位",
}
HELP = {
    "discussion": "印发稿不写群众姓名和个人情况，只写“{example}”；姓名留在{room_short}的记录里。",
    "matters": "对不在场的人有约束或要其负担费用的，写成“建议……，依法由……共同决定后实施”。",
}
SHORT = ("present", "leave", "observers", "listeners", "report", "send")
ROWS = {"discussion": 8, "background": 4, "research": 4, "dissent": 4}


class MinutesForm(Form):
    """Title and parts of the minutes; each part is a field of its own, so that two people lose nothing."""

    versioned = True

    title = LineField(label="标题", max_length=120)

    def __init__(self, *args, minutes, **kwargs):
        initial = {"title": minutes.title, "version": minutes.version, "dated_on": minutes.dated_on}
        initial |= {f"{PREFIX}{part['key']}": part["text"] for part in minutes.sections}
        super().__init__(*args, initial=initial, **kwargs)
        for part in minutes.sections:
            self._add(f"{PREFIX}{part['key']}", _part_field(part, minutes.consultation.pack))
        if minutes.consultation.is_backfilled:
            self._add(
                "dated_on",
                DateField(
                    label="成文日期",
                    required=False,
                    latest=timezone.localdate,
                    why="成文日期不能晚于今天。",
                    help_text="纸质原件上的日期。",
                ),
            )
            self._add("attachments", AttachmentsField("scan", label="原件扫描", required=False))

    def _add(self, name, field):
        self.fields[name] = field
        field.user = field.widget.user = self.user

    @property
    def lists(self) -> list:
        """Fields of one or two lines: who was there, to whom the minutes go."""
        return [self[f"{PREFIX}{key}"] for key in SHORT if f"{PREFIX}{key}" in self.fields]

    @property
    def body(self) -> list:
        short = {field.name for field in self.lists}
        return [field for field in self.visible_fields() if field.name not in short]

    def texts(self) -> dict:
        """The texts of the parts, as far as they are in order: also for a preview of what is being typed."""
        return {name.removeprefix(PREFIX): text for name, text in self.cleaned_data.items() if name.startswith(PREFIX)}

    def changes(self) -> dict:
        return {
            "version": self.cleaned_data["version"],
            "title": self.cleaned_data["title"],
            "texts": self.texts(),
            "dated_on": self.cleaned_data.get("dated_on"),
            "attachments": self.cleaned_data.get("attachments", ()),
        }

    def stored(self, current, name):
        if name.startswith(PREFIX):
            return next((part["text"] for part in current.sections if f"{PREFIX}{part['key']}" == name), "")
        return getattr(current, name, None) if name in ("title", "dated_on") else self.cleaned_data.get(name)


def _part_field(part, pack) -> TextField:
    key = part["key"]
    field = TextField(
        label=part["heading"] or "开头",
        required=key == "opening",
        max_length=LONGEST_PART,
        rows=ROWS.get(key, 2),
        note=NOTES.get(key, ""),
        help_text=pack.say(HELP.get(key, ""), example=naming.example(pack)),
    )
    field.error_messages["max_length"] = f"{field.label}不能超过 %(limit_value)d 字，现在是 %(show_value)d 字。"
    field.error_messages["null_characters_not_allowed"] = "文字里有不能保存的控制字符，请删去后再保存。"
    return field


class SignForm(ProofForm):
    """审签: the checksum of what was read comes back with the proof of who signs."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)


class RefusalsForm(Form):
    """签字页: who would not sign, and the scan."""

    versioned = True

    refusals = TextField(
        label="拒签情况",
        max_length=1000,
        rows=3,
        required=False,
        help_text="没有拒签的不填。例如：商户代表一人不同意第 2 项，未签字。",
    )
    attachments = AttachmentsField("scan", label="签字页扫描", required=False)
