"""What a file is, by its content; what it may be; what it may be called."""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import puremagic

from members.workflow import Refused

OFFICE = "application/vnd.openxmlformats-officedocument"
ALLOWED = "可以上传 JPG、PNG、WebP 图片，PDF，Word（doc、docx、wps），Excel（xls、xlsx），txt 和 csv。"
MOST_NAME = 200
MOST_PARTS = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200


@dataclass(frozen=True)
class FileType:
    suffixes: tuple
    media_type: str
    is_image: bool = False


IMAGES = {
    "JPEG": FileType((".jpg", ".jpeg"), "image/jpeg", is_image=True),
    "PNG": FileType((".png",), "image/png", is_image=True),
    "WEBP": FileType((".webp",), "image/webp", is_image=True),
}
PDF = FileType((".pdf",), "application/pdf")
DOCX = FileType((".docx",), f"{OFFICE}.wordprocessingml.document")
XLSX = FileType((".xlsx",), f"{OFFICE}.spreadsheetml.sheet")
DOC = FileType((".doc", ".wps"), "application/msword")
XLS = FileType((".xls",), "application/vnd.ms-excel")
TXT = FileType((".txt",), "text/plain")
CSV = FileType((".csv",), "text/csv")

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
# Marks of macros in the directory of an old Office file, and in the parts of a new one.
OLD_MACROS = tuple(word.encode("utf-16-le") for word in ("_VBA_PROJECT", "Macros", "VBA"))
NEW_MACROS = re.compile(r"vbaproject|macrosheets|activex", re.IGNORECASE)
# What the unpacker raises over a broken archive, by the way in which its parts are packed.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    struct.error,
)
# Letters that turn the reading direction (a name that ends in cod.exe and reads exe.doc), and control characters.
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def recognised(content: bytes, name: str) -> FileType:
    """Return what the file is. Refused: what is not allowed, what has macros, what is not what its name says."""
    suffix = suffix_of(name)
    found = _by_content(content) or _text(content, suffix)
    if found is None:
        raise Refused(_why_not(content, suffix))
    # Cameras and chat programs name pictures carelessly, and the name is corrected; a document in disguise is refused.
    known = {ending for kind in (*IMAGES.values(), PDF, DOCX, XLSX, DOC, XLS, TXT, CSV) for ending in kind.suffixes}
    if suffix and suffix not in found.suffixes and not (found.is_image and suffix in _image_suffixes()):
        raise Refused(
            f"文件内容和扩展名“{suffix}”不符，没有上传。请用原来的程序另存后再传。"
            if suffix in known
            else f"不能上传“{suffix}”文件。{ALLOWED}"
        )
    return found


def _by_content(content: bytes) -> FileType | None:
    if content.startswith(b"\xff\xd8\xff"):
        return IMAGES["JPEG"]
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return IMAGES["PNG"]
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return IMAGES["WEBP"]
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(COMPOUND):
        return _old_office(content)
    if content.startswith(b"PK\x03\x04"):
        return _new_office(content)
    return None


def _old_office(content: bytes) -> FileType | None:
    if any(mark in content for mark in OLD_MACROS):
        raise Refused("文件里带有宏，没有上传。请另存为不带宏的文件再传。")
    if "WordDocument".encode("utf-16-le") in content:
        return DOC
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return XLS
    return None


def _new_office(content: bytes) -> FileType | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(content))
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                return None
            with archive.open("[Content_Types].xml") as types:
                declared = types.read(1024 * 1024).decode("utf-8", "replace")
    except UNREADABLE:
        raise Refused("这个文件打不开，可能已经损坏或加了密码，请另存后再传。") from None
    if any(NEW_MACROS.search(part) for part in names) or "macroEnabled" in declared:
        raise Refused("文件里带有宏，没有上传。请另存为不带宏的文件再传。")
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _refuse_bomb(parts, size: int) -> None:
    """Only the directory is read: nothing is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > max(size, 100_000) * MOST_RATIO:
        raise Refused("这个文件展开以后太大，没有上传。请删去多余内容另存后再传。")


def _text(content: bytes, suffix: str) -> FileType | None:
    kind = {".txt": TXT, ".csv": CSV}.get(suffix)
    if kind is None:
        return None
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text) else kind
    return None


def _why_not(content: bytes, suffix: str) -> str:
    if suffix in (".heic", ".heif") or content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "HEIC 照片不能上传。请在手机“设置—相机—格式”里选“兼容性最佳”，或转成 JPG 再传。"
    if suffix in (".docm", ".xlsm", ".dotm", ".xltm"):
        return "文件里带有宏，没有上传。请另存为不带宏的文件再传。"
    if suffix and suffix in {".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx", ".doc", ".xls", ".wps"}:
        return f"文件内容不是“{suffix}”{_really(content)}，没有上传。请用原来的程序另存后再传。"
    return f"不能上传“{suffix}”文件。{ALLOWED}" if suffix else f"不能上传这种文件。{ALLOWED}"


def _really(content: bytes) -> str:
    try:
        ending = puremagic.from_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return ""
    return f"（看起来是“{ending}”）" if ending else ""


def cleaned_name(name: str) -> str:
    """A name that is safe to show, to store and to download; path, control and direction characters are gone."""
    name = HIDDEN.sub("", (name or "").replace("\\", "/")).rsplit("/", 1)[-1]
    name = FORBIDDEN.sub("_", name).strip(" .") or "附件"
    suffix = suffix_of(name)
    return name[: len(name) - len(suffix)][: MOST_NAME - len(suffix)].rstrip(" .") + suffix


def suffix_of(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if len(suffix) <= 10 else ""


def with_suffix(name: str, found: FileType) -> str:
    """The name with an ending that fits the content."""
    suffix = suffix_of(name)
    if suffix in found.suffixes:
        return name
    stem = name[: len(name) - len(suffix)] if suffix in _image_suffixes() else name
    return stem + found.suffixes[0]


def _image_suffixes() -> set:
    return {suffix for kind in IMAGES.values() for suffix in kind.suffixes}
