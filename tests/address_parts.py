"""What stands in the addresses that the permission walk opens, besides the keys of records."""

from django.utils import timezone

# The other parts of an address.
PARTS = {
    "stage": "research",
    "gate": "research",
    "measure": "consultations",
    "role": "objection",
    "which": "start",
    "kind": "minutes",
    "number": 1,
    "room": 1,
    "at": "topic_source.0",  # what the pack of the world lets a room set
    "form": "pdf",
    "code": "ABCDEFGHJKLM",
    "scheme": "points",
    "year": timezone.localdate().year,
}
WORKBOOKS = ("reports:workbook", "reports:workbook_template", "reports:workbook_export")
POINTS = ("points", "points_records", "appeal_points", "print_score_sheet")
PARTS_OF = {
    **{key: {"kind": "periodicreport"} for key in ("reports:distribute_paper", "reports:remind_receipts")},
    "reports:periodic_records": {"code": "study"},
    "consult:record_checkpoint": {"gate": "posting", "role": "objection"},
    "consult:speak_at_checkpoint": {"gate": "signing", "role": "signature"},
    "consult:rate_consultation": {"gate": "rating", "role": "rating"},
    "consult:open_round": {"kind": "matter"},
    "consult:lay_checkpoint": {"gate": "filing"},
    "reports:volume_file": {"which": "copy"},
    "reports:export_list": {"kind": "consultations"},
    **{key: {"kind": "members"} for key in WORKBOOKS},
    "reports:mark_points": {"kind": "member", "number": 2},
    **{f"reports:{key}": {"kind": "member"} for key in POINTS},
    "reports:group_quotas": {"kind": "township"},
    "reports:group_quota": {"kind": "township"},
    "members:new_channel": {"kind": "mail"},
    "reports:print_batch": {"kind": "assignments"},
    "reports:wording": {"kind": "invitation"},
    "reports:preview_wording": {"kind": "invitation"},
    "reports:use_house_wording": {"kind": "invitation"},
    "rooms:load_shipped": {"code": "daye"},
    "rooms:show_shipped": {"code": "daye"},
    "rooms:draft_part": {"part": "meeting"},
    "rooms:record_item": {"code": "eight", "item": "sign"},
    "rooms:new_row": {"at": "topic_source"},
}
