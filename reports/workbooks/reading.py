"""A workbook from outside, read in a child of its own with limits: neither a web process nor a worker opens it."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from django.conf import settings

from members.workflow import Refused

READ_SECONDS = 30
MARK_SECONDS = 150
ENDED = "这个文件读到一半停住了，可能已经损坏或者内容太多。请把要导入的内容复制到新下载的模板里再上传。"
# Nothing of this server's settings goes to a child. Every XML reader there is the one that refuses entities.
ENVIRONMENT = {"OPENPYXL_LXML": "False", "OPENPYXL_DEFUSEDXML": "True", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C"}


@dataclass
class Cell:
    """What stands in a cell. Kinds: s text, n number, d day, b yes or no, e error, f formula."""

    kind: str
    value: object


@dataclass
class Line:
    """One row that holds something, by the numbers of Excel: rows and columns begin at 1."""

    number: int
    hidden: bool
    cells: dict[int, Cell]


@dataclass
class Sheet:
    name: str
    # Other sheets that can be seen, and what the template says that it is.
    others: int
    mark: str
    lines: list[Line]
    merged: list[str] = field(default_factory=list)


def read(path: Path, *, sheet: str) -> Sheet:
    """Read the sheet of that name, or the first that can be seen. Raises Refused with the reason."""
    with TemporaryFile() as told:
        code = _run("reports.workbooks.untrusted.read", [str(path), sheet], told, seconds=READ_SECONDS)
        told.seek(0)
        try:
            return _sheet(told)
        except (ValueError, LookupError):
            raise Refused(ENDED if code else "这个文件读不出内容。请下载新的模板，填好再上传。") from None


def marked(path: Path, marks: dict) -> bytes | None:
    """The file as it came, with its mistakes marked; None when its form does not allow it."""
    with TemporaryDirectory() as folder:
        told, target = Path(folder) / "marks.json", Path(folder) / "marked.xlsx"
        told.write_text(json.dumps(marks), encoding="utf-8")
        with TemporaryFile() as said:
            arguments = [str(path), str(told), str(target)]
            code = _run("reports.workbooks.untrusted.mark", arguments, said, seconds=MARK_SECONDS)
        return target.read_bytes() if code == 0 and target.exists() else None


def _run(module: str, arguments: list[str], told, *, seconds: int) -> int:
    command = [sys.executable, "-m", module, *arguments]
    try:
        # Our own module with paths that we made; the name of the sheet is one argument and no shell reads it.
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            stdout=told,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def _sheet(told) -> Sheet:
    first = json.loads(told.readline())
    if "unfit" in first:
        raise Refused(first["unfit"])
    lines = []
    for text in told:
        found = json.loads(text)
        if isinstance(found, dict):
            if "unfit" in found:
                raise Refused(found["unfit"])
            return Sheet(first["sheet"], first["others"], first["mark"], lines, found["merged"])
        number, hidden, cells = found
        lines.append(Line(number, hidden, {column: Cell(kind, value) for column, kind, value in cells}))
    raise LookupError
