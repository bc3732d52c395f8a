"""Real rows for tests. Names are invented; three people stand in fixed relations, see tests/conftest.py."""

from datetime import date

import factory
from django.utils import timezone

from consult.steps import approval, participants, research, topic
from members.enums import MemberLevel, RegionKind, RoleCode, UnitKind
from members.models import Member, Region, Role, Unit, User
from rooms.enums import ConvenerRank, RepresentativeKind, RoomKind, RoomState
from rooms.models import Convener, Posting, PracticeVersion, Representative, Room
from rooms.operations import load_practice
from rooms.practice.reading import seed_text

LONG_AGO = date(2020, 1, 1)


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"4202{n:08d}")
    name = factory.Sequence(lambda n: f"柳湖街道{n}")
    kind = RegionKind.TOWNSHIP
    parent = factory.LazyFunction(lambda: city())  # noqa: PLW0108 - defined below


def city() -> Region:
    found = Region.objects.filter(code="420281").first()
    return found or Region.objects.create(code="420281", name="大冶市", kind=RegionKind.CITY)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"市城建局{n}")
    short_name = factory.SelfAttribute("name")
    kind = UnitKind.DEPARTMENT
    region = factory.LazyFunction(city)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"周敏{n}")


class RoomFactory(factory.django.DjangoModelFactory):
    """A village room below a township whose committee approves for it."""

    class Meta:
        model = Room

    class Params:
        township = factory.SubFactory(RegionFactory)

    kind = RoomKind.VILLAGE
    state = RoomState.OPENED
    unit = factory.SubFactory(
        UnitFactory,
        name=factory.Sequence(lambda n: f"白杨社区{n}委员联络室"),
        short_name=factory.Sequence(lambda n: f"白杨社区{n}"),
        kind=UnitKind.ROOM,
        region=factory.SelfAttribute("..township"),
    )
    approver = factory.SubFactory(
        UnitFactory,
        name=factory.Sequence(lambda n: f"柳湖街道{n}党工委"),
        kind=UnitKind.TOWNSHIP,
        region=factory.SelfAttribute("..township"),
    )
    opened_on = LONG_AGO


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    name = factory.Sequence(lambda n: f"沈雅琴{n}")
    level = MemberLevel.COUNTY
    region = factory.LazyFunction(city)


class RepresentativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representative

    name = factory.Sequence(lambda n: f"胡长庚{n}")
    kind = RepresentativeKind.PARTY
    starts_on = LONG_AGO


def grant(user, code, *, unit=None, region=None) -> Role:
    user.__dict__.pop("current_roles", None)
    return Role.objects.create(user=user, code=code, unit=unit, region=region, starts_on=LONG_AGO)


def person(code, *, unit=None, region=None, **fields) -> User:
    """Somebody who holds one role in one place."""
    user = UserFactory(**fields)
    grant(user, code, unit=unit, region=region)
    return user


def people(table) -> dict[str, User]:
    """Many at once, as almost every test needs them: name, role and place of each."""
    users = UserFactory.build_batch(len(table))
    for user, (name, _, _) in zip(users, table.values(), strict=True):
        user.name = name
        user.pinyin = user.spell()
    User.objects.bulk_create(users)
    roles = [
        Role(user=user, code=code, starts_on=LONG_AGO, **{"region" if isinstance(place, Region) else "unit": place})
        for user, (_, code, place) in zip(users, table.values(), strict=True)
    ]
    Role.objects.bulk_create(roles)
    return dict(zip(table, users, strict=True))


def convener(room, rank=ConvenerRank.FIRST, **fields) -> User:
    user = person(RoleCode.CONVENER, unit=room.unit, **fields)
    convenes(room, user, rank)
    return user


def convenes(room, user, rank=ConvenerRank.FIRST) -> Convener:
    return Convener.objects.create(room=room, rank=rank, user=user, starts_on=LONG_AGO)


def posted_member(room, **fields) -> Member:
    member = MemberFactory(**fields)
    Posting.objects.create(member=member, room=room, starts_on=LONG_AGO)
    return member


def leading_office() -> Unit:
    return _city_unit(UnitKind.LEADING_OFFICE, "领导小组办公室")


def office() -> Unit:
    return _city_unit(UnitKind.OFFICE, "市政协办公室")


def city_committee() -> Unit:
    return _city_unit(UnitKind.CITY_COMMITTEE, "市委")


def _city_unit(kind, name) -> Unit:
    return Unit.objects.filter(kind=kind).first() or UnitFactory(kind=kind, name=name)


def daye() -> PracticeVersion:
    """The pack that ships as default, loaded once."""
    found = PracticeVersion.objects.filter(code="daye").first()
    return found or load_practice(seed_text("daye"), by=None)


TOPIC = {
    "title": "水泥厂宿舍小区下水管网改造",
    "source": "reception",
    "place": "白杨社区水泥厂宿舍",
    "why": "汛期污水倒灌，一楼住户反映强烈。",
}


def consultation(room, *, by, importance="ordinary", **fields):
    """A consultation at its first step, as the room's form makes it."""
    daye()
    reason = "涉及全市老旧小区" if importance == "important" else ""
    return topic.begin(
        room,
        by=by,
        importance=importance,
        importance_reason=reason,
        **{**TOPIC, "region": room.unit.region, **fields},
    )


def approve(case, *, by):
    """Let the body whose turn it is agree."""
    step = case.approval.steps.get(is_open=True)
    return approval.decide(
        case,
        by=by,
        step_id=step.pk,
        verdict="approve",
        basis="signature",
        basis_on=timezone.localdate(),
    )


def at_participants(room, *, clerk, convener, township):
    """An ordinary consultation whose topic has been approved."""
    case = consultation(room, by=clerk)
    approval.submit(case, by=convener)
    return approve(case, by=township)


RESIDENTS = [("stakeholder", f"吴德胜{number}", "住户代表") for number in range(3)]


def at_research(room, *, clerk, convener, township, people=RESIDENTS):
    """A consultation whose list is fixed; `people` are category, name and title."""
    case = at_participants(room, clerk=clerk, convener=convener, township=township)
    for category, name, title in people:
        participants.add(case, by=clerk, category=category, name=name, title=title)
    participants.fix(case, by=convener)
    case.refresh_from_db()
    return case


def at_discussion(room, *, clerk, convener, township, people=RESIDENTS):
    """A consultation whose field work is on record: meetings can be held."""
    case = at_research(room, clerk=clerk, convener=convener, township=township, people=people)
    research.record(case, by=clerk, on=timezone.localdate(), place="3 栋", team="驻室委员", findings="主管堵塞")
    case.refresh_from_db()
    research.finish(case, by=clerk)
    case.refresh_from_db()
    return case
