"""提案、社情民意信息、微建议 of a place: through which reviews each kind goes, and what its handling needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from rooms.practice import codes
from rooms.practice.fields import Code, Flag, OneOf, Several, Text
from rooms.practice.shape import Cited
from rooms.practice.tables import Table, Tables, cited

KINDS = {"proposal": "提案", "information": "社情民意信息", "suggestion": "微建议"}
OUTCOMES = {"file": "立案", "decline": "不予立案", "convert": "转社情民意信息", "merge": "并案"}
# For which proposals the unit keeps 责任清单 and 结果清单.
LISTED = {"off": "不要求", "key": "重点件要求", "all": "每件要求"}


@dataclass(frozen=True)
class ReviewBody:
    """Who speaks at a review. The unit that it is in the system enters for itself, the office for every other one."""

    name: str
    unit_of: str = "office"
    # Part of the unit's name, where several units are of the kind.
    called: str = ""


@dataclass(frozen=True)
class ReviewStep:
    code: str
    name: str
    # More than one: they review together, all must have spoken.
    bodies: tuple[ReviewBody, ...]
    # Only where those before differ, or one of them calls it disputed.
    only_if_disputed: bool = False
    decides: bool = False
    help: str = ""

    def body(self, name: str) -> ReviewBody | None:
        return next((body for body in self.bodies if body.name == name), None)


@dataclass(frozen=True)
class ProposalKind(Cited):
    kind: str
    # What the review came to, as this kind calls it: 立案, 采用, 列入办理.
    filed: str
    outcomes: tuple[str, ...]
    reviews: tuple[ReviewStep, ...]
    # Units are asked to handle it; otherwise it is taken up in a report, or noted.
    handled: bool = True
    preassigned: bool = False
    cosigned: bool = True
    contact: str = "warn"
    lists: str = "off"
    # Codes of the forms by which the handling and the proposal itself are rated; the ones for these sides without.
    handling_form: str = ""
    proposal_form: str = ""
    help: str = ""

    def outcome_names(self) -> Mapping[str, str]:
        """What the review may come to, in this kind's words."""
        own = {"file": self.filed, "decline": f"不予{self.filed}" if len(self.filed) <= 2 else f"不{self.filed}"}
        return {code: own.get(code, OUTCOMES[code]) for code in self.outcomes}

    def review(self, code: str) -> ReviewStep | None:
        return next((step for step in self.reviews if step.code == code), None)


def check_reviews(table):
    """Each comes to an end by one step, the last one, which every proposal of the kind passes."""
    steps = table["review"]
    if [step.get("decides", False) for step in steps] != [False] * (len(steps) - 1) + [True]:
        yield "review", "最后一步、也只有最后一步决定审查结果", "在最后一步写 decides = true"
    if steps[-1].get("only_if_disputed"):
        yield "review", "决定审查结果的一步每件都要经过", "删去最后一步的 only_if_disputed"
    if "file" not in table["outcomes"]:
        yield "outcomes", "审查结果里要有 file", "加上 file"
    if table["kind"] == "information" and "convert" in table["outcomes"]:
        yield "outcomes", "社情民意信息不能再转为社情民意信息", "删去 convert"


BODY = Table(
    {"name": Text(40, required=True), "unit_of": OneOf(codes.UNITS_OF), "called": Text(40)},
)
REVIEW = Table(
    {
        "code": Code(required=True),
        "name": Text(20, required=True),
        "body": Tables(BODY, "name", most=6),
        "only_if_disputed": Flag(),
        "decides": Flag(),
        "help": Text(300),
    }
)
PROPOSAL_KINDS = Tables(
    cited(
        {
            "kind": OneOf(KINDS, required=True),
            "filed": Text(10, required=True),
            "outcomes": Several(OneOf(OUTCOMES), required=True),
            "handled": Flag(),
            "preassigned": Flag(),
            "cosigned": Flag(),
            "contact": OneOf(codes.MODES),
            "lists": OneOf(LISTED),
            "handling_form": Code(),
            "proposal_form": Code(),
            "help": Text(300),
            "review": Tables(REVIEW, "code", most=6),
        },
        check_reviews,
    ),
    "kind",
)


def proposal_kinds_words(pack):
    """One kind a line, then its reviews in their order."""
    for rule in pack.proposal_kinds:
        yield f"{KINDS[rule.kind]}：{'、'.join(_handling_words(rule))}。{rule.help}"
        for step in rule.reviews:
            who = "、".join(body.name for body in step.bodies)
            together = "共同提出意见" if len(step.bodies) > 1 else "提出意见"
            when = "有分歧的，" if step.only_if_disputed else ""
            ends = f"，结果可以是{'、'.join(rule.outcome_names().values())}" if step.decides else ""
            yield f"　　{step.name}：{when}由{who}{together}{ends}。{step.help}"


def _handling_words(rule):
    if not rule.handled:
        yield "不交单位办理"
        return
    yield "先预交办再正式交办" if rule.preassigned else "直接交办"
    if rule.cosigned:
        yield "会办单位会签以后才能答复"
    if rule.contact != "off":
        yield "没有与提出人沟通的不能答复" if rule.contact == "block" else "提醒在答复前与提出人沟通"
    if rule.lists != "off":
        yield f"责任清单和结果清单{LISTED[rule.lists]}"
