"""Forms of a room's life: application, decision, opening, withdrawal."""

from django import forms
from django.utils import timezone

from members.enums import AttachmentKind, Basis, UnitKind
from members.forms import AttachmentsField, DateField, Form, LineField, SegField, SelectField, TextField
from members.models import Region, Unit
from rooms.enums import RoomKind

REASON_HELP = "为什么设在这里，服务哪些群众、哪些委员。"
CONDITIONS_HELP = "场地、桌椅、人员、经费准备得怎样。"


def past(label: str) -> DateField:
    return DateField(label=label, latest=timezone.localdate, why=f"{label}不能晚于今天。")


class ReapplyForm(Form):
    reason = TextField(label="设立理由", max_length=1000, help_text=REASON_HELP)
    conditions = TextField(label="具备的条件", max_length=1000, help_text=CONDITIONS_HELP, required=False)
    on = past("申请日期")
    attachments = AttachmentsField(label="申请材料", required=False)


class ApplyForm(ReapplyForm):
    once = True

    name = LineField(label="名称", max_length=80)
    short_name = LineField(label="简称", max_length=40, help_text="列表和纪要编号里用，例如：白杨社区")
    kind = SelectField(label="类型", choices=RoomKind.choices)
    region = forms.ModelChoiceField(Region.objects.none(), label="所在区域", empty_label="请选择")
    approver = forms.ModelChoiceField(
        Unit.objects.none(), label="审定机关", empty_label="请选择", help_text="挂牌以后审定本室议题、确定事项的机关。"
    )
    hall = LineField(label="议事场所", max_length=80, required=False)
    address = LineField(label="地址", max_length=120, required=False)

    field_order = ("name", "short_name", "kind", "region", "approver", "address", "hall")

    def __init__(self, *args, regions, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions.active()
        self.fields["approver"].queryset = bodies.active().filter(kind__in=[UnitKind.TOWNSHIP, UnitKind.PARTY_BODY])


class BasisForm(Form):
    basis = SegField(label="依据", choices=Basis.choices)
    paper = LineField(label="会议名称、签批人或文号", max_length=120, required=False)


class DecideForm(BasisForm):
    verdict = SegField(label="审定意见", choices=[("approve", "同意设立"), ("return", "退回补充")])
    basis = SegField(label="依据", choices=Basis.choices, required=False, note="同意时要选")
    on = past("审定日期")
    reason = TextField(label="说明", max_length=1000, required=False, note="退回时要写明补充什么")
    attachments = AttachmentsField(AttachmentKind.SCAN, label="文件扫描件", required=False)

    field_order = ("verdict", "basis", "paper", "on", "reason", "attachments")

    def clean(self):
        data = super().clean()
        if data.get("verdict") == "approve" and not data.get("basis"):
            self.add_error("basis", "请选择依据：会议研究、主要负责人签批，或者授权办理。")
        if data.get("verdict") == "return" and not data.get("reason"):
            self.add_error("reason", "请写明要补充什么，申请单位才能再报。")
        return data


class OpenForm(Form):
    on = past("挂牌日期")
    paper = LineField(label="文号", max_length=120, required=False)
    attachments = AttachmentsField(AttachmentKind.PHOTO, label="挂牌照片", required=False)


class WithdrawForm(BasisForm):
    on = past("撤销日期")
    reason = TextField(label="撤销理由", max_length=1000)
    attachments = AttachmentsField(AttachmentKind.SCAN, label="文件扫描件", required=False)

    field_order = ("reason", "on", "basis", "paper", "attachments")


class MoveForm(BasisForm):
    region = forms.ModelChoiceField(Region.objects.none(), label="调整到", empty_label="请选择")
    approver = forms.ModelChoiceField(
        Unit.objects.none(), label="审定机关", empty_label="请选择", help_text="没有办结的协商以后由它审定、确定。"
    )
    on = DateField(
        label="调整日期",
        latest=timezone.localdate,
        why="调整日期不能晚于今天。",
        help_text="自当月起计入新的乡镇（街道），以前各月仍计在原来的乡镇（街道）。",
    )
    reason = TextField(label="调整理由", max_length=1000)
    attachments = AttachmentsField(AttachmentKind.SCAN, label="文件扫描件", required=False)

    field_order = ("region", "approver", "on", "reason", "basis", "paper", "attachments")

    def __init__(self, *args, regions, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions.active()
        self.fields["approver"].queryset = bodies.active().filter(kind__in=[UnitKind.TOWNSHIP, UnitKind.PARTY_BODY])
