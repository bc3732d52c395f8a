"""What the pages of a pack have in common: its picture, its parts, its tables."""

from rooms import practice
from rooms.practice.flow import flow_of
from rooms.practice.labels import PARTS, citation_words, part_of
from rooms.practice.sections import parts_of, provisional_keys


def page_of(pack: practice.Practice, part: str) -> dict:
    data = practice.to_resolved(pack)
    codes = {code for code, _, _ in PARTS}
    part = part if part in codes else "stages"
    tables = parts_of(data, only=part)
    if part == "stages":
        # The picture tells them already.
        tables = [one for one in tables if one.path != ("stage",)]
    return {
        "pack": pack,
        "source": citation_words(pack.source),
        "part": part,
        "parts": parts_with_content(data),
        "tables": tables,
        "flow": flow_of(data, pack),
        "provisional": sum(1 for _ in provisional_keys(data)),
    }


def chapters_of(prose: str) -> list[tuple[str, str]]:
    """The prose of a pack with each heading apart from what stands under it."""
    chapters = (chapter.partition("\n") for chapter in prose.split("\n\n"))
    return [(title, text) for title, _, text in chapters]


def parts_with_content(data: dict) -> list[tuple[str, str]]:
    held = {part_of(key) for key, value in data.items() if value not in ([], {}, None)}
    return [(code, title) for code, title, _ in PARTS if code in held or code == "stages"]
