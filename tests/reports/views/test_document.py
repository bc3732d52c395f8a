from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consult.models import Submission
from consult.steps import correction, products, signing
from consult.steps import submission as sending
from members.models import Job
from reports import tasks
from reports.models import Document
from tests import factories as make
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def as_clerk(house, client):
    client.force_login(house.clerk)
    return client


def panel(kind, record):
    return reverse("reports:document_panel", args=[kind, record.pk])


def ordered(client, kind, record):
    """What the button of the panel does."""
    return client.post(reverse("reports:order_document", args=[kind, record.pk]), headers={"hx-request": "true"})


def work() -> None:
    """What a worker does when it is rung."""
    for job in Job.objects.filter(done_at__isnull=True, kind="reports.render"):
        tasks.render(job.pk)


def made(edition) -> Document:
    work()
    return Document.objects.get(object_id=str(edition.minutes_id), version=str(edition.edition), kind="minutes")


def test_the_panel_asks_again_until_the_pages_are_there(house, as_clerk):
    draft = scene.drafted(house)
    first = ordered(as_clerk, "minutes", draft).content.decode()
    document = Document.objects.get()
    progress = reverse("reports:document_progress", args=[document.pk])
    assert f'hx-get="{progress}"' in first
    work()
    page = as_clerk.get(progress).content.decode()
    assert ("hx-get" in page, reverse("reports:document_picture", args=[document.pk, 1]) in page) == (False, True)


@pytest.mark.parametrize("state", ["drafted", "offered", "signed"])
def test_looking_at_documents_makes_nothing_for_anybody(house, client, state):
    record = getattr(scene, state)(house)
    minutes = getattr(record, "minutes", record)
    case = minutes.consultation
    records = {"minutes": minutes, "signature_page": minutes, "approval_form": case, "participant_list": case}
    records |= {"attendance": case.meeting_set.get(), "research_record": case.research_set.get()}
    before = Document.objects.count(), Job.objects.count()
    for user in (house.clerk, house.convener, house.member, house.township, house.leading_office, house.auditor):
        client.force_login(user)
        for kind, each in records.items():
            pages = panel(kind, each), reverse("reports:paper", args=[kind, each.pk])
            assert {client.get(page).status_code for page in pages} == {200}
        assert client.get(reverse("consult:minutes", args=[case.pk])).status_code == 200
    assert (Document.objects.count(), Job.objects.count()) == before


def test_signed_minutes_are_on_their_way_before_the_worker_has_come_to_them(house, client):
    edition = scene.signed(house)
    for user in (house.clerk, house.township):
        client.force_login(user)
        page = client.get(panel("minutes", edition.minutes)).content.decode()
        assert ("正在排队" in page, f'hx-get="{panel("minutes", edition.minutes)}"' in page) == (True, True)
    made(edition)
    page = client.get(panel("minutes", edition.minutes)).content.decode()
    assert ("hx-get" in page, "下载 PDF" in page, "生成文样" in page) == (False, True, False)


def test_a_paper_is_ordered_by_its_button_with_and_without_a_script(house, as_clerk):
    case = scene.at_discussion(house)
    page = as_clerk.get(reverse("reports:paper", args=["participant_list", case.pk])).content.decode()
    order = reverse("reports:order_document", args=["participant_list", case.pk])
    assert ("文样还没有生成" in page, f'method="post" action="{order}"' in page) == (True, True)
    answer = as_clerk.post(order)
    document = Document.objects.get()
    assert answer.url == reverse("reports:document", args=[document.pk])
    assert "正在排队" in as_clerk.get(answer.url).content.decode()
    work()
    assert reverse("reports:document_picture", args=[document.pk, 1]) in as_clerk.get(answer.url).content.decode()
    assert as_clerk.get(order).status_code == 405


def test_a_paper_that_is_older_than_its_record_says_so(house, as_clerk):
    case = scene.at_discussion(house)
    ordered(as_clerk, "participant_list", case)
    work()
    address = panel("participant_list", case)
    assert "重新生成" not in as_clerk.get(address).content.decode()
    case.participant_set.filter(name="吴德胜").update(name="吴德胜二")
    page = as_clerk.get(address).content.decode()
    assert ("记录在那以后有改动" in page, "重新生成" in page, "/pages/1/" in page) == (True, True, True)


def test_whoever_may_not_order_a_paper_sees_the_last_one(house, client):
    case = scene.at_discussion(house)
    client.force_login(house.member)
    assert "还没有可以看的文书" in client.get(panel("approval_form", case)).content.decode()
    assert ordered(client, "approval_form", case).status_code == 403
    client.force_login(house.clerk)
    ordered(client, "approval_form", case)
    work()
    client.force_login(house.member)
    page = client.get(panel("approval_form", case)).content.decode()
    assert ("/pages/1/" in page, "重新生成" in page) == (True, False)


