import contextlib
import random
import uuid
import zipfile
import zlib
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from members import operations
from members.models import Attachment, Draft, Event, LoginAttempt, SentForm
from members.workflow import Refused
from tests import factories as make
from tests import minutes_scene

pytestmark = pytest.mark.django_db

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(client, house):
    client.force_login(house.clerk)
    return client


def send(client, name, content, kind="document"):
    file = SimpleUploadedFile("x", content)
    file.name = name
    return client.post(reverse("members:upload"), {"file": file, "kind": kind})


def photo(size=(80, 60), kind="JPEG", **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def office(part, **more) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", more.pop("packed", zipfile.ZIP_DEFLATED)) as archive:
        archive.writestr("[Content_Types].xml", more.pop("types", "<Types/>"))
        archive.writestr(part, "<x/>")
        for name, text in more.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def status(response) -> int:
    if response.streaming:
        body(response)
    return response.status_code


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_photo_comes_back_smaller_in_the_list_and_whole_when_opened(clerk):
    answer = send(clerk, "现场.jpg", photo((2000, 1500)), kind="photo")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["name"], set(told)) == ("现场.jpg", {"id", "name", "size", "thumbnail", "url"})
    whole = body(clerk.get(told["url"]))
    assert Image.open(BytesIO(whole)).size == (2000, 1500)
    assert max(Image.open(BytesIO(body(clerk.get(told["thumbnail"])))).size) == 480
    assert Attachment.objects.get().sha256 == sha256(whole).hexdigest()


def test_a_photo_loses_where_it_was_taken_and_stands_upright(clerk):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "手机厂商"
    exif.get_ifd(0x8825)[1] = "N"
    told = send(clerk, "a.jpg", photo((80, 60), exif=exif) + b"<script>alert(1)</script>").json()
    kept = body(clerk.get(told["url"]))
    picture = Image.open(BytesIO(kept))
    assert picture.size == (60, 80)
    assert dict(picture.getexif()) == {}
    assert b"script" not in kept


