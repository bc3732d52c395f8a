"""Forms of calls and clues."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    Form,
    LineField,
    NumberField,
    SegManyField,
    SelectField,
    TextField,
)
from members.models import Unit
from proposals.enums import CallAudience, ClueSource, ProposalKind
from proposals.models import Clue, ProposalCall
from rooms.models import Room

# How a row of the catalogue is typed: 领域｜选题｜提供单位, the first and the last of which may be left out.
BARS = str.maketrans("｜", "|")
LIMITS = {"field": 40, "title": 100, "given_by": 80}


class CallForm(Form):
    """A call with its window and its catalogue."""

    once = True

    issuer = forms.ModelChoiceField(Unit.objects.none(), label="征集单位", empty_label=None)
    theme = LineField(label="主题", max_length=60, help_text="例如：征集市政协六届五次会议提案")
    text = TextField(label="征集要求", max_length=2000, rows=4)
    kinds = SegManyField(label="征集类别", choices=ProposalKind.choices)
    asked = SegManyField(label="向谁征集", choices=CallAudience.choices, help_text="社会公众在公开网页上提供线索。")
    opens_on = DateField(label="开始日期")
    closes_on = DateField(label="截止日期")
    plenary_on = DateField(
        label="全体会议开幕日期", required=False, help_text="会议提案一般提前一个月以上征集，填写以后系统会提醒。"
    )
    fewest_signers = NumberField(
        label="联名至少人数", min_value=0, max_value=50, required=False, help_text="第一提出人以外。"
    )
    is_urgent = CheckField(
        label="快速通道",
        required=False,
        help_text="应征的件按快速办理的期限审查、交办、答复，不受平时征集时间限制。",
    )
    topics = TextField(
        label="选题参考目录",
        max_length=20000,
        rows=6,
        required=False,
        help_text="每行一条：领域｜选题｜提供单位，领域和提供单位可以不写。",
    )
    attachments = AttachmentsField(label="附件", required=False)

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers

    def clean_fewest_signers(self):
        return int(self.cleaned_data["fewest_signers"] or 0)

    def clean_topics(self) -> list[dict]:
        found = [_row(line) for line in self.cleaned_data["topics"].splitlines() if line.strip()]
        if len({each["title"] for each in found}) != len(found):
            raise forms.ValidationError("选题参考目录里有重复的选题。", code="twice")
        for each in found:
            if long := [name for name, most in LIMITS.items() if len(each[name]) > most]:
                raise forms.ValidationError(f"“{each[long[0]][:20]}…”太长，请精简。", code="long")
        return found

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "截止日期不能早于开始日期。")
        return cleaned


class EditCallForm(CallForm):
    once = False
    versioned = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["issuer"]


def _row(line: str) -> dict:
    parts = [part.strip() for part in line.translate(BARS).split("|")]
    field, title, given_by = (["", *parts, ""] if len(parts) == 1 else [*parts, "", ""])[:3]
    return {"field": field, "title": title or field, "given_by": given_by}


def written(topics) -> str:
    """The rows as they are typed."""
    return "\n".join(f"{row.field}｜{row.title}｜{row.given_by}".strip("｜") for row in topics)


class ReopenCallForm(Form):
    closes_on = DateField(label="新的截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")


class ClueForm(Form):
    """What a member or a room points to."""

    once = True

    title = LineField(label="标题", max_length=60)
    text = TextField(
        label="内容", max_length=2000, rows=5, help_text="写清问题、地点和希望；不写群众的姓名和个人情况。"
    )
    call = forms.ModelChoiceField(ProposalCall.objects.none(), label="征集", required=False, empty_label="不是应征的")
    attachments = AttachmentsField(label="照片和材料", required=False)

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
        if not calls.exists():
            del self.fields["call"]


class EnterClueForm(ClueForm):
    """What came to the office on paper or by telephone."""

    source = SelectField(label="来源", choices=[(each, each.label) for each in (ClueSource.HOTLINE, ClueSource.UNIT)])
    source_note = LineField(
        label="来源说明", max_length=200, required=False, help_text="热线编号、来信日期、单位名称。"
    )


class PublicClueForm(Form):
    """For somebody without an account: nothing about the person is asked but, if he likes, how to reach him."""

    title = LineField(label="标题", max_length=60)
    text = TextField(label="内容", max_length=2000, rows=6, help_text="什么问题、在哪里、希望怎样解决。")
    call = forms.ModelChoiceField(ProposalCall.objects.none(), label="征集主题", required=False, empty_label="其他")
    contact = LineField(label="联系方式", max_length=60, required=False, help_text="只供工作人员核实情况，不公开。")
    # Filled in by machines alone.
    website = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
        if not calls.exists():
            del self.fields["call"]


class DeclineClueForm(Form):
    verdict = TextField(label="理由", max_length=400, rows=3, help_text="提供线索的人看得到。")


class MergeClueForm(Form):
    into = forms.ModelChoiceField(Clue.objects.none(), label="合并到", empty_label=None)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Clue.objects.filter(pk__in=[each.pk for each in others])


class TakeUpForm(Form):
    room = forms.ModelChoiceField(Room.objects.none(), label="由哪个联络室起草", empty_label=None)

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms
