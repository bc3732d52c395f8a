"""Write docs/figures.md from the definitions of the measures, or with --check say whether the page still fits."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

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


def path() -> Path:
    return settings.BASE_DIR / "docs" / "figures.md"


class Command(BaseCommand):
    help = "Write docs/figures.md from the definitions of the measures."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *args, check, **options):
        if not check:
            path().write_text(page(), encoding="utf-8")
        elif not path().exists() or path().read_text(encoding="utf-8") != page():
            raise CommandError("docs/figures.md does not fit the measures; run: make diagram")
