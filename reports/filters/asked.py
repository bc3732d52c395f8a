"""Filters of the list of everything that units are asked for. They stand over rows of several tables."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property

from members.filters import WordsFilter
from members.models import Unit
from members.queries import desks
from reports.enums import AskedKind, AskedStage
from reports.queries.asked import asked_of, sees_all
from reports.queries.asked.figures import FIGURES
from reports.queries.asked.months import PARTS
from reports.queries.asked.narrowing import MONTHS, narrowed, order_of
from reports.queries.asked.sources import ASKERS, SOURCES, inside, units_at

DUES = [("late", "已逾期"), ("7", "7 天内到期"), ("30", "30 天内到期"), ("none", "没有期限")]
VIEWS = {
    "new": "待签收",
    "mine": "我经办的",
    "late": "逾期",
    "soon": "7 天内到期",
    "nobody": "没有经办人",
    "closed": "已办结",
    "all": "全部",
}
OF_PEOPLE = ("mine", "nobody")
FIRST_YEAR = 2020
SORTS = [("due", "按期限"), ("newest", "新交办在前"), ("oldest", "早交办在前")]
QUIET = ("view", "sort")


# What the list of what is late holds besides.
KINDS = [choice for choice in AskedKind.choices if choice[0] != AskedKind.LIMIT]


class AskedChips:
    """What narrows a list over several tables, in words, and the parts of a filter that it needs for it."""

    # Of these no chip stands over the list.
    quiet = QUIET

    @property
    def chips(self) -> list[dict]:
        """What narrows the list, in words, each with the address without it."""
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        named = [
            (name, field) for name, field in self.form.fields.items() if cleaned.get(name) and name not in self.quiet
        ]
        return [{"word": _word(field, cleaned[name]), "without": self._without(name)} for name, field in named]

    def _without(self, name: str) -> str:
        rest = self.data.copy()
        for gone in (name, "after", "before"):
            rest.pop(gone, None)
        return f"?{rest.urlencode()}"

    def leave(self, rows, name, value):
        return rows


class AskedFilter(AskedChips, django_filters.FilterSet):
    """The controls alone: what they mean is said once for page, file and figures, in `narrowing`."""

    q = WordsFilter(label="内容、标题", method="leave", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=KINDS, empty_label="全部类别", method="leave")
    stage = django_filters.ChoiceFilter(
        label="情况", choices=AskedStage.choices, empty_label="全部情况", method="leave"
    )
    whose = django_filters.ChoiceFilter(label="经办人", empty_label="全部经办人", method="leave")
    due = django_filters.ChoiceFilter(label="期限", choices=DUES, empty_label="全部期限", method="leave")
    asker = django_filters.ModelChoiceFilter(
        label="来自", queryset=Unit.objects.none(), empty_label="全部来源", method="leave"
    )
    unit = django_filters.ModelChoiceFilter(
        label="单位", queryset=Unit.objects.none(), empty_label="全部单位", method="leave"
    )
    year = django_filters.ChoiceFilter(label="交办年度", empty_label="全部年度", method="leave")
    sort = django_filters.ChoiceFilter(label="排序", choices=SORTS, empty_label=None, method="leave")
    # Set by the figures, which lead to exactly the records that they count.
    month = django_filters.ChoiceFilter(
        label="交办月份",
        choices=[(month, f"{month} 月") for month in MONTHS],
        empty_label="全部月份",
        method="leave",
        widget=forms.HiddenInput,
    )
    figure = django_filters.ChoiceFilter(
        label="统计",
        choices=[(code, figure.name) for code, figure in FIGURES.items()],
        empty_label="全部",
        method="leave",
        widget=forms.HiddenInput,
    )
    # Set by the monthly paper: a column of it, and its month.
    part = django_filters.ChoiceFilter(
        label="月报",
        choices=[(code, name) for code, (name, _) in PARTS.items()],
        empty_label="全部",
        method="leave",
        widget=forms.HiddenInput,
    )
    of = django_filters.CharFilter(label="月报月份", method="leave", widget=forms.HiddenInput, max_length=7)
    view = django_filters.CharFilter(label="常用列表", method="leave", widget=forms.HiddenInput, max_length=20)

    def __init__(self, data, *, request):
        self.user, rows = request.user, asked_of(request.user)
        super().__init__(data, rows, request=request)
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years]
        self.filters["asker"].queryset = units_at(rows, ASKERS)
        self._offer_people()
        units = units_at(rows, dict.fromkeys(SOURCES, "unit"))
        if sees_all(self.user) or len(inside(self.user)) > 1:
            self.filters["unit"].queryset = units
        else:
            del self.filters["unit"]

    def _offer_people(self):
        if not inside(self.user):
            # Who looks from above is told of units, not of the people inside.
            del self.filters["whose"]
            return
        people = desks.handlers_of(inside(self.user)).order_by("pinyin", "pk").values_list("pk", "name")
        named = [(str(key), name) for key, name in people if key != self.user.pk]
        self.filters["whose"].extra["choices"] = [("mine", "我经办的"), ("nobody", "没有经办人"), *named]

    @property
    def order(self):
        return order_of(self.data)

    @property
    def chosen_view(self) -> str:
        asked = self.data.get("view")
        return asked if asked in self.offered_views else ""

    @cached_property
    def offered_views(self) -> dict:
        return {code: word for code, word in VIEWS.items() if inside(self.user) or code not in OF_PEOPLE}

    @property
    def views(self):
        return [(code, word, code == self.chosen_view) for code, word in self.offered_views.items()]

    def filter_queryset(self, queryset):
        # Not by FilterSet's own loop: it accepts a QuerySet alone.
        return narrowed(queryset, self.data, self.user)


def _word(field, value) -> str:
    words = dict(field.choices) if isinstance(value, str) and hasattr(field, "choices") else {}
    return f"{field.label}：{words.get(value, value)}"
