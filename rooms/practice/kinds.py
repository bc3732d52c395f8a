"""The eleven kinds of checkpoints: which parameters each takes, and which of them go together."""

from rooms.practice.checks import (
    check_approval,
    check_count,
    check_form_field,
    check_publicity,
    check_vote,
    check_waiver,
    one_span,
)
from rooms.practice.codes import (
    FIELD_TYPES,
    IMPORTANCE,
    ITEMS,
    KINDS,
    MODES,
    PEOPLE,
    PLACES,
    PRODUCTS,
    ROOM_KINDS,
    STEPS,
    VERDICTS,
)
from rooms.practice.counting import COUNTED_BY_CASE
from rooms.practice.fields import Code, Flag, Number, OneOf, Several, Text, Whole, share
from rooms.practice.tables import Kinded, Table, Tables, cited, for_cases, narrowing

SPAN_KEYS = {"days": Whole(1, 3650), "workdays": Whole(1, 2500), "months": Whole(1, 120)}


def span(**options):
    return Table(SPAN_KEYS, one_span, **options)


FORM_FIELDS = Tables(
    Table(
        {
            "key": Code(required=True),
            "label": Text(40, required=True),
            "type": OneOf(FIELD_TYPES, required=True),
            "required": Flag(),
            "unit": Text(10),
            "options": Several(Text(40), 2),
        },
        check_form_field,
    ),
    "key",
    required=True,
)

WHERE = narrowing({key: Text(40) for key in ("category", "kind", "form", "role", "context", "level")})

# kind → (parameters, what they must be together)
KIND_TABLES = {
    "approval": (
        {
            "bodies": Several(Code()),
            "by_route": Flag(),
            "together": Flag(),
            "filing": Flag(),
            "may": Several(OneOf(VERDICTS)),
        },
        check_approval,
    ),
    "publicity": (
        {"days": Whole(1, 365), "workdays": Whole(1, 250), "where": OneOf(PLACES), "objections": Flag()},
        check_publicity,
    ),
    "vote": (
        {
            "voters": OneOf(PEOPLE, required=True),
            "quorum": share(),
            "threshold": share(required=True),
            "secret": Flag(),
        },
        check_vote,
    ),
    "count": (
        {
            "measure": OneOf(COUNTED_BY_CASE, required=True),
            "where": WHERE,
            "min": Number(share=True),
            "max": Number(share=True),
            # A measure, or a category of the list; `where` narrows what is measured, not what it is compared with.
            "ratio_of": Code(),
        },
        check_count,
    ),
    "form": ({"fields": FORM_FIELDS, "print": Flag()}, None),
    "sign": (
        {"by": Several(OneOf(PEOPLE), single=True, required=True), "what": OneOf(PRODUCTS), "may_return": Flag()},
        None,
    ),
    "respond": (
        {
            "who": Several(OneOf(PEOPLE), single=True, required=True),
            "to": Several(OneOf(PEOPLE), single=True, required=True),
            "each": OneOf(ITEMS),
        },
        None,
    ),
    "evaluate": (
        {
            "form": Code(required=True),
            "raters": Several(OneOf(PEOPLE), single=True, required=True),
            "min_raters": Whole(1, 10_000),
            "pass": share(),
        },
        None,
    ),
    "wait": ({"after": span(required=True), "repeat": Whole(1, 100)}, None),
    "notify": (
        {"to": Several(OneOf(PEOPLE), single=True, required=True), "what": OneOf(PRODUCTS), "within": span()},
        None,
    ),
    "produce": ({"product": OneOf(PRODUCTS, required=True)}, None),
}
# Parameters that may be written as one value and are always read as several.
ALWAYS_SEVERAL = ("by", "who", "to", "raters")

CASE = {
    "importance": Several(OneOf(IMPORTANCE), single=True),
    "room_kind": Several(OneOf(ROOM_KINDS), single=True),
    "source": Several(Code(), single=True),
    "triage": Several(Code(), single=True),
}
CHECKPOINT = {
    "code": Code(),
    "kind": OneOf(KINDS, required=True),
    "name": Text(40, required=True),
    "mode": OneOf(MODES, required=True),
    # Of a stage with several canonical steps: the one that it holds; without it the one whose record it asks for.
    "step": OneOf(STEPS),
    "help": Text(300),
    "waivable": Flag(),
    "when": for_cases(CASE | {"consensus": Flag()}),
}


def _and_waiver(check):
    def both(table):
        yield from check(table) if check else ()
        yield from check_waiver(table)

    return both


# A checkpoint takes the parameters of its own kind and no others.
CHECKPOINTS = Kinded(
    "kind",
    {kind: cited(CHECKPOINT | keys, _and_waiver(check)) for kind, (keys, check) in KIND_TABLES.items()},
    KINDS,
)
