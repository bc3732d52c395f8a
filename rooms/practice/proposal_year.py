"""提案的全年工作 of a place: when proposals are supervised and rated, what units pledge, when somebody looks back."""

from dataclasses import dataclass

from rooms.practice.fields import OneOf, Several, Whole
from rooms.practice.proposing import LISTED
from rooms.practice.shape import Cited
from rooms.practice.tables import cited


@dataclass(frozen=True)
class ProposalYear(Cited):
    # 督办月 and 评议月, as months of the year.
    supervision_months: tuple[int, ...] = (8, 9)
    evaluation_months: tuple[int, ...] = (10,)
    # For which proposals the unit that answers fills 五定三包 in.
    pledges: str = "off"
    # Days between two reports on the first key proposal of the year (1号提案).
    progress_every: int = 15
    # Months from the end of a proposal to its 回头看.
    look_back_after: int = 6
    # How many units are praised and how many must put things right, with so many working days for their report.
    praised: int = 5
    to_rectify: int = 2
    rectify_within: int = 20

    def pledges_for(self, *, is_key: bool) -> bool:
        return self.pledges == "all" or (self.pledges == "key" and is_key)


MONTHS = Several(Whole(1, 12), most=12)
PROPOSAL_YEAR = cited(
    {
        "supervision_months": MONTHS,
        "evaluation_months": MONTHS,
        "pledges": OneOf(LISTED),
        "progress_every": Whole(1, 366),
        "look_back_after": Whole(1, 60),
        "praised": Whole(0, 100),
        "to_rectify": Whole(0, 100),
        "rectify_within": Whole(1, 250),
    }
)


def proposal_year_words(pack):
    rule = pack.proposal_year
    if not pack.resolved.get("proposal_year"):
        return
    yield f"{_months(rule.supervision_months)}是督办月，{_months(rule.evaluation_months)}是评议月。"
    if rule.pledges != "off":
        yield f"承办单位填报五定三包，{LISTED[rule.pledges]}。"
    yield f"1号提案每 {rule.progress_every} 天报一次进展；办结 {rule.look_back_after} 个月以后回头看。"
    yield (
        f"评议以后表扬前 {rule.praised} 个承办单位，责成后 {rule.to_rectify} 个整改，"
        f"在 {rule.rectify_within} 个工作日内报书面整改情况。"
    )


def _months(months) -> str:
    return "、".join(f"{month} 月" for month in months)
