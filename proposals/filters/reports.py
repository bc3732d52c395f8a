"""Filters of the inbox of the office and of the list of reports."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from consult.enums import SubmissionState
from consult.models import Submission
from members.filters import DayFilter, WordsFilter
from proposals.enums import AdoptionLevel, ReportKind, ReportState
from proposals.models import Handling, Instruction, LevelAdoption, Proposal, SpecialReport
from rooms.filters.by_room import WithRooms

YES_NO = [("yes", "有"), ("no", "没有")]
SORTS = {"newest": ("-pk",), "oldest": ("pk",)}


class InboxFilter(WithRooms):
    """Matters of the city: what waits for a report comes first."""

    q = WordsFilter(label="事项、议题", method="by_words", max_length=60)
    view = django_filters.CharFilter(method="leave", widget=forms.HiddenInput)
    # Set by the page of what came in: this matter, wherever it stands, and chosen already.
    matter = django_filters.NumberFilter(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    room_path = "consultation__room"
    VIEWS = {
        "": ("待编入", Q(state=SubmissionState.RECEIVED, is_taken_up=False)),
        "taken": ("已编入", Q(is_taken_up=True)),
        "waiting": ("待接收", Q(state=SubmissionState.SENT)),
        "returned": ("已退回", Q(state=SubmissionState.RETURNED)),
    }

    class Meta:
        model = Submission
        fields = ["q", "view", "room", "matter"]

    @property
    def one(self) -> int | None:
        return self.form.cleaned_data.get("matter") if self.form.is_valid() else None

    @property
    def chosen(self) -> str:
        asked = self.data.get("view")
        return asked if asked in self.VIEWS else ""

    @property
    def views(self):
        return [(code, name, code == self.chosen) for code, (name, _) in self.VIEWS.items()]

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows if self.one else rows.filter(self.VIEWS[self.chosen][1])

    def by_words(self, rows, name, value):
        return rows.filter(Q(matter__text__icontains=value) | Q(consultation__topic__title__icontains=value))

    def leave(self, rows, name, value):
        return rows


class InformationFilter(InboxFilter):
    q = WordsFilter(label="标题、内容", method="by_words", max_length=60)
    matter = None
    room_path = "room"
    VIEWS = {"": ("待编入", Q(is_taken_up=False)), "taken": ("已编入", Q(is_taken_up=True))}

    class Meta:
        model = Proposal
        fields = ["q", "view", "room"]

    def by_words(self, rows, name, value):
        held = Q(title__icontains=value) | Q(situation__icontains=value)
        return rows.filter(held | Q(advice__icontains=value))


class ReportFilter(django_filters.FilterSet):
    """`instructed`, `assigned` and `adopted` are the records behind the rates."""

    q = WordsFilter(label="标题、内容", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=ReportKind.choices, empty_label="全部类别")
    state = django_filters.ChoiceFilter(
        label="情况",
        choices=[("out", "已报送（含办结）"), *ReportState.choices],
        empty_label="全部情况",
        method="by_state",
    )
    instructed = django_filters.ChoiceFilter(
        label="批示", choices=YES_NO, empty_label="有没有批示", method="by_instructed"
    )
    assigned = django_filters.ChoiceFilter(label="交办", choices=YES_NO, empty_label="有没有交办", method="by_assigned")
    adopted = django_filters.ChoiceFilter(
        label="采用", choices=AdoptionLevel.choices, empty_label="采用级别", method="by_adopted"
    )
    since = DayFilter(label="报送从", field_name="issued_on", lookup_expr="gte")
    until = DayFilter(label="到", field_name="issued_on", lookup_expr="lte")
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新近在前"), ("oldest", "早先在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = SpecialReport
        fields = ["q", "kind", "state", "instructed", "assigned", "adopted", "since", "until", "sort"]

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def leave(self, rows, name, value):
        return rows

    def by_words(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(body__icontains=value))

    def by_state(self, rows, name, value):
        return rows.issued() if value == "out" else rows.filter(state=value)

    def by_instructed(self, rows, name, value):
        has = Exists(Instruction.objects.written().filter(report=OuterRef("pk")))
        return rows.filter(has if value == "yes" else ~has)

    def by_assigned(self, rows, name, value):
        has = Exists(Handling.objects.given().filter(report=OuterRef("pk")))
        return rows.filter(has if value == "yes" else ~has)

    def by_adopted(self, rows, name, value):
        return rows.filter(Exists(LevelAdoption.objects.standing().filter(report=OuterRef("pk"), level=value)))


class InstructionFilter(django_filters.FilterSet):
    """The register; words look for leaders and reports, and never into what a leader wrote."""

    q = WordsFilter(label="领导、报告标题", method="by_words", max_length=60)
    year = django_filters.NumberFilter(
        label="年度",
        field_name="on__year",
        min_value=1990,
        max_value=2099,
        widget=forms.NumberInput(attrs={"placeholder": "年度"}),
    )
    leader = WordsFilter(label="领导姓名", field_name="leader", lookup_expr="exact", max_length=40)
    kind = django_filters.ChoiceFilter(
        label="类别", field_name="report__kind", choices=ReportKind.choices, empty_label="全部类别"
    )
    way = django_filters.ChoiceFilter(
        label="批示",
        choices=[("written", "批示"), ("viewed", "圈阅")],
        empty_label="批示和圈阅",
        method="by_way",
    )

    class Meta:
        model = Instruction
        fields = ["q", "year", "leader", "kind", "way"]

    def by_words(self, rows, name, value):
        return rows.filter(Q(leader__icontains=value) | Q(post__icontains=value) | Q(report__title__icontains=value))

    def by_way(self, rows, name, value):
        return rows.filter(is_viewed_only=value == "viewed")
