"""历史协商 and 历史事项: consultations that were finished on paper, and what each of them agreed."""

from consult.enums import Importance, MatterLevel, PastOutcome
from consult.models import PastConsultation, PastMatter
from consult.steps import past
from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Day, Field, Found, Lines, Number, YesNo
from reports.workbooks.kinds.kind import Column, Kind, Known

ROOM = Column("room", "联络室", Found(lookup="rooms"), required=True, example="白杨社区政协委员联络室", width=32)
HELD_ON = Column("held_on", "协商日期", Day(past=True), required=True, example="2025-05-08")
TITLE = Column("title", "议题", Field(120), required=True, example="公园停车", width=40)
OUTCOMES = tuple(PastOutcome.choices)
YEAR = Number(least=1949, greatest=9999)


class PastConsultations(Kind):
    code = "past_consultations"
    title = "历史协商"
    permission = "consult.edit_past"
    columns = (
        ROOM,
        HELD_ON,
        TITLE,
        Column("importance", "重要程度", Choice(options=tuple(Importance.choices)), example="ordinary", width=12),
        Column("form", "形式", Field(40), example="现场协商"),
        Column("place", "地点", Field(120), width=24),
        Column("people", "参加人数", Number(greatest=9999), width=10),
        Column("consensus", "达成一致", YesNo(default=True), example=True, width=10),
        Column("minutes_year", "纪要年度", YEAR, help="有期号的，年度和期号一起填。", example=2025, width=10),
        Column("minutes_number", "纪要期号", Number(least=1, greatest=9999), example=7, width=10),
        Column("summary", "协商情况", Lines(4000), width=50),
        Column("source", "资料来源", Field(200), required=True, example="2025年度台账第 3 页", width=30),
    )
    key = ("room", "held_on", "title")
    about = "联络室、协商日期和议题相同的算同一件。使用系统以前已经办完的才在这里导入，事项另用“历史事项”表导入。"

    def lookups(self, place):
        return {"rooms": lookups.rooms(place.rooms())}

    def records(self, place):
        found = PastConsultation.objects.standing().filter(room__in=place.rooms()).for_page()
        return found.order_by("room__unit__region__path", "room", "held_on", "pk")

    def scope_of(self, values, place):
        return values["room"]

    def faults(self, values, known, place):
        if (values["minutes_year"] is None) != (values["minutes_number"] is None):
            yield "minutes_number", "纪要年度和期号要一起填，没有期号的都不填"
        if values["minutes_year"] and values["minutes_year"] < values["held_on"].year:
            yield "minutes_year", "纪要年度不能早于协商的年份"

    def create_one(self, values, place, *, by):
        values = dict(values)
        past.record(values.pop("room"), by=by, **_usual(values))

    def change_one(self, record, values, changes, place, *, by):
        values = {name: value for name, value in values.items() if name != "room"}
        past.edit(record, by=by, version=record.version, **_usual(values))


class PastMatters(Kind):
    code = "past_matters"
    title = "历史事项"
    permission = "consult.edit_past"
    columns = (
        ROOM,
        HELD_ON,
        TITLE,
        Column("text", "事项", Field(1000), required=True, example="划停车位 40 个", width=44),
        Column("level", "层级", Choice(options=tuple(MatterLevel.choices)), example="township", width=18),
        Column("units", "责任单位", Field(200), example="市城管局", width=24),
        Column(
            "outcome", "办理结果", Choice(options=tuple(PastOutcome.choices)), required=True, example="done", width=12
        ),
        Column("closed_on", "办结日期", Day(past=True), help="没有办结的不填。", example="2025-06-20"),
        Column("outcome_note", "结果说明", Field(1000), width=40),
    )
    key = ("room", "held_on", "title", "text")
    about = "前三列说明是哪一件历史协商，先导入“历史协商”再导入这张表。同一件协商里事项文字相同的算同一件事项。"

    def lookups(self, place):
        return {"rooms": lookups.rooms(place.rooms())}

    def records(self, place):
        found = PastMatter.objects.standing().filter(past__room__in=place.rooms())
        found = found.select_related("past__room__unit__region", "past__room__approver")
        return found.order_by("past__room__unit__region__path", "past__room", "past__held_on", "past", "number")

    def known(self, record, place):
        own = ("text", "level", "units", "outcome", "closed_on", "outcome_note")
        which = {"room": record.past.room, "held_on": record.past.held_on, "title": record.past.title}
        return Known(record, which | {name: getattr(record, name) for name in own})

    def scope_of(self, values, place):
        return values["room"]

    def faults(self, values, known, place):
        if values["outcome"] == PastOutcome.OPEN and values["closed_on"]:
            yield "closed_on", "没有办结的事项不填办结日期"
        if values["outcome"] != PastOutcome.OPEN and not values["closed_on"]:
            yield "closed_on", "请填写办结日期，这件事项计入那个月的统计"
        if not known and _key(values) not in place.kept("past", _by_key):
            yield "title", "没有登记这件历史协商，请先导入“历史协商”，联络室、日期和议题要一致"

    def create_one(self, values, place, *, by):
        past.add_matter(place.kept("past", _by_key)[_key(values)], by=by, **_own(values))

    def change_one(self, record, values, changes, place, *, by):
        past.edit_matter(record, by=by, version=record.version, **_own(values))


def _usual(values: dict) -> dict:
    return {**values, "importance": values["importance"] or Importance.ORDINARY}


def _own(values: dict) -> dict:
    told = {name: value for name, value in values.items() if name not in ("room", "held_on", "title")}
    return {**told, "level": told["level"] or MatterLevel.TOWNSHIP}


def _key(values: dict) -> tuple:
    return values["room"].pk, values["held_on"], values["title"]


def _by_key(place) -> dict:
    rows = PastConsultation.objects.standing().filter(room__in=place.rooms()).for_page()
    return {(row.room_id, row.held_on, row.title): row for row in rows}
