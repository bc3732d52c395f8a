"""Filters of lists. A list is its address: every filter stands in the query string."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from consult import queries
from consult.enums import (
    AssignmentState,
    ConsultationState,
    Importance,
    MatterState,
    Step,
    SubmissionKind,
    SubmissionState,
)
from consult.models import Assignment, Consultation, Matter, PastConsultation, Submission
from members.filters import WordsFilter
from members.models import Unit
from rooms import practice
from rooms.filters.by_room import WithRooms

# A topic is shown by the case that takes it up.
CASE_VIEWS = ("consultation", "topic")
SORTS = {"newest": ("-pk",), "oldest": ("pk",), "longest": ("stage_entered_at", "pk")}


class ClassFilter(django_filters.ChoiceFilter):
    """By what the topic is about, in the words of the person's place."""

    def __init__(self, **kwargs):
        super().__init__(label="议题类别", empty_label="全部类别", null_label="未分类", null_value="none", **kwargs)

    def filter(self, rows, value):
        return super().filter(rows, value) if value != self.null_value else rows.filter(**{self.field_name: ""})


def with_classes(filters, pack) -> None:
    filters.filters["topic_class"].extra["choices"] = [(each.code, each.name) for each in pack.topic_classes]


class ConsultationFilter(WithRooms):
    q = WordsFilter(label="议题、地点", hint="议题、地点、理由，两个字就能查", method="by_words", max_length=60)
    step = django_filters.ChoiceFilter(label="步骤", field_name="step", empty_label="全部步骤")
    state = django_filters.ChoiceFilter(label="状态", choices=ConsultationState.choices, empty_label="全部状态")
    importance = django_filters.ChoiceFilter(label="重要程度", choices=Importance.choices, empty_label="普通和重要")
    topic_class = ClassFilter(field_name="topic__topic_class")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新立在前"), ("oldest", "早立在前"), ("longest", "停留最久在前")],
        empty_label=None,
        method="leave",
    )
    view = django_filters.CharFilter(method="by_view", widget=forms.HiddenInput)

    class Meta:
        model = Consultation
        fields = ["q", "view", "step", "state", "importance", "topic_class", "room", "sort"]

    def __init__(self, *args, pack, **kwargs):
        self.pack = pack
        super().__init__(*args, **kwargs)
        with_classes(self, pack)
        used = [(step, pack.step_name(step)) for step in Step.values if pack.stages_of(step)]
        self.filters["step"].extra["choices"] = used

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    @property
    def views(self):
        """The pack's saved views over consultations, the present one marked."""
        return [(view, view.code == self.data.get("view")) for view in self.pack.views if view.of in CASE_VIEWS]

    def by_words(self, rows, name, value):
        return queries.holding(rows, value)

    def by_view(self, rows, name, value):
        view = next((view for view, _ in self.views if view.code == value), None)
        return queries.of_case_view(rows, view, self.request.user) if view else rows

    def leave(self, rows, name, value):
        return rows


class ActionFilter(WithRooms):
    """Lists of step 6. Each has views of its own: code → (name, which rows), and those of the person's place."""

    q = WordsFilter(label="任务、议题", method="by_words", max_length=60)
    view = django_filters.CharFilter(method="by_view", widget=forms.HiddenInput)
    VIEWS = {}
    # Over what the pack's views of this list stand, and how they narrow it.
    SAVED = ("", None)

    @cached_property
    def saved(self) -> list:
        """The views that the practice of the person's place saves over this list (随州 五单)."""
        return [view for view in practice.of_person(self.request.user).views if view.of == self.SAVED[0]]

    @property
    def chosen_view(self):
        return next((view for view in self.saved if view.code == self.data.get("view")), None)

    @property
    def views(self):
        own = [(view.code, view.name) for view in self.saved]
        named = [*own, *((code, name) for code, (name, _) in self.VIEWS.items())]
        return [(code, name, code == self.data.get("view")) for code, name in named]

    def by_view(self, rows, name, value):
        if self.chosen_view:
            return self.SAVED[1](rows, self.chosen_view, self.request.user)
        return self.VIEWS[value][1](rows, self.request.user) if value in self.VIEWS else rows


