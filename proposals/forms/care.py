"""Forms of key proposals and of supervision."""

from django.utils import timezone

from members.forms import (
    AttachmentsField,
    CheckField,
    DateField,
    FindField,
    Form,
    LineField,
    NumberField,
    SegField,
    SelectField,
    TextField,
)
from members.models import Unit
from proposals.enums import SupervisionMode, SupervisionTier, VisitWay


def today():
    return timezone.localdate()


class CandidatesForm(Form):
    year = NumberField(label="年度", min_value=2000, max_value=2099)
    why = TextField(
        label="入选理由", max_length=500, rows=3, help_text="例如：市委、市政府年度重点工作；群众反映集中。"
    )


class ChooseKeyForm(Form):
    rank = NumberField(label="序号", min_value=1, max_value=99, help_text="1 是1号提案。")
    chosen_by = LineField(label="由谁确定", max_length=60)
    chosen_on = DateField(label="确定日期", latest=today, why="确定日期不能晚于今天。")
    basis = LineField(label="会议或文件", max_length=120, required=False, help_text="例如：第 18 次主席会议")


class OffForm(Form):
    reason = TextField(label="原因", max_length=300, rows=3)


class OpenKeyForm(Form):
    public_summary = TextField(
        label="答复概要",
        max_length=500,
        rows=4,
        required=False,
        help_text="不填就只公开答复类别。不要写个人姓名、住址和电话。单位答复以后才显示。",
    )


class KeyProgressForm(Form):
    once = True

    on = DateField(label="日期", latest=today, why="日期不能晚于今天。")
    text = TextField(label="进展情况", max_length=2000, rows=5)
    obstacles = TextField(label="困难和需要协调的问题", max_length=500, rows=2, required=False)
    attachments = AttachmentsField("photo", label="照片", required=False)


class SupervisionForm(Form):
    once = True

    tier = SelectField(label="层级", choices=SupervisionTier.choices)
    mode = SegField(label="方式", choices=SupervisionMode.choices)
    leader = LineField(label="督办领导", max_length=40, required=False, note="单位、专门委员会督办的不填")
    post = LineField(label="职务", max_length=60, required=False)
    committee = LineField(label="专门委员会", max_length=60, required=False, note="例如：提案委员会")
    unit = FindField(Unit.objects.none(), "consult:find_units", label="督办单位", required=False, note="系统里的单位")
    starts_on = DateField(label="开始日期", latest=today, why="开始日期不能晚于今天。")
    task = TextField(label="督办要求", max_length=500, rows=3, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_tier(self):
        return int(self.cleaned_data["tier"])

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("leader") or cleaned.get("committee") or cleaned.get("unit")):
            self.add_error("leader", "请写明督办领导，或者填写专门委员会、选择督办单位。")
        return cleaned


class EditSupervisionForm(SupervisionForm):
    once = False
    versioned = True


class VisitForm(Form):
    once = True

    on = DateField(label="日期", latest=today, why="日期不能晚于今天。")
    way = SegField(label="形式", choices=VisitWay.choices)
    people = LineField(label="参加人员", max_length=300)
    count = NumberField(label="参加人数", min_value=1, max_value=500, note="人")
    met_proposer = CheckField(label="提出人（或者联名人）当面参加", required=False)
    problems = TextField(label="发现的问题", max_length=2000, rows=3, required=False)
    measures = TextField(label="提出的要求", max_length=2000, rows=3, required=False, help_text="承办单位会收到通知。")
    next_on = DateField(label="下次检查", required=False)
    attachments = AttachmentsField("photo", label="照片", required=False)


class EndSupervisionForm(Form):
    on = DateField(label="结束日期", latest=today, why="结束日期不能晚于今天。")
    result = TextField(label="督办结果", max_length=1000, rows=4)
