"""The closed schema of a pack file: every table, every key, every list of codes."""

from rooms.practice import codes
from rooms.practice.checks import (
    bounds_in_order,
    check_body,
    check_category,
    check_deadline,
    check_document,
    check_form,
    check_key_points,
    check_route_step,
)
from rooms.practice.fields import Code, Exactly, Flag, Number, OneOf, Several, Text, Whole, share
from rooms.practice.kinds import CASE, CHECKPOINTS, FORM_FIELDS, span
from rooms.practice.proposal_year import PROPOSAL_YEAR
from rooms.practice.proposing import PROPOSAL_KINDS
from rooms.practice.quotas import QUOTAS, Day
from rooms.practice.rating import SIDES
from rooms.practice.schemes import SCHEMES
from rooms.practice.standing import CHECKLISTS, PLATE_TABLES, ROOM_MAY, ROSTERS, SUPERVISION, TRIAGES
from rooms.practice.tables import Table, Tables, cited, for_cases
from rooms.practice.viewing import VIEW

CHOICE = Table({"code": Code(required=True), "name": Text(40, required=True), "help": Text(300)})
MODE = Table(dict(CHOICE.keys) | {"online": Flag()})
ROUTE_STEP = Table(
    {
        "body": Code(),
        # Several bodies look at it together, and all must agree (联审).
        "bodies": Several(Code()),
        "name": Text(20, required=True),
        "may": Several(OneOf(codes.VERDICTS), required=True),
        "help": Text(300),
    },
    check_route_step,
)
CATEGORY = cited(
    {
        "code": Code(required=True),
        "name": Text(20, required=True),
        "source": OneOf(codes.PERSON_SOURCES, required=True),
        "representatives": OneOf(codes.REPRESENTATIVES),
        "min": Whole(0, 1000),
        "max": Whole(0, 1000),
        "ratio": share(),
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
        cited(
            {
                "code": Code(required=True),
                "name": Text(20, required=True),
                "steps": Several(OneOf(codes.STEPS), required=True),
                "who": Several(OneOf(codes.ROLES), required=True),
                "help": Text(300),
                "checkpoint": Tables(CHECKPOINTS, "code", 0),
            }
        ),
        "code",
    ),
    "body": Tables(
        cited(
            {
                "code": Code(required=True),
                "name": Text(40, required=True),
                "roles": Several(OneOf(codes.ROLES), required=True),
                "enters": Several(OneOf(codes.ROLES)),
                "unit_of": OneOf(codes.UNITS_OF, required=True),
                "called": Text(40),
                "committee": Flag(),
            },
            check_body,
        ),
        "code",
    ),
    "route": Tables(
        cited({"when": for_cases(CASE), "raised_by": Several(Code()), "step": Tables(ROUTE_STEP, required=True)})
    ),
    "topic_source": Tables(
        cited(
            {
                "code": Code(required=True),
                "name": Text(40, required=True),
                "origin": OneOf(codes.ORIGINS, required=True),
            }
        ),
        "code",
    ),
    "topic_class": Tables(
        cited({"code": Code(required=True), "name": Text(20, required=True), "words": Several(Text(10), 0)}), "code", 0
    ),
    "participants": cited(
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
    "meeting": cited(
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
        cited(
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
        cited(
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
        cited(
            {
                "of": OneOf(codes.DEADLINES, required=True),
                "name": Text(40, required=True),
                "within": span(required=True),
                "extension": span(),
                "reminders": Several(Whole(0, 365)),
                "reminders_after": Several(Whole(1, 365)),
                "escalate_to": Several(OneOf(codes.ROLES)),
                "mode": OneOf(codes.MODES, required=True),
                "help": Text(300),
            },
            check_deadline,
        ),
        "of",
    ),
    "document": Tables(
        cited(
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
    "view": Tables(VIEW, "code", 0),
    "form": Tables(
        cited(
            {
                "code": Code(required=True),
                "name": Text(60, required=True),
                "scale": Several(Text(20), 2),
                # Choices that count as satisfied; without them all but the last of a field.
                "passing": Several(Text(20)),
                "sides": Several(OneOf(SIDES)),
                # What each step of the scale is worth.
                "points": Several(Number(), 2),
                # The question on the whole, by its key; answers that need a reason; the share that is satisfied.
                "overall": Code(),
                "reason_when": Several(Text(20)),
                "threshold": share(),
                "field": FORM_FIELDS,
            },
            check_form,
        ),
        "code",
    ),
    "evaluation": cited(
        {
            "least_shown": Whole(1, 1000),
            "least_ranked": Whole(1, 1000),
            "reminder": Whole(0, 60),
            "grace": Whole(0, 60),
        }
    ),
    "quota": QUOTAS,
    "triage": TRIAGES,
    "proposal_kind": PROPOSAL_KINDS,
    "proposal_year": PROPOSAL_YEAR,
    "checklist": CHECKLISTS,
    "plate": PLATE_TABLES,
    "scheme": SCHEMES,
    "activity_day": ROSTERS,
    "roster": ROSTERS,
    "supervision": SUPERVISION,
    "room_may": Several(OneOf(ROOM_MAY), 0),
}
# What every resolved pack holds; a pack of its own may leave any of it to the one that it extends.
OPTIONAL = (
    "two_conveners",
    "term_starts_on",
    "evaluation",
    "quota",
    "topic_class",
    "triage",
    "proposal_kind",
    "proposal_year",
    "checklist",
    "plate",
    "scheme",
    "activity_day",
    "roster",
    "supervision",
    "room_may",
)
NEEDED = tuple(key for key in TABLES if key not in OPTIONAL)
# Tables that a pack adds to key by key; every other table or array replaces the inherited one whole.
MERGED = ("words", "participants")
PACK = Table(HEAD | TABLES)
