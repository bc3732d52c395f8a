"""预交办, 退办, 协商调整, 正式交办: what units say within their window, and what their silence means."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Event
from members.workflow import Refused
from proposals import operations
from proposals.models import Proposal
from proposals.operations import Part
from rooms.models import TimeLimit
from tests import factories as make
from tests.proposals.cycle_scene import (
    filed,
    last_told,
    letter,
    of,
    parts,
    preassigned,
    replied,
    running,
    talked,
    units,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(house):
    return units(house)


def limits(handling) -> dict:
    return dict(TimeLimit.objects.of(handling).values_list("of", "state"))


def run_out(handling) -> None:
    """Let the window have closed yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    earlier = yesterday - timedelta(days=20)
    TimeLimit.objects.of(handling).update(due_on=yesterday, counted_on=yesterday, starts_on=earlier)


# ── asked first ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_units_are_asked_within_a_window(house, found):
    row = preassigned(house, found, "lead", "co")
    row.refresh_from_db()
    handling = of(row, found, "lead")
    assert (row.state, handling.state, limits(handling)) == ("preassigned", "proposed", {"proposal_refusal": "running"})
    assert "预交办，请答复是否同意主办" in last_told(found.lead.user)


@pytest.mark.parametrize(
    ("roles", "because"),
    [
        (("co",), "要有一个主办单位"),
        ((), "请选择承办单位"),
    ],
)
def test_somebody_has_to_answer(house, found, roles, because):
    row = filed(house)
    with pytest.raises(Refused, match=because):
        operations.preassign(row, by=house.office, parts=[Part(found.lead.unit, role) for role in roles])


@pytest.mark.parametrize(
    ("roles", "because"),
    [
        (("lead", "lead"), "主办单位只能有一个"),
        (("lead", "divided"), "各办各的，全部选分办"),
    ],
)
def test_one_leads_or_several_divide_it(house, found, roles, because):
    row, given = filed(house), [found.lead.unit, found.co.unit]
    with pytest.raises(Refused, match=because):
        operations.preassign(row, by=house.office, parts=[Part(*each) for each in zip(given, roles, strict=True)])


def test_a_unit_has_one_part(house, found):
    row = filed(house)
    twice = [Part(found.lead.unit, "lead"), Part(found.lead.unit, "co")]
    with pytest.raises(Refused, match="市住建局选了两次"):
        operations.preassign(row, by=house.office, parts=twice)


def test_what_nobody_is_asked_to_handle_is_given_to_nobody(house, found):
    row = filed(house, kind="information")
    with pytest.raises(Refused, match="社情民意信息不交单位办理"):
        operations.assign(row, by=house.office, parts=parts(found), on=timezone.localdate())


def test_a_small_suggestion_is_given_at_once(house, found):
    row = filed(house, kind="suggestion")
    with pytest.raises(Refused, match="不用预交办"):
        operations.preassign(row, by=house.office, parts=parts(found))
    operations.assign(row, by=house.office, parts=parts(found), on=timezone.localdate(), paper="三办交办")
    row.refresh_from_db()
    handling = of(row, found, "lead")
    assert (row.state, handling.state) == ("running", "issued")
    assert limits(handling) == {"suggestion_refusal": "running", "suggestion_reply": "running"}
    operations.agree(handling, by=found.lead.user, handler="曹伟")
    handling.refresh_from_db()
    assert (handling.state, handling.handler) == ("accepted", "曹伟")


def test_only_the_fast_track_passes_the_question_by(house, found):
    with pytest.raises(Refused, match="要先预交办"):
        operations.assign(filed(house), by=house.office, parts=parts(found), on=timezone.localdate())
    row = filed(house, is_urgent=True)
    operations.assign(row, by=house.office, parts=parts(found), on=timezone.localdate())
    row.refresh_from_db()
    assert row.state == "running"


