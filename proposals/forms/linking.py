"""The form that puts a proposal forward as a topic."""

from django import forms

from members.forms import Form, SelectField, TextField
from members.models import Unit


class NominateForm(Form):
    once = True

    to = forms.ModelChoiceField(Unit.objects.none(), label="报给", empty_label=None)
    year = SelectField(label="年度")
    why = TextField(label="理由", max_length=1000, rows=4, required=False, help_text="不写的，用提案的“情况和问题”。")

    def __init__(self, *args, targets, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in targets])
        self.fields["year"].choices = [(str(year), f"{year} 年") for year in years]

    def clean_year(self):
        return int(self.cleaned_data["year"])
