"""会签, sending and 二次办理 at the same moment, on real PostgreSQL."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from consult.models import EvaluationRound
from consult.steps import evaluation
from members.enums import RoleCode
from members.models import Event, Notice
from proposals import operations
from proposals.models import Proposal, Reply
from proposals.operations import Part, proposal_evaluation, replies
from rooms.models import TimeLimit
from tests import factories as make
from tests import scenes
from tests.proposals.cycle_scene import LETTER, filed, letter, of, replied, talked, units
from tests.racing import at_once, between, unlocked, unlocked_at_once, unlocked_elsewhere, waiting

WHOLE = "会签已经齐了，可以发出答复"


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    house.units = units(house)
    return house


@pytest.fixture
def asked(house):
    """A letter that lies with two units which handle it together with the lead."""
    found = house.units
    unit = make.UnitFactory(name="市城管局", short_name="市城管局")
    found.second = SimpleNamespace(unit=unit, user=make.person(RoleCode.DEPARTMENT, unit=unit))
    row = filed(house)
    parts = [Part(found.lead.unit, "lead"), Part(found.joint.unit, "joint"), Part(found.second.unit, "joint")]
    operations.preassign(row, by=house.office, parts=parts)
    for role in ("lead", "joint", "second"):
        operations.agree(of(row, found, role), by=getattr(found, role).user)
    operations.assign_formally([row], by=house.office, on=timezone.localdate(), paper="交办会")
    for role in ("joint", "second"):
        operations.give_opinion(of(row, found, role), by=getattr(found, role).user, result="solved", text="已经安排")
    lead = of(row, found, "lead")
    talked(lead, found.lead.user)
    return operations.ask_cosigns(letter(lead, found.lead.user), by=found.lead.user)


def signing(house, reply, role, *, agrees=True, text=""):
    person = getattr(house.units, role)
    row = reply.cosigns.get(handling__unit=person.unit)
    return lambda: operations.cosign(row, by=person.user, agrees=agrees, text=text, version=reply.version)


def sending(house, reply):
    return lambda: operations.send_reply(reply, by=house.units.lead.user)


def signed(reply) -> list[tuple]:
    return list(reply.cosigns.order_by("pk").values_list("state", "text", "of_version"))


# ── 会签 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("time", range(3))
def test_of_two_who_answer_at_once_one_objects_and_the_letter_is_held(house, asked, time):
    objecting = signing(house, asked, "second", agrees=False, text="经费没有落实")
    told = at_once(signing(house, asked, "joint"), objecting, sending(house, asked))
    assert (told[:2], bool(told[2])) == (["", ""], True)
    assert signed(asked) == [("agreed", "", 1), ("objected", "经费没有落实", 1)]
    with pytest.raises(replies.Refused, match="市城管局"):
        sending(house, asked)()
    assert Reply.objects.get().state == "draft"


def told_whole(house) -> int:
    return Notice.objects.filter(user=house.units.lead.user, sentence__startswith=WHOLE).count()


def test_of_two_who_agree_at_once_the_last_one_tells_the_lead(house, asked):
    assert at_once(signing(house, asked, "joint"), signing(house, asked, "second")) == ["", ""]
    assert told_whole(house) == 1


def test_without_the_lock_each_would_think_that_the_other_still_owes_it(house, asked, monkeypatch):
    """Negative control: both have looked before either ends, and nobody is the last one."""
    monkeypatch.setattr(replies, "lock", unlocked)
    monkeypatch.setattr(replies, "write", waiting(replies.write))
    assert at_once(signing(house, asked, "joint"), signing(house, asked, "second")) == ["", ""]
    assert (told_whole(house), asked.cosigns.open().count()) == (0, 0)


def signed_while_changed(house, asked) -> tuple[str, str, list[tuple]]:
    """A unit signs what it has read while the lead writes another text."""
    values = {**LETTER, "body": "改为明年办理。", "signed_on": timezone.localdate(), "version": asked.version}

    def change():
        operations.edit_reply(asked, by=house.units.lead.user, **values)

    own, other = between(change, signing(house, asked, "joint"), lambda: None)
    return own, other, signed(asked)


def test_what_was_changed_at_this_moment_is_not_signed_unread(house, asked):
    told = "答复函刚刚修改过，请重新阅读以后再会签。"
    assert signed_while_changed(house, asked) == ("", told, [("asked", "", None)] * 2)


def test_without_the_lock_it_would_go_out_with_a_signature_for_another_text(house, asked, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(replies, "lock", unlocked_elsewhere(replies.lock))
    assert signed_while_changed(house, asked)[2] == [("agreed", "", 1), ("asked", "", None)]
    assert Reply.objects.get().version == 2


# ── 二次办理 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def unsatisfied(house):
    """Two proposers have said at the same moment that they are not satisfied; nobody has followed it yet."""
    row = replied(house, house.units, member=make.posted_member(house.room, user=house.member))
    other = filed(house, member=make.posted_member(house.room, user=house.convener))
    Proposal.objects.filter(pk=other.pk).update(state="merged", merged_into=row)
    closes_on = timezone.localdate() + timedelta(days=7)
    operations.open_evaluation(row, by=house.office, closes_on=closes_on)
    round = EvaluationRound.objects.get(side="handling")
    data = {field["key"]: "不满意" for field in round.form.choices}

    def answering(user):
        return lambda: evaluation.answer(round.invitations.get(user=user), data=data, remark="没有车位", by=user)

    assert at_once(answering(house.member), answering(house.convener)) == ["", ""]
    evaluation.close_round(round, by=house.office)
    return EvaluationRound.objects.get(pk=round.pk)


def handled_again() -> tuple[list, int, int]:
    """In which round it stands, how often that was told, and how many limits run for it."""
    rounds = Proposal.objects.filter(state="rework").values_list("round", flat=True)
    told = Event.objects.filter(sentence="第 2 次办理").count()
    return list(rounds), told, TimeLimit.objects.open().filter(of="proposal_second").count()


def follow_at_once(house, round) -> list[str]:
    row = Proposal.objects.get(pk=round.target_id)

    def follow():
        operations.follow_evaluation(round)

    return at_once(follow, follow, lambda: operations.handle_again(row, by=house.office, reason="提出人不满意"))


def test_however_many_are_not_satisfied_it_is_handled_again_once(house, unsatisfied):
    assert unsatisfied.answered == 2
    told = follow_at_once(house, unsatisfied)
    assert told[:2] == ["", ""]
    assert told[2] in ("", "现在是“二次办理”，答复或者办结以后才能重新办理。")
    assert handled_again() == ([2], 1, 1)


def test_without_the_lock_it_would_be_told_three_times(house, unsatisfied, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(proposal_evaluation, "lock", unlocked_at_once(3))
    follow_at_once(house, unsatisfied)
    assert handled_again()[1] > 1