# ── yes, no, or silence ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_unit_agrees_once(house, found):
    handling = of(preassigned(house, found), found, "lead")
    operations.agree(handling, by=found.lead.user, leader="贺文清")
    handling.refresh_from_db()
    assert (handling.state, handling.accepted_by, handling.leader) == ("agreed", found.lead.user, "贺文清")
    assert limits(handling) == {"proposal_refusal": "met"}
    with pytest.raises(Refused, match="已经同意承办"):
        operations.agree(handling, by=found.lead.user)


def test_a_unit_asks_not_to_be_given_it_with_its_reason(house, found):
    handling = of(preassigned(house, found), found, "lead")
    with pytest.raises(Refused, match="要写明理由"):
        operations.object_to_proposal(handling, by=found.lead.user, reason=" ")
    with pytest.raises(Refused, match="不能是本单位"):
        operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局", better_unit=found.lead.unit)
    operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局", better_unit=found.co.unit)
    handling.refresh_from_db()
    assert (handling.state, handling.objection, handling.better_unit) == ("objected", "不归我局", found.co.unit)
    assert "市住建局申请退办" in last_told(house.office)


def test_silence_is_consent_once_the_window_has_closed(house, found):
    handling = of(preassigned(house, found), found, "lead")
    assert operations.lapse_refusals() == 0
    run_out(handling)
    assert operations.lapse_refusals() == 1
    assert operations.lapse_refusals() == 0
    handling.refresh_from_db()
    assert (handling.state, handling.agreed_by_lapse, handling.accepted_by) == ("agreed", True, None)
    told = Event.objects.filter(sentence__contains="视为同意承办")
    assert [(each.actor_label, each.verb) for each in told] == [("系统", "proposals.handle_proposal")]
    with pytest.raises(Refused, match="期限已过，已视为同意承办"):
        operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局")


def test_who_has_objected_has_not_been_silent(house, found):
    handling = of(preassigned(house, found), found, "lead")
    operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局")
    run_out(handling)
    assert operations.lapse_refusals() == 0
    handling.refresh_from_db()
    assert handling.state == "objected"


# ── settled ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def objected(house, found):
    handling = of(preassigned(house, found, "lead", "co"), found, "lead")
    return operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局", better_unit=found.joint.unit)


def test_the_office_does_not_agree_and_the_unit_goes_on(house, found, objected):
    with pytest.raises(Refused, match="请写明处理意见"):
        operations.adjust(objected, by=house.office, agrees=False, ruling="")
    operations.adjust(objected, by=house.office, agrees=False, ruling="三定方案明确由你局负责")
    objected.refresh_from_db()
    assert (objected.state, objected.ruling) == ("agreed", "三定方案明确由你局负责")


def test_a_unit_that_was_told_to_go_on_does_not_ask_again(house, found):
    row = filed(house, kind="suggestion")
    operations.assign(row, by=house.office, parts=parts(found), task="请研究办理", on=timezone.localdate(), paper="")
    handling = of(row, found, "lead")
    operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局")
    told = operations.adjust(of(row, found, "lead"), by=house.office, agrees=False, ruling="由你局负责")
    assert told.state == "issued"
    with pytest.raises(Refused, match="退办申请已经答复：由你局负责"):
        operations.object_to_proposal(told, by=found.lead.user, reason="还是不归我局")
    assert operations.agree(told, by=found.lead.user).state == "accepted"


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"proposer_asked": "电话征求，同意"}, "要选择改由哪个单位承办"),
        ({"unit": "joint"}, "征求提出人的意见"),
        ({"unit": "lead", "proposer_asked": "同意"}, "不能是申请退办的单位"),
        ({"unit": "co", "proposer_asked": "同意"}, "市交通局已经承办"),
    ],
)
def test_what_a_change_of_unit_needs(house, found, objected, given, because):
    unit = getattr(found, given["unit"]).unit if "unit" in given else None
    with pytest.raises(Refused, match=because):
        operations.adjust(objected, by=house.office, agrees=True, ruling="同意", **{**given, "unit": unit})


