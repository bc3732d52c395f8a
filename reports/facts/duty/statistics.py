"""履职统计: the members of whom the person sees the file, with what each did in a year, measure by measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from members.enums import MemberLevel, RoleCode
from members.models import Member
from members.models.places import under
from members.permissions import ROOM_STAFF
from reports.facts import subjects
from reports.facts.duty.figures import measures, totals
from rooms.models import Posting, Room

OFFICES = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.AUDITOR)


@dataclass(frozen=True)
class MemberRow:
    """One member's line: the figures are those of the facts."""

    member: Member
    rooms: str
    figures: Mapping[str, int] = field(default_factory=dict)

    def of(self, measure: str) -> int:
        return self.figures.get(measure, 0)

    @property
    def pk(self) -> int:
        return self.member.pk


@dataclass(frozen=True)
class Statistics:
    year: int
    rows: list[MemberRow]

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """The measures of which there is something, and those that are told even where there is nothing."""
        there = {code for row in self.rows for code, n in row.figures.items() if n}
        return [(code, name) for code, name in measures().items() if code in there or code in ALWAYS]


ALWAYS = ("attendances", "statements", "topics", "activities", "information", "suggestions")


def members_on_file(user):
    """Members in office of whom the person sees the file: what the table says of reports.view_duty_file, as a set."""
    staffed = Room.objects.filter(unit__in=user.units_as(*ROOM_STAFF))
    posted = Posting.objects.on(timezone.localdate()).filter(room__in=staffed)
    seen = Q(pk__in=posted.values("member")) | Q(user=user) | under(user.paths_as(*OFFICES), "region__path")
    return Member.objects.active().filter(seen)


def statistics(user, params: Mapping, year: int) -> Statistics:
    """What the address asks for, in the order that it asks for."""
    members = list(_found(members_on_file(user), params).select_related("region").order_by("pinyin", "pk"))
    postings = subjects.postings_of(members)
    figures = totals([each.pk for each in members], year)
    rows = [
        MemberRow(
            each,
            "、".join(posting.room.unit.short_name for posting in postings.get(each.pk, ())),
            figures.get(each.pk, {}),
        )
        for each in members
    ]
    words = params.get("room", "").strip()[:60]
    rows = [row for row in rows if words in row.rooms]
    return Statistics(year, _sorted(rows, params.get("sort", "")))


def _found(rows, params: Mapping):
    words, level, sector = (params.get(key, "").strip()[:60] for key in ("q", "level", "sector"))
    rows = rows.find(words) if words else rows
    rows = rows.filter(level=level) if level in MemberLevel.values else rows
    return rows.filter(sector__contains=sector) if sector else rows


def _sorted(rows: list[MemberRow], key: str) -> list[MemberRow]:
    """By name unless a measure is asked for: from the most to the least."""
    return sorted(rows, key=lambda row: row.of(key), reverse=True) if key in measures() else rows
