from django import forms
from django.utils import timezone

from members.forms import DateField, Form, LineField, TextField
from rooms.models import Room


class VisitForm(Form):
    """联系走访: when, where, what was said."""

    once = True

    on = DateField(label="日期", latest=timezone.localdate, why="走访日期不能晚于今天。", initial=timezone.localdate)
    room = forms.ModelChoiceField(Room.objects.none(), label="记在哪个联络室", empty_label=None)
    place = LineField(label="地点", max_length=120, required=False)
    what = TextField(label="主要内容", max_length=2000, rows=3, help_text="谈了什么、有什么要求，不写家庭隐私。")

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms
        if len(rooms) == 1:
            self.initial["room"] = rooms[0].pk
            self.fields["room"].widget = forms.HiddenInput()
