"""Records about members for the walk over every page: see tests/world.py."""

from members.enums import MemberLevel
from members.models import Term


def records(side, word: str) -> list:
    city = side.room.unit.region.parent
    return [Term.objects.create(region=city, level=MemberLevel.COUNTY, name=f"{word}届")]