def test_the_township_can_order_no_draft_of_the_minutes(house, client):
    draft = scene.offered(house)
    client.force_login(house.township)
    order = reverse("reports:order_document", args=["minutes", draft.pk])
    assert "纪要审签以后才有正式文本" in client.post(order, follow=True).content.decode()
    assert Document.objects.count() == 0


def test_the_preview_shows_what_is_typed_and_saves_nothing(house, as_clerk):
    draft = scene.drafted(house)
    fields = {f"part_{part['key']}": part["text"] for part in draft.sections}
    as_clerk.post(panel("minutes", draft), {**fields, "title": "关于新标题的协商纪要", "part_background": "吴德胜家。"})
    work()
    document = Document.objects.get()
    assert document.title == "《关于新标题的协商纪要》（草稿）"
    page = as_clerk.get(reverse("reports:document_progress", args=[document.pk])).content.decode()
    assert ('class="hot"' in page, "写了群众姓名" in page) == (True, True)
    draft.refresh_from_db()
    assert draft.title == "关于水泥厂宿舍小区下水管网改造的协商纪要"


def test_whoever_only_reads_the_record_cannot_put_words_into_the_draft(house, client):
    draft = scene.drafted(house)
    client.force_login(make.person("representative", unit=house.room.unit))
    client.post(panel("minutes", draft), {"title": "别人写的标题"})
    assert Document.objects.count() == 0


@pytest.mark.parametrize("title", ["", "长" * 200])
def test_a_preview_of_what_cannot_be_saved_shows_the_rest(house, as_clerk, title):
    assert as_clerk.post(panel("minutes", scene.drafted(house)), {"title": title}).status_code == 200


@pytest.mark.parametrize(("form", "kind"), [("pdf", "application/pdf"), ("docx", "application/vnd.openxml")])
def test_files_are_handed_out_under_their_chinese_name(house, as_clerk, form, kind):
    document = made(scene.signed(house))
    response = as_clerk.get(reverse("reports:document_file", args=[document.pk, form]))
    assert response["Content-Type"].startswith(kind)
    assert "filename*=utf-8''%E5%85%B3%E4%BA%8E" in response["Content-Disposition"]
    assert b"".join(response.streaming_content)[:2] in (b"%P", b"PK")


def test_a_page_that_does_not_exist_is_not_found(house, as_clerk):
    document = made(scene.signed(house))
    numbers = (0, document.pages + 1, 999)
    assert {as_clerk.get(reverse("reports:document_picture", args=[document.pk, n])).status_code for n in numbers} == {
        404
    }
    assert as_clerk.get(f"/documents/{document.pk}/file.exe").status_code == 404


@pytest.mark.parametrize("kind", ["nothing", "assignment"])
def test_an_unknown_kind_is_not_found(house, as_clerk, kind):
    draft = scene.drafted(house)
    assert as_clerk.get(panel(kind, draft)).status_code == 404


def test_another_room_finds_no_document(house, client):
    document = made(scene.signed(house))
    client.force_login(house.other_clerk)
    names = (("document", []), ("document_progress", []), ("document_file", ["pdf"]), ("document_picture", [1]))
    found = {client.get(reverse(f"reports:{name}", args=[document.pk, *more])).status_code for name, more in names}
    found.add(client.get(panel("minutes", document.object)).status_code)
    assert found == {404}


def test_the_township_sees_signed_minutes_and_no_draft(house, client):
    draft = scene.offered(house)
    client.force_login(house.township)
    assert "还没有可以看的文书" in client.get(panel("minutes", draft)).content.decode()
    signing.sign(draft, by=house.convener, seen=signing.as_read(draft))
    assert "hx-get" in client.get(panel("minutes", draft)).content.decode()


def test_who_received_the_minutes_sees_the_document_and_not_the_case(house, client):
    edition = scene.signed(house)
    sending.send(edition.minutes.consultation, by=house.clerk)
    document = made(edition)
    assert Submission.objects.filter(to__name="市政协办公室").exists()
    client.force_login(house.office)
    received = Submission.objects.get(to__name="市政协办公室")
    way = reverse("reports:paper", args=["minutes", edition.minutes_id])
    assert way in client.get(f"/submissions/{received.pk}/").content.decode()
    assert client.get(way).status_code == 200
    page = client.get(reverse("reports:document", args=[document.pk]))
    assert (page.status_code, "/consultations/" in page.content.decode().split("<main")[1].split("</main>")[0]) == (
        200,
        False,
    )
    file = client.get(reverse("reports:document_file", args=[document.pk, "pdf"]))
    assert b"".join(file.streaming_content)[:4] == b"%PDF"


