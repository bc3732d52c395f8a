"""The state table of a room as data: from each state, the states that may follow."""

from rooms.enums import RoomState

ROOM = {
    RoomState.APPLIED: (RoomState.RETURNED, RoomState.APPROVED, RoomState.WITHDRAWN),
    RoomState.RETURNED: (RoomState.APPLIED, RoomState.WITHDRAWN),
    RoomState.APPROVED: (RoomState.OPENED, RoomState.WITHDRAWN),
    RoomState.OPENED: (RoomState.WITHDRAWN,),
    # A place that was given up can be applied for again; its earlier life stays on record.
    RoomState.WITHDRAWN: (RoomState.APPLIED,),
}
