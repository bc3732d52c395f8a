from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from members import ledger
from members.enums import RegionKind, RoleCode
from members.models import Event, Region
from members.operations.places import add_region
from tests import factories as make

pytestmark = pytest.mark.django_db


def outcome():
    output = StringIO()
    try:
        call_command("verify_ledger", stdout=output)
    except SystemExit as ended:
        return ended.code, output.getvalue()
    return 0, output.getvalue()


def acts(house, count=3):
    for number in range(count):
        ledger.record(house.room, "rooms.edit_room", by=house.clerk, sentence=f"第 {number} 次", unit=house.room.unit)


def tamper(sql, *values):
    """Do what only the owner of the database could: the trigger refuses everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin; SET ROLE app")


def test_an_untouched_ledger_is_whole(house):
    acts(house)
    code, said = outcome()
    assert (code, said) == (0, "420281：3 条，完好\n")


def test_an_empty_ledger_is_told(db):
    assert outcome() == (0, "台账还是空的。\n")


def test_a_changed_sentence_is_found(house):
    acts(house)
    tamper("UPDATE members_event SET sentence = %s WHERE sequence = 2", "改过")
    code, said = outcome()
    assert (code, "第 2 条内容被改动" in said) == (1, True)


def test_a_row_that_was_taken_out_is_found(house):
    acts(house)
    tamper("DELETE FROM members_event WHERE sequence = 2")
    code, said = outcome()
    assert (code, "第 2 条缺失" in said) == (1, True)


def test_the_application_itself_can_change_no_row(house):
    acts(house)
    with pytest.raises(DatabaseError, match=r"permission denied|Cannot update"), transaction.atomic():
        Event.objects.filter(sequence=2).update(sentence="改过")


def test_two_cities_have_two_chains(house):
    acts(house, count=1)
    other = make.RegionFactory(code="420222", parent=None)
    ledger.record(house.room, "rooms.edit_room", by=None, sentence="别处", unit=make.UnitFactory(region=other))
    code, said = outcome()
    assert (code, said) == (0, "420222：1 条，完好\n420281：1 条，完好\n")


def test_what_was_done_to_places_is_read_by_the_auditors_of_their_own_city():
    here, there = make.city(), Region.objects.create(code="421001", name="别市", kind=RegionKind.CITY)
    admin = make.person(RoleCode.ADMIN, region=here)
    auditors = [make.person(RoleCode.AUDITOR, region=city) for city in (here, there)]
    for city in (here, there):
        add_region(by=admin, name="新镇", code=f"{city.code}001", kind=RegionKind.TOWNSHIP, parent=city)
    ledger.record(admin, "members.create_account", by=admin, sentence="建立账号 a")
    read = [list(Event.objects.visible_to(each).values_list("chain", flat=True)) for each in auditors]
    # What belongs to no city is read by the auditors of every one.
    assert read == [["system", "420281"], ["system", "421001"]]
