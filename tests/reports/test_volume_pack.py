"""All archive volumes of a year in one ZIP, with a text that names what is not in it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from members.models import Job, Notice
from members.workflow import Refused
from reports import tasks
from reports.models import Volume
from reports.operations import volumes
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
LACK = {"what": "协商纪要", "why": "没有扫描件", "part": "水管改造"}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def made(room, *, edition=1, at=True, **fields) -> Volume:
    """A volume as the worker leaves it; its PDF is not the point here."""
    volume = Volume.objects.create(
        room=room,
        year=YEAR,
        edition=edition,
        reference=f"{YEAR}-L{room.pk:03d}-{edition}",
        keeping="永久",
        ordered_by=make.UserFactory(),
        made_at=timezone.now() if at else None,
        **fields,
    )
    for field in ("file", "copy_file") if at else ():
        getattr(volume, field).save(f"{volume.pk}-{field}.pdf", ContentFile(f"{field} {edition}".encode()), save=False)
    volume.save(update_fields=["file", "copy_file"])
    return volume


def packed(client, user) -> tuple[dict, str]:
    """The files of the ZIP by name, and its text, by the way of the pages."""
    client.force_login(user)
    url = f"/volumes/pack/{YEAR}/"
    assert "开始打包" in client.get(url).text
    assert not Job.objects.filter(kind="reports.pack_volumes").exists()
    answer = client.post(url)
    job = Job.objects.get(kind="reports.pack_volumes")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    tasks.pack_volumes(job.pk)
    notice = Notice.objects.filter(user=user).latest("pk")
    response = client.get(notice.url)
    assert response["Content-Type"] == "application/zip"
    pack = ZipFile(BytesIO(b"".join(response.streaming_content)))
    assert {info.date_time[0] for info in pack.infolist()} == {YEAR}
    files = {name.partition("/")[2]: pack.read(name) for name in pack.namelist()}
    return files, files.pop("说明.txt").decode("utf-8-sig")


def test_the_newest_volume_of_each_room_is_packed_and_what_is_missing_is_named(house, client):
    made(house.room)
    newest = made(house.room, edition=2, missing=[LACK, {**LACK, "what": "病历", "readers": "whole"}])
    made(house.room, edition=3, at=False)
    silent = make.RoomFactory()
    failed = made(house.other_room, at=False, fault="太长")
    files, text = packed(client, house.leading_office)
    assert list(files.values()) == [b"copy_file 2"]
    [name] = files
    assert newest.reference in name
    assert name.startswith(f"{house.room.township.name}/")
    assert "查阅副本" in name
    assert f"{silent.name}：没有组卷" in text
    assert f"{failed.room.name}：组卷失败" in text
    assert "协商纪要：没有扫描件，水管改造" in text
    assert "病历" not in text
    notice = Notice.objects.get(user=house.leading_office)
    assert notice.sentence == f"《{YEAR} 年度归档卷打包》已生成，共 1 卷，2 个联络室没有，见压缩包内的说明"


def test_the_room_packs_its_own_whole_volume_and_a_township_only_its_rooms(house, client):
    made(house.room)
    made(house.other_room)
    files, text = packed(client, house.clerk)
    assert list(files.values()) == [b"file 1"]
    assert "没有归档卷的联络室（0 个）" in text
    Job.objects.all().delete()
    files, _ = packed(client, house.township)
    assert list(files.values()) == [b"copy_file 1"]


def test_a_volume_whose_file_is_gone_is_named_and_stops_nothing(house, client):
    made(house.room)
    default_storage.delete(made(house.other_room).copy_file.name)
    files, text = packed(client, house.leading_office)
    assert len(files) == 1
    assert f"{house.other_room}{YEAR}年度归档卷：文件不在" in text


def test_a_year_without_a_volume_is_not_packed(house, client):
    made(house.room, at=False)
    with pytest.raises(Refused, match="还没有做好的归档卷"):
        volumes.order_pack(by=house.leading_office, year=YEAR)
    client.force_login(house.leading_office)
    assert "全部打包下载" not in client.get("/volumes/").text
    assert client.get(f"/volumes/pack/{YEAR + 1}/").status_code == 404


def test_who_may_not_read_volumes_may_not_pack_them(house, client):
    client.force_login(house.department)
    assert client.get(f"/volumes/pack/{YEAR}/").status_code == 403


def test_rooms_of_one_name_do_not_take_each_others_place(house, client):
    for room in (house.room, house.other_room):
        type(room.unit).objects.filter(pk=room.unit_id).update(name="同名委员联络室")
        made(room)
    Volume.objects.update(reference=f"{YEAR}-1")
    files, _ = packed(client, house.leading_office)
    assert len(files) == 2
