"""Filters of 逾期清单, the month among them. They stand over rows of several tables."""

import django_filters
from django import forms

from members.filters import WordsFilter
from members.models import Unit
from reports.enums import AskedKind
from reports.filters.asked import AskedChips
from reports.queries.asked.late import CITY, DONE, STILL, narrowed
from reports.queries.asked.sources import ASKERS, units_at

STATES = [(STILL, "还没有完成"), (DONE, "过期以后完成")]
SORTS = [("unit", "按单位"), ("oldest", "早到期在前"), ("newest", "新到期在前")]


class LateFilter(AskedChips, django_filters.FilterSet):
    """The controls alone: what they mean is said once for page and file, in `late`."""

    q = WordsFilter(label="内容、标题", method="leave", max_length=60)
    unit = django_filters.ModelChoiceFilter(
        label="单位", queryset=Unit.objects.none(), empty_label="全部单位", method="leave"
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=AskedKind.choices, empty_label="全部类别", method="leave")
    asker = django_filters.ModelChoiceFilter(
        label="来自", queryset=Unit.objects.none(), empty_label="全部来源", method="leave"
    )
    state = django_filters.ChoiceFilter(label="情况", choices=STATES, empty_label="全部情况", method="leave")
    sort = django_filters.ChoiceFilter(label="排序", choices=SORTS, empty_label=None, method="leave")
    # Set by the monthly paper, which leads to exactly the records that it counts.
    scope = django_filters.ChoiceFilter(
        label="范围",
        choices=[(CITY, "不含乡镇（街道）任务单")],
        empty_label="全部",
        method="leave",
        widget=forms.HiddenInput,
    )
    month = django_filters.CharFilter(label="月份", method="leave", widget=forms.HiddenInput, max_length=7)

    quiet = ("sort", "month")

    def __init__(self, data, rows, *, request):
        super().__init__(data, rows, request=request)
        self.filters["asker"].queryset = units_at(rows, ASKERS)
        units = units_at(rows, dict.fromkeys(rows.branches, "unit"))
        if len(units) > 1:
            self.filters["unit"].queryset = units
        else:
            del self.filters["unit"]

    def filter_queryset(self, queryset):
        # Not by FilterSet's own loop: it accepts a QuerySet alone.
        return narrowed(queryset, self.data)
