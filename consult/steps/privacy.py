"""Step 4: nothing that will be printed names a private person (domain rule: names stay in the record of the room)."""

import re
from dataclasses import dataclass
from functools import partial

from consult.steps.naming import NUMBERS

DOOR = re.compile(r"[0-9]+(?:栋|幢|号楼)[0-9一二三四五六七八九十]+单元[0-9]+(?:室|号)?")
# Words about somebody's health or family: they warn, since a rule for everybody may need them (低保户 does).
CIRCUMSTANCES = re.compile(r"瘫痪|残疾|患病|癌|精神病|离婚|丧偶|刑满|吸毒|欠债|艾滋|抑郁")
AROUND = 8


@dataclass(frozen=True)
class Hit:
    """One place in what will be printed: the part, the word, the words around it, and what to write instead."""

    key: str
    heading: str
    word: str
    excerpt: str
    sentence: str
    blocks: bool = True


def hits(paper: dict, private) -> list[Hit]:
    """Every place where a private person's name, number or door stands in the paper; then what may be personal."""
    found = []
    for key, heading, text in texts_of(paper):
        for person in private:
            if len(person.name) > 1:
                found += _places(key, heading, text, re.compile(re.escape(person.name)), partial(_say_name, person))
        found += _places(key, heading, text, NUMBERS, _say_number)
        found += _places(key, heading, text, DOOR, _say_door)
        found += _places(key, heading, text, CIRCUMSTANCES, _say_circumstance, blocks=False)
    return sorted(found, key=lambda hit: not hit.blocks)


def texts_of(paper: dict):
    """Every text of the paper with the part in which it stands."""
    yield "title", "标题", paper["title"]
    for section in paper["sections"]:
        yield section["key"], section["heading"] or "开头", section["text"]
        for row in section["rows"]:
            yield f"matter-{row['number']}", f"事项 {row['number']}", f"{row['text']}\n{row['due']}"
    for listing in paper["presence"] + paper["recipients"]:
        yield listing["label"], listing["label"], listing["text"]


def _places(key, heading, text, pattern, say, *, blocks=True):
    for match in pattern.finditer(text):
        start, end = match.span()
        excerpt = text[max(0, start - AROUND) : end + AROUND].replace("\n", " ")
        yield Hit(key, heading, match.group(), excerpt, say(heading, match.group()), blocks)


def _say_name(person, heading, word):
    return f"“{heading}”里写了群众姓名“{word}”，请改写为“{person.told_as}”这样的说法。"


def _say_number(heading, _word):
    return f"“{heading}”里写了电话或身份证号码，请删去。"


def _say_door(heading, word):
    return f"“{heading}”里写了门牌“{word}”，请改写为楼栋或小区。"


def _say_circumstance(heading, word):
    return f"“{heading}”里有“{word}”，请核对是不是个人情况。"
