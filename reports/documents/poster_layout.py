"""Layout of what hangs on the wall of a room: A3, red head, calm. The page is HTML; the faces are those of papers."""

import base64

from django.template.loader import render_to_string

from reports.documents import faces, qr
from reports.documents.papers import chinese_date
from reports.documents.posters import RoomPlates, RoomPoster

# The foot of the poster stands this far down; a line and a heading with its space are so high (mm).
ROOM, LINE, HEADING = 366, 10.6, 20
# Numerals of the articles.
NUMERALS = "一二三四五六七八九十"


def poster_html(paper: RoomPoster | RoomPlates) -> str:
    context = {
        "title": faces.printable(f"{paper.title}（{paper.topic}）"),
        "room": faces.printable(paper.topic),
        "unit": faces.printable(paper.unit),
        "day": chinese_date(paper.date),
        "iso_date": paper.date.isoformat(),
    }
    if isinstance(paper, RoomPoster):
        return render_to_string("reports/papers/room_poster.html", context | _poster(paper))
    return render_to_string("reports/papers/room_plates.html", context | _plates(paper))


def _poster(paper: RoomPoster) -> dict:
    return {
        "kind": paper.kind,
        "entries": _pairs(paper.entries),
        "hours": _pairs(paper.hours),
        "conveners": [_face(each) for each in paper.conveners],
        "members": [_face(each) for each in paper.members],
        "columns": _columns(len(paper.members)),
        "is_dense": _height(paper) > ROOM,
        "groups": [{"name": each.name, "people": [_face(one) for one in each.people]} for each in paper.groups],
        "services": _pairs(paper.services),
        "code": qr.data_url(paper.url),
    }


def _columns(members: int) -> int:
    """Eight fit into a row; more stand in two rows of nearly the same length."""
    return max(5, members if members <= 8 else min(8, -(-members // 2)))


def _height(paper: RoomPoster) -> float:
    """About how far down the sheet everything reaches, in millimeters, where nothing is set closer."""
    rows = -(-len(paper.members) // _columns(len(paper.members)))
    height = 83 + LINE * max(len(paper.entries), len(paper.hours), 1)
    height += HEADING + LINE * -(-len(paper.conveners) // 2) if paper.conveners else 0
    height += HEADING + 61 * rows if rows else 0
    height += HEADING + LINE * max(len(group.people) for group in paper.groups) if paper.groups else 0
    return height + (HEADING + LINE * len(paper.services) if paper.services else 0)


def _plates(paper: RoomPlates) -> dict:
    plates = [
        {"name": faces.printable(each.name), "lines": list(_numbered(each.lines)), "is_dense": _is_dense(each.lines)}
        for each in paper.plates
    ]
    steps = [{"number": number, **step} for number, step in enumerate(_pairs(paper.steps), 1)]
    return {"plates": plates, "flow_name": paper.flow_name, "steps": steps}


def _is_dense(lines) -> bool:
    """Whether the articles need the smaller type: some twenty characters fit into a line of the larger."""
    return len(lines) > 9 or sum(-(-len(line) // 20) for line in lines) > 15


def _numbered(lines):
    for index, line in enumerate(lines):
        mark = NUMERALS[index] if index < len(NUMERALS) else str(index + 1)
        yield {"mark": f"{mark}、", "text": faces.printable(line)}


def _pairs(entries) -> list[dict]:
    return [{"label": faces.printable(each.label), "value": faces.printable(each.value)} for each in entries]


def _face(each) -> dict:
    content = base64.b64encode(each.content).decode("ascii") if each.content else ""
    return {
        "name": faces.printable(each.name),
        "duty": faces.printable(each.duty),
        "photo": f"data:image/jpeg;base64,{content}" if content else "",
        "initial": faces.printable(each.name[:1]),
    }
