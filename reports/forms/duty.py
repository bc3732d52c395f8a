"""The filters of 履职统计."""

from django import forms

from members.enums import MemberLevel
from members.forms.fields import LineField

LEVELS = [("", "三级委员"), *MemberLevel.choices]


def words(label: str) -> LineField:
    look = forms.TextInput(attrs={"placeholder": label, "type": "search"})
    return LineField(label=label, max_length=60, required=False, widget=look)


class StatisticsFilterForm(forms.Form):
    q = words("姓名、拼音")
    level = forms.ChoiceField(label="级别", choices=LEVELS, required=False)
    sector = words("界别")
    room = words("联络室")
    # Chosen by the tabs above.
    year = forms.CharField(widget=forms.HiddenInput, required=False)
