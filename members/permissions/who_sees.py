"""Who sees what: circles of people that several rows share."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, ROOM_TEAM, TOWNSHIP

SEE_CONSULTATION = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "asked": (*TOWNSHIP, R.CITY_COMMITTEE, R.OFFICE, R.DISPATCHER, R.GUIDANCE),
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.AUDITOR),
}
SEE_ROOM = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (
        R.LEADING_OFFICE,
        R.OFFICE,
        R.CITY_COMMITTEE,
        R.AUDITOR,
        R.ADMIN,
        R.SECURITY,
    ),
}
# Figures only: the records behind them show what the person sees of each consultation.
SEE_QUOTAS = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
}
SEE_MEMBER_QUOTAS = {**SEE_QUOTAS, "own_room": ROOM_STAFF, "self": EVERY_ROLE}
# The roll of one's region, the members of one's rooms, and oneself. See MemberQuerySet.visible_to.
SEE_MEMBER = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "self": (R.MEMBER,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.ADMIN, R.AUDITOR),
}
