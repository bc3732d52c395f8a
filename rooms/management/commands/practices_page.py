"""Write docs/practices.md from the schema of the pack file, or with --check say whether the page still fits."""

from django.conf import settings

from members.management.written_page import WrittenPage
from rooms.practice.codes import ROOT
from rooms.practice.reference import reference

HEAD = """# The pack file

Written by `make diagram` from `rooms/practice/schema.py`; do not edit. The way in which a place consults is one TOML
file. The schema is closed: a key, a code or a reference that is not listed here is an error with line, key, value and
what is allowed. The files in `rooms/practices/` are the best examples; this is a small one, and it runs as it stands:

```toml
{example}```

## How to write one

1. Copy that file and give it a `code` and a `version` of its own. What a pack leaves out it inherits from `extends`,
   at the end from `{root}`. `[words]` and `[participants]` are added key by key; every other table replaces the
   inherited one whole, and `quota = []` says that the place has none.
2. Name the stages in the order of the place. A stage does one or several of the canonical steps (`steps`); figures
   stay on these. A step that no stage names is not used here.
3. Hang checkpoints on the stages: the only thing that can hold a case. `mode = "warn"` says what is missing and lets
   pass, `"block"` holds. In a stage of several steps `step` names the one that the checkpoint belongs to.
4. Cite: `source` says where the rule stands; `default` lists the keys that the source leaves open (`["all"]` for the
   whole table). They are shown as provisional, never as the place's own rule.
5. `manage.py practice check FILE` tells every mistake at once, `practice load FILE --region CODE` keeps the version
   and lets the region follow it from today, `practice explain` tells the method of a code or a file in Chinese,
   `practice regions` lists the codes of regions. On the page 做法 the office does the same without a terminal.

A version that was loaded never changes: other content needs another `version`. A consultation keeps the version under
which it began. A region without a pack of its own follows the nearest region above it.

"""


class Command(WrittenPage):
    help = "Write docs/practices.md from the schema of the pack file."
    name, written_from = "practices.md", "the schema of the pack file"

    def page(self) -> str:
        example = settings.BASE_DIR / "docs" / "practice-example.toml"
        return HEAD.format(root=ROOT, example=example.read_text(encoding="utf-8")) + reference() + "\n"
