"""Proposals: out of a reception or a blank sheet, submitted to the office, taken in or given back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused, Stale
from proposals import operations
from proposals.enums import ProposalKind, ProposalState
from proposals.models import Proposal
from proposals.workflow import PROPOSAL
from reports import facts
from rooms import operations as room_operations
from tests import factories as make
from tests.rooms.activity_scene import RECEPTION, recorded

pytestmark = pytest.mark.django_db
FULL = {"title": "关于增设充电设施的建议", "situation": "充电车位不足", "advice": "由市住建局统一增设"}


@pytest.fixture
def deputy(house):
    """The member of the room as the roll knows him."""
    return make.posted_member(house.room, name="邓国梁", user=house.member)


def written(house, kind="information", **fields):
    return operations.draft(house.room, by=house.clerk, **{"kind": kind, **FULL, **fields})


def submitted(house, **fields):
    return operations.submit(written(house, **fields), by=house.clerk)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


# ── out of what a room did ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_reception_becomes_a_draft_without_the_visitor(house):
    what = "1 栋楼道堆物，占了消防通道。已经劝过两次！"
    activity = recorded(house.room, by=house.clerk, what=what)
    row = operations.draft_from_activity(activity, by=house.clerk)
    assert (row.kind, row.state, row.activity) == (ProposalKind.INFORMATION, ProposalState.DRAFT, activity)
    assert row.title == "1 栋楼道堆物，占了消防通道"
    assert row.situation == f"{what}\n{RECEPTION['result']}"
    assert "汪桂香" not in f"{row.title}{row.situation}{row.advice}"
    assert Event.objects.filter(object_type="proposals.proposal", object_id=str(row.pk)).count() == 1
    assert not any(facts.compare().values())


def test_what_a_member_brings_in_is_his_own_proposal(house, deputy):
    row = operations.draft_from_activity(recorded(house.room, by=house.member), by=house.member)
    assert (row.kind, row.member) == (ProposalKind.PROPOSAL, deputy)


def test_asked_twice_it_is_one_draft_until_it_is_given_up(house):
    activity = recorded(house.room, by=house.clerk)
    first = operations.draft_from_activity(activity, by=house.clerk)
    assert operations.draft_from_activity(activity, by=house.convener) == first
    operations.drop(first, by=house.clerk, reason="重复")
    assert operations.draft_from_activity(activity, by=house.clerk) != first


def test_the_database_itself_keeps_one_of_an_activity(house):
    activity = recorded(house.room, by=house.clerk)
    operations.draft_from_activity(activity, by=house.clerk)
    with pytest.raises(IntegrityError, match="proposal_of_activity_once"), transaction.atomic():
        written(house, activity=activity)


@pytest.mark.parametrize(
    ("said", "who", "kind"),
    [
        ("information", "clerk", "information"),
        ("information", "member", "information"),
        ("suggestion", "clerk", "suggestion"),
        ("suggestion", "member", "proposal"),
    ],
)
def test_a_voice_becomes_what_it_is(house, deputy, said, who, kind):
    voice = {"kind": said, "text": "井盖松动，夜里看不见。建议换新", "said_by": "汪桂香"}
    activity = recorded(house.room, by=house.clerk, voices=[voice])
    row = operations.draft_from_voice(activity.voices.get(), by=getattr(house, who))
    assert (row.kind, row.title) == (kind, "井盖松动，夜里看不见")
    assert (row.situation, row.advice) == ((voice["text"], "") if said == "information" else ("", voice["text"]))
    assert row.origin == activity
    assert row.member == (deputy if who == "member" else None)


def test_what_is_confidential_or_taken_out_becomes_no_proposal(house):
    shut = recorded(house.room, by=house.clerk, is_confidential=True)
    with pytest.raises(Refused, match="不公开，不能直接转为提案"):
        operations.draft_from_activity(shut, by=house.clerk)
    gone = room_operations.remove_activity(recorded(house.room, by=house.clerk), by=house.clerk, reason="重复")
    with pytest.raises(Refused, match="已经移出，不能转为提案"):
        operations.draft_from_activity(gone, by=house.clerk)


def test_a_voice_that_was_taken_out_becomes_no_proposal(house):
    activity = recorded(house.room, by=house.clerk, voices=[{"kind": "information", "text": "井盖松动"}])
    voice = room_operations.remove_voice(activity.voices.get(), by=house.clerk, reason="重复")
    with pytest.raises(Refused, match="这条社情民意信息已经移出"):
        operations.draft_from_voice(voice, by=house.clerk)


def test_a_withdrawn_room_begins_none(house):
    house.room.withdrawn_on = timezone.localdate() - timezone.timedelta(days=1)
    with pytest.raises(Refused, match="撤销"):
        written(house)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_edit_keeps_what_was_there_before(house):
    row = operations.edit(written(house), by=house.clerk, version=1, **{**FULL, "advice": "由社区先行试点"})
    assert (row.advice, row.version) == ("由社区先行试点", 2)
    event = Event.objects.filter(object_id=str(row.pk)).latest("pk")
    assert event.revisions.get().old == FULL["advice"]


def test_the_second_of_two_saves_sees_both_texts(house):
    row = written(house)
    operations.edit(row, by=house.clerk, version=1, title="先存的")
    with pytest.raises(Stale):
        operations.edit(row, by=house.convener, version=1, title="后存的")


# ── submitting ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_office_is_told_what_was_submitted(house):
    row = submitted(house)
    assert (row.state, row.office, row.submitted_by) == (ProposalState.SUBMITTED, make.office(), house.clerk)
    assert told(house.office) == [f"{house.room.unit.short_name}提交社情民意信息：{FULL['title']}"]


def test_the_member_is_told_what_the_clerk_submits_for_him(house, deputy):
    submitted(house, kind="proposal", member=deputy)
    assert told(house.member) == [f"提案“{FULL['title']}”已提交{make.office().short_name}"]


@pytest.mark.parametrize(
    ("kind", "missing", "said"),
    [
        ("proposal", {"situation": "", "advice": ""}, "提交前还要填写：情况和问题、意见建议、提出人。"),
        ("information", {"situation": " "}, "提交前还要填写：情况和问题。"),
        ("suggestion", {"advice": ""}, "提交前还要填写：意见建议。"),
        ("suggestion", {"advice": "字" * 500}, "微建议不超过 500 字，现在是 506 字，请精简以后提交。"),
    ],
)
def test_what_is_missing_is_named(house, kind, missing, said):
    with pytest.raises(Refused) as refused:
        submitted(house, kind=kind, **missing)
    assert str(refused.value) == said


def test_an_information_needs_no_advice(house):
    assert submitted(house, advice="").state == ProposalState.SUBMITTED


def test_who_is_out_of_office_puts_no_proposal_forward(house, deputy):
    row = written(house, kind="proposal", member=deputy)
    type(deputy).objects.filter(pk=deputy.pk).update(state="advised_out", is_active=False)
    with pytest.raises(Refused, match="邓国梁现在不在任"):
        operations.submit(row, by=house.clerk)


def test_a_refused_sheet_leaves_nothing_behind(house):
    with pytest.raises(Refused, match="意见建议"):
        operations.draft_and_submit(house.room, by=house.clerk, **{**FULL, "kind": "suggestion", "advice": ""})
    assert not Proposal.objects.exists()


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_office_gives_back_is_submitted_again(house):
    row = operations.send_back(submitted(house), by=house.office, verdict="请补充涉及户数")
    assert told(house.clerk) == [f"社情民意信息“{FULL['title']}”退回补充：请补充涉及户数"]
    row = operations.submit(row, by=house.clerk, version=row.version, situation="涉及 126 户")
    row = operations.receive(row, by=house.office)
    assert (row.state, row.situation) == (ProposalState.RECEIVED, "涉及 126 户")


def test_giving_back_needs_a_reason(house):
    with pytest.raises(Refused, match="写明需要补充什么"):
        operations.send_back(submitted(house), by=house.office, verdict=" ")


def test_what_was_taken_back_is_a_draft_that_the_office_does_not_see(house):
    row = submitted(house)
    assert Proposal.objects.visible_to(house.office).get() == row
    row = operations.take_back(row, by=house.clerk)
    assert (row.state, row.office, row.submitted_at) == (ProposalState.DRAFT, None, None)
    assert not Proposal.objects.visible_to(house.office).exists()


WRITING = ("draft", "submitted", "returned", "received", "dropped")


@pytest.mark.parametrize("to", WRITING)
@pytest.mark.parametrize("state", WRITING)
def test_until_the_office_has_it_a_proposal_moves_only_along_its_table(house, state, to):
    """The matrix of the first part, by the verbs that the pages call."""
    row = written(house)
    sent = {"office": make.office(), "submitted_by": house.clerk, "submitted_at": timezone.now()}
    fields = sent if state in ("submitted", "received", "returned") else {}
    Proposal.objects.filter(pk=row.pk).update(state=state, **fields)
    row.refresh_from_db()
    verbs = {
        "draft": lambda: operations.take_back(row, by=house.clerk),
        "submitted": lambda: operations.submit(row, by=house.clerk),
        "returned": lambda: operations.send_back(row, by=house.office, verdict="请补充"),
        "received": lambda: operations.receive(row, by=house.office),
        "dropped": lambda: operations.drop(row, by=house.clerk, reason="不成熟"),
    }
    if to in PROPOSAL[state]:
        assert verbs[to]().state == to
    else:
        with pytest.raises(Refused):
            verbs[to]()


def test_once_submitted_it_is_not_edited(house):
    with pytest.raises(Refused, match="已提交，不能再修改"):
        operations.edit(submitted(house), by=house.clerk, version=1, title="另一个")
