"""Forms of common topics."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindManyField,
    Form,
    LineField,
    SegField,
    SegManyField,
    TextField,
)
from members.models import Unit
from rooms.enums import RoomKind
from rooms.models import Room

WHICH = (("all", "全部"), ("kind", "按类型"), ("some", "指定"))


class RoomsForm(Form):
    """Which rooms are asked: all of the region, those of some kinds, or named ones."""

    once = True

    which = SegField(choices=WHICH, initial="all")
    kinds = SegManyField(
        label="哪些类型", choices=RoomKind.choices, required=False, note="选“按类型”时填写", when={"which": ("kind",)}
    )
    rooms = FindManyField(
        Room.objects.none(), "rooms:find_rooms", required=False, note="选“指定”时填写", when={"which": ("some",)}
    )

    def __init__(self, *args, rooms, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.all_rooms = rooms
        self.fields["which"].label = pack.say("请哪些{room_short}承接")
        self.fields["rooms"].label = pack.say("哪些{room_short}")
        self.fields["rooms"].queryset = rooms.select_related("unit")

    def clean(self):
        cleaned = super().clean()
        which = cleaned.pop("which", "")
        kinds, chosen = cleaned.pop("kinds", []), cleaned.get("rooms") or []
        if which == "kind" and not kinds:
            self.add_error("kinds", "请选择类型。")
        if which == "some" and not chosen:
            self.add_error("rooms", "请选择具体承接的单位。")
        found = {"all": self.all_rooms, "kind": self.all_rooms.filter(kind__in=kinds)}.get(which, chosen)
        cleaned["rooms"] = list(found)
        if which and not self.errors and not cleaned["rooms"]:
            self.add_error("which", "没有符合条件的，请重新选择。")
        return cleaned


class CommonForm(RoomsForm):
    """A common topic, from the plan or as the province gave it."""

    issuer = forms.ModelChoiceField(Unit.objects.none(), label="发布单位", empty_label=None)
    title = LineField(label="议题", max_length=60)
    why = TextField(label="协商什么、达到什么目标", max_length=4000, rows=4)
    is_province_wide = CheckField(label="全省共性议题", required=False)
    source_text = LineField(
        label="来源文件",
        max_length=200,
        required=False,
        help_text="全省共性议题必填：文件名称和文号；本市的写明依据的计划或者会议。",
    )
    until = DateField(label="完成期限", earliest=timezone.localdate, why="完成期限不能早于今天。")
    attachments = AttachmentsField(label="文件", required=False)

    field_order = [
        "issuer",
        "title",
        "why",
        "is_province_wide",
        "source_text",
        "until",
        "which",
        "kinds",
        "rooms",
        "attachments",
    ]

    def __init__(self, *args, issuers, topic=None, **kwargs):
        super().__init__(*args, **kwargs)
        if topic:
            # A room has begun it from the plan: the others take up the same words.
            for name in ("title", "why"):
                self.fields[name].disabled, self.fields[name].required = True, False
                self.initial[name] = getattr(topic, name)
        self.fields["issuer"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in issuers])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_province_wide") and not cleaned.get("source_text", "").strip():
            self.add_error("source_text", "全省共性议题要写明来源文件。")
        return cleaned


class CommonAnswerForm(Form):
    """承接 or 不承接."""

    answer = SegField(label="是否承接", choices=[("take_up", "承接"), ("decline", "不承接")])
    reason = TextField(label="不承接的理由", max_length=300, rows=2, required=False, note="不承接时必填")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "decline" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "不承接的要写明理由。")
        return cleaned


class SummaryForm(Form):
    summary = TextField(label="总体情况", max_length=4000, rows=6, help_text="承接、协商、办结的情况和主要成效。")


class AgainForm(Form):
    until = DateField(label="新的完成期限", earliest=timezone.localdate, why="完成期限不能早于今天。")