def test_another_unit_is_asked_in_its_place(house, found, objected):
    asked = {"unit": found.joint.unit, "proposer_asked": "9 月 2 日电话征求，提出人同意"}
    new = operations.adjust(objected, by=house.office, agrees=True, ruling="同意", **asked)
    objected.refresh_from_db()
    assert (objected.state, objected.proposer_asked) == ("refused", asked["proposer_asked"])
    assert (new.state, new.role, new.previous, new.unit) == ("proposed", "lead", objected, found.joint.unit)
    assert limits(new) == {"proposal_refusal": "running"}
    with pytest.raises(Refused, match="没有待处理的退办申请"):
        operations.adjust(objected, by=house.office, agrees=True, ruling="同意", **asked)


# ── for good ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_batch_is_given_for_good_at_one_meeting(house, found):
    rows = [preassigned(house, found, "lead", "co") for _ in range(2)]
    for row in rows:
        for role in ("lead", "co"):
            operations.agree(of(row, found, role), by=getattr(found, role).user)
    operations.assign_formally(rows, by=house.office, on=timezone.localdate(), paper="2026年提案交办会")
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.assigned_paper) == ("running", "2026年提案交办会")
        lead, co = of(row, found, "lead"), of(row, found, "co")
        assert (lead.state, limits(lead)) == ("accepted", {"proposal_refusal": "met", "proposal_reply": "running"})
        assert limits(co) == {"proposal_refusal": "met", "proposal_opinion": "running"}
        part, whole = (TimeLimit.objects.open().of(each).get() for each in (co, lead))
        assert part.parent == whole
        assert part.due_on < whole.due_on


@pytest.mark.parametrize(("said", "because"), [("", "还没有答复预交办"), ("objected", "请先协商调整")])
def test_nothing_is_given_for_good_while_a_unit_is_asked(house, found, said, because):
    rows = [preassigned(house, found), preassigned(house, found)]
    operations.agree(of(rows[0], found, "lead"), by=found.lead.user)
    if said:
        operations.object_to_proposal(of(rows[1], found, "lead"), by=found.lead.user, reason="不归我局")
    with pytest.raises(Refused, match=because):
        operations.assign_formally(rows, by=house.office, on=timezone.localdate(), paper="交办会")


@pytest.mark.parametrize("days", [1, -3])
def test_it_is_given_between_its_filing_and_today(house, found, days):
    row = preassigned(house, found)
    operations.agree(of(row, found, "lead"), by=found.lead.user)
    with pytest.raises(Refused, match="交办日期不能早于立案日期"):
        operations.assign_formally([row], by=house.office, on=timezone.localdate() + timedelta(days=days), paper="会")


def test_a_unit_is_added_and_taken_away_but_somebody_always_answers(house, found):
    row = running(house, found)
    new = operations.add_unit(row, by=house.office, unit=found.co.unit, role="co")
    assert limits(new) == {"proposal_refusal": "running", "proposal_opinion": "running"}
    operations.take_away(new, by=house.office, reason="误加")
    assert set(limits(new).values()) == {"void"}
    with pytest.raises(Refused, match="撤销以后没有单位答复"):
        operations.take_away(of(row, found, "lead"), by=house.office, reason="误加")


def test_of_a_unit_without_an_account_the_ledger_names_both(house, found):
    silent = make.UnitFactory(name="市气象局", short_name="市气象局")
    row = filed(house)
    operations.preassign(row, by=house.office, parts=[Part(silent, "lead")])
    handling = row.handlings.get()
    assert house.office.has_perm("proposals.handle_proposal", handling)
    operations.agree(handling, by=house.office)
    assert Event.objects.filter(sentence="市气象局同意承办").get().entered_for == "市气象局"


def divided(house, found):
    """Two units that divide it; the first one has answered."""
    row = running(house, found)
    row.handlings.update(role="divided")
    second = operations.add_unit(row, by=house.office, unit=found.co.unit, role="divided")
    operations.agree(second, by=found.co.user)
    first = of(row, found, "lead")
    talked(first, found.lead.user)
    operations.send_reply(letter(first, found.lead.user), by=found.lead.user)
    row.refresh_from_db()
    return row, second


