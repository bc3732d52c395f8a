"""Filters of lists. A list is its address: every filter stands in the query string."""

import django_filters
from django import forms

from consult import queries
from consult.enums import ConsultationState, Importance, Step
from consult.models import Consultation
from members.forms.fields import LineField
from rooms.models import Room

SORTS = {"newest": ("-pk",), "oldest": ("pk",), "longest": ("stage_entered_at", "pk")}


class WordsFilter(django_filters.CharFilter):
    field_class = LineField


class ConsultationFilter(django_filters.FilterSet):
    q = WordsFilter(label="议题、地点", method="by_words", max_length=60)
    step = django_filters.ChoiceFilter(label="步骤", field_name="step", empty_label="全部步骤")
    state = django_filters.ChoiceFilter(label="状态", choices=ConsultationState.choices, empty_label="全部状态")
    importance = django_filters.ChoiceFilter(label="重要程度", choices=Importance.choices, empty_label="普通和重要")
    room = django_filters.ModelChoiceFilter(label="联络室", queryset=Room.objects.none(), empty_label="全部联络室")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新立在前"), ("oldest", "早立在前"), ("longest", "停留最久在前")],
        empty_label=None,
        method="leave",
    )
    view = django_filters.CharFilter(method="by_view", widget=forms.HiddenInput)

    class Meta:
        model = Consultation
        fields = ["q", "view", "step", "state", "importance", "room", "sort"]

    def __init__(self, *args, pack, **kwargs):
        self.pack = pack
        super().__init__(*args, **kwargs)
        used = [(step, pack.step_name(step)) for step in Step.values if pack.stages_of(step)]
        self.filters["step"].extra["choices"] = used
        rooms = Room.objects.open().visible_to(self.request.user).select_related("unit")
        self.filters["room"].queryset = rooms.order_by("unit__pinyin")

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    @property
    def views(self):
        """The pack's saved views over consultations, the present one marked."""
        return [(view, view.code == self.data.get("view")) for view in self.pack.views if view.of == "consultation"]

    def by_words(self, rows, name, value):
        found = queries.search(self.request.user, value)
        return rows.filter(pk__in=found.values("pk"))

    def by_view(self, rows, name, value):
        view = next((view for view in self.pack.views if view.code == value), None)
        if view is None:
            return rows
        wanted = view.filter
        if wanted.get("waiting_for_me"):
            rows = queries.waiting_for_me(rows, self.request.user)
        if wanted.get("overdue"):
            rows = queries.overdue(rows)
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "steps" in wanted:
            rows = rows.filter(step__in=wanted["steps"])
        return rows

    def leave(self, rows, name, value):
        return rows
