"""案例: the draft as the records of a consultation give it. Nothing here writes, and nobody private is named."""

from collections import Counter

from django.utils import timezone

from consult.enums import MatterState
from consult.steps import draft, privacy
from consult.steps.naming import sentence, veil
from rooms.practice.numerals import numeral

# What the minutes say besides in their opening is of the paper alone.
CLOSING = "现将协商情况和议定"
PARTS = (("problem", "问题"), ("process", "过程"), ("result", "结果"), ("lesson", "启示"))


def composed(case) -> dict:
    """Title and parts; 启示 is what nobody can read in the records."""
    record = draft.gather(case)
    texts = {part["key"]: part["text"] for part in draft.sections_of(record)}
    return {
        "title": case.title[:80],
        "problem": texts["background"][:4000],
        "process": _joined(_people(record), texts["research"], _held(record, texts), texts["dissent"])[:8000],
        "result": _joined(_agreed(record), *map(_outcome(record), record.agreed), _ended(case))[:4000],
        "lesson": "",
    }


def hits_of(case, texts: dict) -> list:
    """Where the parts name a private person, or what may be personal: as in minutes that will be printed."""
    record = draft.gather(case)
    sections = [{"key": key, "heading": name, "text": texts[key], "rows": []} for key, name in PARTS]
    paper = {"title": texts["title"], "sections": sections, "presence": [], "recipients": []}
    return privacy.hits(paper, record.private)


def _joined(*lines) -> str:
    return "\n".join(filter(None, lines))


def _people(record) -> str:
    counts = Counter(person.category for person in record.people if person.removed_at is None)
    told = [f"{each.name}{counts[each.code]}人" for each in record.pack.categories if counts[each.code]]
    return f"确定{record.pack.words['participant']}{sum(counts.values())}人：{'、'.join(told)}。" if told else ""


def _held(record, texts) -> str:
    opening = texts["opening"].split(CLOSING)[0].strip()
    return _joined(opening, texts["discussion"])


def _agreed(record) -> str:
    words = record.pack.words
    if not record.agreed:
        return f"协商没有议定需要办理的{words['matter']}。"
    done = sum(matter.state in (MatterState.DONE, MatterState.PARTLY) for matter in record.agreed)
    return f"议定{words['matter']}{len(record.agreed)}件，已落实{done}件。"


def _outcome(record):
    def told(matter) -> str:
        text = veil(matter.text, record.private).strip().rstrip("。")
        ended = f"（{_day(matter.closed_at)}）" if matter.closed_at else ""
        state = matter.city_end or f"{matter.get_state_display()}{ended}"
        outcome = sentence(veil(matter.outcome, record.private))
        liked = f"群众满意度：{matter.satisfaction}。" if matter.satisfaction else ""
        return f"（{numeral(matter.number)}）{text}：{state}。{outcome}{liked}"

    return told


def _ended(case) -> str:
    if not case.ended_at:
        return ""
    days = (timezone.localdate(case.ended_at) - timezone.localdate(case.created_at)).days
    spent = f"，历时{days}天" if days else ""
    return f"{_day(case.ended_at)}办结{spent}。"


def _day(moment) -> str:
    day = timezone.localdate(moment)
    return f"{day.year}年{day.month}月{day.day}日"
