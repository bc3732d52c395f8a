"""Filters of the rooms of an activity day."""

import django_filters

from rooms.filters.rooms import RoomFilter


class DayRoomFilter(RoomFilter):
    """Rooms of one activity day, by whether they recorded something."""

    record = django_filters.ChoiceFilter(
        label="登记",
        choices=[("yes", "已登记"), ("no", "还没有登记"), ("planned", "有安排")],
        empty_label="是否登记",
        method="by_record",
    )
    active = None

    class Meta(RoomFilter.Meta):
        fields = ["q", "kind", "region", "record"]

    def by_record(self, rows, name, value):
        return rows.filter(is_planned=True) if value == "planned" else rows.filter(is_recorded=value == "yes")
