"""What a room has besides its team: the list with its proof and history, money, services, being a model."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from members.operations import upload
from rooms import operations
from rooms.models import ChecklistEntry, Room
from rooms.workflow import Refused, lists
from rooms.workflow.standing import standing_of
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SIGN = {"code": "sign", "name": "标识牌", "evidence": "photo"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(by):
    target = BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(target, "JPEG")
    target.name, target.size = "sign.jpg", len(target.getvalue())
    target.seek(0)
    return upload(target, by=by, kind="photo").pk


def record(house, *, is_there=True, on=TODAY, item=SIGN, **values):
    told = {"checklist": "eight", "item": item, "is_there": is_there, "on": on}
    return operations.record_item(house.room, by=house.clerk, **told, **values)


def test_an_item_is_there_once_its_photo_shows_it(house):
    make.daye()
    with pytest.raises(Refused, match="登记“标识牌”具备，要附上照片"):
        record(house)
    entry = record(house, attachments=[photo(house.clerk)])
    assert (str(entry), entry.attachments.count()) == ("标识牌：有", 1)
    assert standing_of(house.room).completion == "1/8 项"


def test_a_missing_item_keeps_the_day_since_when_and_what_was_before(house):
    make.daye()
    record(house, on=TODAY - timedelta(days=9), attachments=[photo(house.clerk)])
    record(house, is_there=False, on=TODAY - timedelta(days=2), note="被风吹落")
    with pytest.raises(Refused, match="不能早于上一次登记的日期"):
        record(house, is_there=False, on=TODAY - timedelta(days=3))
    [eight] = lists.of_room(house.room)
    row = eight["rows"][0]
    assert (row["is_there"], row["entry"].on, row["entry"].note) == (False, TODAY - timedelta(days=2), "被风吹落")
    assert [entry.is_there for entry in row["before"]] == [True]
    assert standing_of(house.room).completion == "0/8 项"


def test_a_new_version_of_the_pack_keeps_what_was_recorded_by_the_item_s_code(house):
    make.daye()
    record(house, attachments=[photo(house.clerk)])
    record(house, is_there=False, item={"code": "watch", "name": "委员监督岗"})
    text = make.seed_text("daye").replace('code = "daye"', 'code = "newer"', 1)
    start = text.index('  [[checklist.item]]\n  code = "watch"')
    text = text[:start] + text[text.index("  [[checklist.item]]", start + 5) :]
    text = text.replace('name = "标识牌"', 'name = "统一标识牌"', 1)
    version = operations.load_practice(text, by=None)
    operations.follow_practice(house.room.unit.region, version=version, starts_on=make.LONG_AGO, by=None)
    eight, former = lists.of_room(house.room)
    assert (eight["rows"][0]["item"]["name"], eight["rows"][0]["is_there"], len(eight["rows"])) == (
        "统一标识牌",
        True,
        7,
    )
    assert [str(entry) for entry in former["former"]] == ["委员监督岗：缺"]


def test_the_matrix_names_what_each_room_lacks(house, client):
    make.daye()
    record(house, attachments=[photo(house.clerk)])
    shown = lists.matrix(house.leading_office)
    [table] = shown["tables"]
    assert [(each["item"]["code"], each["count"]) for each in table["items"]][:2] == [("sign", 1), ("picture", 0)]
    assert (table["rooms"], table["complete"]) == (2, 0)
    client.force_login(house.leading_office)
    told = client.get(reverse("rooms:checklists"), {"region": house.room.unit.region_id}).content.decode()
    assert house.room.unit.short_name in told
    assert house.other_room.unit.short_name not in told


def test_the_form_of_an_item_shows_it_on_the_page_of_the_list(house, client):
    make.daye()
    client.force_login(house.clerk)
    url = reverse("rooms:record_item", args=[house.room.pk, "eight", "sign"])
    assert client.post(url, {"is_there": "yes", "on": TODAY.isoformat()}).status_code == 422
    told = {"is_there": "yes", "on": TODAY.isoformat(), "attachments": [photo(house.clerk)]}
    assert client.post(url, told).status_code == 302
    assert "1/8 项" in client.get(reverse("rooms:checklist", args=[house.room.pk])).content.decode()
    assert client.get(reverse("rooms:record_item", args=[house.room.pk, "eight", "none"])).status_code == 404
    assert ChecklistEntry.objects.count() == 1


def test_money_is_kept_by_year_and_source_and_never_overspent(house):
    told = {"year": 2026, "source": "街道配套", "amount": 3, "spent": 1}
    row = operations.add_budget(house.room, by=house.clerk, **told)
    with pytest.raises(Refused, match="已经登记"):
        operations.add_budget(house.room, by=house.clerk, **told)
    with pytest.raises(Refused, match="不能多于安排的"):
        operations.edit_budget(row, by=house.clerk, version=row.version, **(told | {"spent": 4}))
    row = operations.edit_budget(row, by=house.clerk, version=row.version, **(told | {"spent": 3}))
    assert (row.spent, row.version) == (3, 2)


def test_a_service_stands_until_it_ends(house):
    row = operations.add_service(house.room, by=house.clerk, name="帮帮团", starts_on=make.LONG_AGO)
    with pytest.raises(Refused, match="已经有“帮帮团”"):
        operations.add_service(house.room, by=house.clerk, name="帮帮团", starts_on=make.LONG_AGO)
    operations.end_service(row, by=house.clerk, last_on=TODAY)
    with pytest.raises(Refused, match="已经停办"):
        operations.end_service(row, by=house.clerk, last_on=TODAY)


def test_a_model_room_carries_its_latest_year(house):
    told = {"by": house.leading_office, "decided_by": "领导小组"}
    for year in (2024, 2026):
        row = operations.name_demonstration(house.room, year=year, **told)
    with pytest.raises(Refused, match="已经由领导小组列为示范点"):
        operations.name_demonstration(house.room, year=2026, **told)
    assert Room.objects.get(pk=house.room.pk).demonstration_year == 2026
    operations.remove_demonstration(row, by=house.leading_office, reason="取消命名")
    assert Room.objects.get(pk=house.room.pk).demonstration_year == 2024
