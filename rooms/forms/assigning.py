"""Forms of postings of many at once."""

from django.utils import timezone

from members.forms import DateField, FindField, Form, LineField, SegField
from members.models.keys import keys_in
from rooms.models import Posting, Room


class PostManyForm(Form):
    """The day and the words that hold for all rows of a preview."""

    once = True

    starts_on = DateField(
        label="派驻日期", latest=timezone.localdate, why="派驻日期不能晚于今天。", initial=timezone.localdate
    )
    reason = LineField(label="说明", max_length=200, required=False, help_text="例如：就近就地、便于工作、综合搭配")


class MovePostingsForm(Form):
    """Several postings of one room end, or go over to another room."""

    once = True

    act = SegField(label="办理方式", choices=[("end", "结束派驻"), ("move", "调到另一个联络室")], initial="end")
    to = FindField(Room.objects.none(), "rooms:find_rooms", label="调到", required=False)
    day = DateField(
        label="日期",
        latest=timezone.localdate,
        why="日期不能晚于今天。",
        initial=timezone.localdate,
        help_text="结束派驻的，是最后一天；调动的，是到新联络室的第一天。",
    )
    reason = LineField(label="原因", max_length=200)

    def __init__(self, *args, room, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = rooms.exclude(pk=room.pk)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") == "move" and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", "请选择调到哪个联络室。")
        return cleaned


class UnpostedForm(Form):
    versioned = True

    unposted_reason = LineField(
        label="未派驻原因", max_length=200, required=False, help_text="例如：长期在外地工作；保留专委会联系。"
    )


def chosen_postings(room, keys):
    """The postings of the room that were ticked and still last."""
    rows = Posting.objects.on(timezone.localdate()).filter(room=room, pk__in=keys_in(keys))
    return rows.select_related("member")
