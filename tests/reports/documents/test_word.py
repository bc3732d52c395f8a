import os
import shutil
import subprocess
from io import BytesIO

import pytest
from django.conf import settings
from docx import Document

from reports.documents import word
from reports.documents.plain_text import expected_text
from tests.reports.documents import check_gongwen, samples

# LibreOffice places these otherwise: lines drift below tables, the imprint does not float.
TOLERATED = {
    "行在22行网格上",
    "每行字数(整行)",
    "天头(上白边)",
    "版记末条分隔线",
    "版记",
    "版记字号",
    "整面行数",
    "红色分隔线距上行文字",
    "末行行位",
}
FACES = {
    "仿宋_GB2312": "FandolFang", "黑体": "FandolHei", "楷体_GB2312": "FandolKai",
    "方正小标宋简体": "FandolSong", "宋体": "FandolSong",
}  # fmt: skip


def text_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("make", [samples.minutes, samples.serial, samples.letter])
def test_the_draft_holds_all_the_text(make):
    paper = make()
    text = "".join(text_of(Document(BytesIO(word.draft(paper)))).split())
    lines = ["".join(line.split()).rstrip("。") for line in expected_text(paper).splitlines()]
    assert [line for line in lines if line not in text and line != "关于水泥厂宿舍小区下水管网改造的协商纪要"] == []


def test_every_page_says_that_it_is_a_draft():
    document = Document(BytesIO(word.draft(samples.minutes())))
    section = document.sections[0]
    assert [section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text] == ["草稿供修改"] * 2
    assert document.core_properties.content_status == "草稿供修改"


def test_the_same_minutes_give_the_same_draft():
    assert word.draft(samples.minutes()) == word.draft(samples.minutes())


@pytest.mark.parametrize("text", ["\0", "\ud800", "<w:p>&", "{{7*7}}"])
def test_no_text_spoils_the_draft(text):
    paper = samples.minutes(organ=text, number=text, title=f"关于{text}的协商纪要")
    assert Document(BytesIO(word.draft(paper))).paragraphs


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_draft_opens_in_an_office_program(tmp_path):
    (tmp_path / "draft.docx").write_bytes(word.draft(samples.minutes()))
    (tmp_path / "fonts.conf").write_text(_font_aliases(tmp_path), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    environment = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    subprocess.run([*command, "draft.docx"], cwd=tmp_path, env=environment, check=True, timeout=120)
    report = check_gongwen.Report()
    check_gongwen.check(str(tmp_path / "draft.pdf"), report, expected_text(samples.minutes()))
    failed = {item for tag, _, item, _, _ in report.rows if tag == "FAIL"}
    assert failed - TOLERATED == set()


def _font_aliases(folder):
    aliases = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for name, family in FACES.items()
    )
    return (
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{settings.FONTS_DIR}</dir><cachedir>{folder}/cache</cachedir>{aliases}</fontconfig>"
    )
