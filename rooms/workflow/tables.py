"""State tables as data: from each state, the states that may follow."""

from rooms.enums import AppointmentState, LimitState, RoomState

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

TIME_LIMIT = {
    LimitState.RUNNING: (LimitState.PAUSED, LimitState.MET, LimitState.LAPSED, LimitState.VOID),
    LimitState.PAUSED: (LimitState.RUNNING, LimitState.MET, LimitState.VOID),
    # What was handed in was given back: the clock runs again.
    LimitState.MET: (LimitState.RUNNING,),
    LimitState.LAPSED: (),
    LimitState.VOID: (),
}
