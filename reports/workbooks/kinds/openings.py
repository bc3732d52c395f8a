"""期初数: totals of which no records survive."""

from members.enums import RegionKind
from members.models import Region
from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Day, Field, Found, Number
from reports.workbooks.kinds.kind import Column, Kind
from rooms.enums import ActivityContext
from rooms.forms.openings import MEASURES
from rooms.models import OpeningFigure
from rooms.operations import add_opening


class Openings(Kind):
    code = "openings"
    title = "期初数"
    permission = "rooms.edit_openings"
    columns = (
        Column("region", "区域", Found(lookup="regions"), required=True, example="云台街道", width=18),
        Column("room", "联络室", Found(lookup="rooms"), help="不填是全区域的。", width=30),
        Column("measure", "指标", Choice(options=tuple(MEASURES)), required=True, example="receptions", width=20),
        Column("context", "场合", Choice(options=tuple(ActivityContext.choices)), example="ordinary", width=12),
        Column("amount", "数量", Number(least=1, greatest=9_999_999), required=True, example=113, width=10),
        Column("until", "截至日期", Day(past=True), required=True, example="2025-12-31"),
        Column("source", "资料来源", Field(200), required=True, example="2025年度工作总结第 4 页", width=32),
        Column("signer", "签认人", Field(60), required=True, example="办公室主任方静", width=20),
        Column("signed_on", "签认日期", Day(past=True), required=True, example="2026-01-05"),
    )
    key = ("region", "room", "measure", "context")
    about = "区域、联络室、指标和场合相同的算同一项。已登记的期初数不能修改，登记错了的，在页面上移出以后重新导入。"

    def lookups(self, place):
        regions = Region.objects.active().within_any(place.paths).exclude(kind=RegionKind.VILLAGE).order_by("path")
        return {
            "regions": lookups.Lookup("区域", regions, lambda row: [row.name]),
            "rooms": lookups.rooms(place.rooms()),
        }

    def records(self, place):
        return OpeningFigure.objects.visible_to(place.user).standing().for_page().select_related("region__parent")

    def known(self, record, place):
        found = super().known(record, place)
        if record.room and record.region.kind == RegionKind.VILLAGE:
            # The room says where it is; the list of regions ends with the townships.
            found.values["region"] = record.region.parent
        return found

    def scope_of(self, values, place):
        return values.get("room") or values["region"]

    def faults(self, values, known, place):
        told = ("amount", "until", "source", "signer", "signed_on")
        changed = [name for name in told if known and values[name] != known.values[name]]
        if changed:
            yield changed[0], "已登记的期初数不能修改，请在页面上移出以后重新导入"
        room, region = values.get("room"), values["region"]
        if room and room.unit.region.path.split("/")[1] != region.path.split("/")[1]:
            yield "room", "联络室不在这个区域"

    def create_one(self, values, place, *, by):
        values = dict(values)
        region, room = values.pop("region"), values.pop("room", None)
        add_opening(room or region, by=by, **values)

    def change_one(self, record, values, changes, place, *, by):
        """Nothing changes: the check refuses it."""
