import subprocess
import sys
import threading
from dataclasses import fields, is_dataclass, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from reports.documents import faces, pdf
from tests.reports.documents import samples, sheet_samples

PAPERS = {
    "minutes": samples.minutes,
    "circular": samples.circular,
    "approval": sheet_samples.approval,
    "participants": sheet_samples.participants,
    "attendance": sheet_samples.attendance,
    "signatures": sheet_samples.signatures,
    "research": sheet_samples.research,
}
ALL_PAPERS = pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
HOSTILE = "<script>alert(1)</script>{{7*7}}{% now 'Y' %}<img src=x>&amp;"


def text_of(content):
    with pdfplumber.open(BytesIO(content)) as document:
        return "".join(char["text"] for page in document.pages for char in page.chars)


def hostile(value):
    """The same paper with hostile text in every field."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    if is_dataclass(value):
        return replace(value, **{part.name: hostile(getattr(value, part.name)) for part in fields(value)})
    return value


@ALL_PAPERS
def test_papers_are_archival_files_with_embedded_faces(make):
    content = pdf.render(make())
    with pikepdf.open(BytesIO(content)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "zh-CN"
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile3" in _descriptor(font) or "/FontFile2" in _descriptor(font) for font in fonts)


def _descriptor(font):
    return font.DescendantFonts[0].FontDescriptor


@ALL_PAPERS
def test_the_same_data_gives_the_same_bytes(make):
    assert pdf.render(make()) == pdf.render(make())


def test_another_process_gives_the_same_bytes(tmp_path):
    target = tmp_path / "other.pdf"
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(settings.BASE_DIR / "templates")],
    }
    script = (
        "import django, pathlib; from django.conf import settings;"
        f"settings.configure(FONTS_DIR={str(settings.FONTS_DIR)!r}, TEMPLATES=[{engine!r}]);"
        "django.setup(); from reports.documents import pdf; from tests.reports.documents import samples;"
        f"pathlib.Path({str(target)!r}).write_bytes(pdf.render(samples.minutes()))"
    )
    environment = {"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=settings.BASE_DIR, env=environment, timeout=120)
    assert target.read_bytes() == pdf.render(samples.minutes())


def test_dates_come_from_the_paper():
    with pikepdf.open(BytesIO(pdf.render(samples.minutes()))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260921")
        assert str(document.docinfo["/Title"]) == "关于水泥厂宿舍小区下水管网改造的协商纪要"


@ALL_PAPERS
def test_hostile_text_is_printed_as_it_was_typed(make):
    paper = hostile(make())
    text = text_of(pdf.render(paper)).replace(" ", "")
    assert "<script>alert(1)</script>{{7*7}}" in text
    assert "49{" not in text


@pytest.mark.parametrize(
    "text", ["\0", "\ud800", "\x1b[31m", "👨‍👩‍👧", "a" * 3000, "，" * 200, "（" * 200, "\ue000", "שלום"]
)
def test_no_text_stops_the_printer(text):
    paper = samples.minutes(title=f"关于{text}的协商纪要", opening=(), number=text, organ=text)
    assert pdf.render(paper).startswith(b"%PDF")


def test_a_paper_without_limits_is_refused():
    paper = samples.minutes(title="甲" * (pdf.MOST_CHARACTERS + 1))
    with pytest.raises(pdf.PaperTooLong, match="不能排版"):
        pdf.render(paper)


def test_nothing_is_fetched_from_the_net():
    asked = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/canary.png"
        with pytest.raises(pdf.ForbiddenAddress):
            pdf.render_html(f'<img src="{address}">', stylesheet="sheet.css")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


CARRIERS = {
    "image": '<img src="{url}">',
    "object": '<object data="{url}"></object>',
    "style": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import url("{url}")</style>',
    "background": '<p style="background:url({url})">x</p>',
    "face": '<style>@font-face{{font-family:x;src:url("{url}")}}</style><p style="font-family:x">x</p>',
}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/x", "http://127.0.0.1:9/x"])
def test_files_outside_the_faces_are_refused(carrier, url):
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.render_html(carrier.format(url=url), stylesheet="sheet.css")


def test_local_files_are_never_attached():
    content = pdf.render_html('<a rel="attachment" href="data:text/plain,x">x</a>', stylesheet="sheet.css")
    with pikepdf.open(BytesIO(content)) as document:
        assert "/Names" not in document.Root or "/EmbeddedFiles" not in document.Root.Names


def test_pages_come_as_pictures():
    pictures = pdf.pages_as_png(pdf.render(samples.minutes()), dpi=72, first=2)
    assert [Image.open(BytesIO(picture)).size for picture in pictures] == [(596, 842)] * 2


def test_unknown_characters_are_named_before_they_are_lost():
    assert faces.unprintable("白杨\ue000社区䶮") == ["\ue000"]
    assert faces.printable("白杨\ue000社区") == "白杨〓社区"


def test_spaces_around_figures_close_up():
    assert faces.printable("共 6 栋 216 户") == "共6栋216户"


def test_a_photo_is_embedded():
    content = pdf.render(sheet_samples.research(photos=(sheet_samples.photo(),), date=date(2026, 8, 26)))
    with pdfplumber.open(BytesIO(content)) as document:
        assert sum(len(page.images) for page in document.pages) == 1
