"""Write docs/figures.md from the definitions of the measures, or with --check say whether the page still fits."""

from members.management.written_page import WrittenPage
from rooms.practice.counting import COUNTED_OVER, MEASURES, SUBJECTS
from rooms.practice.definitions import DEFINITIONS

HEAD = """# Figures

Written by `make diagram` from `rooms/practice/definitions.py`; do not edit. Each measure has one definition and one
function in `reports/facts/rows.py` or beside it: its records are what the figure leads down to. Facts (`RoomMonth`,
`MemberMonth`, `UnitMonth`, and for townships and cities `RegionMonth`) hold them by month; `manage.py facts --rebuild`
counts them anew, `manage.py facts --compare` proves that both are the same. A figure of a township, a convener or the
city is the sum over its rooms; of a sector or a committee the sum over its members. A quota's `where` narrows a measure
by the keys of the last column.

| Code | 名称 | 单位 | 统计什么 | 可以按谁统计 | where |
|---|---|---|---|---|---|
"""
ONCE = """
## No case is counted twice

A consultation that became a proposal stays one consultation, and the proposal is one proposal: `consultations`
counts the first, `proposals` the second, each on its own day. That a proposal came of a matter is no 落实:
`done_matters` counts the matter only when it is closed as 已落实 or 部分落实. One activity, one 信息、建议, one
consultation, one of its matters becomes one proposal that stands, by constraint. A proposal that is merged (并案)
was submitted once and counts in `proposals`; only the one into which it was merged counts in `proposals_filed`.
One that is converted (转社情民意) counts once in `proposals`, and what it was converted into only in
`information_adopted`. Of a joint proposal the first proposer counts it in `proposals`, each other signer in
`joint_proposals`, and its room once. `information` and `suggestions` are what was written down with activities:
信息报送 to the office is `information_submitted`.
"""


def page() -> str:
    return HEAD + "\n".join(map(_row, MEASURES)) + "\n" + ONCE


def _row(code: str) -> str:
    each = DEFINITIONS[code]
    subjects = "、".join(SUBJECTS[subject] for subject, over in COUNTED_OVER.items() if over in each.over)
    narrowed = " ".join(f"`{key}`" for key in each.where)
    return f"| `{code}` | {MEASURES[code]} | {each.unit} | {each.means} | {subjects or '一件协商'} | {narrowed} |"


class Command(WrittenPage):
    help = "Write docs/figures.md from the definitions of the measures."
    name, written_from = "figures.md", "the measures"

    def page(self) -> str:
        return page()