def test_without_the_last_one_that_owes_its_letter_it_is_replied_to(house, found):
    row, second = divided(house, found)
    assert (row.state, row.reply_class) == ("running", "")
    operations.take_away(second, by=house.office, reason="误加")
    row.refresh_from_db()
    assert (row.state, row.reply_class) == ("replied", "A")


def test_whoever_handles_it_again_is_not_taken_away(house, found):
    row = replied(house, found)
    operations.handle_again(row, by=house.office, reason="没有落实")
    with pytest.raises(Refused, match="不能撤销最后一个答复的单位"):
        operations.take_away(of(row, found, "lead"), by=house.office, reason="误加")


def test_the_suggestions_of_a_unit_go_where_its_part_goes(house, found, objected):
    row = objected.proposal
    (advice,) = operations.split_advice(row, by=house.office, texts=["建车位"])
    operations.set_duty(advice, by=house.office, version=advice.version, handling=objected)
    asked = {"unit": found.joint.unit, "proposer_asked": "电话征求，提出人同意"}
    new = operations.adjust(objected, by=house.office, agrees=True, ruling="同意", **asked)
    advice.refresh_from_db()
    assert advice.handling == new
    operations.take_away(new, by=house.office, reason="误加")
    advice.refresh_from_db()
    assert advice.handling is None


def test_after_its_day_nobody_refuses_although_no_worker_has_come_by(house, found):
    handling = of(preassigned(house, found), found, "lead")
    run_out(handling)
    with pytest.raises(Refused, match="期限已过，已视为同意承办"):
        operations.object_to_proposal(handling, by=found.lead.user, reason="不归我局")
    assert operations.lapse_refusals() == 1


def test_an_office_above_gives_nothing_for_good_that_another_one_keeps(house, found, client):
    row = preassigned(house, found)
    operations.agree(of(row, found, "lead"), by=found.lead.user)
    above = make.UnitFactory(kind="office", region=make.city(), name="另一个政协办公室")
    stranger = make.person(RoleCode.OFFICE, unit=above)
    client.force_login(stranger)
    assert Proposal.objects.visible_to(stranger).filter(pk=row.pk).exists()
    answer = client.post(
        reverse("proposals:assignments"), {"pk": row.pk, "on": f"{timezone.localdate()}", "paper": "交办会"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (422, "preassigned")


def ticked(client, **query) -> list[str]:
    """The keys that the page has ticked for the person."""
    page = client.get(reverse("proposals:assignments"), query).content.decode()
    return [
        re.search(r'value="(\d+)"', box)[1]
        for box in re.findall(r'<input[^>]*name="pk"[^>]*>', page)
        if " checked" in box
    ]


def test_nothing_is_ticked_but_what_one_came_from_or_all_that_can_be_given(house, found, client):
    rows = [preassigned(house, found, "lead") for _ in range(3)]
    for row in rows[:2]:
        operations.agree(of(row, found, "lead"), by=found.lead.user)
    client.force_login(house.office)
    own, able = str(rows[0].pk), sorted(str(row.pk) for row in rows[:2])
    assert [ticked(client), ticked(client, pk=own), sorted(ticked(client, all=1))] == [[], [own], able]
    assert f'{reverse("proposals:assignments")}?pk={own}"' in client.get(rows[0].get_absolute_url()).content.decode()


def test_a_refused_batch_stays_ticked_as_it_was_sent(house, found, client):
    rows = [preassigned(house, found, "lead") for _ in range(2)]
    for row in rows:
        operations.agree(of(row, found, "lead"), by=found.lead.user)
    client.force_login(house.office)
    sent = {"pk": rows[1].pk, "on": f"{timezone.localdate()}", "paper": ""}
    answer = client.post(reverse("proposals:assignments"), sent)
    boxes = re.findall(r'<input[^>]*name="pk"[^>]*>', answer.content.decode())
    assert [f'value="{rows[1].pk}"' in box for box in boxes] == [" checked" in box for box in boxes]
    assert answer.status_code == 422