class AssignmentFilter(ActionFilter):
    state = django_filters.ChoiceFilter(label="状态", choices=AssignmentState.choices, empty_label="全部状态")
    unit = django_filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.none(), empty_label="全部单位")
    room_path = "matter__consultation__room"
    SAVED = ("assignment", queries.of_assignment_view)
    VIEWS = {
        "mine": ("待我办", queries.tasks_waiting_for),
        "open": ("办理中", lambda rows, user: rows.open()),
        "late": ("逾期", lambda rows, user: rows.overdue(timezone.localdate())),
        "asked": ("商请", lambda rows, user: rows.filter(asked=True)),
        "closed": ("已办结", lambda rows, user: rows.filter(state=AssignmentState.CLOSED)),
    }

    class Meta:
        model = Assignment
        fields = ["q", "view", "state", "unit", "room"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = Assignment.objects.visible_to(self.request.user).values("unit")
        self.filters["unit"].queryset = Unit.objects.filter(pk__in=held)

    @property
    def order(self):
        """By deadline where all rows have one that matters, else newest first."""
        return ("due_on", "pk") if self.data.get("view") == "late" else ("-pk",)

    def by_words(self, rows, name, value):
        return rows.filter(Q(task__icontains=value) | Q(matter__consultation__topic__title__icontains=value))


class MatterFilter(ActionFilter):
    q = WordsFilter(label="事项、议题", method="by_words", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=MatterState.choices, empty_label="全部状态")
    topic_class = ClassFilter(field_name="consultation__topic__topic_class")
    room_path = "consultation__room"
    SAVED = ("matter", queries.of_matter_view)
    VIEWS = {
        "pending": ("待确定", lambda rows, user: rows.filter(state=MatterState.PENDING)),
        "running": ("实施中", lambda rows, user: rows.filter(state=MatterState.RUNNING)),
        "city": ("转市级", lambda rows, user: rows.filter(state=MatterState.CITY)),
        "closed": ("已办结", lambda rows, user: rows.filter(closed_at__isnull=False)),
    }

    class Meta:
        model = Matter
        fields = ["q", "view", "state", "topic_class", "room"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_classes(self, practice.of_person(self.request.user))

    # The newest case first; within a case as the minutes number them.
    order = ("-consultation_id", "number")

    def by_words(self, rows, name, value):
        return rows.filter(Q(text__icontains=value) | Q(consultation__topic__title__icontains=value))


class SubmissionFilter(WithRooms):
    """The inbox: what waits to be received, unless another state is asked for."""

    q = WordsFilter(label="议题、事项", method="by_words", max_length=60)
    state = django_filters.CharFilter(method="leave", widget=forms.HiddenInput)
    kind = django_filters.ChoiceFilter(label="类别", choices=SubmissionKind.choices, empty_label="全部类别")
    room_path = "consultation__room"
    STATES = {
        SubmissionState.SENT: "待接收",
        SubmissionState.RECEIVED: "已接收",
        SubmissionState.RETURNED: "已退回",
    }

    class Meta:
        model = Submission
        fields = ["q", "state", "kind", "room"]

    @property
    def chosen(self) -> str:
        asked = self.data.get("state")
        return asked if asked in self.STATES else SubmissionState.SENT

    @property
    def views(self):
        return [(code, name, code == self.chosen) for code, name in self.STATES.items()]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).filter(state=self.chosen)

    def by_words(self, rows, name, value):
        return rows.filter(Q(matter__text__icontains=value) | Q(consultation__topic__title__icontains=value))

    def leave(self, rows, name, value):
        return rows


class PastFilter(WithRooms):
    """What was consulted on before the system was in use."""

    q = WordsFilter(label="议题、地点", method="by_words", max_length=60)
    year = django_filters.NumberFilter(
        label="年度",
        field_name="held_on__year",
        min_value=1949,
        max_value=9999,
        widget=forms.NumberInput(attrs={"placeholder": "年度"}),
    )
    importance = django_filters.ChoiceFilter(label="重要程度", choices=Importance.choices, empty_label="普通和重要")
    topic_class = ClassFilter()

    class Meta:
        model = PastConsultation
        fields = ["q", "year", "importance", "topic_class", "room"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_classes(self, practice.of_person(self.request.user))

    def by_words(self, rows, name, value):
        return rows.find(value)
