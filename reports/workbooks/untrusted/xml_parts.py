"""The parts of a workbook as a stream of tags: never a whole tree, no document type, no entity."""

import re
from collections.abc import Callable
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from reports.workbooks.untrusted.package import DAMAGED, Unfit, chunks

# What one cell of Excel holds; the rest of a longer text is not kept.
LONGEST_CELL = 32_767
MOST_STRINGS = 500_000
# Deeper than any part that Office writes.
DEEPEST = 200
MOST_STYLES = 70_000
# Formats of days and times that have a number and no text.
DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
# Excel writes characters that XML has no place for as _x0007_.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Tags(ContentHandler):
    """Names without their prefix; how deep they lie is bounded."""

    def __init__(self):
        super().__init__()
        self.depth = 0

    def startElement(self, name, attrs):  # noqa: N802 - the name of the standard library
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unfit(DAMAGED)
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name):  # noqa: N802 - the name of the standard library
        self.depth -= 1
        self.end(name.rpartition(":")[2])

    def begin(self, name, attrs): ...

    def end(self, name): ...


class Enough(Exception):
    """What was wanted has been read."""


def walk(book, name: str, handler: Tags) -> Tags:
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for chunk in chunks(book, name):
            parser.feed(chunk)
        parser.close()
    except Enough:
        return handler
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        raise Unfit(DAMAGED) from None
    return handler


class Listed(Tags):
    """The attributes of some tags, in their order."""

    def __init__(self, *names, most=10_000):
        super().__init__()
        self.names, self.most, self.found = names, most, []

    def begin(self, name, attrs):
        if name in self.names:
            if len(self.found) >= self.most:
                raise Unfit(DAMAGED)
            self.found.append((name, {key.rpartition(":")[2]: value for key, value in attrs.items()}))


class Workbook(Listed):
    """Sheets, the first day of the calendar, and the names that the file defines with what they hold."""

    def __init__(self):
        super().__init__("sheet", "workbookPr")
        self.names_defined, self._name, self._text = {}, None, []

    def begin(self, name, attrs):
        super().begin(name, attrs)
        if name == "definedName":
            self._name, self._text = attrs.get("name", "")[:255], []

    def characters(self, content):
        if self._name is not None:
            self._text.append(content[:255])

    def end(self, name):
        if name == "definedName" and len(self.names_defined) < 1000:
            self.names_defined[self._name] = "".join(self._text)[:255].strip('"= ')
            self._name = None


class Styles(Tags):
    """Which styles of cells show days."""

    def __init__(self):
        super().__init__()
        self.formats, self.days, self._cells = {}, [], False

    def begin(self, name, attrs):
        if name == "numFmt":
            self.formats[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            if len(self.days) >= MOST_STYLES:
                raise Unfit(DAMAGED)
            self.days.append(self._shows_day(attrs.get("numFmtId", "0")))

    def end(self, name):
        if name == "cellXfs":
            raise Enough

    def _shows_day(self, number: str) -> bool:
        if number in self.formats:
            return bool(set("dmyhs") & set(NOT_LETTERS.sub("", self.formats[number]).lower()))
        return number.isdecimal() and int(number[:4]) in DAY_FORMATS


class Strings(Tags):
    """The texts that cells point to."""

    def __init__(self):
        super().__init__()
        self.texts, self._parts, self._length, self._in_text, self._aside = [], [], 0, False, False

    def begin(self, name, _attrs):
        if name == "si":
            self._parts, self._length = [], 0
        elif name == "rPh":
            # How a text is pronounced; it is no part of it.
            self._aside = True
        elif name == "t":
            self._in_text = not self._aside

    def characters(self, content):
        if self._in_text and self._length <= LONGEST_CELL:
            self._parts.append(content)
            self._length += len(content)

    def end(self, name):
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            if len(self.texts) >= MOST_STRINGS:
                raise Unfit("文件里的文字太多，没有读取。请分成几个文件导入。")
            self.texts.append(unescaped("".join(self._parts)))


def unescaped(text: str) -> str:
    text = text[: LONGEST_CELL + 1]
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match) -> str:
    code = int(match[1], 16)
    # Half of a pair is no character; the reader of the cell will find the mark.
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def part_named(book, ending: str) -> str | None:
    return next((name for name in book.namelist() if name.lower().endswith(ending)), None)


def read_part(book, ending: str, handler: Tags, wanted: Callable):
    """Read a part that a workbook may lack."""
    name = part_named(book, ending)
    return wanted(walk(book, name, handler)) if name else wanted(handler)
