"""Tables of a pack that stand over a room's whole work, outside of any single case."""

from rooms.practice import codes, counting
from rooms.practice.checks import check_rule
from rooms.practice.fields import Code, OneOf, Several, Text, Whole
from rooms.practice.tables import Table, Tables, cited

NTH = {"first": "第一个", "second": "第二个", "third": "第三个", "fourth": "第四个", "last": "最后一个"}
WEEKDAYS = {
    "monday": "周一",
    "tuesday": "周二",
    "wednesday": "周三",
    "thursday": "周四",
    "friday": "周五",
    "saturday": "周六",
    "sunday": "周日",
}
HALVES = {"morning": "上午", "afternoon": "下午", "evening": "晚上"}
SHIFTS = {"next_workday": "遇节假日顺延到下一个工作日", "keep": "遇节假日不变"}
RULE = Table(
    {
        "nth": OneOf(NTH),
        "weekday": OneOf(WEEKDAYS),
        "day": Whole(1, 31),
        "months": Several(Whole(1, 12)),
        "half": OneOf(HALVES),
        "shift": OneOf(SHIFTS),
    },
    check_rule,
    required=True,
)
RECURRING = {"name": Text(60, required=True), "rule": RULE, "who": Several(OneOf(codes.ROLES)), "help": Text(300)}
ROSTERS = Tables(cited(RECURRING), least=0)

EVIDENCE = {"photo": "照片", "document": "材料", "none": "不用附件"}
CHECKLISTS = Tables(
    cited(
        {
            "code": Code(required=True),
            "name": Text(40, required=True),
            "room_kind": Several(OneOf(codes.ROOM_KINDS)),
            # Whether a room that lacks an item may be opened; without it, it may, and is told.
            "mode": OneOf(codes.MODES),
            "help": Text(300),
            "item": Tables(
                Table(
                    {
                        "code": Code(required=True),
                        "name": Text(60, required=True),
                        "evidence": OneOf(EVIDENCE),
                        "help": Text(300),
                    }
                ),
                "code",
                required=True,
            ),
        }
    ),
    "code",
    0,
)

# What hangs on the wall of a room; the picture of the way is drawn from the stages.
PLATES = {"duties": "工作职责", "rules": "工作制度"}
PLATE_TABLES = Tables(
    cited(
        {
            "kind": OneOf(PLATES, required=True),
            "name": Text(40, required=True),
            "room_kind": Several(OneOf(codes.ROOM_KINDS)),
            "line": Several(Text(200), required=True),
        }
    ),
    least=0,
)

ROUND = {
    "cycle": OneOf(counting.PERIODS, required=True),
    "by": Several(OneOf(codes.ROLES), required=True),
    # The body that agrees before it is published.
    "approved_by": Code(),
    # So many working days before the period ends people are told of what is still to be done in it.
    "remind": Whole(1, 20),
    "help": Text(300),
}
# The day of the following month on which its report is drafted.
REPORTED = ROUND | {"report_day": Whole(1, 28, required=True)}
ROUNDS = {"reminder": "提示", "inspection": "督办检查", "circular": "通报", "summary": "总结", "assessment": "考核"}
SUPERVISION = Table(
    dict.fromkeys(ROUNDS, cited(ROUND)) | dict.fromkeys(("inspection", "circular", "summary"), cited(REPORTED))
)

TRIAGES = Tables(
    cited(
        {
            "code": Code(required=True),
            "name": Text(20, required=True),
            "triggers": OneOf(codes.TRIGGERS, required=True),
            "help": Text(300),
        }
    ),
    "code",
    0,
)
# What a room may set for itself, where the pack of its region lets it.
ROOM_MAY = {
    "words.room": "联络室名称",
    "words.room_short": "联络室简称",
    "words.hall": "议事场所名称",
    "topic_source": "议题来源",
    "meeting": "协商会形式、程序和分工",
    "participants.min": "协商主体最少人数",
    "participants.max": "协商主体最多人数",
    "roster": "接待和征集日",
    "view": "常用列表",
}
