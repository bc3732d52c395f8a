"""Forms of 文书模板: the words of one kind of paper, and the way back to those of the house."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.forms import Form
from members.forms.fields import CheckField, DateField, LineField, TextField
from reports.rules import FIELDS, OFFICES, Wording

LONG = ("lead", "closing")


class _Dated(Form):
    starts_on = DateField(
        label="起用日期", initial=timezone.localdate, earliest=timezone.localdate, why="起用日期不能早于今天。"
    )
    note = LineField(label="修改说明", max_length=200, required=False)
    # The version that the person saw; another one that came in between is told.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def clean_seen(self):
        return self.cleaned_data["seen"] or 0


class HouseForm(_Dated):
    """Nothing but the day."""


class WordingForm(_Dated):
    for_region = CheckField(label="本区域各单位通用", required=False, help_text="自己改过用语的单位，仍用自己的。")

    field_order = [*FIELDS, "for_region", "starts_on", "note"]

    def __init__(self, *args, kind, unit_kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, (label, most) in FIELDS.items():
            field = TextField(rows=3) if name in LONG else LineField()
            field.label, field.required, field.user = label, False, self.user
            field.max_length = most
            field.validators = [*field.validators, forms.fields.validators.MaxLengthValidator(most), self._known]
            field.note = "留空不印"
            self.fields[name] = field
        self.fields["issuer"].note = "留空用单位全称"
        if unit_kind not in OFFICES:
            del self.fields["for_region"]
        self.order_fields(self.field_order)

    def _known(self, text: str) -> None:
        if wrong := self.kind.unknown(text):
            words = "、".join(f"{{{word}}}" for word in self.kind.words)
            raise ValidationError(f"{'、'.join(wrong)}不是占位词。可以用的有：{words}。", code="unknown")

    def wording(self) -> Wording:
        """What was typed, as far as it is right: a sample is drawn while somebody is still typing."""
        return Wording(**{name: self.cleaned_data.get(name, "") for name in FIELDS})
