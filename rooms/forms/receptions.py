"""Forms of reception days: who is on duty, and who has an appointment."""

from django import forms
from django.utils import timezone

from members.forms import DateField, Form, LineField, SegField, SegManyField, SelectField, TextField
from members.forms.people import PHONE
from rooms.forms.days import TimeField
from rooms.practice.standing import HALVES
from rooms.queries import team_on

HALF_CHOICES = [("", "全天"), *((word, word) for word in HALVES.values())]


class OfSlot(Form):
    """A form about one of the coming reception days of a room; the day is chosen by its key."""

    slot = SelectField(label="接待日")

    def __init__(self, *args, slots, **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = {slot.key: slot for slot in slots}
        self.fields["slot"].choices = [(key, str(slot)) for key, slot in self.slots.items()]

    def where(self) -> dict:
        """What the verbs ask of the day that was chosen."""
        slot = self.slots[self.cleaned_data["slot"]]
        return {"name": slot.name, "on": slot.on, "half": slot.half}


class ReceptionDayForm(Form):
    on = DateField(label="日期", earliest=timezone.localdate, why="接待日不能早于今天。")
    name = LineField(label="名称", max_length=60, initial="委员接待日")
    half = SegField(label="时段", choices=HALF_CHOICES, required=False)


class DutyForm(OfSlot):
    people = SegManyField(label="值班人", required=False, choices=())
    reason = LineField(label="换班原因", max_length=200, required=False, help_text="换下已经安排的人时要写")

    def __init__(self, *args, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.mates = {mate.key: mate for mate in team_on(room, timezone.localdate()) if mate.key[0] in "mu"}
        self.fields["people"].choices = [(key, f"{mate.name}（{mate.word}）") for key, mate in self.mates.items()]

    def people_chosen(self) -> list:
        return [self.mates[key].person for key in self.cleaned_data["people"]]


class AppointmentForm(OfSlot):
    once = True

    at = TimeField(label="时间", required=False)
    visitor = LineField(label="来访人", max_length=40)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    matter = TextField(label="反映事项", max_length=500, rows=3)


class EditAppointmentForm(Form):
    versioned = True

    at = TimeField(label="时间", required=False)
    visitor = LineField(label="来访人", max_length=40)
    phone = LineField(label="手机", max_length=30, required=False, validators=[PHONE])
    matter = TextField(label="反映事项", max_length=500, rows=3)


class CancelForm(Form):
    reason = LineField(label="取消原因", max_length=200)


class MonthForm(forms.Form):
    month = forms.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$")
