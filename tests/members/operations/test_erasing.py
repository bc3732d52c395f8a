"""What was typed with an act can be erased; that it was typed and erased stays, and the chain holds."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.steps import participants, topic
from members import ledger, operations
from members.models import ERASED, NOTE, Event, Revision
from members.workflow import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db

WHY = "吴德胜家里有人住院"


@pytest.fixture
def stopped(house):
    case = make.consultation(house.room, by=house.clerk)
    topic.stop(case, by=house.convener, reason=WHY)
    return case


@pytest.fixture
def text(stopped):
    return Revision.objects.get(event__verb="consult.stop_consultation", field=NOTE)


def faults() -> list[str]:
    return [fault for chain in ("420281", "system") for fault in ledger.verify(chain)]


def events_page(client, user, case) -> str:
    client.force_login(user)
    return client.get(reverse("consult:events", args=[case.pk])).content.decode()


def test_what_was_typed_lies_beside_the_chain(stopped, text):
    row = Event.objects.filter(pk=text.event_id).values().get()
    assert (text.new, WHY in str(row), list(text.event.fields)) == (WHY, False, [NOTE])
    assert Event.objects.with_notes().get(pk=text.event_id).note == WHY


def test_an_erased_text_is_gone_and_the_chain_holds(text, house):
    operations.erase_text(text, by=house.leading_office, reason="本人 11月20日书面申请")
    text.refresh_from_db()
    assert (text.old, text.new, text.erased_at is not None) == ("", "", True)
    assert Event.objects.with_notes().get(pk=text.event_id).note == ERASED
    act = Event.objects.with_notes().latest("pk")
    assert (act.verb, act.actor_id, act.case_id) == (ledger.ERASING, house.leading_office.pk, text.event.case_id)
    assert (act.sentence, act.note) == (
        f"删除台账 420281-{text.event.sequence} 的“说明”内容",
        "本人 11月20日书面申请",
    )
    assert faults() == []


def test_a_text_is_erased_once_and_with_a_reason(text, house):
    with pytest.raises(Refused, match="要写明依据"):
        operations.erase_text(text, by=house.leading_office, reason=" ")
    operations.erase_text(text, by=house.leading_office, reason="本人申请")
    with pytest.raises(Refused, match="已经删除"):
        operations.erase_text(text, by=house.leading_office, reason="本人申请")


@pytest.mark.parametrize(
    "change",
    [
        {"new": "另写的理由"},
        {"new": "", "old": ""},
        {"erased_at": "2026-01-01T00:00:00Z"},
        {"erased_at": "2026-01-01T00:00:00Z", "new": "", "label": "别的"},
        {"erased_at": "2026-01-01T00:00:00Z", "new": "", "field": "title"},
    ],
)
def test_a_text_can_be_erased_and_changed_in_no_other_way(text, change):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Revision.objects.filter(pk=text.pk).update(**change)
    with pytest.raises(DatabaseError, match=r"permission denied|Cannot delete"), transaction.atomic():
        text.delete()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE members_revision SET new = '改过' WHERE id = %s", "的“说明”被改动"),
        ("UPDATE members_revision SET new = '', erased_at = now() WHERE id = %s", "的“说明”没有登记就被删除"),
        ("DELETE FROM members_revision WHERE id = %s", "的文字缺失或多出"),
        ("UPDATE members_revision SET field = 'x' WHERE id = %s", "的文字缺失或多出"),
    ],
)
def test_a_text_that_was_changed_behind_the_product_is_found(text, sql, fault):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        cursor.execute(sql, [text.pk])
        cursor.execute("SET session_replication_role = origin; SET ROLE app")
    assert any(fault in each for each in faults())


def test_the_timeline_says_that_a_text_was_erased(stopped, text, house, client):
    assert WHY in events_page(client, house.township, stopped)
    operations.erase_text(text, by=house.leading_office, reason="本人申请")
    for user in (house.clerk, house.township):
        page = events_page(client, user, stopped)
        assert (WHY in page, ERASED in page) == (False, True)
    assert ERASED in client.get(stopped.get_absolute_url()).content.decode()
    client.force_login(house.auditor)
    page = client.get("/ledger/").content.decode()
    assert (WHY in page, ERASED in page, "删除台账里的个人内容" in page) == (False, True, True)


def test_only_the_leading_office_erases_and_from_the_page_of_the_case(stopped, text, house, client):
    url = reverse("members:erase_text", args=[text.pk])
    for user in (house.clerk, house.convener, house.township, house.admin, house.security, house.auditor):
        assert url not in events_page(client, user, stopped)
        assert client.post(url, {"reason": "本人申请"}).status_code == 404
    assert url in events_page(client, house.leading_office, stopped)
    assert "不能恢复" in client.get(url).content.decode()
    answer = client.post(url, {"reason": "本人申请"}, follow=True)
    assert ("内容已删除" in answer.content.decode(), faults()) == (True, [])


def test_a_leading_office_elsewhere_finds_no_text_of_this_city(text, client):
    city = make.RegionFactory(code="420222", name="阳新县", kind="city", parent=None)
    stranger = make.person("leading_office", unit=make.UnitFactory(kind="leading_office", region=city))
    client.force_login(stranger)
    assert client.get(reverse("members:erase_text", args=[text.pk])).status_code == 404


def test_a_text_that_only_the_room_reads_can_be_erased_unread(house, client):
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    person = case.participant_set.first()
    participants.edit(person, by=house.clerk, version=person.version, name="吴德胜的儿子")
    text = Revision.objects.get(event__verb="consult.edit_participant", field="name")
    page = events_page(client, house.leading_office, case)
    assert ("吴德胜的儿子" in page, reverse("members:erase_text", args=[text.pk]) in page) == (False, True)


def test_the_ledger_page_costs_the_same_for_three_texts_as_for_one(stopped, house, client):
    def cost(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    client.force_login(house.leading_office)
    url = reverse("consult:events", args=[stopped.pk])
    once = [cost(url), cost(url)][-1]
    for number in range(2):
        ledger.record(stopped, "consult.edit_topic", by=house.clerk, sentence="修改", case=stopped, note=f"{number}")
    assert cost(url) == once


def erased_by_command(row, user, reason="本人申请") -> str:
    output = StringIO()
    call_command("erase_text", row, by=user.username, reason=reason, stdout=output)
    return output.getvalue()


def test_a_text_outside_every_case_is_erased_by_command(house):
    operations.disable_account(house.stranger, by=house.admin, reason="因病离岗")
    event = Event.objects.latest("pk")
    row = f"{event.chain}-{event.sequence}"
    assert erased_by_command(row, house.leading_office) == f"已删除台账 {row} 的 1 处内容。\n"
    assert (Event.objects.with_notes().get(pk=event.pk).note, faults()) == (ERASED, [])


@pytest.mark.parametrize("row", ["420281-99", "420281-x", "nothing"])
def test_the_command_says_when_there_is_nothing_to_erase(house, row):
    with pytest.raises(CommandError, match="没有可以删除的内容"):
        erased_by_command(row, house.leading_office)


def test_the_command_asks_for_the_right_and_the_reason(text, house):
    row = f"{text.event.chain}-{text.event.sequence}"
    with pytest.raises(CommandError, match="没有这项权限"):
        erased_by_command(row, house.auditor)
    with pytest.raises(CommandError, match="要写明依据"):
        erased_by_command(row, house.leading_office, reason=" ")
    house.leading_office.username = "nobody"
    with pytest.raises(CommandError, match="没有可以登录的账号"):
        erased_by_command(row, house.leading_office)
