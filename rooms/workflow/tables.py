"""State tables as data: from each state, the states that may follow."""

from rooms.enums import AppointmentState, RoomState

ROOM = {
    RoomState.APPLIED: (RoomState.RETURNED, RoomState.APPROVED, RoomState.WITHDRAWN),
    RoomState.RETURNED: (RoomState.APPLIED, RoomState.WITHDRAWN),
    RoomState.APPROVED: (RoomState.OPENED, RoomState.WITHDRAWN),
    RoomState.OPENED: (RoomState.WITHDRAWN,),
    # A place that was given up can be applied for again; its earlier life stays on record.
    RoomState.WITHDRAWN: (RoomState.APPLIED,),
}

APPOINTMENT = {
    AppointmentState.BOOKED: (AppointmentState.CAME, AppointmentState.MISSED, AppointmentState.CANCELED),
    AppointmentState.CAME: (),
    # Who came after all.
    AppointmentState.MISSED: (AppointmentState.CAME,),
    AppointmentState.CANCELED: (),
}
