"""How Chinese names are spelled, so that they can be sorted and found by what is typed on a keyboard."""

import re
from itertools import chain, islice

from pypinyin import Style, pinyin

# Longer names are those of places and bodies; they are spelled in one way but for their first character.
LONGEST_PERSON = 4
MOST_LETTERS = 400
# What people leave out of a short name: 住建局 for 市住建局.
LEVEL = re.compile("^(市|区|县|镇|乡|街道)")
BATCH = 2000

# Characters that are read otherwise at the head of a person's name than in most words.
HEADS = "曾单解仇区朴查翟覃缪乐盖员种洗薄卜阚郇隗宓句召折秘祭佴黑繁藏乜贠"
HEADS_READ = (
    "zeng shan xie qiu ou piao zha zhai qin miao yue ge yun chong xian bo bu kan xun wei fu gou shao she bi zhai nai "
    "he po zang nie yun"
)
SURNAMES = dict(zip(HEADS, HEADS_READ.split(), strict=True))


def pinyin_of(*names: str, is_person: bool = True) -> str:
    """Return "zhoumin zm" for 周敏: the syllables, then the initials, so that either finds the name.

    The first reading of each name comes first, because rows are sorted by it; other readings follow.
    """
    spelled = [_readings(name, is_person=is_person) for name in names]
    firsts, others = [found[:1] for found in spelled], [found[1:] for found in spelled]
    readings = chain.from_iterable(firsts + others)
    words = chain.from_iterable(("".join(reading), "".join(each[0] for each in reading)) for reading in readings)
    return " ".join(dict.fromkeys(words)).lower()[:MOST_LETTERS]


def pinyin_of_unit(name: str, short_name: str) -> str:
    return pinyin_of(name, short_name, LEVEL.sub("", short_name), is_person=False)


def spell_again(rows, spell):
    """Let rows that were saved before be found by a new way of spelling."""
    waiting = rows.iterator(BATCH)
    while batch := list(islice(waiting, BATCH)):
        for row in batch:
            row.pinyin = spell(row)
        rows.bulk_update(batch, ["pinyin"])


def _readings(name, *, is_person):
    """The way the name is read, then ways that differ from it in one character."""
    name = "".join(filter(str.isalnum, name))
    if not name:
        return []
    best = [each[0] for each in _spell(name)]
    if is_person and name[0] in SURNAMES:
        best[0] = SURNAMES[name[0]]
    doubtful = name if len(name) <= LONGEST_PERSON else name[:1]
    others = [
        [*best[:place], reading, *best[place + 1 :]]
        for place, character in enumerate(doubtful)
        for reading in _spell(character)[0]
    ]
    return [best, *others]


def _spell(text):
    """All readings of each character, the likeliest in the text first; what is no Chinese stands for itself."""
    return pinyin(text, style=Style.NORMAL, heteronym=True, errors=list)
