"""豁免: who may set a checkpoint aside, what it changes, and what the ledger keeps of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import CheckpointRecord, Matter
from consult.steps import case as moves
from consult.steps import minutes, research, signing, waiver
from consult.steps.minutes_checks import checks
from consult.workflow import Refused, gate_of, gates, pack_of
from members.enums import RoleCode
from members.models import Event, Notice
from tests import action_scenes, minutes_scene
from tests import factories as make

pytestmark = pytest.mark.django_db

REASON = "河堤出现险情，先行协商，调研随后补做"


@pytest.fixture
def unresearched(house):
    """At step 3 without a record of field work."""
    return make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def waive(case, by, code="research", reason=REASON):
    return waiver.waive(case, code=code, by=by, reason=reason)


def told(case):
    rows = Event.objects.with_notes().filter(
        case_id=case.pk, verb__in=["consult.waive_checkpoint", "consult.revoke_waiver"]
    )
    return [(row.verb, row.actor_label, row.sentence, row.note) for row in rows.order_by("sequence")]


def test_a_waived_checkpoint_holds_no_longer(house, unresearched):
    with pytest.raises(Refused, match="还没有调查研究记录"):
        research.finish(unresearched, by=house.clerk)
    waive(unresearched, house.leading_office)
    research.finish(unresearched, by=house.clerk)
    unresearched.refresh_from_db()
    assert unresearched.stage == "discussion"


def test_a_waiver_says_who_when_and_why(house, unresearched):
    waive(unresearched, house.leading_office)
    gate = gate_of(unresearched, pack_of(unresearched), "research")
    assert (gate.met, gate.blocks, gate.waiver.waived_by, gate.waiver.waiver_reason) == (
        True,
        False,
        house.leading_office,
        REASON,
    )
    assert gate.waiver.waived_at is not None


def test_a_waiver_leaves_one_ledger_row_and_tells_the_room(house, unresearched):
    before = Event.objects.count()
    waive(unresearched, house.leading_office)
    assert told(unresearched) == [("consult.waive_checkpoint", "方志明", "豁免“不调研不协商”", REASON)]
    assert Event.objects.count() == before + 1
    notices = Notice.objects.filter(sentence__startswith="豁免“不调研不协商”")
    assert set(notices.values_list("user__name", flat=True)) == {"周敏", "罗建平", "沈雅琴"}


def test_a_waiver_needs_a_reason(house, unresearched):
    with pytest.raises(Refused, match="要写明理由"):
        waive(unresearched, house.leading_office, reason="  ")
    assert (told(unresearched), CheckpointRecord.objects.count()) == ([], 0)


@pytest.mark.parametrize("code", ["approval", "list", "meeting", "matters", "minutes", "receipt", "closed", "dissent"])
def test_what_the_pack_does_not_offer_is_never_waived(house, unresearched, code):
    stages = pack_of(unresearched).stages
    stage = next(stage.code for stage in stages for checkpoint in stage.checkpoints if checkpoint.code == code)
    type(unresearched).objects.filter(pk=unresearched.pk).update(stage=stage, step=stage)
    with pytest.raises(Refused, match=r"不能豁免|已经满足"):
        waive(unresearched, house.leading_office, code=code)
    assert CheckpointRecord.objects.count() == 0


def test_a_checkpoint_of_another_stage_is_not_waived_ahead(house, unresearched):
    with pytest.raises(Refused, match="不在协商现在的环节"):
        waive(unresearched, house.leading_office, code="units")


def test_what_is_met_needs_no_waiver(house, unresearched):
    research.record(
        unresearched, by=house.clerk, on=timezone.localdate(), place="3 栋", team="委员", findings="主管堵塞"
    )
    with pytest.raises(Refused, match="已经满足，不用豁免"):
        waive(unresearched, house.leading_office)


def test_a_second_waiver_names_the_first(house, unresearched):
    waive(unresearched, house.leading_office)
    with pytest.raises(Refused, match="方志明已经先一步豁免"):
        waive(unresearched, house.leading_office)


@pytest.mark.parametrize("role", [RoleCode.CLERK, RoleCode.CONVENER])
def test_nobody_waives_for_the_own_room(house, unresearched, role):
    make.grant(house.leading_office, role, unit=house.room.unit)
    with pytest.raises(Refused, match="由本机关其他同志办理"):
        waive(unresearched, house.leading_office)


def test_nobody_waives_for_a_room_that_joined(house, unresearched):
    unresearched.joined_rooms.create(room=house.other_room)
    make.grant(house.leading_office, RoleCode.CLERK, unit=house.other_room.unit)
    with pytest.raises(Refused, match="由本机关其他同志办理"):
        waive(unresearched, house.leading_office)


def test_a_revoked_waiver_lets_the_checkpoint_hold_again(house, unresearched):
    waive(unresearched, house.leading_office)
    waiver.revoke(unresearched, code="research", by=house.leading_office, reason="险情已排除")
    with pytest.raises(Refused, match="还没有调查研究记录"):
        research.finish(unresearched, by=house.clerk)
    assert [row[2:] for row in told(unresearched)] == [
        ("豁免“不调研不协商”", REASON),
        ("撤销豁免“不调研不协商”", "险情已排除"),
    ]


def test_a_waiver_stands_once_its_stage_is_left(house, unresearched):
    waive(unresearched, house.leading_office)
    research.finish(unresearched, by=house.clerk)
    with pytest.raises(Refused, match="已经进入下一步"):
        waiver.revoke(unresearched, code="research", by=house.leading_office, reason="险情已排除")


def test_a_case_that_comes_back_to_the_stage_brings_its_waiver_along(house, unresearched):
    waive(unresearched, house.leading_office)
    research.finish(unresearched, by=house.clerk)
    moves.send_back(unresearched, stage="research", by=house.convener, reason="补充调研")
    unresearched.refresh_from_db()
    assert gate_of(unresearched, pack_of(unresearched), "research").waiver is not None


def test_a_case_that_is_over_is_not_waived(house, unresearched):
    type(unresearched).objects.filter(pk=unresearched.pk).update(state="stopped")
    with pytest.raises(Refused, match="已终止，不能再改动"):
        waive(unresearched, house.leading_office)


def test_minutes_are_signed_without_units_where_that_was_waived(house, client):
    draft = minutes_scene.drafted(house)
    matter = Matter.objects.filter(consultation=draft.consultation, level="township").get()
    matter.suggested_units.clear()
    with pytest.raises(Refused, match="没有写建议责任单位"):
        minutes.offer(draft, by=house.clerk, version=draft.version)
    waive(draft.consultation, house.leading_office, code="units")
    client.force_login(house.clerk)
    form = client.get(reverse("consult:edit_matter", args=[matter.pk])).context["form"]
    assert form["suggested_units"].note == "可不填"
    offered = minutes.offer(draft, by=house.clerk, version=draft.version)
    warned = [check.sentence for check in checks(offered) if check.warns]
    assert f"事项 1 没有写建议责任单位，由{house.room.approver.short_name}确定" in warned
    signing.sign(offered, by=house.convener, seen=signing.as_read(offered))
    assert action_scenes.fresh(draft.consultation).stage == "submission"


def test_figures_count_what_is_there_whatever_was_waived(house, unresearched):
    waive(unresearched, house.leading_office)
    assert [gate.met for gate in gates(unresearched, pack_of(unresearched))] == [True]
    assert unresearched.research_set.count() == 0
