"""归档卷: what lies in the volume of a room and a year, how it is bound, who reads which of its two files."""

import hashlib
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from members.models import Attachment, Job, Notice
from members.workflow import Refused
from proposals import operations as proposals
from reports import tasks
from reports.documents.volume import binding, gathering
from reports.documents.volume.pieces import Missing
from reports.models import Document, Volume
from reports.operations import volumes
from rooms.models import Activity
from tests import factories as make
from tests import minutes_scene as scene
from tests import register_world as registers

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bound(room, *, by, **fields) -> Volume:
    """Order a volume and let the worker bind it."""
    volume = volumes.order_volume(room, by=by, year=YEAR, **fields)
    tasks.bind_volume(volume.job_id)
    return Volume.objects.get(pk=volume.pk)


def pages_of(file) -> pikepdf.Pdf:
    return pikepdf.open(default_storage.path(file.name))


def pdf(pages=2, **saving) -> bytes:
    target = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(target, **saving)
    return target.getvalue()


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (800, 600), "white").save(target, "JPEG")
    return target.getvalue()


def sent_up(owner, by, name, media_type, content, *, kind="document") -> Attachment:
    row = Attachment(
        name=name, media_type=media_type, size=len(content), sha256="0" * 64, uploaded_by=by, kind=kind, owner=owner
    )
    row.owner_id = str(owner.pk)
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def activity(house, **fields):
    values = {"room": house.room, "kind": "visit", "on": timezone.localdate(), "what": "走访", "amount": 3}
    return Activity.objects.create(created_by=house.clerk, **{**values, **fields})


def what_is_missing(volume) -> set[str]:
    return {row["what"] for row in volume.missing}


@pytest.fixture
def signed(house):
    """A room with a case whose minutes are signed off, and a liaison."""
    scene.name_officially(house)
    edition = scene.signed(house)
    registers.duty(house)
    return edition.minutes.consultation


def test_the_volume_of_a_real_case_holds_its_papers_in_the_order_of_the_steps(house, signed):
    activity(house)
    volume = bound(house.room, by=house.clerk)
    titles = [row["title"] for row in volume.contents if row["part"]]
    wanted = ["议题审批表", "协商主体名单", "调研记录", "签到表", "《", "签字页", "办理情况"]
    places = [next(at for at, title in enumerate(titles) if word in title) for word in wanted]
    assert places == sorted(places)
    assert [row["title"] for row in volume.contents[:3]] == ["卷内文件目录", "备考表", f"{YEAR}年度联络室基本情况"]
    assert any("履职活动登记表" in row["title"] for row in volume.contents)
    assert "签字页扫描件" in what_is_missing(volume)
    assert Notice.objects.filter(user=house.clerk, sentence__contains="已经做好").count() == 1


def test_the_contents_name_the_page_on_which_each_paper_begins(house, signed):
    volume = bound(house.room, by=house.clerk)
    begins = [row["page"] for row in volume.contents]
    assert begins == sorted(begins)
    with pages_of(volume.file) as found:
        assert len(found.pages) == volume.pages
        last = volume.contents[-1]
        assert last["page"] + last["pages"] - 1 == volume.pages
        with found.open_outline() as outline:
            sections = [item.title for item in outline.root]
            case = next(item for item in outline.root if item.title == "协商案卷").children[0]
            assert sections[:3] == ["卷内文件目录", "备考表", "联络室"]
            assert signed.title in case.title
            assert len(case.children) >= 6


def test_every_page_but_the_cover_bears_its_number(house, signed):
    volume = bound(house.room, by=house.clerk)
    text = text_of(volume.file)
    assert len(text) == volume.pages
    assert [number for number in range(2, volume.pages + 1) if str(number) not in text[number - 1][:12]] == []


def text_of(file) -> list[str]:
    """The text of each page as it is read from the top."""
    with pdfplumber.open(default_storage.path(file.name)) as found:
        return [page.extract_text() or "" for page in found.pages]


def test_a_document_that_was_made_before_is_bound_as_it_is(house, signed):
    job = Job.objects.get(key__startswith="minutes:")
    tasks.render(job.pk)
    document = Document.objects.get()
    found = gathering.gather(house.room, YEAR)
    piece = next(piece for piece in found.pieces if piece.title == document.title)
    assert (len(found.pieces) > 6, piece.author) == (True, document.content["paper"]["organ"])
    volume = bound(house.room, by=house.clerk)
    entry = next(row for row in volume.contents if row["title"] == document.title)
    assert entry["pages"] == document.pages


