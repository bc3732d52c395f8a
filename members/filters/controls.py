"""Filters with the controls of our forms."""

import django_filters
from django import forms

from members.forms.fields import DateField, LineField


class WordsFilter(django_filters.CharFilter):
    """Words to look for; in the narrow bar the label stands inside the control too, or a hint that says more."""

    field_class = LineField

    def __init__(self, *args, label, hint="", **kwargs):
        look = forms.TextInput(attrs={"placeholder": hint or label, "type": "search"})
        super().__init__(*args, label=label, widget=look, **kwargs)


class DayFilter(django_filters.DateFilter):
    field_class = DateField
