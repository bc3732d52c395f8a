"""联络室: those that are there already. Applying, withdrawing and conveners have pages of their own."""

from members.enums import UnitKind
from members.operations.places import unit_of
from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Day, Field, Found, Number, Phone
from reports.workbooks.kinds.kind import Column, Kind, Known
from rooms.enums import RoomKind, RoomState
from rooms.models import Room
from rooms.operations import add_room, edit_room
from rooms.operations.particulars import name_demonstration

KINDS = tuple(RoomKind.choices)
# Columns that lie on the room's unit.
OF_UNIT = ("name", "short_name", "region")
YEAR = Number(least=2000, greatest=2099)
COLUMNS = (
    Column("name", "名称", Field(80), required=True, example="白杨社区政协委员联络室", width=32),
    Column("short_name", "简称", Field(40), required=True, help="列表和纪要编号里用。", example="白杨社区", width=16),
    Column("number", "编号", Field(20), example="BY-01", width=10),
    Column("kind", "类型", Choice(options=KINDS), required=True, example="village", width=20),
    Column("region", "所在区域", Found(lookup="regions"), required=True, example="白杨社区", width=16),
    Column("approver", "审定机关", Found(lookup="bodies"), required=True, example="柳湖街道党工委", width=30),
    Column("guidance", "工作指导组", Found(lookup="guidance"), help="不填的，随所在区域。", width=26),
    Column("address", "地址", Field(120), example="白杨路 18 号二楼", width=32),
    Column("hall", "议事场所", Field(80), example="议事厅", width=18),
    Column("phone", "电话", Phone(), example="0714-8880000", width=16),
    Column("opening_hours", "开放时间", Field(200), example="每周四 14:30—17:00", width=24),
    Column("longitude", "经度", Number(least=70, greatest=140, places=6), example="114.974800", width=12),
    Column("latitude", "纬度", Number(least=0, greatest=60, places=6), example="30.095600", width=12),
    Column(
        "opened_on", "挂牌日期", Day(past=True), help="不填的，算已审定、还没有挂牌。", example="2025-03-05", width=13
    ),
    Column("demonstration_year", "示范点年度", YEAR, help="列为示范点的年度。", width=12),
)


class Rooms(Kind):
    code = "rooms"
    title = "联络室"
    permission = "rooms.add_room"
    columns = COLUMNS
    key = ("name",)
    apart = ("region", "number")
    about = "名称相同的算同一个联络室。所在区域登记以后不能改。召集人在联络室页确定，申请和撤销在联络室页办理。"

    def lookups(self, place):
        return {
            "regions": lookups.regions(place.paths),
            "bodies": lookups.units(place.paths, UnitKind.TOWNSHIP, UnitKind.PARTY_BODY, what="审定机关"),
            "guidance": lookups.units(place.paths, UnitKind.GUIDANCE, what="工作指导组"),
        }

    def records(self, place):
        found = place.rooms().select_related("unit__region__parent", "approver__region", "guidance__region")
        return found.order_by("unit__region__path", "pk")

    def known(self, record, place):
        values = {name: getattr(record.unit if name in OF_UNIT else record, name) for name in self.by_name}
        if not record.guidance_by_hand:
            # It follows the region, and goes on following.
            values["guidance"] = None
        return Known(record, values)

    def scope_of(self, values, place):
        return values["region"]

    def faults(self, values, known, place):
        if (values["longitude"] is None) != (values["latitude"] is None):
            yield "longitude", "经度和纬度要一起填写"
        if known and values["region"] != known.values["region"]:
            yield "region", f"登记的是“{known.values['region']}”，不能修改"
        if known and known.values["demonstration_year"] and not values["demonstration_year"]:
            yield "demonstration_year", "取消示范点请在联络室页办理"
        if values["demonstration_year"] and not values["opened_on"]:
            yield "demonstration_year", "已挂牌的联络室才能列为示范点"

    def create_one(self, values, place, *, by):
        values = dict(values)
        year = values.pop("demonstration_year")
        room = add_room(by=by, **values)
        if year:
            name_demonstration(room, by=by, year=year, decided_by=_body(by))

    def change_one(self, record: Room, values, changes, place, *, by):
        year = values["demonstration_year"]
        values = {name: value for name, value in values.items() if name not in ("region", "demonstration_year")}
        if record.state != RoomState.OPENED and not values["opened_on"]:
            del values["opened_on"]
        edit_room(record, by=by, version=record.version, **values)
        if "demonstration_year" in changes:
            name_demonstration(record, by=by, year=year, decided_by=_body(by))


def _body(user) -> str:
    unit = unit_of(user)
    return unit.name if unit else user.name
