"""What the demonstration shows, as data: read the files, check them. Nothing is written to the database here."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from reports.management.demo.case import Case
from reports.management.demo.organisation import Organisation
from reports.management.demo.reading import DemoFault, build
from reports.management.demo.wider_data import Wider

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Demo:
    organisation: Organisation
    wider: Wider
    cases: tuple[Case, ...]


def load(folder: Path = FOLDER) -> Demo:
    """Read organisation.toml and cases/*.toml, in the order of their numbers."""
    organisation = build(Organisation, _parse(folder / "organisation.toml"), where="organisation.toml")
    paths = sorted((folder / "cases").glob("*.toml"))
    cases = tuple(build(Case, {"slug": path.stem, **_parse(path)}, where=path.name) for path in paths)
    wider = build(Wider, _parse(folder / "wider.toml"), where="wider.toml")
    return Demo(organisation, wider, cases)


def phone_of(name: str) -> str:
    """A telephone number that nobody has, always the same for the same name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 10_000
    return f"1380000{number:04}"


def spoken(text: str, today: date) -> str:
    """Replace {-47} by the date of that day as it is spoken, and {year+1} by a year."""

    def replacement(match) -> str:
        if match["year"] is not None:
            return str(today.year + int(match["plus"] or 0))
        day = today + timedelta(days=int(match["days"]))
        prefix = "" if day.year == today.year else f"{day.year}年"
        return f"{prefix}{day.month}月{day.day}日"

    return re.sub(r"\{(?:(?P<year>year)(?P<plus>[+-]\d+)?|(?P<days>[+-]?\d+))\}", replacement, text)


def _parse(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DemoFault(f"{path.name}: {error}") from error
