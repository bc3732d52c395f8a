"""The filter of messages that left, or did not."""

import django_filters

from members.enums import DeliveryState, NoticeKind
from members.filters.controls import DayFilter, WordsFilter
from members.models import Channel, Delivery, User
from members.models.places import under


class DeliveryFilter(django_filters.FilterSet):
    q = WordsFilter(label="收件人", method="by_person", max_length=40)
    state = django_filters.ChoiceFilter(label="情况", choices=DeliveryState.choices, empty_label="全部情况")
    channel = django_filters.ModelChoiceFilter(label="渠道", queryset=Channel.objects.none(), empty_label="全部渠道")
    kind = django_filters.ChoiceFilter(label="通知类别", choices=NoticeKind.choices, empty_label="全部类别")
    since = DayFilter(label="从", field_name="created_at", lookup_expr="date__gte")
    until = DayFilter(label="到", field_name="created_at", lookup_expr="date__lte")

    class Meta:
        model = Delivery
        fields = ["q", "state", "channel", "kind", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paths = [role.place.path for role in self.request.user.current_roles]
        self.filters["channel"].queryset = Channel.objects.filter(under(paths, "region__path"))

    def by_person(self, rows, name, value):
        return rows.filter(user__in=User.objects.find(value).values("pk"))
