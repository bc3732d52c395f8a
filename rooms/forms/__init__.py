"""Forms of rooms, their teams, the calendar and the practice packs."""

from rooms.forms.days import MoveDayForm, RoomDayForm
from rooms.forms.pack import NewRowForm, RowForm
from rooms.forms.practice import (
    AdoptForm,
    CopyForm,
    DiscardForm,
    ImportForm,
    KeepForm,
    PublishForm,
    RemoveForm,
    StartForm,
)
from rooms.forms.rooms import (
    ChangeDayForm,
    ConvenerForm,
    DayForm,
    DueForm,
    EditRepresentativeForm,
    EditRoomForm,
    EndForm,
    PostingForm,
    RepresentativeForm,
    RoomForm,
)

__all__ = [
    "AdoptForm",
    "ChangeDayForm",
    "ConvenerForm",
    "CopyForm",
    "DayForm",
    "DiscardForm",
    "DueForm",
    "EditRepresentativeForm",
    "EditRoomForm",
    "EndForm",
    "ImportForm",
    "KeepForm",
    "MoveDayForm",
    "NewRowForm",
    "PostingForm",
    "PublishForm",
    "RemoveForm",
    "RepresentativeForm",
    "RoomDayForm",
    "RoomForm",
    "RowForm",
    "StartForm",
]
