"""What units and rooms read must not carry the words of an instruction that is 内部."""

import re

from proposals.models import Instruction
from proposals.workflow import Refused

# Shorter ones ("同意", "请办理") are said every day.
SHORTEST = 8
_SPACE = re.compile(r"[\s，。；：、,.;:“”\"]+")


def refuse_quotes(report, *texts: str) -> None:
    """Refuse a text in which the whole of an internal instruction of the report stands."""
    if report is None:
        return
    typed = _SPACE.sub("", "".join(texts))
    rows = Instruction.objects.standing().filter(report=report, is_internal=True).values_list("text", flat=True)
    if any(len(said) >= SHORTEST and said in typed for said in (_SPACE.sub("", text) for text in rows)):
        raise Refused("这里写了内部批示的原文，联络室和承办单位会看到。请改成办理要求或者办理情况，不抄批示。")
