"""Papers to PDF/A. The only module that calls WeasyPrint; it runs in the worker, one document at a time."""

import logging
import os
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents import faces, plain_text
from reports.documents.face_folder import Faces
from reports.documents.official import official_html
from reports.documents.papers import OfficialPaper
from reports.documents.parts_layout import sheet_html
from reports.documents.poster_layout import poster_html
from reports.documents.posters import RoomPlates, RoomPoster

VARIANT = "pdf/a-2a"
FOLDER = Path(__file__).parent
# About 60 pages. A longer text is a mistake or an attack, and would hold the queue.
MOST_CHARACTERS = 40_000
MOST_PAGES = 120

logging.getLogger("fontTools").setLevel(logging.ERROR)


class PaperTooLong(Exception):
    pass


class ForbiddenAddress(FatalURLFetchingError):
    """Nothing but the faces and pictures inside the page may be read; anything else stops the rendering."""


class OwnFilesFetcher(URLFetcher):
    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url in faces.font_urls():
            return URLFetcherResponse(url, Path(url2pathname(urlsplit(url).path)).read_bytes())
        if not url.startswith("data:"):
            raise ForbiddenAddress(url)
        return super().fetch(url, headers)


def render(paper):
    """Return the PDF/A-2a of a paper; the same data gives the same bytes."""
    if plain_text.length(paper) > MOST_CHARACTERS:
        raise PaperTooLong(f"文稿超过 {MOST_CHARACTERS} 字，不能排版。请删减，或者改作附件。")
    if isinstance(paper, RoomPoster | RoomPlates):
        return render_html(poster_html(paper), stylesheet="poster.css")
    is_official = isinstance(paper, OfficialPaper)
    html = official_html(paper) if is_official else sheet_html(paper)
    return render_html(html, stylesheet="official.css" if is_official else "sheet.css")


def render_html(html, *, stylesheet, most=MOST_PAGES):
    """Lay out HTML of ours; `most` pages are printed, or as many as there are."""
    document = _laid_out(html, stylesheet)
    if most and len(document.pages) > most:
        raise PaperTooLong(f"文稿超过 {most} 页，不能印制。请删减，或者改作附件。")
    return document.write_pdf(pdf_variant=VARIANT)


def length(html, *, stylesheet) -> int:
    """How many pages it takes; to draw them and to cut their faces down is the longer half of printing them."""
    return len(_laid_out(html, stylesheet).pages)


def _laid_out(html, stylesheet):
    engine = _engine(os.getpid())
    source = HTML(string=html, url_fetcher=engine.fetcher, base_url=None)
    return source.render(font_config=engine.fonts, stylesheets=engine.stylesheets(stylesheet))


def pages_as_png(pdf_bytes, *, dpi=110, first=None):
    """Draw the pages of a PDF for the preview; `first` limits how many."""
    with pypdfium2.PdfDocument(pdf_bytes) as document:
        count = len(document) if first is None else min(first, len(document))
        return [_png(document[number], dpi) for number in range(count)]


def _png(page, dpi):
    target = BytesIO()
    page.render(scale=dpi / 72).to_pil().save(target, "PNG", optimize=False)
    return target.getvalue()


class _Engine:
    """Faces and stylesheets, parsed once: with them a document takes a fifth of the time."""

    def __init__(self):
        self.fetcher = OwnFilesFetcher()
        self.fonts = Faces()
        self._faces = self._parse(faces.font_face_css())
        self._stylesheets = {}

    def stylesheets(self, name):
        if name not in self._stylesheets:
            self._stylesheets[name] = self._parse((FOLDER / name).read_text(encoding="utf-8"))
        return [self._faces, self._stylesheets[name]]

    def _parse(self, css):
        return CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)


@cache
def _engine(pid):
    # Keyed by the process: font maps made before a fork must not be used after it.
    return _Engine()
