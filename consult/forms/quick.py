"""Forms of the ways that do not take all six steps."""

from consult.forms.action import ClosingForm
from members.forms import FindManyField, Form
from rooms.models import Room


class HandlingForm(ClosingForm):
    """How a small matter was dealt with at once."""

    once = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("disposition", None)


class SpreadForm(Form):
    """Which rooms take up the same question."""

    once = True

    rooms = FindManyField(Room.objects.none(), "rooms:find_rooms")

    def __init__(self, *args, pack, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rooms"].label = pack.say("由哪些{room_short}协商")
        self.fields["rooms"].queryset = rooms.select_related("unit")
