"""Forms of a room's particulars: place and hours, money, services, being a model."""

from django import forms
from django.utils import timezone

from members.enums import AttachmentKind
from members.forms import AttachmentsField, DateField, Form, LineField, NumberField, SegField
from members.forms.people import PHONE
from members.models import Region
from rooms.forms.rooms import HOURS_HELP
from rooms.operations.shapes import LARGEST_FILE

BESIDE = "经度和纬度要一起填写，可以在地图上点选。"


class ParticularsForm(Form):
    versioned = True

    hall = LineField(label="议事场所", max_length=80, required=False, help_text="例如：协商议事厅（二楼 203 室）")
    address = LineField(label="地址", max_length=120, required=False)
    phone = LineField(label="电话", max_length=30, required=False, validators=[PHONE])
    opening_hours = LineField(label="开放时间", max_length=200, required=False, help_text=HOURS_HELP)
    longitude = NumberField(label="经度", places=6, min_value=70, max_value=140, required=False)
    latitude = NumberField(label="纬度", places=6, min_value=3, max_value=55, required=False)

    def clean(self):
        data = super().clean()
        both = {"longitude", "latitude"} <= set(data)
        if both and (data["longitude"] is None) != (data["latitude"] is None):
            self.add_error("longitude" if data["longitude"] is None else "latitude", BESIDE)
        return data


class BudgetForm(Form):
    versioned = True

    year = NumberField(label="年度", min_value=2000, max_value=2099)
    source = LineField(label="来源", max_length=60, help_text="例如：市财政专项、街道配套、社会捐助")
    amount = NumberField(label="安排（万元）", places=2, max_value=99_999)
    spent = NumberField(label="已用（万元）", places=2, max_value=99_999)
    note = LineField(label="说明", max_length=200, required=False)


class ServiceForm(Form):
    versioned = True

    name = LineField(label="名称", max_length=40, help_text="例如：舒心小屋、帮帮团")
    hours = LineField(label="服务时间", max_length=80, required=False)
    who = LineField(label="服务人员", max_length=120, required=False)
    note = LineField(label="服务内容", max_length=200, required=False)
    starts_on = DateField(label="开始日期", latest=timezone.localdate, why="开始日期不能晚于今天。")


class EditServiceForm(ServiceForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["starts_on"]


class DemonstrationForm(Form):
    year = NumberField(label="年度", min_value=2000, max_value=2099)
    decided_by = LineField(label="确定单位", max_length=80, help_text="例如：市委“协商在一线”工作领导小组")
    paper = LineField(label="文号", max_length=120, required=False)


class ReasonForm(Form):
    reason = LineField(label="原因", max_length=200)


class ChecklistForm(Form):
    """One item: there, shown by what the pack asks for, or missing since a day."""

    once = True

    is_there = SegField(label="现在", choices=[("yes", "具备"), ("no", "缺")])
    on = DateField(label="日期", latest=timezone.localdate, why="日期不能晚于今天。")
    note = LineField(label="说明", max_length=200, required=False)
    attachments = AttachmentsField(AttachmentKind.DOCUMENT, label="佐证", required=False)

    def __init__(self, *args, evidence: str, **kwargs):
        super().__init__(*args, **kwargs)
        kind = {"photo": AttachmentKind.PHOTO}.get(evidence, AttachmentKind.DOCUMENT)
        label = {"photo": "照片", "document": "材料"}.get(evidence, "附件")
        self.fields["attachments"] = AttachmentsField(kind, label=label, required=False)
        self.fields["attachments"].user = self.fields["attachments"].widget.user = self.user
        self.fields["on"].help_text = "具备的，是查看的日期；缺的，是从哪天起缺。"

    def clean_is_there(self):
        return self.cleaned_data["is_there"] == "yes"


class GuidanceForm(Form):
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(), label="区域", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = regions.order_by("path")


class ShapesForm(Form):
    """A GeoJSON file with the outlines of regions."""

    file = forms.FileField(
        label="轮廓文件",
        error_messages={"empty": "文件是空的，请重新选择。", "required": "请选择 .geojson 或 .json 文件。"},
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
    )
    source = LineField(label="来源", max_length=120, required=False, help_text="例如：市自然资源局 2026 年行政区划图")

    @property
    def content(self) -> bytes:
        """The file as far as it may be read; what is larger is refused by the verb."""
        return self.cleaned_data["file"].read(LARGEST_FILE + 1)

    def told(self) -> dict:
        return {"by": self.user, "source": self.cleaned_data["source"]}
