"""Workbooks that nobody sends by mistake, and some that people do: built by code, each with what must be said of it."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
WORKBOOK = f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>
<sheet name="委员" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
TITLES = ("姓名", "级别", "手机")
GOOD = ("周明远", "省政协委员", "13800000001")


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def line(number: int, *texts: str) -> str:
    cells = "".join(cell(f"{chr(65 + index)}{number}", text) for index, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def sheet(rows: str, *, before="", after="", head=HEAD) -> str:
    return f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


ROWS = line(1, *TITLES) + line(2, *GOOD)


def packed(parts: dict | None = None, *, rows=ROWS, level=6, **options) -> bytes:
    """A workbook of these parts over those of a good one."""
    whole = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/worksheets/sheet1.xml": sheet(rows, **options),
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in whole.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


@dataclass(frozen=True)
class Hostile:
    """`says` stands in the sentence; where it is empty the sheet is read, and `rows` rows of it hold something."""

    make: Callable[[], bytes]
    says: str = ""
    rows: int = 2


def nested() -> bytes:
    return packed({"xl/media/image1.png": packed()})


def many_entries() -> bytes:
    return packed({f"xl/media/{number}.xml": "" for number in range(50_000)})


def large() -> bytes:
    """Less than 500 kB that unpack to 100 MB."""
    strings = f'{HEAD}<sst xmlns="{MAIN}">' + "<si><t>协商在一线</t></si>" * 3_600_000 + "</sst>"
    return packed({"xl/sharedStrings.xml": strings}, level=9)


def lying_directory() -> bytes:
    """The directory says 1,000 bytes, and 50 MB come out."""
    content = bytearray(packed({"xl/sharedStrings.xml": "<sst>" + " " * 50_000_000 + "</sst>"}))
    at = content.index(b"PK\x01\x02")
    while content[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = struct.unpack_from("<HHH", content, at + 28)
        if bytes(content[at + 46 : at + 46 + name]) == b"xl/sharedStrings.xml":
            struct.pack_into("<I", content, at + 24, 1000)
        at += 46 + name + extra + comment
    return bytes(content)


def styles(count: int) -> bytes:
    cells = "".join(f'<xf numFmtId="14" fontId="{number * 7919 % 65521}"/>' for number in range(count))
    return packed({"xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs>{cells}</cellXfs></styleSheet>'})


def wide() -> bytes:
    row = '<row r="2">' + cell("A2", "周明远") + cell("XFD2", "x") + "</row>"
    return packed(rows=line(1, *TITLES) + row)


def million_columns() -> bytes:
    return packed(rows=line(1, *TITLES) + '<row r="2">' + '<c t="n"><v>1</v></c>' * 1_000_000 + "</row>")


def doctype(text: str) -> bytes:
    return packed(head=f"{HEAD}{text}", rows=line(1, *TITLES) + line(2, "&a;", *GOOD[1:]))


def laughs() -> bytes:
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return doctype(f'<!DOCTYPE x [<!ENTITY a0 "ha">{more}<!ENTITY a "&a9;">]>')


def two_of_a_name() -> bytes:
    target = io.BytesIO(packed())
    with zipfile.ZipFile(target, "a") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("xl/workbook.xml", WORKBOOK)
    return target.getvalue()


def deep() -> bytes:
    return packed(after="<a>" * 100_000 + "</a>" * 100_000)


def points_to(target: str) -> bytes:
    return packed({"xl/_rels/workbook.xml.rels": RELS.replace("worksheets/sheet1.xml", target)})


def hidden_sheet() -> bytes:
    two = '<sheet name="秘密" sheetId="2" state="veryHidden" r:id="rId1"/><sheet name="委员"'
    return packed({"xl/workbook.xml": WORKBOOK.replace('<sheet name="委员"', two)})


def all_hidden() -> bytes:
    return packed({"xl/workbook.xml": WORKBOOK.replace("sheetId", 'state="hidden" sheetId')})


def strings(inner: str, *, count=1) -> bytes:
    row = f'<row r="2"><c r="A2" t="s"><v>{count - 1}</v></c></row>'
    return packed({"xl/sharedStrings.xml": f"<sst>{inner}</sst>"}, rows=line(1, *TITLES) + row)


def encrypted_bit() -> bytes:
    content = bytearray(packed())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


LONG = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(1_000_000))
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 500
CORPUS = {
    "a good one": Hostile(packed),
    "a claimed size of a million rows and columns": Hostile(lambda: packed(before='<dimension ref="A1:XFD1048576"/>')),
    "100 MB out of less than 500 kB": Hostile(large, "展开以后太大"),
    "a directory that lies about sizes": Hostile(lying_directory, "打不开"),
    "a workbook inside a workbook": Hostile(nested, "还套着别的文件"),
    "an embedded object": Hostile(lambda: packed({"xl/embeddings/oleObject1.bin": "x"}), "还套着别的文件"),
    "50,000 parts": Hostile(many_entries, "展开以后太大"),
    "65,000 styles": Hostile(lambda: styles(65_000)),
    "a million styles": Hostile(lambda: styles(1_000_000), "展开以后太大"),
    "content beyond the last sensible column": Hostile(wide, "工作表太宽"),
    "a million cells in a row": Hostile(million_columns, "展开以后太大"),
    "cells beyond the last row of Excel": Hostile(lambda: packed(rows=line(1_048_577, "x")), "打不开"),
    "a row far below": Hostile(lambda: packed(rows=ROWS + line(1_048_576, "x")), rows=3),
    "20,001 rows": Hostile(lambda: packed(rows="".join(line(n, "x") for n in range(1, 20_002))), "最多导入两万行"),
    "rows in the wrong order": Hostile(lambda: packed(rows=line(3, "x") + line(2, "y")), "打不开"),
    "cells in the wrong order": Hostile(
        lambda: packed(rows=f'<row r="1">{cell("B1", "x")}{cell("A1", "y")}</row>'), "打不开"
    ),
    "a place that is none": Hostile(lambda: packed(rows=f'<row r="1">{cell("ZZZZ1", "x")}</row>'), "打不开"),
    "an entity of a file": Hostile(
        lambda: doctype('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "外部实体"
    ),
    "an entity of the net": Hostile(
        lambda: doctype('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>'), "外部实体"
    ),
    "a billion laughs": Hostile(laughs, "外部实体"),
    "a document type in another encoding": Hostile(
        lambda: packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}), "打不开"
    ),
    "a document type in a part that nobody needs": Hostile(
        lambda: packed({"docProps/app.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "外部实体"
    ),
    "two parts of one name": Hostile(two_of_a_name, "打不开"),
    "tags 100,000 deep": Hostile(deep, "打不开"),
    "a sheet that is the list of sheets": Hostile(lambda: points_to("workbook.xml"), rows=0),
    "a sheet outside of the file": Hostile(lambda: points_to("../../../etc/passwd"), "打不开"),
    "a part that leads out": Hostile(lambda: packed({"../../x.xml": "<x/>"}), "打不开"),
    "no sheet": Hostile(lambda: packed({"xl/worksheets/sheet1.xml": None}), "打不开"),
    "a hidden sheet before the one that is seen": Hostile(hidden_sheet),
    "hidden sheets alone": Hostile(all_hidden, "没有可以看见的工作表"),
    "macros": Hostile(lambda: packed({"xl/vbaProject.bin": "x"}), "带有宏"),
    "macros by declaration": Hostile(
        lambda: packed({"[Content_Types].xml": TYPES.replace("application/xml", "x.macroEnabled.main+xml")}), "带有宏"
    ),
    "links to other files": Hostile(lambda: packed({"xl/externalLinks/externalLink1.xml": "<x/>"}), "断开链接"),
    "a Word document": Hostile(lambda: packed({"xl/workbook.xml": None, "word/document.xml": "<x/>"}), "改了扩展名"),
    "any other archive": Hostile(lambda: packed({"[Content_Types].xml": None}), "改了扩展名"),
    "an encrypted part": Hostile(encrypted_bit, "加了密码"),
    "a file with a password": Hostile(lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "加了打开密码"),
    "an old workbook": Hostile(lambda: COMPOUND + "Workbook".encode("utf-16-le"), "旧格式"),
    "a text": Hostile("姓名,级别\n周明远,省".encode, "文本文件"),
    "a page": Hostile(lambda: b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "a picture": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "不是 Excel 工作簿"),
    "nothing": Hostile(lambda: b"", "是空的"),
    "an empty archive": Hostile(lambda: b"PK\x05\x06" + b"\x00" * 18, "不是 Excel 工作簿"),
    "half a file": Hostile(lambda: packed()[:700], "打不开"),
    "a file whose end was changed": Hostile(lambda: packed()[:-40] + b"x" * 40, "打不开"),
    "text in which a bit fell over": Hostile(
        lambda: packed().replace(b"PK\x03\x04", b"PK\x03\x05", 2), "不是 Excel 工作簿"
    ),
    "XML that ends too early": Hostile(lambda: packed({"xl/worksheets/sheet1.xml": sheet(ROWS)[:-30]}), "打不开"),
    "half of a pair of characters": Hostile(lambda: strings("<si><t>&#xD800;</t></si>"), "打不开"),
    "half of a pair, escaped as Excel does": Hostile(lambda: strings("<si><t>_xD800_</t></si>")),
    "a NUL": Hostile(lambda: strings("<si><t>&#0;</t></si>"), "打不开"),
    "a NUL, escaped as Excel does": Hostile(lambda: strings("<si><t>_x0000_</t></si>")),
    "a text that turns": Hostile(lambda: strings("<si><t>周\u202e明</t></si>")),
    "a text of a million letters": Hostile(lambda: strings(f"<si><t>{LONG}</t></si>")),
    "a million short texts": Hostile(lambda: strings("<si><t>a</t></si>" * 1_000_000), "展开以后太大"),
    "a text that is not there": Hostile(lambda: strings("<si><t>a</t></si>", count=7), "打不开"),
    "a day beyond the calendar": Hostile(
        lambda: packed(rows=line(1, *TITLES) + '<row r="2"><c r="A2"><v>99999999999</v></c></row>')
    ),
    "a number that is none": Hostile(
        lambda: packed(rows=line(1, *TITLES) + '<row r="2"><c r="A2"><v>1e999</v></c></row>')
    ),
    "a formula": Hostile(
        lambda: packed(rows=line(1, *TITLES) + '<row r="2"><c r="A2"><f>WEBSERVICE("http://x")</f><v>1</v></c></row>')
    ),
    "merged cells by the thousand": Hostile(
        lambda: packed(after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>")
    ),
}
