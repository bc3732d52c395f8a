"""派驻: which member belongs to which room."""

from reports.workbooks import lookups
from reports.workbooks.fields import Day, Field, Found
from reports.workbooks.kinds.kind import Column, Kind
from rooms.models import Posting
from rooms.operations import end_posting, post_member

COLUMNS = (
    Column(
        "member", "委员", Found(lookup="members"), required=True, help="有重名的写成“姓名（界别）”。", example="周明远"
    ),
    Column("room", "联络室", Found(lookup="rooms"), required=True, example="白杨社区政协委员联络室", width=32),
    Column("starts_on", "派驻日期", Day(past=True), required=True, example="2025-03-05"),
    Column("ends_on", "结束日期", Day(past=True), help="派驻的最后一天；还在派驻的不填。"),
    Column("reason", "说明", Field(200), width=36),
)


class Postings(Kind):
    code = "postings"
    title = "派驻"
    permission = "rooms.edit_team"
    columns = COLUMNS
    key = ("member", "room")
    about = "委员和联络室都相同的算同一次派驻。要结束派驻，填写结束日期。"

    def lookups(self, place):
        return {"members": lookups.members(place.paths), "rooms": lookups.rooms(place.rooms())}

    def records(self, place):
        found = Posting.objects.filter(room__in=place.rooms(), ends_on__isnull=True, member__is_active=True)
        found = found.select_related("member", "room__unit__region", "room__approver")
        return found.order_by("room__unit__region__path", "room", "member__pinyin")

    def scope_of(self, values, place):
        return values["room"]

    def faults(self, values, known, place):
        if values["ends_on"] and values["ends_on"] < values["starts_on"]:
            yield "ends_on", "结束日期不能早于派驻日期"
        if known and values["starts_on"] != known.values["starts_on"]:
            yield "starts_on", f"已登记 {known.values['starts_on']:%Y-%m-%d} 起派驻，不能修改"
        if known and not values["ends_on"] and values["reason"] != known.values["reason"]:
            yield "reason", "已登记的派驻，说明只随结束日期一起填写"

    def create_one(self, values, place, *, by):
        told = {name: values[name] for name in ("member", "starts_on", "reason")}
        posting = post_member(values["room"], by=by, **told)
        if values["ends_on"]:
            end_posting(posting, by=by, last_on=values["ends_on"])

    def change_one(self, record, values, changes, place, *, by):
        end_posting(record, by=by, last_on=values["ends_on"], reason=values["reason"])
