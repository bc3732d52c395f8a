"""What a list asks of the database does not grow with what it holds."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.enums import RoleCode
from proposals import operations
from proposals.models import Proposal, ProposalCall
from proposals.operations import clues
from rooms.models import TimeLimit
from tests import asked_scene, scenes
from tests import factories as make
from tests.proposals import cycle_scene, joint_scene, report_scene, review_scene

pytestmark = pytest.mark.django_db
FEW, MORE = 1, 2
NUMBERS = count(101)
LISTS = [
    ("office", "/proposals/"),
    ("office", "/proposals/?late=late&sort=oldest"),
    ("clerk", "/proposals/"),
    ("member", "/proposals/"),
    ("department", "/proposals/"),
    ("office", "/proposals/reviews/"),
    ("office", "/proposals/assignments/"),
    ("office", "/handlings/"),
    ("dispatcher", "/handlings/"),
    ("department", "/handlings/"),
    ("office", "/inbox/"),
    ("office", "/inbox/information/"),
    ("office", "/reports/"),
    ("dispatcher", "/reports/"),
    ("dispatcher", "/instructions/"),
    ("office", "/clues/"),
    ("member", "/clues/"),
    ("office", "/proposal-calls/"),
    ("clerk", "/proposal-calls/"),
    ("department", "/asked/"),
    ("leading_office", "/asked/"),
]


@pytest.fixture
def city():
    make.daye()
    city = report_scene.dispatch(scenes.house())
    city.signer = make.posted_member(city.room, user=city.member)
    return city


def one_of_each(city) -> None:
    """A proposal at every point of its way, a report, a clue and a call; each of other people, units and rooms."""
    joint(city)
    review_scene.received(city, member=make.posted_member(city.room))
    found = units(city)
    cycle_scene.filed(city, number=next(NUMBERS))
    cycle_scene.preassigned(city, found, "lead", "joint", "co", number=next(NUMBERS))
    cycle_scene.replied(city, found, number=next(NUMBERS))
    late(cycle_scene.running(city, found, "lead", "co", number=next(NUMBERS)))
    reported(city)
    clues.give_clue(city.room, by=city.clerk, title="路灯不亮", text="背街小巷路灯不亮")
    asked_scene.requirement(city)
    asked_scene.task(city)


def units(city) -> SimpleNamespace:
    found = {"lead": SimpleNamespace(unit=city.department_unit, user=city.department)}
    for role in ("joint", "co"):
        unit = make.UnitFactory()
        found[role] = SimpleNamespace(unit=unit, user=make.person(RoleCode.DEPARTMENT, unit=unit))
    return SimpleNamespace(**found)


def joint(city) -> None:
    user = make.person(RoleCode.MEMBER, unit=city.room.unit)
    told = {"kind": "proposal", "mode": "joint", "call": called(city)}
    told["member"] = make.posted_member(city.room, user=user)
    row = operations.draft(city.room, by=user, **review_scene.TEXTS | told)
    operations.invite(row, by=user, members=[city.signer], until=joint_scene.soon())
    operations.sign(row, by=city.member, version=row.version)
    operations.submit(row, by=user)


def called(city) -> ProposalCall:
    today = timezone.localdate()
    return ProposalCall.objects.create(
        issuer=make.office(),
        region=make.office().region,
        theme=f"第 {next(NUMBERS)} 次征集",
        text="请围绕民生提出",
        opens_on=today,
        closes_on=today + timedelta(days=30),
        asked=["members", "rooms"],
        kinds=["proposal"],
        created_by=city.office,
    )


def late(row) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    for handling in row.handlings.all():
        limits = TimeLimit.objects.open().of(handling)
        limits.update(due_on=yesterday, counted_on=yesterday, starts_on=yesterday - timedelta(days=20))


def reported(city) -> None:
    """One that was given to a unit of its own, one that waits, and what waits to be taken into one."""
    unit = make.UnitFactory()
    sources = [*report_scene.matters(city), report_scene.information(city)]
    report = report_scene.issued(city, sources=sources)
    report_scene.instruct(report, city)
    report_scene.assigned(report, city, (city.housing, "lead"), (unit, "co"))
    report_scene.drafted(city)
    report_scene.matters(city)
    report_scene.information(city)


def asked(person, url) -> list[str]:
    client = Client()
    client.force_login(person)
    # What is read once and kept is not counted.
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return [query["sql"] for query in queries]


def test_no_list_asks_more_for_many_rows_than_for_few(city):
    for _ in range(FEW):
        one_of_each(city)
    before = {(who, url): asked(getattr(city, who), url) for who, url in LISTS}
    rows = Proposal.objects.count()
    for _ in range(MORE):
        one_of_each(city)
    assert Proposal.objects.count() >= 2 * rows
    after = {(who, url): asked(getattr(city, who), url) for who, url in LISTS}
    grown = {key: (len(before[key]), len(after[key])) for key in before if len(after[key]) > len(before[key])}
    assert grown == {}
