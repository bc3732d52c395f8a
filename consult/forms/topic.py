from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.enums import Basis, Importance, Verdict
from consult.models import Consultation
from members.forms import (
    AttachmentsField,
    DateField,
    FindField,
    Form,
    LineField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Region
from rooms.models import Room
from rooms.practice.codes import TRIGGERS


def classes_of(pack) -> list[tuple[str, str]]:
    return [("", "未分类"), *((each.code, each.name) for each in pack.topic_classes)]


class TopicForm(Form):
    """What to consult on. Sources and the names of importance come from the room's practice."""

    versioned = True
    once = True

    title = LineField(label="议题", max_length=60, note="不超过 60 字")
    source = SelectField(label="来源")
    source_note = LineField(
        label="来源说明", max_length=200, required=False, help_text="例如：8月5日接访，3 栋住户反映"
    )
    region = forms.ModelChoiceField(Region.objects.none(), label="所在区域")
    place = LineField(label="具体地点", max_length=120, required=False)
    topic_class = SelectField(required=False)
    why = TextField(label="为什么协商", max_length=4000, rows=5, help_text="写清问题、涉及多少人、以往怎样处理过。")
    triage = SegField(label="问题分类")
    importance = SegField(label="重要程度")
    importance_reason = TextField(max_length=500, rows=2, required=False)
    attachments = AttachmentsField(label="材料和照片", required=False)

    def __init__(self, *args, pack, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "请选择"), *((each.code, each.name) for each in pack.topic_sources)]
        self.pack, words = pack, pack.words
        self.fields["importance_reason"].label = pack.say("列为{important}的理由")
        self.fields["importance_reason"].note = pack.say("{important}必填")
        self.fields["importance"].choices = [
            (Importance.ORDINARY, words["ordinary"]),
            (Importance.IMPORTANT, words["important"]),
        ]
        self.fields["triage"].choices = [(each.code, each.name) for each in pack.triages]
        self.fields["triage"].help_text = "；".join(f"{each.name}：{TRIGGERS[each.triggers]}" for each in pack.triages)
        if not pack.triages:
            del self.fields["triage"]
        self.fields["topic_class"].label = pack.say("{topic}类别")
        self.fields["topic_class"].choices = classes_of(pack)
        if not pack.topic_classes:
            del self.fields["topic_class"]
        # A room looks after its own region; a room of a village may name its township, whose affair it often is.
        township = room.unit.region.parent or room.unit.region
        self.fields["region"].queryset = Region.objects.within(township).filter(is_active=True)
        self.fields["region"].empty_label = None

    def clean(self):
        cleaned = super().clean()
        important = cleaned.get("importance") == Importance.IMPORTANT
        if important and not cleaned.get("importance_reason", "").strip():
            self.add_error(
                "importance_reason", self.pack.say("列为{important}要写明理由：影响范围有多大，本级为什么解决不了。")
            )
        if not important:
            cleaned["importance_reason"] = ""
        return cleaned

    def texts(self) -> dict:
        names = ("title", "source", "source_note", "region", "place", "topic_class", "why")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def classing(self) -> dict:
        """How the case is classed, as the place asks."""
        names = ("importance", "importance_reason", "triage")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def stored(self, current, name):
        return getattr(current, name, self.cleaned_data.get(name))


class TopicClassForm(Form):
    """What a topic is about, put right at any time: only figures depend on it."""

    topic_class = SelectField(required=False)

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic_class"].label = pack.say("{topic}类别")
        self.fields["topic_class"].choices = classes_of(pack)


class BackfillForm(TopicForm):
    """补录: a consultation that was held on paper."""

    backfill_reason = LineField(max_length=200)

    backfilled_on = DateField(label="立题日期", latest=timezone.localdate, why="立题日期不能晚于今天。")

    field_order = ["backfill_reason", "backfilled_on"]

    def __init__(self, *args, pack, **kwargs):
        super().__init__(*args, pack=pack, **kwargs)
        self.fields["backfill_reason"].label = pack.say("{backfill}说明")
        told = "例如：系统启用前（2026年3月）线下开展，原件存{room_short}档案柜。"
        self.fields["backfill_reason"].help_text = pack.say(told)


class CaseField(FindField):
    """A consultation, chosen from the list; its title alone does not say which."""

    def row_named(self, name: str):
        raise ValidationError("请输入议题里的两三个字，再从列表中选要并入的协商。", code="not_found")


class ApprovalForm(Form):
    """What the body decided, on what basis."""

    verdict = SegField(label="是否同意")
    opinion = TextField(
        label="审定意见",
        max_length=2000,
        rows=3,
        required=False,
        note="除“同意”外必填",
    )
    into = CaseField(
        Consultation.objects.none(),
        "consult:find_consultations",
        label="并入哪一件协商",
        required=False,
        note="选“并入其他议题”时必填",
    )
    basis = SegField(label="依据", choices=Basis.choices)
    basis_note = LineField(label="会议名称、签批人或授权文件", max_length=200, required=False)
    basis_on = DateField(label="决定日期", latest=timezone.localdate, why="决定日期不能晚于今天。")
    attachments = AttachmentsField("scan", label="签批件扫描件", required=False)
    step_id = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, pack, step, targets, **kwargs):
        super().__init__(*args, **kwargs)
        own = {Verdict.RAISE: pack.say("提升为{important}"), Verdict.LOWER: pack.say("转为{ordinary}")}
        self.fields["verdict"].choices = [(each, own.get(each, Verdict(each).label)) for each in step.may]
        self.fields["opinion"].help_text = pack.say("{room_short}看得到。")
        self.fields["opinion"].label = f"{step.name}意见"
        if not set(step.may) - {Verdict.APPROVE, Verdict.NOTE}:
            # 可不填 is said by itself.
            self.fields["opinion"].note = ""
        if len(step.may) == 1:
            self.fields["verdict"].initial = step.may[0]
            self.fields["verdict"].label = "决定"
        self.fields["into"].queryset = targets
        if Verdict.MERGE not in step.may:
            del self.fields["into"]

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict and verdict not in (Verdict.APPROVE, Verdict.NOTE) and not cleaned.get("opinion", "").strip():
            self.add_error("opinion", f"“{Verdict(verdict).label}”要写明理由。")
        if verdict == Verdict.MERGE and not cleaned.get("into"):
            self.add_error("into", "请选择要并入的协商。")
        return cleaned


class ReasonForm(Form):
    """One reason for one act."""

    reason = TextField(label="理由", max_length=500, rows=3)


class LeaveForm(Form):
    """Nothing but the yes, and the stop to which it was said."""

    seen = forms.CharField(max_length=90, widget=forms.HiddenInput, required=False)


class WaiverForm(Form):
    """Why a checkpoint is set aside, or holds again."""

    reason = TextField(label="理由", max_length=300, rows=3)
    # The stage for which the form was opened: another one may have a checkpoint of the same code.
    stage = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, initial={"stage": consultation.stage}, **kwargs)
        self.fields["reason"].help_text = consultation.say("写入台账，{room_short}和{committee}都看得到。")


class JoinRoomForm(Form):
    room = forms.ModelChoiceField(Room.objects.none(), empty_label="请选择")

    def __init__(self, *args, pack, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].label = pack.say("联合协商的{room_short}")
        self.fields["room"].queryset = rooms
