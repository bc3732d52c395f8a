"""The packs that a page offers to look at and to ask: loaded versions, and shipped files that are not loaded yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from rooms.models import PracticeVersion
from rooms.practice.pack import Practice
from rooms.practice.reading import load, shipped
from rooms.practice.versions import of


@dataclass(frozen=True)
class Offer:
    """`key` names it in an address: the number of a version, or the code of a shipped file."""

    key: str
    place: str
    name: str
    version: PracticeVersion | None = None

    def __str__(self):
        return self.name

    @property
    def is_loaded(self) -> bool:
        return self.version is not None

    @property
    def pack(self) -> Practice:
        return of(self.version) if self.version else load(self.key)


def offers(versions) -> list[Offer]:
    """These versions (`with_place`), then what ships and is not among them."""
    loaded = [Offer(str(version.pk), version.place, str(version), version) for version in versions]
    files = [Offer(pack.code, pack.place, f"《{pack.name}》{pack.version}") for pack in not_loaded(versions)]
    return loaded + files


def not_loaded(versions: Iterable[PracticeVersion]) -> list[Practice]:
    kept = {(version.code, version.version) for version in versions}
    packs = [load(code) for code in shipped()]
    return [pack for pack in packs if (pack.code, pack.version) not in kept]


def chosen(offered: list[Offer], key: str | None) -> Offer | None:
    return next((each for each in offered if each.key == key), None)
