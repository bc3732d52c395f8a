"""Every archive volume of a year that somebody may read, as one ZIP with a text that names what is not in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.utils import timezone

from reports.models import Volume
from reports.queries import volumes as queries

TOLD = "说明.txt"
# What neither Windows nor a Mac takes in the name of a file.
UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
# Bytes at a time: a volume of a busy room has a hundred megabytes.
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Packed:
    """One volume as this person reads it."""

    volume: Volume
    is_whole: bool

    @property
    def file(self):
        return self.volume.file if self.is_whole else self.volume.copy_file

    @property
    def missing(self) -> list[dict]:
        return self.volume.missing if self.is_whole else self.volume.copy_missing

    @property
    def name(self) -> str:
        """By township; the 档号 comes first and tells rooms of one name apart."""
        volume = self.volume
        told = f"{volume.reference} {volume}{'' if self.is_whole else '（查阅副本）'}"
        return f"{_safe(volume.room.township.name)}/{_safe(told)}-{volume.pk}.pdf"

    @property
    def is_there(self) -> bool:
        return bool(self.file) and default_storage.exists(self.file.name)


def write_pack(target, user, year: int, *, told=lambda done, whole: None) -> tuple[int, int]:
    """Write the ZIP; return how many volumes are in it, and how many rooms have none there."""
    found = [Packed(volume, whole) for volume, whole in queries.volumes_to_pack(user, year)]
    there = [each for each in found if each.is_there]
    lost = [each for each in found if not each.is_there]
    silent = list(queries.rooms_without(user, year))
    folder = f"{year}年度归档卷"
    with ZipFile(target, "w", ZIP_STORED) as pack:
        for done, each in enumerate(there, 1):
            made_at = timezone.localtime(each.volume.made_at).timetuple()[:6]
            info = ZipInfo(f"{folder}/{each.name}", date_time=made_at)
            with each.file.open("rb") as source, pack.open(info, "w", force_zip64=True) as entry:
                for chunk in source.chunks(CHUNK):
                    entry.write(chunk)
            told(done, len(there))
        text = "\r\n".join(_lines(year, there, lost, silent))
        # With its mark: the editor of old Windows reads a text without one as GBK.
        pack.writestr(f"{folder}/{TOLD}", f"\ufeff{text}\r\n".encode(), ZIP_DEFLATED)
    return len(there), len(lost) + len(silent)


def _lines(year: int, there, lost, silent) -> Iterator[str]:
    now: datetime = timezone.localtime()
    yield f"{year} 年度归档卷，{now:%Y年%-m月%-d日 %H:%M} 打包，共 {len(there)} 卷。"
    if any(not each.is_whole for each in there):
        yield "标明“查阅副本”的不含不公开材料，全卷由联络室自存。"
    yield ""
    yield f"一、没有归档卷的联络室（{len(silent) + len(lost)} 个）"
    yield from (f"{room.township.name}　{room.name}：{_why(room)}" for room in silent)
    yield from (f"{each.volume.room.township.name}　{each.volume}：文件不在，请重新组卷" for each in lost)
    if not silent and not lost:
        yield "没有。"
    yield ""
    lacking = [each for each in there if each.missing]
    yield f"二、卷内缺少的材料（{len(lacking)} 卷）"
    for each in lacking:
        yield f"{each.volume.reference}　{each.volume}"
        for row in each.missing:
            part = f"，{row['part']}" if row.get("part") else ""
            yield f"    {row['what']}：{row['why']}{part}"
    if not lacking:
        yield "没有。"


def _why(room) -> str:
    if not room.volume_pk:
        return "没有组卷"
    return "组卷失败" if room.has_failed else "正在组卷"


def _safe(name: str) -> str:
    return UNSAFE.sub("_", name).strip(" .")[:120]
