"""What the demonstration shows, as data: read the files, check them. Nothing is written to the database here."""

import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reports.management.demo.case import Case
from reports.management.demo.organisation import Organisation
from reports.management.demo.reading import DemoFault, build

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Demo:
    organisation: Organisation
    cases: tuple[Case, ...]


def load(folder: Path = FOLDER) -> Demo:
    """Read organisation.toml and cases/*.toml, in the order of their numbers."""
    organisation = build(Organisation, _parse(folder / "organisation.toml"), where="organisation.toml")
    paths = sorted((folder / "cases").glob("*.toml"))
    cases = tuple(build(Case, {"slug": path.stem, **_parse(path)}, where=path.name) for path in paths)
    return Demo(organisation, cases)


def phone_of(name: str) -> str:
    """A telephone number that nobody has, always the same for the same name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 10_000
    return f"1380000{number:04}"


def _parse(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DemoFault(f"{path.name}: {error}") from error
