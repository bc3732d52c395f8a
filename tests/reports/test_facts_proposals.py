"""Figures out of proposals: each once where it began, for its room, its author and whoever signed."""

import pytest
from django.utils import timezone

from proposals import operations
from proposals.enums import ProposalKind, ProposalState
from proposals.models import Proposal
from reports import facts
from reports.facts import months
from reports.models import MemberMonth, ProposalReach, RoomMonth
from tests.proposals import joint_scene as scene
from tests.reports.test_facts_activities import kept

pytestmark = pytest.mark.django_db


def of(table, **where) -> dict:
    facts.catch_up()
    return {
        (measure, part): n for measure, part, n in table.objects.filter(**where).values_list("measure", "part", "n")
    }


def judged(row, state, **fields):
    """As the review leaves it; its verbs are tested beside them."""
    Proposal.objects.filter(pk=row.pk).update(state=state, **fields)
    facts.rebuild()


def test_a_proposal_counts_once_for_its_room_its_author_and_each_who_signed(house):
    one, two, silent = scene.signer(house), scene.signer(house, "章开平"), scene.signer(house, "潘越")
    row = scene.invited(house, one, two, silent)
    assert of(RoomMonth, room=house.room) == {}
    for member in (one, two):
        operations.sign(row, by=member.user, version=row.version)
    operations.submit(row, by=house.member)
    assert of(RoomMonth, room=house.room) == {("proposals", "|mode=joint|"): 1}
    assert of(MemberMonth, member=row.member) == {("proposals", "|mode=joint|"): 1}
    assert [of(MemberMonth, member=member) for member in (one, two, silent)] == [
        {("joint_proposals", ""): 1},
        {("joint_proposals", ""): 1},
        {},
    ]


def test_what_is_put_forward_in_the_name_of_a_sector_is_no_member_s_own(house):
    head = scene.signer(house)
    row = operations.invite(
        scene.drafted(house, mode="sector", proposed_for="经济界"), by=house.member, convener=head, until=scene.soon()
    )
    operations.sign(row, by=head.user, version=row.version)
    operations.submit(row, by=house.member)
    assert of(RoomMonth, room=house.room) == {("proposals", "|mode=sector|"): 1}
    assert of(MemberMonth) == {}


def test_each_kind_has_a_figure_of_its_own(house):
    for kind in ("information", "information", "suggestion"):
        operations.draft_and_submit(house.room, by=house.clerk, kind=kind, **scene.FULL)
    assert of(RoomMonth, room=house.room) == {("information_submitted", ""): 2, ("suggestions_submitted", ""): 1}


def test_what_is_merged_or_converted_counts_once(house):
    deputy = scene.deputy(house)
    filed, merged, turned = (
        operations.submit(scene.drafted(house, member=deputy, mode="personal"), by=house.member) for _ in range(3)
    )
    now = {"filed_by": house.office, "filed_at": timezone.now()}
    judged(filed, ProposalState.FILED, **now)
    judged(merged, ProposalState.MERGED, merged_into=filed, **now)
    judged(turned, ProposalState.CONVERTED)
    made = operations.draft_and_submit(house.room, by=house.clerk, kind="information", **scene.FULL)
    judged(made, ProposalState.FILED, converted_from=turned, kind=ProposalKind.INFORMATION, **now)
    assert of(RoomMonth, room=house.room) == {
        ("proposals", "|mode=personal|"): 3,
        ("proposals_filed", "|mode=personal|"): 1,
        ("proposals_submitted_filed", "|mode=personal|"): 1,
        ("information_adopted", ""): 1,
    }
    assert not any(facts.compare().values())


def acts(house):
    """One joint proposal through what can be done to it before the office has it, yielding after each act."""
    one, two = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, one, two)
    yield
    operations.sign(row, by=one.user, version=row.version)
    operations.sign(row, by=two.user, version=row.version)
    yield
    row = operations.submit(row, by=house.member)
    yield
    row = operations.take_back(row, by=house.member)
    yield
    operations.decline_to_sign(row, by=two.user)
    yield
    row = operations.submit(row, by=house.member)
    yield
    row = operations.send_back(row, by=house.office, verdict="请补充")
    yield
    operations.drop(row, by=house.member, reason="重复")
    yield


def test_following_each_act_gives_what_counting_anew_gives(house):
    found = []
    for _ in acts(house):
        assert facts.compare() == {"room": [], "member": [], "unit": [], "region": []}
        found.append((RoomMonth.objects.count(), MemberMonth.objects.count()))
    assert found == [(0, 0), (0, 0), (1, 3), (0, 0), (0, 0), (1, 2), (1, 2), (0, 0)]


def test_following_all_at_once_gives_the_same_as_a_rebuild(house):
    list(acts(house))
    operations.draft_and_submit(house.room, by=house.clerk, kind="information", **scene.FULL)
    facts.catch_up()
    followed, reach = kept(), list(ProposalReach.objects.order_by("pk").values())
    facts.rebuild()
    assert (kept(), list(ProposalReach.objects.order_by("pk").values())) == (followed, reach)
    assert followed["room"]
    assert set(months.TABLES) == set(followed)
