"""What official documents say, as plain frozen data: minutes (协商纪要) and circulars (通报) in GB/T 9704-2012.

A field marked SILENT is not printed as text; everything else is, and `plain_text.expected_text` relies on that.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

SILENT = {"printed": False}


class Head(Enum):
    """The red head: the 纪要 mark of 10.3, or a plain spaced one (协 商 纪 要) where the practice chose it."""

    MARK = "mark"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart on paper: what stands over it, and the option of ECharts as JSON (see chart_svg.drawn)."""

    title: str
    option: str = field(metadata=SILENT)
    height: int = field(metadata=SILENT)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; the lead is a run-in heading such as （一）管网现状。"""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One agreed matter; helping unit and level make a column only where some row has them."""

    number: str
    text: str
    unit: str
    helpers: str = ""
    due: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class MattersTable:
    rows: tuple[MatterRow, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One topic of a year's plan; lead, form and who takes part make columns only where some row has them."""

    number: str
    text: str
    when: str
    lead: str = ""
    form: str = ""
    taking_part: str = ""


@dataclass(frozen=True, slots=True)
class PlanTable:
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """A place with its figures, one for each column; a place that sums up others has a Chinese number, or none."""

    number: str
    name: str
    values: tuple[str, ...]

    @property
    def is_sum(self) -> bool:
        return not self.number.isdecimal()


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """Figures of many places; a head of four characters stands in two lines."""

    columns: tuple[str, ...]
    rows: tuple[FiguresRow, ...]
    head: str = "联络室"


@dataclass(frozen=True, slots=True)
class Annex:
    """附件 that is bound with its paper: it begins a page of its own (7.3.7)."""

    title: str
    table: PlanTable | FiguresTable


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with what it shows below: the bytes of a JPEG, and its sides in pixels."""

    content: bytes = field(metadata=SILENT)
    size: tuple[int, int] = field(metadata=SILENT)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level part; it is numbered 一、二、 in order, unless the heading brings its own number."""

    heading: str
    blocks: tuple[Paragraph | Picture | MattersTable | PlanTable | FiguresTable, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A labelled list: 出席, 请假, 列席, or a sign-off line such as 审签."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How a reader proves the paper genuine: the code, a short checksum, the address in the QR code."""

    code: str
    checksum: str
    url: str = field(metadata=SILENT)


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: recipients by label (报, 送, 抄送), the issuing body and date."""

    organ: str
    date: date
    recipients: tuple[Listing, ...] = ()
    copies: str = ""
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    mark: str
    number: str
    organ: str
    date: date
    title: str
    imprint: Imprint
    head: Head = field(default=Head.MARK, metadata=SILENT)
    correction: str = ""
    opening: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    presence: tuple[Listing, ...] = ()
    sign_off: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class CircularPaper:
    """A circular with main recipients and the signature of the issuing body, without a seal (7.3.5.2)."""

    mark: str
    number: str
    title: str
    recipients: str
    organ: str
    date: date
    imprint: Imprint
    # A 类, B 类: the class of a reply, at the right above the head.
    marking: str = ""
    opening: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    # 附注 in round brackets, below the day.
    note: str = ""
    annex: Annex | None = None


@dataclass(frozen=True, slots=True)
class SerialPaper:
    """An issue of an internal serial: its head as that of minutes, with a marking above it; the contact at the end."""

    mark: str
    number: str
    organ: str
    date: date
    title: str
    imprint: Imprint
    marking: str = ""
    correction: str = ""
    opening: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[str, ...] = ()
    contact: str = ""


OfficialPaper = MinutesPaper | CircularPaper | SerialPaper

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；\n]{1,40}")
_RUN_IN = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。\n]{1,24}(?:。|$)")


def paragraphs_from(text):
    """Make paragraphs of typed text: one a line, a short first sentence after （一） being a run-in heading."""
    lines = filter(None, map(str.strip, text.splitlines()))
    return tuple(_paragraph_from(line) for line in lines)


def sections_from(text) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
    """What stands before the first heading, and the parts: a short line that begins with 一、 and has no full stop."""
    opening: list[Paragraph] = []
    parts: list[tuple[str, list[Paragraph]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if _HEADING.fullmatch(line):
            parts.append((line, []))
        else:
            (parts[-1][1] if parts else opening).append(_paragraph_from(line))
    return tuple(opening), tuple(Section(heading, tuple(blocks)) for heading, blocks in parts)


def _paragraph_from(line):
    found = _RUN_IN.match(line)
    lead = found.group() if found else ""
    return Paragraph(line[len(lead) :], lead)


def chinese_date(day):
    """7.3.5.4: Arabic figures, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
