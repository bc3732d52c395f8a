"""Each kind: out and in again, its own rules, and whose rows a person may write."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone

from members.enums import UnitKind
from members.models import Event, Member
from members.permissions import BY_PERMISSION
from reports.workbooks import layout
from reports.workbooks.kinds import KINDS, Place
from rooms.enums import RoomState
from rooms.models import Activity, Posting, Representative, Room
from rooms.operations import record_activity
from rooms.operations.activities import Part
from tests import factories as make
from tests.reports.workbooks import kit, past_kit

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate():%Y-%m-%d}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(house):
    """The house with one record of each kind."""
    house.posted = make.posted_member(house.room, name="邓国梁", sector="教育界", phone="13900000009")
    house.representative = make.RepresentativeFactory(
        room=house.room, name="胡长庚", phone="13900000008", title="=网格员", starts_on="2020-01-01"
    )
    Room.objects.filter(pk=house.room.pk).update(
        longitude="114.974800", latitude="30.09560", phone="0714-8880000", number="BY-01", address="+白杨路"
    )
    house.activity = record_activity(
        house.room,
        by=house.clerk,
        kind="charity",
        on=timezone.localdate(),
        amount=2,
        what="=给困难户\n送米",
        visitor="汪桂香",
        money=Decimal("200.50"),
        hours=Decimal("1.5"),
        people=[Part(house.posted, "host"), Part(house.representative)],
        voices=[{"kind": "suggestion", "text": "装路灯"}, {"kind": "suggestion", "text": "修路"}],
    )
    past_kit.brought_along(house)
    return house


def exported(kind, user) -> bytes:
    target = BytesIO()
    layout.write_export(target, KINDS[kind], Place(user, KINDS[kind].permission))
    return target.getvalue()


def cells(content: bytes) -> set:
    return {cell.value for row in kit.opened(content).worksheets[0].iter_rows() for cell in row}


def faults(kind, user, *rows) -> list[str]:
    return kit.sent(kind, kit.filled(kind, *rows), by=user).outcome["faults"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_comes_back_without_a_change(city, kind):
    imported = kit.sent(kind, exported(kind, city.leading_office), by=city.leading_office)
    assert (imported.fault, imported.outcome["faults"], imported.outcome["changes"]) == ("", [], [])
    counts = imported.outcome["counts"]
    assert (counts["new"], counts["changed"], counts["wrong"]) == (0, 0, 0)
    assert counts["same"] >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_fills_an_empty_city_in_the_same_way(city, kind):
    """What goes out is all that is needed to write it again."""
    # Who came to an activity is read in the room alone.
    user = city.clerk if kind == "activities" else city.leading_office
    content = exported(kind, user)
    Activity.objects.all().delete()
    past_kit.forget(kind)
    if kind in ("postings", "representatives", "members"):
        Posting.objects.all().delete()
        Representative.objects.all().delete()
    if kind == "members":
        Member.objects.all().delete()
    if kind == "rooms":
        for index, room in enumerate(Room.objects.all()):
            type(room.unit).objects.filter(pk=room.unit_id).update(name=f"旧{index}", short_name=f"旧{index}")
            Room.objects.filter(pk=room.pk).update(number="")
    imported = kit.sent(kind, content, by=user)
    assert (imported.outcome["faults"], imported.outcome["counts"]["same"]) == ([], 0)
    imported = kit.written(imported, by=user)
    assert imported.written_at
    again = kit.sent(kind, content, by=user).outcome["counts"]
    assert (again["new"], again["changed"], again["wrong"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_opens_and_is_passed_over_as_it_comes(city, kind):
    content = layout.template(KINDS[kind], Place(city.leading_office, KINDS[kind].permission))
    sheet = kit.opened(content).worksheets[0]
    assert [cell.value.rstrip("*") for cell in sheet[3]] == [column.title for column in KINDS[kind].columns]
    assert len(sheet.title) <= 31
    assert "没有要导入的内容" in kit.sent(kind, content, by=city.leading_office).fault


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_open_a_kind_may_open_the_pages_of_workbooks(kind):
    importers = BY_PERMISSION["reports.import_workbooks"].roles
    assert BY_PERMISSION[KINDS[kind].permission].roles <= importers


def test_rooms_are_entered_opened_or_waiting_to_be(city):
    base = {"简称": "新", "类型": "村（社区）联络室", "所在区域": city.room.unit.region.name}
    base["审定机关"] = city.room.approver.name
    rows = [
        {**base, "名称": "新一联络室", "简称": "新一", "挂牌日期": date(2025, 3, 5), "示范点年度": 2025},
        {**base, "名称": "新二联络室", "简称": "新二", "经度": 114.97, "纬度": 30.09},
    ]
    imported = kit.sent("rooms", kit.filled("rooms", *rows), by=city.leading_office)
    assert imported.outcome["faults"] == []
    kit.written(imported, by=city.leading_office)
    one, two = Room.objects.filter(unit__name__startswith="新").order_by("unit__name")
    assert (one.state, one.demonstration_year, one.demonstrations.count()) == (RoomState.OPENED, 2025, 1)
    assert (two.state, two.longitude, two.opened_on) == (RoomState.APPROVED, Decimal("114.97"), None)
    told = Event.objects.get(verb="rooms.add_room", object_id=str(two.pk)).sentence
    assert told.endswith(f"（Excel 导入第 {imported.pk} 号）")


def test_a_room_does_not_move_and_its_particulars_are_changed(city):
    room = Room.objects.get(pk=city.room.pk)
    row = {"名称": room.name, "简称": room.unit.short_name, "类型": "村（社区）联络室", "编号": "BY-01"}
    row |= {"所在区域": room.unit.region.name, "审定机关": room.approver.name, "地址": "白杨路 20 号"}
    moved = {**row, "所在区域": city.other_room.unit.region.name}
    assert "不能修改" in faults("rooms", city.leading_office, moved)[0]
    kit.written(kit.sent("rooms", kit.filled("rooms", row), by=city.leading_office), by=city.leading_office)
    room.refresh_from_db()
    assert (room.address, room.phone, room.version) == ("白杨路 20 号", "0714-8880000", 2)


def test_halves_of_a_place_and_bodies_that_are_none_are_told(city):
    department = make.UnitFactory(name="市水利局", kind=UnitKind.DEPARTMENT)
    row = {"名称": "新", "简称": "新", "类型": "界别联络室", "所在区域": "大冶市", "审定机关": department.name}
    assert "没有叫“市水利局”的审定机关" in faults("rooms", city.leading_office, row)[0]
    row |= {"审定机关": city.room.approver.name, "经度": 114}
    assert faults("rooms", city.leading_office, row) == ["F2 经度：经度和纬度要一起填写。"]


def test_a_member_is_posted_once_and_the_end_is_written(city):
    other = make.MemberFactory(name="沈青")
    rows = [
        {"委员": "沈青", "联络室": city.other_room.name, "派驻日期": "2025-03-05", "说明": "分管联系"},
        {"委员": "邓国梁", "联络室": city.room.unit.short_name, "派驻日期": "2020-01-01", "结束日期": TODAY},
    ]
    imported = kit.sent("postings", kit.filled("postings", *rows), by=city.leading_office)
    assert imported.outcome["counts"] == {"new": 1, "changed": 1, "same": 0, "wrong": 0}
    kit.written(imported, by=city.leading_office)
    assert other.postings.get().reason == "分管联系"
    assert city.posted.postings.get().ends_on == timezone.localdate()


def test_what_the_verb_of_the_page_refuses_is_a_fault_of_the_row(city):
    """Who is ended before the beginning: only the verb knows both days."""
    row = {"联络室": city.room.name, "类别": "党员代表", "姓名": "胡长庚", "身份": "=网格员", "开始日期": "2020-01-01"}
    rows = [{**row, "手机": "13900000008", "结束日期": "2019-12-31"}]
    assert faults("representatives", city.leading_office, *rows) == ["G2 结束日期：结束日期不能早于开始日期。"]
    before = {
        "联络室": city.room.name,
        "日期": date(2019, 1, 1),
        "活动类别": "走访",
        "场合": "日常",
        "数量": 1,
        "主要内容": "看望",
    }
    told = faults("activities", city.leading_office, before)
    assert told == ["第 2 行：活动日期不能早于联络室挂牌的日期 2020年1月1日。"]
    assert Activity.objects.count() == 1


def test_a_clerk_writes_the_own_room_alone(city):
    row = {"类别": "群众代表", "姓名": "汪小兰", "开始日期": "2025-03-05"}
    rows = [{**row, "联络室": city.room.name}, {**row, "联络室": city.other_room.name}]
    imported = kit.sent("representatives", kit.filled("representatives", *rows), by=city.clerk)
    assert (
        imported.outcome["faults"]
        == [f"D3 联络室：没有叫“{city.other_room.name}”的联络室，您是不是要找“{city.room.name}”。"]
        or "联络室" in imported.outcome["faults"][0]
    )
    kit.written(imported, by=city.clerk, choice="right")
    assert Representative.objects.filter(name="汪小兰").get().room == city.room
    listed = kit.opened(exported("representatives", city.other_clerk)).worksheets[0]
    assert listed.max_row == 3


def test_an_activity_is_written_with_its_people_and_voices(city):
    row = {"联络室": city.room.name, "日期": timezone.localdate(), "活动类别": "接访", "场合": "日常", "数量": 2}
    row |= {"主要内容": "楼道照明", "接待人": "邓国梁", "参加人": "胡长庚", "社情民意信息": "灯坏了\n路不平"}
    imported = kit.sent("activities", kit.filled("activities", row), by=city.clerk)
    assert imported.outcome["faults"] == []
    kit.written(imported, by=city.clerk)
    activity = Activity.objects.get(what="楼道照明")
    assert {(str(each), each.attending_as) for each in activity.people.all()} == {
        ("邓国梁", "host"),
        ("胡长庚", "taking_part"),
    }
    assert [voice.text for voice in activity.voices.all()] == ["灯坏了", "路不平"]
    assert "来自" not in activity.what


def test_people_who_are_nobody_of_the_room_are_suggested(city):
    row = {"联络室": city.room.name, "日期": timezone.localdate(), "活动类别": "接访", "场合": "日常", "数量": 2}
    told = faults("activities", city.clerk, {**row, "主要内容": "照明", "接待人": "邓国良"})
    assert told == ["G2 接待人：本室的队伍里没有“邓国良”，您是不是要找“邓国梁”。"]
    told = faults("activities", city.clerk, {**row, "主要内容": "照明", "接待人": "邓国梁", "参加人": "邓国梁"})
    assert told == ["H2 参加人：邓国梁已经写在接待人里。"]


def test_an_office_enters_what_rooms_did_and_changes_nothing_that_they_wrote(city):
    row = {"联络室": city.room.name, "日期": timezone.localdate(), "活动类别": "公益捐赠", "场合": "日常", "数量": 3}
    told = faults("activities", city.leading_office, {**row, "主要内容": "=给困难户\n送米"})
    assert told == ["第 2 行：这条登记已经有了，您不能修改，请由登记它的联络室修改。"]
    content = exported("activities", city.leading_office)
    cells = [cell.value for line in kit.opened(content).worksheets[0].iter_rows() for cell in line]
    assert ("汪桂香" in cells, layout.VEIL in cells) == (False, True)
    mine = [
        cell.value for line in kit.opened(exported("activities", city.clerk)).worksheets[0].iter_rows() for cell in line
    ]
    assert "汪桂香" in mine


def test_what_a_room_wrote_is_changed_by_the_room_itself(city):
    content = exported("activities", city.clerk)
    book = kit.opened(content)
    sheet = book.worksheets[0]
    amount = next(cell.column for cell in sheet[3] if cell.value == "数量*")
    sheet.cell(4, amount).value = 5
    imported = kit.sent("activities", kit.saved(book), by=city.clerk)
    assert imported.outcome["changes"][0]["changes"] == [["数量", "2", "5"]]
    kit.written(imported, by=city.clerk)
    city.activity.refresh_from_db()
    assert (city.activity.amount, city.activity.visitor, city.activity.people.count()) == (5, "汪桂香", 2)
    refused = kit.sent("activities", content, by=city.leading_office)
    assert "您不能修改" in refused.outcome["faults"][0]


def again(city, **fields):
    values = {"kind": "mediation", "on": timezone.localdate(), "amount": 1, "what": "邻里  纠纷\u200b", **fields}
    return record_activity(city.room, by=city.clerk, **values)


def test_activities_that_read_alike_come_back_without_a_change(city):
    """Rooms write the same words twice a day, and paste what has no width."""
    for fields in ({}, {}, {"amount": 2}):
        again(city, **fields)
    imported = kit.sent("activities", exported("activities", city.clerk), by=city.clerk)
    assert (imported.outcome["faults"], imported.outcome["counts"]["same"]) == ([], 4)


def test_which_of_several_that_read_alike_is_meant_nobody_guesses(city):
    for _ in range(2):
        again(city)
    row = {"联络室": city.room.name, "日期": timezone.localdate(), "活动类别": "化解矛盾", "场合": "日常"}
    told = faults("activities", city.clerk, {**row, "数量": 7, "主要内容": "邻里 纠纷"})
    assert told == ["第 2 行：有几条登记的联络室、日期、活动类别、主要内容都相同，分不清是哪一条，请在页面上修改。"]
    told = faults("activities", city.clerk, *[{**row, "数量": 1, "主要内容": "新的"}] * 2)
    assert told[0].startswith("第 3 行：联络室、日期、活动类别、主要内容都和第 2 行相同，算同一条，请删去一行")


def test_who_has_a_namesake_by_now_stays_in_what_was_written_before(city):
    make.RepresentativeFactory(room=city.room, name="胡长庚", kind="mass")
    imported = kit.sent("activities", exported("activities", city.clerk), by=city.clerk)
    assert (imported.outcome["faults"], imported.outcome["counts"]["same"]) == ([], 1)


@pytest.mark.parametrize("name", ["clerk", "convener", "township", "leading_office", "office"])
def test_whoever_may_export_may_send_it_back_as_it_is(city, name):
    user = getattr(city, name)
    for code, kind in KINDS.items():
        if user.has_perm(kind.permission):
            found = kit.sent(code, exported(code, user), by=user)
            counts = found.outcome.get("counts", {"new": 0, "changed": 0, "wrong": 0})
            assert (code, counts["new"], counts["changed"], counts["wrong"]) == (code, 0, 0, 0)
