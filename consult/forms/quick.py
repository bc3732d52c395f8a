"""Forms of the ways that do not take all six steps."""

from datetime import date

from django.utils import timezone

from consult.forms.action import ClosingForm
from members.forms import DateField, FindManyField, Form
from rooms.models import Room


class HandlingForm(ClosingForm):
    """How a small matter was dealt with at once."""

    once = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("disposition", None)


class SpreadForm(Form):
    """Which rooms take up the same question, and until when."""

    once = True

    rooms = FindManyField(Room.objects.none(), "rooms:find_rooms")
    until = DateField(label="完成期限", earliest=timezone.localdate, why="完成期限不能早于今天。")

    def __init__(self, *args, pack, rooms, common=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rooms"].label = pack.say("由哪些{room_short}协商")
        self.fields["rooms"].queryset = rooms.select_related("unit")
        self.initial["until"] = date(timezone.localdate().year, 12, 31)
        if common:
            # It was given its day when it was published.
            del self.fields["until"]
