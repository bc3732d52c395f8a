"""Where words stand on the pages of a PDF, so that the preview can mark what has to be mended."""

import pypdfium2
import pypdfium2.raw as pdfium

MOST_PLACES = 40


def places(pdf: bytes, marks) -> list[dict]:
    """Find each mark's word on the pages, also across line ends; in points, from the top left corner."""
    if not marks:
        return []
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            text, boxes = _characters(page)
            for mark in marks:
                found += _on_page(text, boxes, mark, page=number + 1, height=page.get_height())
    return found[:MOST_PLACES]


def _characters(page):
    """The visible characters of a page with their boxes, without spaces and line ends."""
    textpage = page.get_textpage()
    text, boxes = [], []
    for index in range(textpage.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if not character.isspace() and character.isprintable():
            text.append(character)
            boxes.append(textpage.get_charbox(index, loose=True))
    return "".join(text), boxes


def _on_page(text, boxes, mark, *, page, height):
    word = "".join(mark["word"].split())
    start = text.find(word) if word else -1
    while start >= 0:
        for left, bottom, right, top in _lines(boxes[start : start + len(word)]):
            yield {
                "page": page,
                "x": round(left, 1),
                "y": round(height - top, 1),
                "width": round(right - left, 1),
                "height": round(top - bottom, 1),
                "sentence": mark["sentence"],
            }
        start = text.find(word, start + len(word))


def _lines(boxes):
    """Join the boxes of one line; a word that turns has two."""
    lines = []
    for left, bottom, right, top in boxes:
        if lines and abs(lines[-1][1] - bottom) < (top - bottom) / 2:
            last = lines[-1]
            lines[-1] = (min(last[0], left), min(last[1], bottom), max(last[2], right), max(last[3], top))
        else:
            lines.append((left, bottom, right, top))
    return lines
