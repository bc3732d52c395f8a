"""Rights over activity days, reception days with their appointments, and calendar feeds."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, Row
from members.permissions.who_sees import SEE_QUOTAS

ROWS = (
    # Dates are no secret; what stands beside them is that of the rooms that the person sees.
    Row("rooms.view_activity_days", "查看活动日", {"anyone": EVERY_ROLE}),
    Row("rooms.move_activity_day", "调整活动日", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_room_day", "查看联络室的活动日", SEE_QUOTAS),
    Row("rooms.plan_room_day", "登记活动日安排", {"own_room": ROOM_STAFF}),
    Row("rooms.mark_attendance", "登记活动日签到", {"own_room": ROOM_STAFF}),
    Row("rooms.view_roster", "查看接待日值班", SEE_QUOTAS),
    Row("rooms.edit_roster", "安排接待日值班", {"own_room": ROOM_STAFF}),
    # Visitors are private persons: whoever is on duty that day reads of them too (AppointmentQuerySet.visible_to).
    Row("rooms.edit_appointment", "登记来访预约", {"own_room": ROOM_STAFF}),
    Row("rooms.own_feed", "管理本人的日历订阅", {"anyone": EVERY_ROLE}),
    Row("rooms.room_feed", "管理本室的日历订阅", {"own_room": ROOM_STAFF}),
)
