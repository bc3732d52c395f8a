"""Forms of steps 2 and 3."""

from django import forms
from django.utils import timezone

from consult.enums import PersonKind
from members.forms import AttachmentsField, DateField, FindField, Form, LineField, NumberField, SelectField, TextField
from members.models import Member, Unit
from rooms.models import Convener, Representative


class ParticipantForm(Form):
    """One person who is typed in, or the envoy of a unit."""

    versioned = True
    once = True

    category = SelectField(label="类别")
    name = LineField(label="姓名", max_length=40)
    title = LineField(label="身份、单位和职务", max_length=80, required=False)
    phone = LineField(label="手机", max_length=30, required=False, help_text="只有本室工作人员看得到完整号码。")
    unit = FindField(Unit.objects.none(), "consult:find_units", label="代表哪个单位", required=False)

    def __init__(self, *args, pack, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(each.code, each.name) for each in pack.categories]
        # Conveners, members and representatives are ticked; what is typed is mostly somebody else.
        typed = next((each.code for each in pack.categories if each.source == "typed"), pack.categories[0].code)
        self.initial.setdefault("category", typed)
        self.fields["unit"].queryset = units

    def clean_phone(self):
        phone = self.cleaned_data["phone"].replace(" ", "").replace("-", "")
        if phone and not (phone.lstrip("+").isascii() and phone.lstrip("+").isdigit() and 5 <= len(phone) <= 15):
            raise forms.ValidationError("电话号码只写数字，例如 13800000000。")
        return phone

    def person(self) -> dict:
        data = self.cleaned_data
        return {
            "category": data["category"],
            "name": data["name"],
            "title": data["title"] or (data["unit"].name if data["unit"] else ""),
            "phone": data["phone"],
            "unit": data["unit"],
            "kind": PersonKind.UNIT if data["unit"] else PersonKind.TYPED,
        }


class TeamForm(Form):
    """Ticks of the room's conveners, members and representatives: added to the list in one act."""

    conveners = forms.ModelMultipleChoiceField(Convener.objects.none(), required=False)
    members = forms.ModelMultipleChoiceField(Member.objects.none(), required=False)
    representatives = forms.ModelMultipleChoiceField(Representative.objects.none(), required=False)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        for name, people in team.items():
            self.fields[name].queryset = people


class FitForm(Form):
    """Ticks of people whom the pools offer for the topic; all of them come in one category."""

    category = SelectField(label="类别")
    people = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, pack, fits, **kwargs):
        super().__init__(*args, **kwargs)
        typed = [each for each in pack.categories if each.source == "typed"]
        self.fields["category"].choices = [(each.code, each.name) for each in typed or pack.categories]
        self.fields["people"].choices = [(fit.key, fit.name) for fit in fits]
        self.fits = {fit.key: fit for fit in fits}

    def chosen(self) -> list:
        return [self.fits[key] for key in self.cleaned_data["people"]]


class ResearchForm(Form):
    versioned = True
    once = True

    on = DateField(label="调研日期", latest=timezone.localdate, why="调研日期不能晚于今天。")
    until = DateField(
        label="结束日期",
        required=False,
        latest=timezone.localdate,
        why="结束日期不能晚于今天。",
        help_text="当天结束的不填。",
    )
    place = LineField(label="地点", max_length=120)
    team = LineField(label="参加人员", max_length=300)
    visited = LineField(label="走访对象", max_length=300, required=False)
    visited_count = NumberField(label="走访数量", required=False, max_value=99_999)
    visited_unit = LineField(label="单位", max_length=10, initial="户")
    findings = TextField(label="了解到的情况", max_length=8000, rows=6)
    figures = TextField(
        label="数据", max_length=2000, rows=3, required=False, help_text="例如：一年内堵塞 11 次；主管建于 1998 年。"
    )
    attachments = AttachmentsField("photo", label="照片和材料", required=False)

    def clean(self):
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", "结束日期不能早于调研日期。")
        cleaned["visited_count"] = cleaned.get("visited_count") or 0
        return cleaned

    def texts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("attachments", "version")}
