"""Rights over registers, rule documents, leading groups and hearings."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row
from members.permissions.who_sees import SEE_ROOM

ABOVE = (R.LEADING_OFFICE, R.OFFICE, R.CITY_COMMITTEE, R.AUDITOR)
KEEPERS = (*ROOM_STAFF, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE)
ANSWERING = (*ROOM_STAFF, *TOWNSHIP, R.DEPARTMENT, R.GUIDANCE, R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER)
# What a place shows to all who work in it; the township sees what its villages keep.
SEE_REGISTERS = {
    "region": ABOVE,
    "below": (*ROOM_TEAM, *TOWNSHIP, R.GUIDANCE),
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "keeps": KEEPERS,
}
SEE_HEARINGS = {"region": ABOVE, "approver": TOWNSHIP, "keeps": (*KEEPERS, R.CITY_COMMITTEE), "assigned": ANSWERING}
SEE_PHONES = {
    "own_room": ROOM_STAFF,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE),
}
SEE_VOLUME = {"own_room": ROOM_STAFF, "approver": TOWNSHIP, "region": (R.LEADING_OFFICE, R.AUDITOR)}

ROWS = (
    Row("rooms.view_registers", "查看会议登记和领导小组", SEE_REGISTERS),
    # A village keeps no accounts: its township or its room writes down what it held.
    Row("rooms.edit_assembly", "登记动员会、部署会和培训会", {"keeps": KEEPERS, "region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_duties", "查看工作人员职责", {**SEE_ROOM, "assigned": (R.DEPARTMENT,)}),
    Row(
        "rooms.edit_duties",
        "登记工作人员职责",
        {"own_room": (R.CLERK,), "approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)},
    ),
    Row("rooms.view_duty_phones", "查看工作人员手机", SEE_PHONES),
    Row("rooms.view_rule_documents", "查看制度文件", {"region": ABOVE, "below": EVERY_ROLE}),
    Row("rooms.publish_rules", "发布制度文件", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.edit_groups", "登记领导小组", {"keeps": (*ROOM_STAFF, *TOWNSHIP), "region": (R.LEADING_OFFICE,)}),
    Row(
        "rooms.view_contacts",
        "查看工作指导组联系人",
        {"region": ABOVE, "below": (*ROOM_TEAM, *TOWNSHIP, R.GUIDANCE), "guided": (R.GUIDANCE,)},
    ),
    Row("rooms.edit_contacts", "登记工作指导组联系人", {"guided": (R.GUIDANCE,), "region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_contact_phones", "查看工作指导组电话", SEE_PHONES),
    Row("rooms.view_group_phones", "查看领导小组成员手机", {"keeps": KEEPERS, "region": (R.LEADING_OFFICE, R.OFFICE)}),
    # The archive volume of a room: without what is not open to others it is read by its township and the city.
    Row("reports.view_volume", "查看归档卷", SEE_VOLUME),
    Row(
        "reports.order_volume",
        "组织归档卷",
        {"own_room": ROOM_STAFF, "approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)},
    ),
    Row("reports.view_whole_volume", "查看归档卷全卷", {"own_room": ROOM_STAFF}),
    Row("rooms.view_hearings", "查看听取汇报", SEE_HEARINGS),
    Row(
        "rooms.edit_hearing",
        "登记听取汇报",
        {"keeps": (*KEEPERS, R.CITY_COMMITTEE), "region": (R.LEADING_OFFICE,)},
    ),
    # A unit without an account answers by telephone, and whoever keeps the hearing writes it down (代录).
    Row("rooms.view_requirement", "查看汇报会要求", {**SEE_HEARINGS, "answers": ANSWERING}),
    Row("rooms.answer_requirement", "办理汇报会要求", {"answers": ANSWERING, "keeps": (*KEEPERS, R.CITY_COMMITTEE)}),
)
