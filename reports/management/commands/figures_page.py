"""Write docs/figures.md from the definitions of the measures, or with --check say whether the page still fits."""

from members.management.written_page import WrittenPage
from rooms.enums import UNRECORDED_MEASURES
from rooms.practice.counting import COUNTED_OVER, MEASURES, SUBJECTS
from rooms.practice.definitions import DEFINITIONS

HEAD = """# Figures

Written by `make diagram` from `rooms/practice/definitions.py`; do not edit. Each measure has one definition and one
function in `reports/facts/rows.py`: its records are what the figure leads down to. Facts (`RoomMonth`, `MemberMonth`,
`UnitMonth`) hold them by month; `manage.py facts --rebuild` counts them anew, `manage.py facts --compare` proves that
both are the same. A figure of a township, a convener or the city is the sum over its rooms; of a sector or a committee
the sum over its members. A quota's `where` narrows a measure by the keys of the last column.

| Code | 名称 | 单位 | 统计什么 | 可以按谁统计 | where |
|---|---|---|---|---|---|
"""
LATER = """
Nothing records these yet; a pack that uses one is loaded with a warning: {names}.
"""


def page() -> str:
    lines = [_row(code) for code in MEASURES if code not in UNRECORDED_MEASURES]
    names = "、".join(f"`{code}` {name}" for code, name in MEASURES.items() if code in UNRECORDED_MEASURES)
    return HEAD + "\n".join(lines) + "\n" + LATER.format(names=names)


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
