"""Filters of what rooms did and of what people said there. What is confidential answers only to day, kind and room."""

import django_filters
from django.db.models import Exists, OuterRef, Q

from members.filters import DayFilter, WordsFilter
from members.forms.fields import FindField
from rooms.enums import ActivityContext, ActivityKind, ResponseKind, VoiceKind
from rooms.filters.by_room import WithRooms
from rooms.models import Activity, Voice
from rooms.queries import members_seen

SORTS = {"newest": ("-on", "-pk"), "oldest": ("on", "pk"), "most": ("-amount", "-pk")}


class MemberFound(django_filters.Filter):
    field_class = FindField

    @property
    def field(self):
        # The chip of a filter shows the name: an address with somebody else's key tells nothing.
        self.extra["queryset"] = members_seen(self.parent.request.user)
        field = super().field
        field.widget.hint = "委员姓名或拼音"
        return field


class ActivityFilter(WithRooms):
    q = WordsFilter(label="内容、地点、结果", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=ActivityKind.choices, empty_label="全部类别")
    context = django_filters.ChoiceFilter(label="场合", choices=ActivityContext.choices, empty_label="全部场合")
    since = DayFilter(label="从", field_name="on", lookup_expr="gte")
    until = DayFilter(label="到", field_name="on", lookup_expr="lte")
    member = MemberFound(label="委员", url_name="rooms:find_active_members", method="by_member")
    response = django_filters.ChoiceFilter(
        label="答复方式", choices=ResponseKind.choices, empty_label="全部答复方式", method="by_response"
    )
    voices = django_filters.ChoiceFilter(
        label="信息、建议",
        choices=[("yes", "有信息、建议"), *VoiceKind.choices],
        empty_label="信息、建议",
        method="by_voices",
    )
    sort = django_filters.ChoiceFilter(
        label="排序",
        choices=[("newest", "新近在前"), ("oldest", "早先在前"), ("most", "数量多的在前")],
        empty_label=None,
        method="leave",
    )

    class Meta:
        model = Activity
        fields = ["q", "room", "kind", "context", "since", "until", "member", "response", "voices", "sort"]

    @property
    def order(self):
        return SORTS.get(self.data.get("sort"), SORTS["newest"])

    def leave(self, rows, name, value):
        return rows

    def readable(self, rows):
        return rows.readable_by(self.request.user)

    def by_words(self, rows, name, value):
        held = Q(what__icontains=value) | Q(place__icontains=value) | Q(result__icontains=value)
        return self.readable(rows).filter(held)

    def by_member(self, rows, name, value):
        return self.readable(rows).filter(people__member=value) if value else rows

    def by_response(self, rows, name, value):
        return self.readable(rows).filter(response=value)

    def by_voices(self, rows, name, value):
        said = Voice.objects.filter(activity=OuterRef("pk"), removed_at__isnull=True)
        said = said if value == "yes" else said.filter(kind=value)
        return self.readable(rows).filter(Exists(said))


class VoiceFilter(WithRooms):
    q = WordsFilter(label="信息、建议的内容", method="by_words", max_length=60)
    kind = django_filters.ChoiceFilter(label="类别", choices=VoiceKind.choices, empty_label="信息和建议")
    became = django_filters.ChoiceFilter(
        label="办理情况", choices=[("yes", "有办理情况"), ("no", "还没有登记")], empty_label="全部", method="by_became"
    )
    context = django_filters.ChoiceFilter(
        label="场合", field_name="activity__context", choices=ActivityContext.choices, empty_label="全部场合"
    )
    since = DayFilter(label="从", field_name="activity__on", lookup_expr="gte")
    until = DayFilter(label="到", field_name="activity__on", lookup_expr="lte")
    member = MemberFound(label="委员", url_name="rooms:find_active_members", method="by_member")
    room_path = "activity__room"

    class Meta:
        model = Voice
        fields = ["q", "room", "kind", "became", "context", "since", "until", "member"]

    def by_words(self, rows, name, value):
        return rows.filter(text__icontains=value)

    def by_became(self, rows, name, value):
        return rows.exclude(became="") if value == "yes" else rows.filter(became="")

    def by_member(self, rows, name, value):
        return rows.filter(member=value) if value else rows