def test_telephone_numbers_stay_in_the_room(house, client):
    case = scene.at_discussion(house)
    client.force_login(house.clerk)
    ordered(client, "participant_list", case)
    work()
    document = Document.objects.get()
    client.force_login(house.township)
    assert client.get(reverse("reports:document", args=[document.pk])).status_code == 404


def test_a_failed_document_can_be_tried_again(house, as_clerk):
    draft = scene.drafted(house)
    ordered(as_clerk, "minutes", draft)
    document = Document.objects.get()
    Job.objects.update(failed_at=document.ordered_at, attempts=8, error="boom")
    page = as_clerk.get(reverse("reports:document_progress", args=[document.pk])).content.decode()
    assert ("没有生成成功" in page, "重试" in page, "boom" in page) == (True, True, False)
    as_clerk.post(reverse("reports:retry_document", args=[document.pk]))
    work()
    document.refresh_from_db()
    assert document.made_at is not None


def test_a_document_on_which_a_worker_works_is_not_tried_again(house, as_clerk):
    ordered(as_clerk, "minutes", scene.drafted(house))
    document, until = Document.objects.get(), timezone.now() + timedelta(minutes=3)
    Job.objects.update(leased_until=until)
    as_clerk.post(reverse("reports:retry_document", args=[document.pk]))
    assert Job.objects.get(pk=document.job_id).leased_until == until


def test_a_made_document_is_not_tried_again(house, as_clerk):
    document = made(scene.signed(house))
    as_clerk.post(reverse("reports:retry_document", args=[document.pk]))
    assert Job.objects.get(pk=document.job_id).done_at is not None


def test_anyone_learns_that_a_printed_code_is_genuine(house, client):
    document = made(scene.signed(house))
    page = client.get(reverse("reports:verify_document", args=[document.verify_code]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("关于水泥厂宿舍小区下水管网改造的协商纪要", "第1期", house.room.name, "首次审签"):
        assert words in text
    assert [name for name in ("吴德胜", "周敏", "沈雅琴", "返水") if name in text] == []


def test_a_code_is_accepted_with_its_dashes_and_in_small_letters(house, client):
    code = made(scene.signed(house)).verify_code
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    response = client.get(reverse("reports:verify"), {"code": typed})
    assert response.url == reverse("reports:verify_document", args=[code])


@pytest.mark.parametrize("code", ["ABCDEFGHJKLM", "x", "1" * 80])
def test_an_unknown_code_is_told_in_a_sentence(client, code):
    response = client.get(f"/verify/{code}/")
    assert (response.status_code, "没有这个核验码" in response.content.decode()) == (404, True)


def test_a_draft_has_no_code(house, client, as_clerk):
    ordered(as_clerk, "minutes", scene.drafted(house))
    assert client.get(reverse("reports:verify_document", args=[Document.objects.get().verify_code])).status_code == 404


def test_a_later_correction_is_told(house, client):
    edition = scene.signed(house)
    document = made(edition)
    minutes = correction.correct(edition.minutes, by=house.convener, reason="日期写错")
    signing.sign(minutes, by=house.convener, seen=signing.as_read(minutes))
    page = client.get(reverse("reports:verify_document", args=[document.verify_code])).content.decode()
    assert "这一版以后有更正：第1期（更正1）" in page


def test_a_file_is_compared_byte_by_byte(house, client):
    document = made(scene.signed(house))
    with document.file.open("rb") as file:
        content = file.read()
    address = reverse("reports:verify_document", args=[document.verify_code])
    same, changed = (
        client.post(address, {"file": SimpleUploadedFile("纪要.pdf", data)}).content.decode()
        for data in (content, content + b" ")
    )
    assert ("完全一致" in same, "不一致，可能被改动" in changed) == (True, True)


def test_verifying_without_a_file_asks_for_one(house, client):
    document = made(scene.signed(house))
    address = reverse("reports:verify_document", args=[document.verify_code])
    assert "请先选择要核对的 PDF 文件" in client.post(address).content.decode()


# The count begins anew with each minute, which must not fall between two of these.
@time_machine.travel("2026-09-22 09:00:10+08:00", tick=False)
def test_too_many_questions_wait(client):
    codes = [client.get("/verify/ABCDEFGHJKLM/").status_code for _ in range(61)]
    assert (codes[0], codes[-1]) == (404, 429)


def test_what_belongs_to_no_checkpoint_has_no_paper_of_one(house, as_clerk):
    """A product that nothing asked for, a turn on the topic's own route."""
    case = scene.signed(house).minutes.consultation
    product = products.record_product(case, kind="covenant", label="居民公约", by=house.clerk)
    for kind, row in (("checkpoint", product), ("checkpoint_bodies", case.approval.steps.first())):
        assert as_clerk.get(panel(kind, row)).status_code == 404
        assert ordered(as_clerk, kind, row).status_code == 404
