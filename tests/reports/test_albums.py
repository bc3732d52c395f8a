"""年度画册: what may be chosen, what is printed below it, and what the worker makes of it."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from members.models import Attachment, Job, Notice
from members.workflow import Refused
from reports.models import Album, Inspection
from reports.operations import albums
from reports.queries import albums as queries
from reports.tasks import make_album
from rooms.models import Activity
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(owner, *, by, size=(1600, 1200)) -> Attachment:
    content = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(content, "JPEG", quality=90)
    row = Attachment(name="a.jpg", kind="photo", media_type="image/jpeg", size=1, sha256="0" * 64, uploaded_by=by)
    row.owner, row.owner_id = owner, str(owner.pk)
    row.file.save("a.jpg", ContentFile(content.getvalue()), save=False)
    row.thumbnail.save("a.jpg", ContentFile(content.getvalue()), save=False)
    row.save(force_insert=True)
    return row


def pictured(house, **fields) -> Attachment:
    return photo(scene.activity(house, **fields), by=house.clerk)


def offered(user, unit) -> list[int]:
    return [picture.pk for picture in queries.offered(user, unit, YEAR)]


def ordered(house, photos, **fields) -> Album:
    told = {"year": YEAR, "title": "白杨一年", "per_page": 2}
    return albums.order_album(house.room.unit, by=house.clerk, photos=photos, **told | fields)


def made(album) -> Album:
    make_album(Job.objects.get(pk=album.job_id).pk)
    album.refresh_from_db()
    return album


def test_a_room_a_township_and_the_city_choose_among_their_own(house):
    own, later = pictured(house, on=date(YEAR, 5, 6)), pictured(house, on=date(YEAR, 8, 1))
    other = pictured(house, room=house.other_room, on=date(YEAR, 6, 1))
    pictured(house, on=date(YEAR - 1, 6, 1))
    assert offered(house.clerk, house.room.unit) == [own.pk, later.pk]
    assert offered(house.township, house.room.approver) == [own.pk, later.pk]
    from_city = offered(house.leading_office, house.leading_office.roles.get().unit)
    assert from_city == [own.pk, other.pk, later.pk]


def test_what_is_not_open_or_was_taken_out_is_not_offered(house):
    pictured(house, is_confidential=True)
    pictured(house, removed_by=house.clerk, removed_at=timezone.now())
    gone = pictured(house)
    Attachment.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    sent = photo(scene.sent(house), by=house.clerk)
    year = timezone.localdate().year
    assert [each.pk for each in queries.offered(house.clerk, house.room.unit, year)] == [sent.pk]


def test_an_inspection_is_shown_once_it_was_sent_and_without_what_it_found(house):
    told = {"room": house.room, "month": date(YEAR, 3, 1), "held_on": date(YEAR, 3, 9), "found": "桌椅缺三张"}
    unit = house.leading_office.roles.get().unit
    by = house.leading_office
    row = Inspection.objects.create(unit=unit, inspectors="方志明", created_by=by, **told)
    picture = photo(row, by=by)
    assert offered(by, unit) == []
    Inspection.objects.filter(pk=row.pk).update(state="sent", sent_at=timezone.now(), sent_by=by)
    assert offered(by, unit) == offered(house.clerk, house.room.unit) == [picture.pk]
    assert "缺" not in queries.captions(queries.offered(by, unit, YEAR))[picture.pk]


def test_nobody_is_named_below_a_photo(house):
    picture = pictured(house, visitor="钱贵生", what="走访钱贵生，电话13800001234。")
    found = queries.offered(house.clerk, house.room.unit, YEAR)
    assert queries.captions(found) == {picture.pk: "走访：走访有关人员，电话（号码略）"}


@pytest.mark.parametrize("photos", [[], [0], list(range(1, 202))])
def test_nothing_too_much_or_of_others_is_refused(house, photos):
    with pytest.raises(Refused):
        ordered(house, photos)
    assert not Album.objects.exists()


def test_the_worker_binds_cover_contents_and_photos(house):
    photos = [pictured(house, on=date(YEAR, month, 3)).pk for month in (3, 3, 3, 5)]
    album = made(ordered(house, photos))
    # A cover, a page of contents, two pages of photos.
    assert (album.pages, album.count, album.has_failed) == (4, 4, False)
    with album.file.open("rb") as file, pdfplumber.open(file) as document:
        texts = [page.extract_text().replace(" ", "") for page in document.pages]
        pictures = [len(page.images) for page in document.pages]
    assert len(texts) == 4
    assert "白杨一年" in texts[0]
    assert [line for line in texts[1].splitlines() if "年" in line[:5]] == ["2026年3月3", "2026年5月4"]
    assert pictures == [0, 0, 2, 2]
    assert Notice.objects.filter(user=house.clerk).last().sentence == "画册《白杨一年》已经做好，共 4 页"
    # Photos of a camera are cut down.
    assert album.size < 4 * 600_000


def test_a_second_run_makes_nothing_twice(house):
    album = made(ordered(house, [pictured(house).pk]))
    before = album.file.name
    assert made(album).file.name == before
    assert Notice.objects.filter(user=house.clerk).count() == 1


def test_what_is_closed_to_others_after_it_was_chosen_is_left_out(house):
    keep, close = pictured(house), pictured(house)
    album = ordered(house, [keep.pk, close.pk])
    Activity.objects.filter(pk=close.owner_id).update(is_confidential=True)
    assert made(album).count == 1
    none = ordered(house, [keep.pk])
    Activity.objects.update(is_confidential=True)
    none = made(none)
    assert (none.fault, none.has_failed) == ("选中的照片都已经移除或者不再公开，请重新挑选。", True)


def test_the_pages_order_and_show_it(client, house):
    picture = pictured(house, on=timezone.localdate())
    client.force_login(house.clerk)
    url = reverse("reports:new_album")
    assert f'value="{picture.pk}"' in client.get(url).content.decode()
    told = {"title": "白杨一年", "per_page": "4"}
    refused = client.post(url, told)
    assert (refused.status_code, "请勾选要收入画册的照片" in refused.content.decode()) == (422, True)
    answer = client.post(url, {**told, "photos": [picture.pk]})
    album = Album.objects.get()
    assert answer["Location"] == album.get_absolute_url()
    assert "正在等待办理" in client.get(album.get_absolute_url()).content.decode()
    assert client.get(reverse("reports:album_file", args=[album.pk])).status_code == 404
    made(album)
    assert "下载 PDF" in client.get(album.get_absolute_url()).content.decode()
    # Read to its end the file is closed; closing the answer would close the test's connection with it.
    answer = client.get(reverse("reports:album_file", args=[album.pk]))
    assert (answer["Content-Type"], b"".join(answer.streaming_content)[:4]) == ("application/pdf", b"%PDF")
    for who, status in {"other_clerk": 404, "township": 404, "member": 404, "auditor": 200}.items():
        client.force_login(getattr(house, who))
        assert client.get(album.get_absolute_url()).status_code == status, who
