"""The closed schema of a pack file: every table, every key, every list of codes."""

from rooms.practice import codes
from rooms.practice.checks import (
    bounds_in_order,
    check_body,
    check_category,
    check_deadline,
    check_document,
    check_key_points,
)
from rooms.practice.fields import (
    Code,
    Exactly,
    Flag,
    Number,
    OneOf,
    Several,
    Table,
    Tables,
    Text,
    Whole,
)
from rooms.practice.kinds import CASE, FORM_FIELDS, CheckpointTable, span
from rooms.practice.quotas import QUOTAS, Day

CHOICE = Table({"code": Code(required=True), "name": Text(40, required=True), "help": Text(300)})
MODE = Table(dict(CHOICE.keys) | {"online": Flag()})
ROUTE_STEP = Table(
    {
        "body": Code(required=True),
        "name": Text(20, required=True),
        "may": Several(OneOf(codes.VERDICTS), required=True),
        "help": Text(300),
    }
)
CATEGORY = Table(
    {
        "code": Code(required=True),
        "name": Text(20, required=True),
        "source": OneOf(codes.PERSON_SOURCES, required=True),
        "representatives": OneOf(codes.REPRESENTATIVES),
        "min": Whole(0, 1000),
        "max": Whole(0, 1000),
        "ratio": Number(1),
        "mode": OneOf(codes.MODES),
        "named": Flag(),
        "voice": Text(12),
        "help": Text(300),
    },
    check_category,
)
OPINIONS = Table(
    {
        "name": Text(20, required=True),
        "note": Text(60, required=True),
        "label": Tables(CHOICE, "code", required=True),
    },
    required=True,
)
CASE_FILTER = Table(
    {
        "waiting_for_me": Flag(),
        "overdue": Flag(),
        "state": OneOf(codes.CASE_STATES),
        "steps": Several(OneOf(codes.STEPS)),
        "stages": Several(Code()),
        "importance": OneOf(codes.IMPORTANCE),
    }
)
ROSTER_RULE = Table(
    {
        "nth": OneOf(
            {"first": "第一个", "second": "第二个", "third": "第三个", "fourth": "第四个", "last": "最后一个"}
        ),
        "weekday": OneOf(
            dict(
                zip(
                    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
                    strict=True,
                )
            )
        ),
        "day": Whole(1, 31),
        "months": Several(Whole(1, 12)),
        "half": OneOf({"morning": "上午", "afternoon": "下午", "evening": "晚上"}),
    },
    required=True,
)

HEAD = {
    "schema": Exactly(1, required=True),
    "code": Code(required=True),
    "name": Text(80, required=True),
    "place": Text(80, required=True),
    "version": Text(20, required=True),
    "source": Text(200),
    "extends": Code(),
}
TABLES = {
    "two_conveners": Flag(),
    "term_starts_on": Day(),
    "words": Table(
        {word: Text(20) for word in codes.WORDS}
        | {
            "step": Table({step: Text(20) for step in codes.STEPS}),
            "role": Table({role: Text(30) for role in codes.ROLES}),
        }
    ),
    "stage": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(20, required=True),
                "steps": Several(OneOf(codes.STEPS), required=True),
                "who": Several(OneOf(codes.ROLES), required=True),
                "help": Text(300),
                "checkpoint": Tables(CheckpointTable(), "code", 0),
            }
        ),
        "code",
    ),
    "body": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(40, required=True),
                "roles": Several(OneOf(codes.ROLES), required=True),
                "enters": Several(OneOf(codes.ROLES)),
                "unit_of": OneOf(codes.UNITS_OF, required=True),
                "committee": Flag(),
            },
            check_body,
        ),
        "code",
    ),
    "route": Tables(
        Table({"when": Table(CASE), "raised_by": Several(Code()), "step": Tables(ROUTE_STEP, required=True)})
    ),
    "topic_source": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(40, required=True),
                "origin": OneOf(codes.ORIGINS, required=True),
            }
        ),
        "code",
    ),
    "participants": Table(
        {
            "join": Several(OneOf(codes.JOINING)),
            "fixed": Flag(),
            "min": Whole(0, 1000),
            "max": Whole(0, 1000),
            "mode": OneOf(codes.MODES),
            "category": Tables(CATEGORY, "code"),
        },
        bounds_in_order,
    ),
    "meeting": Table(
        {
            "key_points_min": Whole(0, 1000),
            "key_points_max": Whole(1, 1000),
            "observers": Flag(),
            "mode": Tables(MODE, "code", required=True),
            "agenda": Tables(CHOICE, "code", required=True),
            "floor": Tables(CHOICE, "code", required=True),
            "opinions": OPINIONS,
        },
        check_key_points,
    ),
    "disposition": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(40, required=True),
                "route": OneOf(codes.MATTER_ROUTES, required=True),
                "outcome": Code(),
                "next": Code(),
                "needs": Several(OneOf(codes.NEEDS)),
                "also": Several(OneOf(codes.PRODUCTS)),
                "help": Text(300),
            }
        ),
        "code",
    ),
    "outcome": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(20, required=True),
                "state": OneOf(codes.MATTER_ENDS, required=True),
                "needs": Several(OneOf(codes.NEEDS)),
            }
        ),
        "code",
    ),
    "deadline": Tables(
        Table(
            {
                "of": OneOf(codes.DEADLINES, required=True),
                "name": Text(40, required=True),
                "within": span(required=True),
                "extension": span(),
                "reminders": Several(Whole(0, 365)),
                "escalate_to": Several(OneOf(codes.ROLES)),
                "mode": OneOf(codes.MODES, required=True),
                "help": Text(300),
            },
            check_deadline,
        ),
        "of",
    ),
    "document": Tables(
        Table(
            {
                "kind": OneOf(codes.DOCUMENTS, required=True),
                "name": Text(40, required=True),
                "mark": Text(40),
                "head": OneOf(codes.HEADS),
                "issuer": OneOf(codes.RECIPIENTS),
                "number": Text(60),
                "series": OneOf(codes.SERIES),
                "recipients": Several(OneOf(codes.RECIPIENTS)),
                "signatures": Several(OneOf(codes.PEOPLE)),
            },
            check_document,
        ),
        "kind",
    ),
    "view": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(20, required=True),
                "of": OneOf(codes.VIEW_SUBJECTS, required=True),
                "filter": CASE_FILTER,
                "columns": Several(OneOf(codes.VIEW_COLUMNS), required=True),
                "order": OneOf(codes.VIEW_ORDERS, required=True),
                "title": Text(60),
            }
        ),
        "code",
    ),
    "form": Tables(
        Table(
            {
                "code": Code(required=True),
                "name": Text(60, required=True),
                "scale": Several(Text(20), 2),
                "field": FORM_FIELDS,
            }
        ),
        "code",
    ),
    "quota": QUOTAS,
    "roster": Tables(Table({"name": Text(60, required=True), "rule": ROSTER_RULE, "help": Text(300)})),
}
# What every resolved pack holds; a pack of its own may leave any of it to the one that it extends.
NEEDED = tuple(key for key in TABLES if key not in ("two_conveners", "term_starts_on", "quota", "roster"))
# Tables that a pack adds to key by key; every other table or array replaces the inherited one whole.
MERGED = ("words", "participants")
PACK = Table(HEAD | TABLES)
