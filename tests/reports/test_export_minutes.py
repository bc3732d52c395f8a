from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from docx import Document as Word

from consult.steps import correction, signing
from tests import minutes_scene as scene
from tests.reports.documents import check_gongwen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


# A fixed day: the checker takes the most frequent length of the few full lines of the first page.
@time_machine.travel(datetime(2026, 9, 21, 15, tzinfo=UTC))
def test_every_signed_edition_is_written_as_pdf_and_word_and_passes_the_checker(house, tmp_path):
    scene.name_officially(house)
    first = scene.signed(house)
    minutes = correction.correct(first.minutes, by=house.convener, reason="日期写错")
    signing.sign(minutes, by=house.convener, seen=signing.as_read(minutes))
    output, folder = StringIO(), tmp_path / "out"
    call_command("export_minutes", str(folder), "--all", "--text", stdout=output)
    pdfs = sorted(folder.glob("*.pdf"))
    assert [path.name.split("-关于")[0].split("-", 1)[1] for path in pdfs] == [
        f"{first.minutes.year}年第1期",
        f"{first.minutes.year}年第1期-更正1",
    ]
    for path in pdfs:
        report = check_gongwen.Report()
        expected = path.with_name(f"{path.stem}.txt").read_text(encoding="utf-8")
        check_gongwen.check(str(path), report, expected)
        assert [row for row in report.rows if row[0] == "FAIL"] == []
        word = Word(BytesIO(path.with_name(f"{path.stem}.docx").read_bytes()))
        assert "水泥厂宿舍小区下水管网改造" in "".join(paragraph.text for paragraph in word.paragraphs)


def test_exporting_needs_to_know_what(db, tmp_path):
    with pytest.raises(CommandError, match="--all"):
        call_command("export_minutes", str(tmp_path))


def test_another_rooms_minutes_are_left_out(house, tmp_path):
    scene.signed(house)
    output = StringIO()
    call_command("export_minutes", str(tmp_path / "out"), "--room", "没有这个室", stdout=output)
    assert list((tmp_path / "out").glob("*")) == []