def test_a_picture_with_a_wrong_ending_gets_the_right_one(clerk):
    assert send(clerk, "聊天图片.png", photo()).json()["name"] == "聊天图片.jpg"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("纪要.pdf", b"%PDF-1.7\n"),
        ("说明.docx", office("word/document.xml")),
        ("台账.xlsx", office("xl/workbook.xml")),
        ("旧件.doc", OLD_OFFICE + "WordDocument".encode("utf-16-le")),
        ("旧件.wps", OLD_OFFICE + "WordDocument".encode("utf-16-le")),
        ("旧表.xls", OLD_OFFICE + "Workbook".encode("utf-16-le")),
        ("名单.csv", "姓名,电话".encode("gb18030")),
        ("记录.txt", "䶮𠮷".encode()),
    ],
)
def test_papers_of_the_office_are_taken(clerk, name, content):
    answer = send(clerk, name, content)
    assert (answer.status_code, answer.json()["name"]) == (201, name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图.png", b"%PDF-1.7\n", "不符"),
        ("图.jpg", b"GIF89a/*<script>*/", "不是"),
        ("页.svg", b"<svg onload=alert(1)>", "不能上传"),
        ("程序.exe", b"MZ\x90\x00", "不能上传"),
        ("程序.doc", b"MZ\x90\x00", "不是"),
        ("安装.doc", OLD_OFFICE + b"msi", "不是"),
        ("宏.docx", office("word/document.xml", word__vbaProject__bin="x"), "宏"),
        ("宏.xlsx", office("xl/workbook.xml", types="macroEnabled"), "宏"),
        ("宏.doc", OLD_OFFICE + "WordDocument_VBA_PROJECT".encode("utf-16-le"), "宏"),
        ("压缩.zip", office("a.txt"), "不能上传"),
        ("坏.docx", b"PK\x03\x04 broken", "打不开"),
        ("坏.jpg", b"\xff\xd8\xff broken", "打不开"),
        ("照片.heic", b"\x00\x00\x00\x18ftypheic", "HEIC"),
        ("空.txt", b"", "空"),
        ("二进制.txt", b"\x00\x01\x02", "不能上传"),
        ("无扩展名", b"whatever", "不能上传"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_reason(clerk, name, content, words):
    answer = send(clerk, name, content)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_a_paper_that_unfolds_into_a_flood_is_refused(clerk):
    bomb = office("word/document.xml", word__big="0" * 60_000_000)
    assert "展开" in send(clerk, "大.docx", bomb).json()["error"]


def test_a_flood_of_pixels_is_refused_unread(clerk):
    header = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\x00\x00\x75\x30\x00\x00\x75\x30\x08\x02\x00\x00\x00")
    answer = send(clerk, "大.png", header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))
    assert "尺寸太大" in answer.json()["error"]


def chunk(kind, content) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def test_a_file_over_20_mb_is_refused_before_it_is_read(clerk):
    answer = clerk.post(
        reverse("members:upload"),
        data=b"",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(100 * 1024 * 1024), "accept": "application/json"},
    )
    assert answer.status_code == 413
    assert "20 MB" in answer.json()["error"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\桌面\\名单.txt", "名单.txt"),
        ("照片\u202egpj.txt", "照片gpj.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_names_are_cleaned(house, sent, kept):
    file = SimpleUploadedFile("x.txt", "文字".encode())
    # As a client names it, before Django cleans it.
    file._name = sent
    assert operations.upload(file, by=house.clerk).name == kept


def test_a_waiting_file_is_seen_by_nobody_else(clerk, client, house):
    url = send(clerk, "a.txt", b"a").json()["url"]
    for person in (house.convener, house.leading_office, house.other_clerk):
        client.force_login(person)
        assert client.get(url).status_code == 404


def test_a_file_is_seen_by_whoever_sees_its_record(clerk, client, house):
    told = send(clerk, "a.txt", b"a").json()
    case = make.consultation(house.room, by=house.clerk, attachments=[told["id"]])
    seen = {}
    for name in ("convener", "township", "leading_office", "auditor", "other_clerk", "department", "admin"):
        client.force_login(getattr(house, name))
        seen[name] = status(client.get(told["url"]))
    assert seen == {
        "convener": 200,
        "township": 200,
        "leading_office": 200,
        "auditor": 200,
        "other_clerk": 404,
        "department": 404,
        "admin": 404,
    }
    assert case.topic.attachments.count() == 1


def test_files_open_alone_or_are_saved_under_their_chinese_name(clerk):
    paper = clerk.get(send(clerk, "名单 一.csv", b"a,b").json()["url"])
    assert paper["Content-Disposition"] == "attachment; filename*=utf-8''%E5%90%8D%E5%8D%95%20%E4%B8%80.csv"
    assert paper["X-Content-Type-Options"] == "nosniff"
    body(paper)
    shown = clerk.get(send(clerk, "图.jpg", photo()).json()["url"])
    assert shown["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    etag = shown["ETag"]
    body(shown)
    assert clerk.get(shown.request["PATH_INFO"], headers={"if-none-match": etag}).status_code == 304


def test_only_the_person_who_sent_it_up_removes_a_waiting_file(clerk, client, house):
    told = send(clerk, "a.txt", b"a").json()
    client.force_login(house.convener)
    assert client.post(reverse("members:remove_file", args=[told["id"]])).status_code == 404
    client.force_login(house.clerk)
    assert client.post(reverse("members:remove_file", args=[told["id"]])).status_code == 200
    assert client.get(told["url"]).status_code == 404


def stored(row) -> list[str]:
    return [name for name in (row.file.name, row.thumbnail.name) if name and row.file.storage.exists(name)]


@pytest.fixture
def owned(clerk, house):
    """A photo in the material of a topic."""
    told = send(clerk, "张三身份证.jpg", photo(), kind="photo").json()
    make.consultation(house.room, by=house.clerk, attachments=[told["id"]])
    return Attachment.objects.get()


def take_away(client, row, reason="误传身份证照片"):
    return client.post(reverse("members:take_file_away", args=[row.pk]), {"reason": reason})


def test_the_room_takes_a_wrong_file_away_and_the_bytes_go(clerk, owned, django_capture_on_commit_callbacks, house):
    assert len(stored(owned)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert take_away(clerk, owned).status_code == 302
    assert stored(owned) == []
    row = Attachment.objects.get()
    assert (row.removed_at is None, row.file.name, row.name) == (False, "", "已移除的附件")
    event = Event.objects.with_notes().get(verb="members.take_file_away")
    assert (event.actor_id, event.note, event.sentence) == (house.clerk.pk, "误传身份证照片", "从议题里移除 1 份照片")
    assert event.case_id == house.room.consultations.get().pk
    assert clerk.get(reverse("members:file", args=[owned.pk])).status_code == 404


def test_a_file_is_not_taken_away_without_a_reason(clerk, owned):
    assert take_away(clerk, owned, reason="").status_code == 422
    assert len(stored(owned)) == 2


@pytest.mark.parametrize(
    ("who", "status"), [("member", 403), ("township", 403), ("leading_office", 403), ("other_clerk", 404)]
)
def test_only_the_staff_of_the_room_takes_its_files_away(client, house, owned, who, status):
    client.force_login(getattr(house, who))
    assert take_away(client, owned).status_code == status
    assert len(stored(owned)) == 2


def test_the_page_of_the_case_offers_the_act_to_the_room_alone(client, house, owned):
    page, link = house.room.consultations.get().get_absolute_url(), reverse("members:take_file_away", args=[owned.pk])
    offered = {}
    for name in ("clerk", "township"):
        client.force_login(getattr(house, name))
        offered[name] = link in client.get(page).content.decode()
    assert offered == {"clerk": True, "township": False}


def test_files_of_offered_minutes_stay(house, clerk):
    minutes = minutes_scene.signed(house).minutes
    told = send(clerk, "a.txt", b"a").json()
    [file] = operations.attach(minutes, [told["id"]], by=house.clerk)
    assert "启动更正" in take_away(clerk, file).content.decode()
    assert len(stored(file)) == 1


def test_a_discarded_draft_takes_its_files_with_it(clerk, house, django_capture_on_commit_callbacks):
    kept, gone = (Attachment.objects.get(pk=send(clerk, f"{name}.txt", b"a").json()["id"]) for name in "ab")
    for key, row in (("kept", kept), ("gone", gone)):
        fields = {"attachments": [{"id": str(row.pk), "name": row.name, "size": "1 B", "thumbnail": None}]}
        operations.save_draft(house.clerk, key=key, label=key, url="/", fields=fields)
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(reverse("members:discard_draft", args=[Draft.objects.get(key="gone").pk]))
    assert (len(stored(kept)), stored(gone)) == (1, [])


def test_files_that_nobody_uses_are_cleared_away(clerk, house, owned, django_capture_on_commit_callbacks):
    names = ("new", "old", "drafted")
    new, old, drafted = (Attachment.objects.get(pk=send(clerk, f"{each}.txt", b"a").json()["id"]) for each in names)
    Attachment.objects.exclude(pk=new.pk).update(uploaded_at=timezone.now() - timedelta(days=60))
    fields = {"attachments": [{"id": str(drafted.pk), "name": "x", "size": "1 B"}]}
    operations.save_draft(house.clerk, key="k", label="k", url="/", fields=fields)
    half = Attachment.objects.get(pk=send(clerk, "half.txt", b"a").json()["id"])
    Attachment.objects.filter(pk=half.pk).update(removed_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        told = operations.tidy()
    assert (told["files"], told["erased"]) == (1, 1)
    assert [bool(stored(row)) for row in (new, old, drafted, owned, half)] == [True, False, True, True, False]


def test_what_is_over_is_cleared_away(house):
    now = timezone.now()
    for days, key in ((0, "new"), (40, "old")):
        before = now - timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=before + timedelta(hours=1))
        LoginAttempt.objects.create(key=key, window=before, count=1)
        SentForm.objects.create(key=uuid.uuid4(), user=house.clerk)
    SentForm.objects.filter(pk=SentForm.objects.latest("pk").pk).update(sent_at=before)
    told = operations.tidy()
    assert {name: told[name] for name in ("sessions", "attempts", "sent_forms")} == {
        "sessions": 1,
        "attempts": 1,
        "sent_forms": 1,
    }


def broken(content: bytes, seed: int) -> bytes:
    """The same file with a few bytes turned, or cut short."""
    chance = random.Random(seed)
    found = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found[: chance.randrange(1, len(found))]) if seed % 7 == 0 else bytes(found)


def test_a_broken_file_is_kept_or_refused_and_never_a_fault(house):
    pieces = {"types": "<Types>" + "x" * 3000 + "</Types>"}
    whole = {
        "a.docx": office("word/document.xml", **pieces),
        "a.xlsx": office("xl/workbook.xml", **pieces),
        "a.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 4,
        "a.png": photo(kind="PNG"),
        "a.jpg": photo(),
        "a.webp": photo(kind="WEBP"),
    }
    for packed in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        whole[f"{packed}.docx"] = office("word/document.xml", packed=packed, **pieces)
    for name, content in whole.items():
        for seed in range(80):
            file = SimpleUploadedFile(name, broken(content, seed))
            with contextlib.suppress(Refused), transaction.atomic():
                operations.upload(file, by=house.clerk)
                transaction.set_rollback(True)


def test_a_file_that_the_disk_lost_is_missing_and_no_fault(clerk):
    told = send(clerk, "a.txt", b"a").json()
    row = Attachment.objects.get()
    row.file.storage.delete(row.file.name)
    assert clerk.get(told["url"]).status_code == 404
