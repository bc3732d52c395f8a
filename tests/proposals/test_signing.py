"""联名: asked until a day, signed for one version, and nothing more once it was submitted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused
from proposals import operations
from proposals.enums import SignerState
from proposals.models import JointSigner, Proposal, ProposalCall
from tests import factories as make
from tests.proposals import joint_scene as scene
from tests.register_world import uploaded

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


def sign(row, member, version=None):
    return operations.sign(row, by=member.user, version=version or Proposal.objects.get(pk=row.pk).version)


def states(row) -> list[str]:
    return list(row.signers.order_by("pk").values_list("state", flat=True))


def changed(row, house, **values):
    current = Proposal.objects.get(pk=row.pk)
    return operations.edit(current, by=house.member, version=current.version, **values)


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_invited_member_is_told_reads_it_and_signs(house):
    one = scene.signer(house)
    assert not Proposal.objects.visible_to(one.user).exists()
    row = scene.invited(house, one)
    assert told(one.user) == [f"邓国梁邀请您联名：{row.title}（{scene.day_told(scene.soon())}截止）"]
    assert row in Proposal.objects.visible_to(one.user)
    assert one.user.has_perm("proposals.sign_proposal", row)
    assert not one.user.has_perm("proposals.edit_proposal", row)
    signer = sign(row, one)
    assert (signer.state, signer.signed_version) == (SignerState.SIGNED, row.version)
    assert told(house.member)[-1] == f"周佩兰已在联名提案“{row.title}”上签名"
    assert Event.objects.filter(verb="proposals.sign_proposal").count() == 1


def test_inviting_makes_a_personal_one_a_joint_one(house):
    row = scene.drafted(house, mode="personal")
    assert operations.invite(row, by=house.member, members=[scene.signer(house)], until=scene.soon()).mode == "joint"


def test_asked_twice_a_member_stands_there_once_and_is_told_once(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    operations.invite(row, by=house.member, members=[one], until=scene.soon(9))
    assert states(row) == ["invited"]
    assert len(told(one.user)) == 1
    sign(row, one)
    operations.invite(row, by=house.member, members=[one])
    assert states(row) == ["signed"]


def test_who_said_no_may_be_asked_again(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    operations.decline_to_sign(row, by=one.user, note="情况不了解")
    assert told(house.member)[-1] == f"周佩兰不参加联名：{row.title}"
    operations.invite(row, by=house.member, members=[one])
    assert states(row) == ["invited"]


def test_who_cannot_sign_is_not_asked(house):
    row = scene.drafted(house)
    gone = make.posted_member(house.room, name="离任", is_active=False, state="adjusted")
    with pytest.raises(Refused, match="离任现在不在任"):
        operations.invite(row, by=house.member, members=[gone], until=scene.soon())
    with pytest.raises(Refused, match="邓国梁是第一提出人，不用再联名"):
        operations.invite(row, by=house.member, members=[row.member], until=scene.soon())
    with pytest.raises(Refused, match="请写明联名截止日期"):
        operations.invite(row, by=house.member, members=[scene.signer(house)])
    with pytest.raises(Refused, match="不能早于今天"):
        operations.invite(row, by=house.member, members=[], until=scene.soon(-1))
    assert not JointSigner.objects.exists()


def test_a_withdrawn_invitation_hides_it_again(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    operations.withdraw_invitation(row.signers.get(), by=house.member)
    assert told(one.user)[-1] == f"已撤销请您联名的邀请：{row.title}"
    assert row not in Proposal.objects.visible_to(one.user)
    with pytest.raises(Refused, match="邀请已经撤销"):
        sign(row, one)


# ── signing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_signature_is_for_the_text_that_was_read(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    changed(row, house, advice="由社区先行试点")
    with pytest.raises(Refused, match="刚刚修改过，请重新阅读"):
        sign(row, one, version=row.version)
    sign(row, one)


def test_a_changed_text_is_signed_anew(house):
    one, two = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, one, two)
    sign(row, one)
    operations.decline_to_sign(row, by=two.user)
    changed(row, house, advice="由社区先行试点")
    assert states(row) == ["invited", "declined"]
    assert told(one.user)[-1] == f"您签过名的提案有修改，请重新阅读、签名：{row.title}"
    assert len(told(two.user)) == 1


def test_what_nobody_signs_for_asks_nobody_again(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    sign(row, one)
    changed(row, house, mode="joint")
    assert states(row) == ["signed"]


def test_nobody_signs_after_the_cut_off_or_after_it_was_submitted(house):
    one, two = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, one, two)
    Proposal.objects.filter(pk=row.pk).update(signing_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="截止，不能再签名；需要补签的，请联系邓国梁"):
        sign(row, one)
    operations.invite(row, by=house.member, until=scene.soon())
    sign(row, one)
    operations.submit(row, by=house.member)
    for act in (sign, lambda row, member: operations.decline_to_sign(row, by=member.user)):
        with pytest.raises(Refused, match="这件提案已提交，不能再联名"):
            act(row, two)


# ── submitting ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_joint_one_needs_a_signature(house):
    row = scene.invited(house, scene.signer(house))
    with pytest.raises(Refused, match="至少要有 1 位委员签名，现在有 0 位"):
        operations.submit(row, by=house.member)


def test_a_call_may_ask_for_more_signatures(house):
    one = scene.signer(house)
    row = scene.invited(house, one)
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + timedelta(days=30)}
    call = ProposalCall.objects.create(
        issuer=make.office(),
        region=make.city(),
        theme="全会提案",
        text="围绕中心",
        kinds=["proposal"],
        asked=["members"],
        fewest_signers=2,
        created_by=house.office,
        **days,
    )
    Proposal.objects.filter(pk=row.pk).update(call=call)
    sign(row, one)
    with pytest.raises(Refused, match="至少要有 2 位委员签名，现在有 1 位"):
        operations.submit(row, by=house.member)


def test_a_sector_needs_its_name_and_its_convener(house):
    head, one = scene.signer(house), scene.signer(house, "章开平")
    row = scene.drafted(house, mode="sector")
    with pytest.raises(Refused, match="界别提案要写明提出单位"):
        operations.submit(row, by=house.member)
    row = changed(row, house, proposed_for="经济界")
    operations.invite(row, by=house.member, members=[one], convener=head, until=scene.soon())
    sign(row, one)
    with pytest.raises(Refused, match="提交前要由经济界的召集人签名确认"):
        operations.submit(row, by=house.member)
    with pytest.raises(Refused, match="召集人已经是周佩兰"):
        operations.invite(row, by=house.member, convener=one)
    sign(row, head)
    assert operations.submit(row, by=house.member).state == "submitted"


def test_it_is_personal_again_only_when_nobody_is_asked_any_more(house):
    row = scene.invited(house, scene.signer(house))
    with pytest.raises(Refused, match="请先撤销邀请"):
        changed(row, house, mode="personal")


def test_signers_are_told_what_the_author_is_told(house):
    one, two = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, one, two)
    sign(row, one)
    row = operations.submit(row, by=house.member)
    operations.receive(row, by=house.office)
    said = f"市政协办公室收下了您提交的提案“{row.title}”"
    assert len(told(one.user)) == 3, said
    assert len(told(two.user)) == 1


# ── on paper ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def paper(house):
    """Of a draft of the room: one invited who has no account."""
    member = make.posted_member(house.room, name="周佩兰")
    row = operations.draft(house.room, by=house.clerk, kind="information", **scene.FULL)
    return operations.invite(row, by=house.clerk, members=[member], until=scene.soon()).signers.get()


def entered(signer, by, **fields):
    scan = uploaded(by, kind="scan")
    answer = {"signs": True, "on": timezone.localdate(), "version": signer.proposal.version, "attachments": [scan.pk]}
    return operations.enter_signature(signer, by=by, **{**answer, **fields})


def test_a_signature_on_paper_is_entered_with_its_day_and_scan_and_names_both(house, paper):
    signer = entered(paper, house.clerk)
    row = signer.proposal
    assert (signer.state, signer.signed_version, signer.paper_on) == ("signed", row.version, timezone.localdate())
    assert [file.kind for file in signer.attachments.all()] == ["scan"]
    event = Event.objects.filter(verb="proposals.enter_signature").get()
    assert (event.actor_id, event.entered_for) == (house.clerk.pk, "周佩兰")
    assert operations.submit(row, by=house.clerk).state == "submitted"


def test_a_refusal_on_paper_needs_no_scan(house, paper):
    signer = entered(paper, house.clerk, signs=False, attachments=[], note="意见不同")
    assert (signer.state, signer.signed_version, signer.note) == ("declined", None, "意见不同")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"attachments": []}, "请上传本人签名的扫描件"),
        ({"version": 7}, "刚刚修改过"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "不能晚于今天"),
    ],
)
def test_what_is_not_on_the_paper_is_not_entered(house, paper, fields, why):
    with pytest.raises(Refused, match=why):
        entered(paper, house.clerk, **fields)


def test_after_the_cut_off_only_what_was_signed_before_is_entered_with_a_reason(house, paper):
    past = timezone.now() - timedelta(days=2)
    Proposal.objects.filter(pk=paper.proposal_id).update(signing_until=past)
    with pytest.raises(Refused, match="不能晚于联名截止日期"):
        entered(paper, house.clerk, why_late="邮寄迟到")
    on = timezone.localdate(past)
    with pytest.raises(Refused, match="请写明原因"):
        entered(paper, house.clerk, on=on)
    assert entered(paper, house.clerk, on=on, why_late="邮寄迟到").why_late == "邮寄迟到"


def test_a_changed_text_asks_for_another_paper(house, paper):
    row = entered(paper, house.clerk).proposal
    operations.edit(row, by=house.clerk, version=row.version, **{**scene.FULL, "advice": "改为分期增设"})
    paper.refresh_from_db()
    assert (paper.state, paper.paper_on, paper.entered_by) == ("invited", None, None)


def test_whoever_keeps_the_papers_enters_and_the_list_marks_it(house, paper, client):
    address = reverse("proposals:enter_signature", args=[paper.pk])
    client.force_login(house.other_clerk)
    assert client.get(address).status_code == 404
    client.force_login(house.clerk)
    page = client.get(paper.proposal.get_absolute_url()).content.decode()
    assert address in page
    answer = {"signs": "yes", "on": timezone.localdate().isoformat(), "version": paper.proposal.version}
    refused = client.post(address, answer)
    assert (refused.status_code, "请上传本人签名的扫描件" in refused.content.decode()) == (422, True)
    scan = uploaded(house.clerk, kind="scan")
    assert client.post(address, {**answer, "attachments": [scan.pk]}).status_code == 302
    signers = client.get(paper.proposal.get_absolute_url()).content.decode().partition('id="signers"')[2]
    assert [word in signers for word in ("书面", f"{house.clerk.name}代录", scan.name)] == [True] * 3
    assert address not in signers
