"""The zip around a workbook: looked at before anything is unpacked, and counted while it is."""

import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_PARTS = 500
# Unpacked: all parts together, and one of them by the end of its name.
LARGEST_WHOLE = 64 * MEGABYTE
LARGEST_PARTS = {"styles.xml": 8 * MEGABYTE, "sharedstrings.xml": 40 * MEGABYTE}
# Tables pack well, by ten to forty; what packs better than this was made for it.
MOST_RATIO = 120
SMALL = MEGABYTE
CHUNK = 64 * 1024
# A mark may lie across two chunks.
OVERLAP = 16

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MACROS = ("vbaproject", "macrosheets", "activex", "customui")
LINKS = ("externallinks", "connections.xml", "querytables")
INSIDE = ("embeddings", "oleobject", ".zip", ".xlsx", ".docx", ".bin.zip")

SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再上传。"
DAMAGED = f"这个文件打不开，可能已经损坏或没有传完整。{SAVE_AGAIN}"
MACRO = "文件里带有宏，没有读取。请另存为不带宏的“Excel 工作簿（.xlsx）”再上传。"
TOO_LARGE = "这个文件展开以后太大，没有读取。请把要导入的内容复制到新下载的模板里再上传。"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    struct.error,
)


class Unfit(Exception):
    """The file is not read. The message is one Chinese sentence, fit for the user."""


def opened(path: Path) -> zipfile.ZipFile:
    """Open the workbook after its directory was found harmless; no part has been unpacked yet."""
    _refuse_other_kinds(path)
    try:
        book = zipfile.ZipFile(path)
    except UNREADABLE:
        raise Unfit(DAMAGED) from None
    _refuse_bomb(book.infolist(), path.stat().st_size)
    _refuse_contents(book.namelist())
    return book


def chunks(book: zipfile.ZipFile, name: str):
    """Unpack one part piece by piece; what is longer than the directory says is damaged."""
    try:
        with book.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except KeyError:
        raise Unfit(DAMAGED) from None
    except UNREADABLE:
        raise Unfit(DAMAGED) from None


def sweep(book: zipfile.ZipFile) -> None:
    """Unpack every part once, keeping nothing: sizes as they really are, no archive inside, no document type."""
    whole = 0
    for part in book.infolist():
        size, tail = 0, b""
        for chunk in chunks(book, part.filename):
            if not size:
                _refuse_start(chunk, part.filename)
            size += len(chunk)
            if whole + size > LARGEST_WHOLE or size > _largest(part.filename):
                raise Unfit(TOO_LARGE)
            if b"macroEnabled" in chunk and part.filename == "[Content_Types].xml":
                raise Unfit(MACRO)
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise Unfit(f"文件里有外部实体定义，不是正常的表格文件，没有读取。{SAVE_AGAIN}")
            tail = chunk[-OVERLAP:]
        whole += size


def _refuse_start(chunk: bytes, name: str) -> None:
    if chunk.startswith((ZIP, COMPOUND)):
        raise Unfit(f"文件里还套着别的文件，没有读取。请删去插入的对象。{SAVE_AGAIN}")
    # Office writes UTF-8 alone; in another encoding a document type could hide.
    if name.lower().endswith((".xml", ".rels")) and (chunk.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in chunk):
        raise Unfit(DAMAGED)


def _refuse_other_kinds(path: Path) -> None:
    size = path.stat().st_size
    if not size:
        raise Unfit("这个文件是空的。请重新选择。")
    if size > LARGEST_FILE:
        raise Unfit("文件超过 10 MB。一次最多导入两万行，请分成几个文件，或删去图片和多余的工作表。")
    content = path.read_bytes()
    if content.startswith(ZIP):
        return
    if content.startswith(COMPOUND):
        if ENCRYPTED in content:
            raise Unfit("这个文件加了打开密码，不能读取。请去掉密码，另存后再上传。")
        raise Unfit(f"这是旧格式（.xls、.et）的文件，不能读取。{SAVE_AGAIN}")
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<?xml", b"<table", b"mime-version")):
        raise Unfit(f"这是改了扩展名的网页或 XML 文件，不是 Excel 工作簿。{SAVE_AGAIN}")
    if b"\x00" not in content[:4096] and not content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise Unfit(f"这是文本文件（例如 csv），不是 Excel 工作簿。{SAVE_AGAIN}")
    raise Unfit(f"这不是 Excel 工作簿（.xlsx）。{SAVE_AGAIN}")


def _refuse_bomb(parts, size: int) -> None:
    """By the directory alone; a directory that lies is found out by sweep()."""
    whole = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or whole > LARGEST_WHOLE:
        raise Unfit(TOO_LARGE)
    for part in parts:
        if part.file_size > _largest(part.filename):
            raise Unfit(TOO_LARGE)
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise Unfit(TOO_LARGE)
        if part.flag_bits & 1:
            raise Unfit("这个文件加了密码，不能读取。请去掉密码，另存后再上传。")
        if part.compress_type not in PACKED_AS:
            raise Unfit(DAMAGED)


def _refuse_contents(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if max(Counter(lowered).values(), default=0) > 1 or any(_leads_out(name) for name in names):
        raise Unfit(DAMAGED)
    if _any(lowered, MACROS):
        raise Unfit(MACRO)
    if _any(lowered, LINKS):
        raise Unfit("文件里有指向其他文件或数据库的链接，没有读取。请在“数据—编辑链接”里断开链接，另存后再上传。")
    if _any(lowered, INSIDE):
        raise Unfit(f"文件里还套着别的文件，没有读取。请删去插入的对象。{SAVE_AGAIN}")
    if "[content_types].xml" not in lowered or "xl/workbook.xml" not in lowered:
        raise Unfit(f"这不是 Excel 工作簿，可能是改了扩展名的其他文件。{SAVE_AGAIN}")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _any(names, words) -> bool:
    return any(word in name for name in names for word in words)


def _largest(name: str) -> int:
    return LARGEST_PARTS.get(name.lower().rsplit("/", 1)[-1], LARGEST_WHOLE)
