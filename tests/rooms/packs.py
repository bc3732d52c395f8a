"""Pack files that the tests of the schema change and break."""

import pytest

from rooms import practice

DAYE = practice.seed_text("daye")
LIGHT = """schema = 1
code = "light"
name = "两议"
place = "某镇"
version = "1"
"""


def refusal(text):
    with pytest.raises(practice.PracticeError) as caught:
        practice.parse(text, name="light.toml")
    return caught.value


STAGE = """
[[stage]]
code = "all"
name = "议事"
steps = ["topic", "participants", "research", "discussion", "submission", "action"]
who = ["clerk"]
"""


# Without signed minutes nothing can be submitted, so every pack asks for them.
SIGNED = """
[[stage.checkpoint]]
code = "signed"
kind = "sign"
name = "审签"
by = ["first_convener"]
what = "minutes"
may_return = true
mode = "block"
"""


def with_checkpoints(*checkpoints, mode="block"):
    rows = "".join(f'\n[[stage.checkpoint]]\nname = "关"\nmode = "{mode}"\n{one}\n' for one in checkpoints)
    signs = any('"minutes"' in one and ('"sign"' in one or '"produce"' in one) for one in checkpoints)
    return LIGHT + STAGE + rows + ("" if signs else SIGNED)
