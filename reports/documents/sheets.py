"""What table papers say, as plain frozen data: 议题审批表, 协商主体名单, 签到表, 签字页, 调研记录, 登记表."""

from dataclasses import dataclass, field
from datetime import date

from reports.documents.papers import SILENT, Drawn


@dataclass(frozen=True, slots=True)
class Entry:
    """A labelled value; a wide one takes the whole row."""

    label: str
    value: str
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a body decided: its basis, the day, and who entered it for the body (代录); blank while it is awaited."""

    body: str
    act: str
    text: str = ""
    basis: str = ""
    signer: str = ""
    decided_on: date | None = None
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalSheet:
    """议题审批表: the topic and the chain of bodies that decide on it."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    reason: str
    opinions: tuple[Opinion, ...]
    number: str = ""
    note: str = ""
    title: str = "协商议题审批表"


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    duty: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class ParticipantSheet:
    """协商主体名单: the people by category."""

    unit: str
    date: date
    topic: str
    categories: tuple[Category, ...]
    note: str = ""
    title: str = "协商主体名单"


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """签到表: expected people with room to sign, and empty rows for those who come unexpected."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    people: tuple[Attendee, ...]
    spare_rows: int = field(default=4, metadata=SILENT)
    title: str = "协商会签到表"


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the result; the note says who refused to sign and why (拒签)."""

    side: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """签字页: the parties sign that the minutes are what was agreed."""

    unit: str
    date: date
    topic: str
    statement: str
    parties: tuple[Party, ...]
    officers: tuple[str, ...] = ("主持人", "记录人", "审签人")
    title: str = "协商纪要签字页"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is embedded: the bytes of a JPEG or PNG."""

    content: bytes = field(metadata=SILENT)
    media_type: str = field(default="image/jpeg", metadata=SILENT)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ResearchSheet:
    """调研记录: one day of field work."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    findings: tuple[Entry, ...]
    figures: tuple[Entry, ...] = ()
    photos: tuple[Photo, ...] = ()
    title: str = "调研记录"


@dataclass(frozen=True, slots=True)
class CheckpointSheet:
    """登记表 of a checkpoint: what it asks, then what was written down for it, or what each body said."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    lines: tuple[Entry, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    title: str = "登记表"


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A table of what is known and of what is to be written by hand: 呈阅单, 批示摘录, 反馈单."""

    unit: str
    date: date
    topic_label: str
    topic: str
    entries: tuple[Entry, ...]
    # Long texts; a blank one is room to write in.
    lines: tuple[Entry, ...] = ()
    officers: tuple[str, ...] = ()
    side: str = "编发单位"
    title: str = "表"


@dataclass(frozen=True, slots=True)
class DutySheet:
    """履职统计表, 履职档案: a member's figures, and the lines behind them in the file."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    lines: tuple[Entry, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    officers: tuple[str, ...] = ()
    title: str = "委员履职统计表"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """An item of the list, whether it is there, and room to write what an inspection finds."""

    name: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoomCheckSheet:
    """对照清单检查表: what a room has of its lists."""

    unit: str
    date: date
    topic: str
    entries: tuple[Entry, ...]
    rows: tuple[CheckRow, ...]
    title: str = "对照清单检查表"


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """任务单: what a unit is to do, with room for what it did and for who took the sheet."""

    unit: str
    date: date
    topic: str
    to: str
    lead: str
    entries: tuple[Entry, ...]
    task: str
    decision: str = ""
    closing: str = ""
    contact: str = ""
    copies: str = ""
    footnote: str = ""
    topic_label: str = "协商议题"
    side: str = "下达单位"
    title: str = "任务单"


@dataclass(frozen=True, slots=True)
class InvitationSheet:
    """邀请: one letter a person, each on a page of its own; without people one that is addressed by hand."""

    unit: str
    date: date
    topic: str
    people: tuple[str, ...]
    lead: str
    closing: str = ""
    contact: str = ""
    copies: str = ""
    footnote: str = ""
    title: str = "邀请函"


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column so many millimetres wide; all of a table are 170 together."""

    title: str
    width: float
    is_centered: bool = True


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of a longer paper: its heading, running text, charts, and a table whose head stands on every page.

    A row of one text stands over those that follow it.
    """

    heading: str
    lines: tuple[str, ...] = ()
    columns: tuple[PartColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    charts: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsSheet:
    """A paper of several tables: 承办工作月报."""

    unit: str
    date: date
    topic: str
    parts: tuple[SheetPart, ...]
    side: str = "编发单位"
    title: str = "月报"
    # Set smaller and closer, so that what belongs together stands on one page.
    is_dense: bool = field(default=False, metadata=SILENT)


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """荣誉证书: one page across, to whom, for what, by whom."""

    unit: str
    date: date
    topic: str = field(metadata=SILENT)
    to: str
    lead: str
    closing: str = ""
    number: str = ""
    footnote: str = ""
    title: str = "荣誉证书"


Sheet = (
    ApprovalSheet
    | ParticipantSheet
    | AttendanceSheet
    | SignatureSheet
    | ResearchSheet
    | CheckpointSheet
    | FormSheet
    | DutySheet
    | RoomCheckSheet
    | TaskSheet
    | InvitationSheet
    | CertificateSheet
    | PartsSheet
)
