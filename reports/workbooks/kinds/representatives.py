"""党员代表、群众代表: the other two of 一委员两代表."""

from django.utils import timezone

from reports.workbooks import lookups
from reports.workbooks.fields import Choice, Day, Field, Found, Phone
from reports.workbooks.kinds.kind import Column, Kind
from rooms.enums import RepresentativeKind
from rooms.models import Representative
from rooms.operations import add_representative, edit_representative

KINDS = tuple(RepresentativeKind.choices)
COLUMNS = (
    Column("room", "联络室", Found(lookup="rooms"), required=True, example="白杨社区政协委员联络室", width=32),
    Column("kind", "类别", Choice(options=KINDS), required=True, example="party", width=12),
    Column("name", "姓名", Field(40), required=True, example="胡长明", width=12),
    Column("title", "身份", Field(60), help="例如：小区党支部书记、1 栋楼长。", example="小区党支部书记", width=24),
    Column("phone", "手机", Phone(), help="带星号的号码表示不改。", example="13800000000", width=16),
    Column("starts_on", "开始日期", Day(past=True), required=True, example="2025-03-05"),
    Column("ends_on", "结束日期", Day(), help="任期或担任的最后一天；没有期限的不填。"),
    Column("term", "届次", Field(20), help="例如：第一届。", width=12),
)


class Representatives(Kind):
    code = "representatives"
    title = "代表"
    permission = "rooms.edit_team"
    columns = COLUMNS
    key = ("room", "kind", "name")
    apart = ("phone", "title")
    about = "联络室、类别和姓名相同的算同一位代表；有重名的，再看手机和身份。不再担任的，填写结束日期。"

    def lookups(self, place):
        return {"rooms": lookups.rooms(place.rooms())}

    def records(self, place):
        found = Representative.objects.on(timezone.localdate()).filter(room__in=place.rooms())
        found = found.select_related("room__unit__region", "room__approver")
        return found.order_by("room__unit__region__path", "room", "-kind", "pinyin", "pk")

    def scope_of(self, values, place):
        return values["room"]

    def faults(self, values, known, place):
        if values["ends_on"] and values["ends_on"] < values["starts_on"]:
            yield "ends_on", "结束日期不能早于开始日期"

    def create_one(self, values, place, *, by):
        values = dict(values)
        add_representative(values.pop("room"), by=by, **values)

    def change_one(self, record, values, changes, place, *, by):
        changed = {name: values[name] for name in changes}
        edit_representative(record, by=by, version=record.version, **changed)