def test_files_of_the_records_are_bound_and_those_that_cannot_be_are_told_of(house, signed):
    topic, minutes = signed.topic, signed.minutes
    sent_up(topic, house.clerk, "原件.pdf", "application/pdf", pdf(3))
    sent_up(minutes, house.clerk, "签字页.jpg", "image/jpeg", picture(), kind="scan")
    sent_up(topic, house.clerk, "说明.docx", "application/vnd.openxmlformats", b"PK")
    sent_up(topic, house.clerk, "坏的.pdf", "application/pdf", b"%PDF-1.4 broken")
    locked = pdf(1, encryption=pikepdf.Encryption(owner="o", user="u"))
    sent_up(topic, house.clerk, "加密.pdf", "application/pdf", locked)
    volume = bound(house.room, by=house.clerk)
    told = {row["title"]: row["pages"] for row in volume.contents}
    assert told["议题附件：原件.pdf"] == 3
    assert told["签字页、原件：签字页.jpg"] == 1
    why = {row["what"]: row["why"] for row in volume.missing}
    assert "不是 PDF 或图片" in why["议题附件：说明.docx"]
    assert "打不开" in why["议题附件：坏的.pdf"]
    assert "密码" in why["议题附件：加密.pdf"]
    assert "签字页扫描件" not in why


def test_what_is_not_open_stays_out_of_the_copy(house, signed):
    sent_up(signed.minutes, house.clerk, "签字页.jpg", "image/jpeg", picture(), kind="scan")
    sent_up(signed.minutes, house.clerk, "犇.docx", "application/vnd.openxmlformats", b"PK")
    activity(house, what="公开走访")
    activity(house, what="家庭困难走访", is_confidential=True)
    volume = bound(house.room, by=house.clerk)
    whole, copy = "".join(text_of(volume.file)), "".join(text_of(volume.copy_file))
    # Not even its name, where a file cannot be bound.
    for word in ("家庭困难走访", "13800000001", "犇"):
        assert word in whole
        assert word not in copy
    assert "公开走访" in copy
    assert "138****0001" in copy
    assert [row["title"] for row in volume.copy_contents if "签字页.jpg" in row["title"]] == []
    # Lists of people stand in the copy in another form; the scan and the meeting's files do not.
    assert volume.left_out == 1
    names = [{row["what"] for row in rows} for rows in (volume.missing, volume.copy_missing)]
    assert names[0] - names[1] == {"签字页、原件：犇.docx"}


def test_the_days_of_the_contents_are_those_of_the_clock_here(house, signed):
    file = sent_up(signed.topic, house.clerk, "原件.pdf", "application/pdf", pdf(1))
    Attachment.objects.filter(pk=file.pk).update(uploaded_at="2026-01-01T07:30:00+08:00")
    [piece] = [one for one in gathering.gather(house.room, YEAR).pieces if "原件.pdf" in one.title]
    assert f"{piece.on}" == "2026-01-01"


def test_what_the_room_put_before_the_office_lies_in_it_and_a_member_s_own_does_not(house):
    make.office()
    written = {"kind": "information", "situation": "夜里看不见", "advice": "换新"}
    deputy = make.posted_member(house.room, user=house.member)
    row = proposals.draft_and_submit(house.room, by=house.clerk, title="井盖松动", **written)
    sent_up(row, house.clerk, "照片.pdf", "application/pdf", pdf())
    proposals.draft_and_submit(house.room, by=house.member, title="委员自己写的", member=deputy, **written)
    proposals.draft(house.room, by=house.clerk, title="还在写的", **written)
    found = gathering.gather(house.room, YEAR).pieces
    titles = [each.title for each in found if each.section == "提案和社情民意"]
    assert titles == [f"{YEAR}年度提案和社情民意登记表", "社情民意信息“井盖松动”：照片.pdf"]


def test_an_empty_year_is_bound_with_what_is_missing_from_it(house):
    make.daye()
    volume = bound(house.room, by=house.clerk)
    assert {"协商案卷", "联络员", "履职活动登记"} <= what_is_missing(volume)
    assert volume.pages >= 4
    with pages_of(volume.copy_file) as found:
        assert len(found.pages) == volume.copy_pages


def test_a_volume_is_frozen_and_another_one_is_a_new_edition_with_a_reason(house):
    make.daye()
    first = bound(house.room, by=house.clerk)
    with default_storage.open(first.file.name) as file:
        assert hashlib.sha256(file.read()).hexdigest() == first.sha256
    with pytest.raises(Refused, match="请说明原因"):
        volumes.order_volume(house.room, by=house.clerk, year=YEAR)
    second = bound(house.room, by=house.clerk, reason="补收签字页")
    assert (second.edition, second.reason) == (2, "补收签字页")
    assert Volume.objects.get(pk=first.pk).sha256 == first.sha256
    assert "补收签字页" in "".join(text_of(second.file))


def test_a_second_run_of_the_job_binds_nothing_twice(house):
    make.daye()
    volume = bound(house.room, by=house.clerk)
    Job.objects.filter(pk=volume.job_id).update(done_at=None, leased_until=None)
    tasks.bind_volume(volume.job_id)
    again = Volume.objects.get()
    assert (again.file.name, again.made_at) == (volume.file.name, volume.made_at)


