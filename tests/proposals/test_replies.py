"""答复函: what holds it, who signs it, who has it in hands, and when it can still be taken back."""

import pytest
from django.utils import timezone

from members.models import Attachment
from members.operations import attach, take_file_away
from members.workflow import Refused
from proposals import operations, queries
from proposals.models import Proposal, Reply
from tests import factories as make
from tests.proposals.cycle_scene import LETTER, last_told, letter, of, replied, running, talked, units

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(house):
    return units(house)


@pytest.fixture
def joint(house, found):
    """The lead has written its letter, and the unit that handles it together has handed in its part."""
    row = running(house, found, "lead", "joint")
    lead = of(row, found, "lead")
    talked(lead, found.lead.user)
    operations.give_opinion(of(row, found, "joint"), by=found.joint.user, result="solved", text="资金已经安排")
    return letter(lead, found.lead.user)


def sent(reply, found):
    return operations.send_reply(reply, by=found.lead.user)


# ── what holds it ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_nothing_is_answered_without_a_talk(house, found):
    handling = of(running(house, found), found, "lead")
    reply = letter(handling, found.lead.user)
    talked(handling, found.lead.user, with_proposer=False)
    with pytest.raises(Refused, match="不协商不答复"):
        sent(reply, found)
    talked(handling, found.lead.user)
    sent(reply, found)
    handling.refresh_from_db()
    row = handling.proposal
    row.refresh_from_db()
    assert (row.state, row.reply_class, handling.state, handling.result) == ("replied", "A", "answered", "solved")
    assert "已答复（A 类），请查看并签收" in last_told(house.clerk)


def test_the_parts_of_others_come_first(house, found):
    row = running(house, found, "lead", "co")
    lead = of(row, found, "lead")
    talked(lead, found.lead.user)
    with pytest.raises(Refused, match="市交通局还没有提交办理意见"):
        sent(letter(lead, found.lead.user), found)


def test_of_a_key_proposal_every_suggestion_is_answered(house, found):
    row = running(house, found, is_key=True)
    lead = of(row, found, "lead")
    talked(lead, found.lead.user)
    reply = letter(lead, found.lead.user)
    with pytest.raises(Refused, match="还没有列出建议清单"):
        sent(reply, found)
    operations.split_advice(row, by=house.office, texts=["建车位"])
    with pytest.raises(Refused, match="第 1 条建议还没有填写责任清单"):
        sent(reply, found)


@pytest.mark.parametrize(
    ("fields", "because"),
    [({"result_class": "B"}, "计划完成的时间"), ({"result_class": "C"}, "不能解决的原因")],
)
def test_what_is_not_solved_says_until_when_or_why(house, found, fields, because):
    handling = of(running(house, found), found, "lead")
    with pytest.raises(Refused, match=because):
        letter(handling, found.lead.user, **fields)


def test_one_letter_for_each_time_that_it_is_handled(house, found):
    handling = of(running(house, found), found, "lead")
    letter(handling, found.lead.user)
    with pytest.raises(Refused, match="已经起草"):
        letter(handling, found.lead.user)


def test_who_stands_beside_writes_no_letter(house, found):
    row = running(house, found, "lead", "co")
    with pytest.raises(Refused, match="由主办单位答复"):
        letter(of(row, found, "co"), found.co.user)


# ── signed together ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_handles_it_together_signs_before_it_goes_out(house, found, joint):
    with pytest.raises(Refused, match="还没有送市财政局会签"):
        sent(joint, found)
    operations.ask_cosigns(joint, by=found.lead.user)
    with pytest.raises(Refused, match="市财政局还没有会签"):
        sent(joint, found)
    operations.cosign(joint.cosigns.get(), by=found.joint.user, agrees=True, version=joint.version)
    assert "会签已经齐了" in last_told(found.lead.user)
    assert sent(joint, found).state == "sent"


def test_an_objection_holds_it_until_it_is_answered(house, found, joint):
    operations.ask_cosigns(joint, by=found.lead.user)
    cosign = joint.cosigns.get()
    with pytest.raises(Refused, match="请写明意见"):
        operations.cosign(cosign, by=found.joint.user, agrees=False, version=joint.version)
    operations.cosign(cosign, by=found.joint.user, agrees=False, text="资金数额不符", version=joint.version)
    with pytest.raises(Refused, match="会签有不同意见"):
        sent(joint, found)
    operations.explain(joint, by=found.lead.user, cosign=cosign, answer="按第二批下达数核对无误")
    assert sent(joint, found).state == "sent"


def test_a_changed_letter_is_signed_anew(house, found, joint):
    operations.ask_cosigns(joint, by=found.lead.user)
    cosign = joint.cosigns.get()
    operations.cosign(cosign, by=found.joint.user, agrees=True, version=joint.version)
    values = {**LETTER, "body": "改写以后的正文", "signed_on": timezone.localdate()}
    changed = operations.edit_reply(joint, by=found.lead.user, version=joint.version, **values)
    cosign.refresh_from_db()
    assert (cosign.state, cosign.signed_by) == ("asked", None)
    with pytest.raises(Refused, match="请重新阅读以后再会签"):
        operations.cosign(cosign, by=found.joint.user, agrees=True, version=joint.version)
    operations.cosign(cosign, by=found.joint.user, agrees=True, version=changed.version)


