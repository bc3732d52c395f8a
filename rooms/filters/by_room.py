"""What lists over many rooms share: narrowing to one room, and finding it where there are too many to look through."""

import django_filters

from members.forms.fields import FindField
from rooms.models import Room

# Of more rooms than these nobody wants to scroll the list, and it would be most of the page.
MOST_LISTED = 60


class FoundFilter(django_filters.Filter):
    field_class = FindField

    @property
    def field(self):
        field = super().field
        # In the row of filters the label is not to be seen.
        field.widget.hint = f"{self.label}名称或拼音"
        return field


def room_filter(user, field_name: str):
    """A list of the rooms that the person sees; where there are too many to look through, a control to find one."""
    rooms = Room.objects.open().visible_to(user).order_by("unit__pinyin")
    names = [(str(key), name) for key, name in rooms.values_list("pk", "unit__name")[: MOST_LISTED + 1]]
    words = {"label": "联络室", "field_name": field_name}
    if len(names) <= MOST_LISTED:
        return django_filters.ChoiceFilter(choices=names, empty_label="全部联络室", **words)
    return FoundFilter(queryset=rooms.select_related("unit"), url_name="rooms:find_rooms", **words)


class WithRooms(django_filters.FilterSet):
    """A list that can be narrowed to one room."""

    # Declared for its place in the row of filters; who asks decides what it offers.
    room = django_filters.ChoiceFilter(label="联络室", empty_label="全部联络室")
    room_path = "room"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = room_filter(self.request.user, self.room_path)
        own.parent, own.model = self, self._meta.model
        self.filters["room"] = own
