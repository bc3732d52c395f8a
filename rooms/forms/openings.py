"""Forms of opening figures."""

from django.utils import timezone

from members.forms import AttachmentsField, DateField, FindField, Form, LineField, NumberField, SelectField, TextField
from rooms.enums import ActivityContext, Measure
from rooms.models import Room
from rooms.practice.definitions import DEFINITIONS

# What can be counted of a room by the month: the others are states of today or sums of their own.
MEASURES = [(code, Measure(code).label) for code, each in DEFINITIONS.items() if "room" in each.over]


class OpeningForm(Form):
    """A total of the whole region, or of one room of it."""

    region = SelectField(label="区域")
    room = FindField(Room.objects.none(), "rooms:find_rooms", label="联络室", required=False, note="不填是全区域的")
    measure = SelectField(label="指标", choices=MEASURES)
    context = SelectField(
        label="场合", choices=[("", "不分场合"), *ActivityContext.choices], required=False, note="履职活动按场合统计"
    )
    amount = NumberField(label="数量", min_value=1, max_value=9_999_999)
    until = DateField(label="截至日期", latest=timezone.localdate, why="截至日期不能晚于今天。")
    source = LineField(label="资料来源", max_length=200, help_text="例如：2025年度工作总结第 4 页")
    signer = LineField(label="签认人", max_length=60, help_text="对这个数负责的领导，写姓名和职务")
    signed_on = DateField(label="签认日期", latest=timezone.localdate, why="签认日期不能晚于今天。")
    scans = AttachmentsField("scan", label="依据扫描件", required=False)

    def __init__(self, *args, regions, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = {str(region.pk): region for region in regions}
        self.fields["region"].choices = [(key, region.name) for key, region in self.regions.items()]
        self.fields["room"].queryset = rooms

    def clean_amount(self):
        return int(self.cleaned_data["amount"])

    def place(self):
        """The room if one is named, else the region."""
        return self.cleaned_data["room"] or self.regions[self.cleaned_data["region"]]

    def details(self) -> dict:
        skipped = ("region", "room", "scans")
        return {name: value for name, value in self.cleaned_data.items() if name not in skipped}


class RemoveOpeningForm(Form):
    reason = TextField(label="移出原因", max_length=300, rows=2)
