"""Forms of calls and nominations."""

from django import forms
from django.utils import timezone

from consult.enums import Audience, NominationSource
from consult.forms.plans import BasisForm
from consult.models import Nomination
from members.enums import UnitKind
from members.forms import (
    AttachmentsField,
    DateField,
    FindManyField,
    Form,
    LineField,
    SegManyField,
    SelectField,
    TextField,
)
from members.models import Unit


class CallForm(Form):
    """A call for topics."""

    once = True

    issuer = forms.ModelChoiceField(Unit.objects.none(), label="发起单位", empty_label=None)
    year = SelectField(label="年度")
    theme = LineField(label="主题", max_length=60, help_text="例如：征集 2027 年度协商议题")
    text = TextField(label="征集要求", max_length=2000, rows=4, help_text="围绕哪些方面、每处报几件、有什么要求。")
    asked = SegManyField(label="向谁征集", choices=Audience.choices)
    units = FindManyField(
        Unit.objects.none(),
        "members:find_units",
        label="哪些单位",
        required=False,
        note="选“指定单位”时填写",
        when={"asked": ("units",)},
    )
    opens_on = DateField(label="开始日期")
    closes_on = DateField(label="截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")
    plans_due_on = DateField(
        label="年度计划报审截止日期", required=False, help_text="填写以后，各单位的工作台会提醒按期报审本单位的计划。"
    )
    attachments = AttachmentsField(label="附件", required=False)

    def __init__(self, *args, issuers, years, pack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in issuers])
        self.fields["year"].choices = [(str(year), f"{year} 年") for year in years]
        paths = {f"/{unit.region.city_code}/" for unit in issuers}
        self.fields["units"].queryset = Unit.objects.active().within_any(paths)
        names = {Audience.ROOMS: pack.say("各{room_short}"), Audience.MEMBERS: "委员和代表"}
        is_room = all(unit.kind == UnitKind.ROOM for unit in issuers)
        self.fields["asked"].choices = [
            (code, names.get(code, label))
            for code, label in Audience.choices
            if not (is_room and code == Audience.ROOMS)
        ]
        if is_room:
            # Below a room nobody makes a plan.
            del self.fields["plans_due_on"]

    def clean_year(self):
        return int(self.cleaned_data["year"])

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "截止日期不能早于开始日期。")
        if Audience.UNITS in cleaned.get("asked", ()) and not cleaned.get("units"):
            self.add_error("units", "请选择是哪些单位。")
        return cleaned


class CallTextsForm(Form):
    versioned = True

    theme = LineField(label="主题", max_length=60)
    text = TextField(label="征集要求", max_length=2000, rows=4)
    closes_on = DateField(label="截止日期")
    plans_due_on = DateField(label="年度计划报审截止日期", required=False)
    attachments = AttachmentsField(label="附件", required=False)


class ReopenForm(Form):
    closes_on = DateField(label="新的截止日期", earliest=timezone.localdate, why="截止日期不能早于今天。")


class NominationForm(Form):
    """荐题: a member needs a title and one sentence; who speaks for others names them."""

    once = True

    title = LineField(label="议题", max_length=60, note="不超过 60 字")
    why = TextField(label="为什么协商", max_length=1000, rows=3, help_text="涉及多少人、以往怎样处理过，一两句话即可。")
    place = LineField(label="具体地点", max_length=120, required=False)
    to = forms.ModelChoiceField(Unit.objects.none(), label="报给", empty_label=None)
    year = SelectField(label="列入哪一年的计划")
    source = SelectField(label="来源")
    source_note = LineField(
        label="来源说明",
        max_length=200,
        required=False,
        help_text="代委员、代表或者群众报的，写明是谁、什么时候提出的。",
    )
    attachments = AttachmentsField(label="材料和照片", required=False)

    def __init__(self, *args, standing, years, call=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in standing.targets])
        self.fields["year"].choices = [(str(year), f"{year} 年") for year in years]
        self.fields["source"].choices = [(code, NominationSource(code).label) for code in standing.sources]
        if len(standing.sources) == 1:
            del self.fields["source"], self.fields["source_note"]
        if call or len(standing.targets) == 1:
            del self.fields["to"]
        if call:
            del self.fields["year"]

    def clean_year(self):
        return int(self.cleaned_data["year"])


class LeaderTopicForm(BasisForm):
    """点题."""

    once = True

    to = forms.ModelChoiceField(Unit.objects.none(), label="列入哪个单位的计划", empty_label=None)
    year = SelectField(label="年度")
    title = LineField(label="议题", max_length=60)
    why = TextField(label="说明", max_length=1000, rows=3, required=False)
    chooser = LineField(label="点题领导", max_length=60, help_text="姓名和职务，例如：市委书记李某某")

    field_order = ["to", "year", "title", "why", "chooser"]

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["year"].choices = [(str(year), f"{year} 年") for year in years]

    def clean_year(self):
        return int(self.cleaned_data["year"])


class ChooseForm(BasisForm):
    """圈定 of one nomination."""

    chooser = LineField(label="圈定人", max_length=60, help_text="领导姓名和职务，或者集体研究的会议名称。")
    verdict = TextField(label="意见", max_length=500, rows=2, required=False, help_text="荐题人看得到。")

    field_order = ["chooser", "verdict"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The paper lies with the list on which the leader marked; a nomination has files of its own.
        del self.fields["attachments"]


class NominationChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row):
        return f"{row.title}（{row.by_whom}，{row.get_source_display()}）"


class CircleForm(ChooseForm):
    """圈定 on the list: the marked ones."""

    rows = NominationChoice(Nomination.objects.none(), label="圈定的议题")

    field_order = ["rows", "chooser", "verdict"]

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = waiting

    def clean_rows(self):
        return list(self.cleaned_data["rows"])


class DeclineForm(Form):
    verdict = TextField(label="未列入的理由", max_length=500, rows=2, help_text="荐题人看得到。")


class MergeForm(Form):
    into = forms.ModelChoiceField(Nomination.objects.none(), label="并入哪一件荐题", empty_label="请选择")

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others


class WithdrawForm(Form):
    reason = LineField(label="说明", max_length=200, required=False)
