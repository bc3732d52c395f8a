"""Forms of highlights, of what rooms send in, and of bulletins."""

from django import forms
from django.utils import timezone

from members.forms import (
    AttachmentsField,
    DateField,
    Form,
    LineField,
    NumberField,
    SelectField,
    TextField,
)
from members.models import Unit

PRIVATE = "不写群众姓名、电话、门牌和个人情况。"


class HighlightForm(Form):
    versioned = True

    sentence = LineField(label="亮点", max_length=200, note="一句话", help_text=f"写清楚好在哪里。{PRIVATE}")
    on = DateField(label="日期", latest=timezone.localdate, why="日期不能晚于今天。")


class ContributionForm(Form):
    once = True

    title = LineField(label="标题", max_length=80)
    text = TextField(label="正文", max_length=6000, rows=12, help_text=PRIVATE)
    attachments = AttachmentsField("photo", label="照片", required=False)


class EditContributionForm(ContributionForm):
    once = False
    versioned = True


class BulletinForm(Form):
    once = True

    unit = SelectField(label="编发单位")
    title = LineField(label="标题", max_length=80, note="印在刊头下面")
    lead = TextField(label="编者按", max_length=500, rows=3, required=False)
    reported_to = LineField(label="报", max_length=300, required=False, help_text="例如：市委、市政府、市政协领导")
    sent_to = LineField(label="送", max_length=300, required=False)
    copied_to = LineField(label="发", max_length=300, required=False, note="报、送、发至少一项")
    copies = NumberField(label="印数", min_value=1, max_value=9999, required=False, note="份")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class EditBulletinForm(BulletinForm):
    once = False
    versioned = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, units=(), **kwargs)
        del self.fields["unit"]


class ItemForm(Form):
    once = True

    heading = LineField(label="小标题", max_length=60, note="不写序号，印刷时自动编")
    text = TextField(label="正文", max_length=6000, rows=12, help_text=PRIVATE)


class EditItemForm(ItemForm):
    """With the photos of the contribution: each gets its place and its caption, or none and is not printed."""

    once = False
    versioned = True

    def __init__(self, *args, photos=(), chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = [photo.pk for photo in photos]
        placed = {row["attachment"]: (place, row["caption"]) for place, row in enumerate(chosen, start=1)}
        for key in self.keys:
            place, caption = placed.get(key, (None, ""))
            told = {"min_value": 1, "max_value": 99, "required": False, "initial": place}
            self.fields[f"place_{key}"] = NumberField(label="印在第几张", **told)
            self.fields[f"caption_{key}"] = LineField(label="图片说明", max_length=40, required=False, initial=caption)
        # As the page shows them: the photo with its two fields.
        self.pictures = [(photo, self[f"place_{photo.pk}"], self[f"caption_{photo.pk}"]) for photo in photos]

    def clean(self):
        cleaned = super().clean()
        told = [(cleaned.pop(f"place_{key}", None), key, cleaned.pop(f"caption_{key}", "")) for key in self.keys]
        printed = sorted((place, key, caption) for place, key, caption in told if place)
        cleaned["photos"] = [{"attachment": key, "caption": caption} for _, key, caption in printed]
        return cleaned


class IssueBulletinForm(Form):
    versioned = True

    signed_off_by = LineField(label="签发人", max_length=40)
    issued_on = DateField(label="印发日期", latest=timezone.localdate, why="印发日期不能晚于今天。")


class NumbersForm(Form):
    unit = SelectField(label="编发单位")
    year = NumberField(label="年度", min_value=2000, max_value=2099)
    last = NumberField(label="已经编到第几期", min_value=0, max_value=9999, note="下一期接着编")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class AdoptForm(Form):
    """Into which issue: a draft of the own office, or a new one."""

    bulletin = SelectField(label="编入哪一期")

    def __init__(self, *args, drafts, **kwargs):
        super().__init__(*args, **kwargs)
        self.drafts = {str(draft.pk): draft for draft in drafts}
        names = [(key, f"草稿：{draft.title}") for key, draft in self.drafts.items()]
        self.fields["bulletin"].choices = names

    def clean_bulletin(self):
        return self.drafts[self.cleaned_data["bulletin"]]
