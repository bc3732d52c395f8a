"""Records about members for the walk over every page: see tests/world.py."""

from members.enums import MemberLevel, PoolKind
from members.models import Contact, Expert, Tag, Term
from tests import factories as make


def records(side, word: str) -> list:
    region = side.room.unit.region
    city = region.parent
    member = make.posted_member(side.room)
    return [
        Term.objects.create(region=city, level=MemberLevel.COUNTY, name=f"{word[:2]}届"),
        Contact.objects.create(member=member, name=word, starts_on=make.LONG_AGO),
        Tag.objects.create(region=city, name=f"{word[:2]}标签"),
        Expert.objects.create(pool=PoolKind.WORTHY, name="乡贤", region=region, consent="本人同意"),
    ]
