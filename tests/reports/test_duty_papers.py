"""统计表 and 档案 on paper: what stands in them, in PDF and Word, and that everybody reads the own one alone."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from django.urls import reverse
from docx import Document as Docx

from reports import facts, tasks
from reports.models import Document
from rooms.enums import ActivityKind
from tests.reports.test_duty import act, busy, meet, member_of

pytestmark = pytest.mark.django_db
WORD = "松烟墨"


def ordered(client, user, member, kind):
    client.force_login(user)
    client.post(reverse("reports:order_document", args=[kind, member.pk]))
    made = Document.objects.filter(kind=kind, ordered_by=user).latest("pk")
    tasks.render(made.job_id)
    made.refresh_from_db()
    return made


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_form_is_one_page_with_figures_and_places_to_sign(client, house):
    member = busy(house)
    facts.rebuild()
    made = ordered(client, house.clerk, member, "duty_form-2026")
    with made.file.open("rb") as file:
        text = text_of(file.read())
    assert made.pages == 1
    for word in ("委员履职统计表", "邓国梁", "参加协商会", "3次", "委员（签名）", "审核人（签名）"):
        assert word in text.replace(" ", "").replace("\r\n", ""), word


def test_the_file_holds_every_line_in_pdf_and_word(client, house):
    member = busy(house)
    facts.rebuild()
    made = ordered(client, house.leading_office, member, "duty_file-2026")
    with made.file.open("rb") as file:
        pdf = text_of(file.read()).replace(" ", "").replace("\r\n", "")
    with made.word.open("rb") as file:
        word = Docx(BytesIO(file.read()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for told in ("2026年2月8日", "2026年11月7日"):
        assert told in pdf
        assert told in cells
    assert any("走访2人次" in cell.replace(" ", "") for cell in cells)
    page = client.get(reverse("reports:document", args=[made.pk])).text
    assert "Word" in page
    assert "的履职档案" in page


def test_the_same_records_are_the_same_word_file(client, house):
    member = busy(house)
    made = ordered(client, house.clerk, member, "duty_file-all")
    with made.word.open("rb") as file, ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    client.post(reverse("reports:order_document", args=["duty_file-all", member.pk]))
    assert Document.objects.count() == 1


def test_nobody_reads_the_paper_that_another_one_ordered(client, house):
    """It says what its orderer sees: the leading office sees words of another room that the clerk does not."""
    member = member_of(house.room)
    meet(house.other_room, house.other_clerk, member, date(2026, 3, 5), title=WORD)
    act(house.room, house.clerk, member, ActivityKind.VISIT, date(2026, 3, 6))
    theirs = ordered(client, house.leading_office, member, "duty_file-2026")
    assert WORD in str(theirs.content)
    client.force_login(house.clerk)
    for name, more in (("document", []), ("document_file", ["pdf"]), ("document_picture", [1])):
        assert client.get(reverse(f"reports:{name}", args=[theirs.pk, *more])).status_code == 404
    assert WORD not in client.get(reverse("reports:paper", args=["duty_file-2026", member.pk])).text
    own = ordered(client, house.clerk, member, "duty_file-2026")
    assert WORD not in str(own.content)


def test_who_may_not_open_the_file_has_no_paper_of_it(client, house):
    member, other = member_of(house.room), member_of(house.room, "周正")
    for user in (other.user, house.other_clerk, house.township, house.admin):
        client.force_login(user)
        page = reverse("reports:paper", args=["duty_form-2026", member.pk])
        assert client.get(page).status_code == 404
        order = reverse("reports:order_document", args=["duty_form-2026", member.pk])
        assert client.post(order).status_code == 404
    assert not Document.objects.exists()
    client.force_login(member.user)
    assert client.get(reverse("reports:paper", args=["duty_form-2026", member.pk])).status_code == 200
    assert client.get(reverse("reports:paper", args=["duty_form-20261", member.pk])).status_code == 404
