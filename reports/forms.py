"""The filters of the list of quotas: its states are counted, no rows of a table."""

from django import forms

from members.forms.fields import DateField, LineField
from reports.facts.quotas import STATUSES
from rooms.practice.counting import SEVERITIES

WORDS = forms.TextInput(attrs={"placeholder": "名称", "type": "search"})


class QuotaFilterForm(forms.Form):
    q = LineField(label="名称", max_length=60, required=False, widget=WORDS)
    # Chosen by the tabs above.
    kind = forms.CharField(widget=forms.HiddenInput)
    rule = forms.ChoiceField(label="要求", required=False)
    severity = forms.ChoiceField(
        label="程度",
        required=False,
        choices=[("", "各种程度"), *((code, name) for code, name in SEVERITIES.items() if code != "off")],
    )
    status = forms.ChoiceField(label="情况", choices=[*STATUSES.items(), ("all", "全部情况")])
    on = DateField(label="截至", required=False)

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "各项要求"), *((rule.quota.name, rule.quota.name) for rule in rules)]
