"""组建规范检查: which room breaks which rule of team and list, in one sentence, with the act that mends it.

Numbers of the team and who convenes are settings (ROOM_TEAM, and see `convening`), the list is the pack's. Nothing here
stops a room from working; what holds an opening is in `opening`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from rooms.enums import ConvenerRank
from rooms.models import Room
from rooms.models.hours import parsed
from rooms.workflow.convening import asked_of, misfit
from rooms.workflow.standing import Standing, standings

# Code, name, and what the rule is about: the order of the page.
RULES = {
    "members": "驻室委员人数",
    "party": "党员代表人数",
    "mass": "群众代表人数",
    "convener": "第一召集人",
    "second": "第二召集人",
    "title": "召集人身份",
    "checklist": "对照清单",
    "address": "地址",
    "hall": "议事场所",
    "position": "地图位置",
    "hours": "开放时间",
}


@dataclass(frozen=True)
class Finding:
    """One rule that one room does not meet, and the page where it is put right."""

    room: Room
    rule: str
    sentence: str
    url: str
    link: str
    since: date | None = None

    @property
    def name(self) -> str:
        return RULES[self.rule]


def findings(rooms, *, on=None, rule="") -> list[Finding]:
    """What is wrong in these rooms, room by room in the order given."""
    on = on or timezone.localdate()
    found = [each for one in standings(list(rooms), on=on) for each in of_room(one, on)]
    return [each for each in found if not rule or each.rule == rule]


def of_room(standing: Standing, on: date) -> Iterator[Finding]:
    yield from team(standing)
    yield from convening(standing, on)
    yield from lists(standing)
    yield from place(standing.room)


def team(standing: Standing) -> Iterator[Finding]:
    room = standing.room
    acts = {
        "members": (reverse("rooms:room", args=[room.pk]), "派驻委员"),
        "party": (_page("new_representative", room) + "?kind=party", "登记党员代表"),
        "mass": (_page("new_representative", room) + "?kind=mass", "登记群众代表"),
    }
    words = {"members": "驻室委员", "party": "党员代表", "mass": "群众代表"}
    for code, (least, most) in settings.ROOM_TEAM.items():
        count = getattr(standing, code)
        if least <= count <= most:
            continue
        wanted = f"{least} 人" if least == most else f"{least}—{most} 人"
        gap = f"少 {least - count} 人" if count < least else f"多 {count - most} 人"
        url, link = acts[code]
        if code == "members" and count < least:
            url = _page("post_member", room)
        elif count > most:
            url, link = f"{_page('room', room)}#team", "调整"
        yield Finding(room, code, f"{words[code]} {count} 人，应为 {wanted}，{gap}。", url, link)


def convening(standing: Standing, on: date) -> Iterator[Finding]:
    room, asked = standing.room, asked_of(standing.room.kind)
    url = _page("set_convener", room)
    if standing.vacant_since:
        days = standing.vacant_days(on)
        told = f"没有第一召集人，已空缺 {days} 天。" if days else "没有第一召集人。"
        yield Finding(room, "convener", told, f"{url}?rank=first", "确定召集人", standing.vacant_since)
    if "second" in asked and ConvenerRank.SECOND not in standing.conveners:
        told = f"没有第二召集人（一般由{asked['second']['words']}担任）。"
        yield Finding(room, "second", told, f"{url}?rank=second", "确定召集人")
    for rank, rule in asked.items():
        convener = standing.conveners.get(rank)
        if convener and (why := misfit(convener, rule, standing.users)):
            yield Finding(room, "title", why, f"{url}?rank={rank}", "确定召集人")


def lists(standing: Standing) -> Iterator[Finding]:
    room = standing.room
    for each in standing.checklists:
        lacking = [item["name"] for item in each["item"] if not standing.has(each["code"], item)]
        if lacking:
            count = len(each["item"])
            told = f"{each['name']}具备 {count - len(lacking)}/{count} 项，缺{'、'.join(lacking)}。"
            yield Finding(room, "checklist", told, _page("checklist", room), "登记")


def place(room: Room) -> Iterator[Finding]:
    url = _page("edit_particulars", room)
    if not room.address:
        yield Finding(room, "address", "没有填写地址。", url, "填写")
    if not room.hall:
        yield Finding(room, "hall", "没有填写议事场所。", url, "填写")
    if room.longitude is None:
        yield Finding(room, "position", "没有在地图上标出位置。", url, "标出位置")
    if not parsed(room.opening_hours).ranges:
        told = "开放时间没有写明星期和时刻。" if room.opening_hours else "没有填写开放时间。"
        yield Finding(room, "hours", told, url, "填写")


def _page(name: str, room: Room) -> str:
    return reverse(f"rooms:{name}", args=[room.pk])