# ── several that divide it ───────────────────────────────────────────────────────────────────────────────────────────
def test_of_those_that_divide_it_every_one_answers_and_the_worst_class_counts(house, found):
    row = running(house, found)
    other = operations.add_unit  # the second one is given its part as a row: a lead and a division never stand together
    row.handlings.update(role="divided")
    second = other(row, by=house.office, unit=found.co.unit, role="divided")
    operations.agree(second, by=found.co.user)
    first = of(row, found, "lead")
    talked(first, found.lead.user)
    sent(letter(first, found.lead.user), found)
    assert Proposal.objects.get(pk=row.pk).state == "running"
    second = of(row, found, "co")
    talked(second, found.co.user)
    why = {"result_class": "C", "why_not": "受用地限制"}
    operations.send_reply(letter(second, found.co.user, **why), by=found.co.user)
    row.refresh_from_db()
    assert (row.state, row.reply_class) == ("replied", "C")


# ── in the proposer's hands ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_letter_that_nobody_has_is_taken_back_and_written_anew(house, found):
    row = replied(house, found)
    reply = Reply.objects.get()
    with pytest.raises(Refused, match="请写明撤回的原因"):
        operations.withdraw_reply(reply, by=found.lead.user, reason=" ")
    reply = operations.withdraw_reply(reply, by=found.lead.user, reason="数字有误")
    assert (timezone.localdate(reply.withdrawn_at), reply.withdrawn_by) == (timezone.localdate(), found.lead.user)
    row.refresh_from_db()
    handling = of(row, found, "lead")
    assert (row.state, row.reply_class, handling.state) == ("running", "", "accepted")
    sent(letter(handling, found.lead.user), found)


def test_a_letter_that_the_proposer_has_stands(house, found):
    replied(house, found)
    reply = operations.receive_reply(Reply.objects.get(), by=house.clerk)
    with pytest.raises(Refused, match="提出人已经签收"):
        operations.withdraw_reply(reply, by=found.lead.user, reason="数字有误")
    with pytest.raises(Refused, match="不用再签收"):
        operations.receive_reply(reply, by=house.clerk)


def test_a_draft_is_no_business_of_the_proposer(house, found):
    member = make.posted_member(house.room, user=house.member)
    row = running(house, found, member=member)
    reply = letter(of(row, found, "lead"), found.lead.user)
    seen = {who: Reply.objects.visible_to(getattr(house, who)).exists() for who in ("member", "clerk", "office")}
    assert seen == {"member": False, "clerk": False, "office": True}
    Reply.objects.filter(pk=reply.pk).update(state="sent", sent_at=timezone.now(), sent_by=found.lead.user)
    assert Reply.objects.visible_to(house.member).get() == reply
    assert house.member.has_perm("proposals.receive_reply", reply)
    assert not found.lead.user.has_perm("proposals.receive_reply", reply)


# ── what was signed stays what was signed ────────────────────────────────────────────────────────────────────────────
def photo(user):
    return Attachment.objects.create(
        name="验收.jpg", media_type="image/jpeg", size=4, sha256="0" * 64, uploaded_by=user, file="x.jpg"
    )


def signed(joint, found):
    operations.ask_cosigns(joint, by=found.lead.user)
    return operations.cosign(joint.cosigns.get(), by=found.joint.user, agrees=True, version=joint.version)


def test_another_enclosure_is_signed_anew(house, found, joint):
    cosign, read = signed(joint, found), joint.version
    values = {**LETTER, "signed_on": timezone.localdate()}
    changed = operations.edit_reply(
        joint, by=found.lead.user, version=read, attachments=[photo(found.lead.user).pk], **values
    )
    cosign.refresh_from_db()
    assert (cosign.state, cosign.signed_by, changed.version) == ("asked", None, read + 1)
    with pytest.raises(Refused, match="市财政局还没有会签"):
        sent(joint, found)
    with pytest.raises(Refused, match="请重新阅读以后再会签"):
        operations.cosign(cosign, by=found.joint.user, agrees=True, version=read)


def test_no_enclosure_is_taken_out_of_what_was_signed(house, found, joint):
    enclosed = photo(found.lead.user)
    attach(joint, [enclosed.pk], by=found.lead.user)
    signed(joint, found)
    with pytest.raises(Refused, match="会签单位已经同意这份答复函"):
        take_file_away(Attachment.objects.get(pk=enclosed.pk), by=found.lead.user, reason="传错了")


def test_what_units_say_to_each_other_is_not_the_proposers_to_read(house, found, joint):
    operations.ask_cosigns(joint, by=found.lead.user)
    objection = {"agrees": False, "text": "资金数额不符", "version": joint.version}
    operations.cosign(joint.cosigns.get(), by=found.joint.user, **objection)
    operations.explain(joint, by=found.lead.user, cosign=joint.cosigns.get(), answer="按第二批下达数核对无误")
    answered = sent(joint, found)
    readers = (found.lead.user, found.joint.user, house.office, house.auditor, house.clerk)
    read = [queries.shown_of_reply(answered, each)["reads_cosigns"] for each in readers]
    assert read == [True, True, True, True, False]