def test_a_volume_on_its_way_is_not_ordered_again_and_a_failed_one_is_the_same_edition(house):
    volume = volumes.order_volume(house.room, by=house.clerk, year=YEAR)
    with pytest.raises(Refused, match="正在组卷"):
        volumes.order_volume(house.room, by=house.clerk, year=YEAR)
    Job.objects.filter(pk=volume.job_id).update(failed_at=timezone.now())
    again = volumes.order_volume(house.room, by=house.clerk, year=YEAR)
    assert (again.pk, again.edition) == (volume.pk, 1)
    assert Job.objects.get(pk=volume.job_id).failed_at is None


def test_no_volume_is_made_of_a_year_to_come(house):
    with pytest.raises(Refused, match="还没有到"):
        volumes.order_volume(house.room, by=house.clerk, year=YEAR + 1)


def test_a_case_that_another_room_leads_is_named_and_kept_by_that_room(house, signed):
    signed.joined_rooms.create(room=house.other_room)
    found = gathering.gather(house.other_room, YEAR)
    why = [one.why for one in found.missing if isinstance(one, Missing) and signed.title in one.what]
    assert why == [f"由{house.room.name}牵头，存于该室归档卷"]
    assert not any(piece.part for piece in found.pieces)


def test_files_are_joined_a_few_dozen_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(binding, "MOST_OPEN", 3)
    paths = []
    for number in range(10):
        path = tmp_path / f"one-{number}.pdf"
        path.write_bytes(pdf(number % 3 + 1))
        paths.append(path)
    wanted = sum(binding.page_count(path) for path in paths)
    assert binding.page_count(binding._joined(paths, tmp_path, "whole")) == wanted


# ── who reads what ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def volume(house):
    make.daye()
    return bound(house.room, by=house.clerk)


READERS = {
    "clerk": (200, 200),
    "convener": (200, 200),
    "township": (403, 200),
    "leading_office": (403, 200),
    "auditor": (403, 200),
    "member": (403, 403),
    "office": (403, 403),
    "other_clerk": (404, 404),
    "department": (404, 404),
}


def status(client, url) -> int:
    response = client.get(url)
    if response.streaming:
        # Read to its end the file is closed; closing the answer would close the test's connection with it.
        b"".join(response.streaming_content)
    return response.status_code


def test_the_room_reads_the_whole_volume_and_others_the_copy(house, volume, client):
    found = {}
    for who in READERS:
        client.force_login(getattr(house, who))
        found[who] = tuple(
            status(client, reverse("reports:volume_file", args=[volume.pk, which])) for which in ("whole", "copy")
        )
    assert found == READERS


def test_the_page_of_a_room_says_how_far_a_volume_is_and_offers_its_files(house, client):
    ordered = volumes.order_volume(house.room, by=house.clerk, year=YEAR)
    client.force_login(house.clerk)
    url = reverse("reports:room_volumes", args=[house.room.pk])
    assert "正在组卷" in client.get(url).content.decode()
    make.daye()
    tasks.bind_volume(ordered.job_id)
    told = client.get(url).content.decode()
    assert "下载全卷" in told
    assert "重新组卷" in told


def test_a_volume_is_ordered_by_its_button(house, client):
    client.force_login(house.clerk)
    url = reverse("reports:order_volume", args=[house.room.pk, YEAR])
    assert client.get(url).status_code == 200
    assert not Volume.objects.exists()
    assert client.post(url).status_code == 302
    assert Volume.objects.get().ordered_by == house.clerk


def test_the_list_of_a_year_shows_who_has_no_volume(house, volume, client):
    client.force_login(house.leading_office)
    url = reverse("reports:volumes")
    made, none = (client.get(url, {"year": YEAR, "state": state}).content.decode() for state in ("made", "none"))
    assert house.room.name in made
    assert house.room.name not in none
    assert house.other_room.name in none


def test_the_code_of_the_cover_tells_strangers_that_the_file_is_genuine(house, volume, client):
    url = reverse("reports:verify_document", args=[volume.verify_code])
    assert volume.sha256 in client.get(url).content.decode()
    with default_storage.open(volume.file.name) as file:
        same = client.post(url, {"file": file}).content.decode()
    assert "完全一致" in same
    copy = client.get(reverse("reports:verify_document", args=[volume.copy_verify_code])).content.decode()
    assert volume.copy_sha256 in copy
    assert "查阅副本" in copy


def test_reading_the_list_asks_the_same_number_of_questions_however_many_rooms(
    house, volume, client, django_assert_max_num_queries
):
    client.force_login(house.leading_office)
    for _ in range(5):
        make.RoomFactory()
    client.get(reverse("reports:volumes"))
    with django_assert_max_num_queries(30):
        client.get(reverse("reports:volumes"))
