"""To which consultation an activity belongs."""

from django import forms

from consult.models import Consultation
from members.forms import Form


class CaseForm(Form):
    case = forms.ModelChoiceField(
        Consultation.objects.none(), label="属于哪件协商", empty_label="不列入协商", required=False
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases
        self.fields["case"].label_from_instance = lambda case: f"{case.title}（{case.label}）"
