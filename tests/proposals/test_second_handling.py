"""After the reply: both sides rate, who is not satisfied has it handled again, and the office closes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import EvaluationRound
from consult.steps import evaluation
from consult.steps.evaluation_people import keeper_of
from members.workflow import Refused
from proposals import operations
from proposals.models import JointSigner, Reply
from proposals.queries import waiting_for
from proposals.queries.evaluating import UNFINISHED
from rooms.models import TimeLimit
from tests import factories as make
from tests.proposals.cycle_scene import filed, letter, of, replied, talked, units

pytestmark = pytest.mark.django_db
SATISFIED, UNSATISFIED = "满意", "不满意"


@pytest.fixture
def found(house):
    return units(house)


@pytest.fixture
def answered(house, found):
    return replied(house, found, member=make.posted_member(house.room, user=house.member))


def rated(house, row, answer) -> EvaluationRound:
    """The proposer says the same of everything, and the round is closed."""
    closes_on = timezone.localdate() + timedelta(days=7)
    operations.open_evaluation(row, by=house.office, closes_on=closes_on)
    round = EvaluationRound.objects.open().filter(side="handling").latest("pk")
    data = {field["key"]: answer for field in round.form.choices}
    invitation = round.invitations.get(user=house.member)
    evaluation.answer(invitation, data=data, remark="还是没有车位", by=house.member)
    evaluation.close_round(round, by=house.office)
    round.refresh_from_db()
    operations.follow_evaluation(round)
    row.refresh_from_db()
    return round


def test_both_sides_are_asked_once(house, found, answered):
    closes_on = timezone.localdate() + timedelta(days=7)
    made = operations.open_evaluation(answered, by=house.office, closes_on=closes_on)
    assert [(each.side, [str(one) for one in each.invitations.all()]) for each in made] == [
        ("handling", [house.member.name]),
        ("proposal", [found.lead.unit.name]),
    ]
    with pytest.raises(Refused, match="评议已经发起"):
        operations.open_evaluation(answered, by=house.office, closes_on=closes_on)
    with pytest.raises(Refused, match="评议还没有结束"):
        operations.close_proposal(answered, by=house.office)


def test_nobody_rates_what_is_not_answered(house):
    with pytest.raises(Refused, match="答复以后才能评议"):
        operations.open_evaluation(filed(house), by=house.office, closes_on=timezone.localdate())


def test_satisfied_it_is_closed_with_its_parts(house, found, answered):
    assert rated(house, answered, SATISFIED).satisfaction == "yes"
    assert answered.state == "replied"
    operations.close_proposal(answered, by=house.office)
    answered.refresh_from_db()
    assert (answered.state, answered.closed_by, of(answered, found, "lead").state) == ("closed", house.office, "closed")


def test_not_satisfied_it_is_handled_again_with_a_limit_of_its_own(house, found, answered):
    round = rated(house, answered, UNSATISFIED)
    handling = of(answered, found, "lead")
    assert (round.satisfaction, answered.state, answered.round) == ("no", "rework", 2)
    assert (handling.state, handling.round) == ("accepted", 2)
    assert TimeLimit.objects.open().of(handling).get().of == "proposal_second"
    operations.follow_evaluation(round)
    answered.refresh_from_db()
    assert answered.round == 2
    with pytest.raises(Refused, match="不协商不答复"):
        operations.send_reply(letter(handling, found.lead.user), by=found.lead.user)
    talked(handling, found.lead.user)
    operations.send_reply(Reply.objects.get(round=2), by=found.lead.user)
    answered.refresh_from_db()
    assert (answered.state, Reply.objects.count()) == ("replied", 2)
    rated(house, answered, SATISFIED)
    operations.close_proposal(answered, by=house.office)
    answered.refresh_from_db()
    assert (answered.state, answered.round) == ("closed", 2)


def test_without_a_rating_it_is_closed_with_a_word_on_why(house, found, answered):
    with pytest.raises(Refused, match="没有评议结论"):
        operations.close_proposal(answered, by=house.office)
    operations.close_proposal(answered, by=house.office, note="提出人书面表示满意")


def test_what_a_look_back_finds_undone_is_handled_again(house, found, answered):
    operations.close_proposal(answered, by=house.office, note="提出人书面表示满意")
    answered.refresh_from_db()
    with pytest.raises(Refused, match="请写明重新办理的理由"):
        operations.handle_again(answered, by=house.office, reason="")
    operations.handle_again(answered, by=house.office, reason="回头看发现车位没有建成")
    answered.refresh_from_db()
    assert (answered.state, answered.round, answered.closed_at) == ("rework", 2, None)
    assert of(answered, found, "lead").state == "accepted"


def test_what_was_taken_up_and_given_to_nobody_is_closed_with_what_became_of_it(house):
    row = filed(house, kind="information")
    with pytest.raises(Refused, match="请写明采用、报送的情况"):
        operations.close_proposal(row, by=house.office)
    operations.close_proposal(row, by=house.office, note="编入社情民意信息专报第 3 期")
    row.refresh_from_db()
    assert row.state == "closed"
    with pytest.raises(Refused, match="没有交单位办理"):
        operations.handle_again(row, by=house.office, reason="没有回音")


def test_what_has_its_number_is_not_closed_before_it_was_handled(house):
    with pytest.raises(Refused, match="要先交单位办理"):
        operations.close_proposal(filed(house), by=house.office, note="不办了")


def test_of_what_was_merged_both_proposers_rate(house, found):
    first = replied(house, found, member=make.posted_member(house.room, user=house.member))
    second = filed(house, member=make.posted_member(house.room, user=house.convener))
    type(second).objects.filter(pk=second.pk).update(state="merged", merged_into=first)
    assert [each.user for each in first.raters("handling")] == [house.member, house.convener]


def test_who_also_works_in_the_unit_keeps_nobody_from_rating(house, found):
    """A member of the lead's own staff signed it: the others are asked, and that one is not."""
    row = replied(house, found, mode="joint", member=make.posted_member(house.room, user=house.member))
    insider = make.posted_member(house.room, user=found.lead.user)
    JointSigner.objects.create(
        proposal=row,
        member=insider,
        state="signed",
        signed_version=1,
        answered_at=timezone.now(),
        invited_by=house.clerk,
    )
    handling, _ = operations.open_evaluation(row, by=house.office, closes_on=timezone.localdate())
    assert [each.user for each in handling.invitations.all()] == [house.member]


def test_a_room_does_not_run_the_rating_of_what_it_put_forward(house, found, answered, client):
    url = reverse("consult:open_round", args=["proposal", answered.pk])
    opened = {}
    for person in (house.clerk, house.leading_office, house.office):
        client.force_login(person)
        opened[person] = client.get(url).status_code == 200
    assert opened == {house.clerk: False, house.leading_office: False, house.office: True}
    assert keeper_of(answered, house.office) == answered.office


def test_what_was_asked_of_the_first_letter_is_not_granted_to_the_second(house, found, answered):
    handling = of(answered, found, "lead")
    type(handling).objects.filter(pk=handling.pk).update(extension_reason="等批复", extension_asked_at=timezone.now())
    operations.handle_again(answered, by=house.office, reason="没有落实")
    with pytest.raises(Refused, match="没有待处理的延期申请"):
        operations.rule_extension(of(answered, found, "lead"), by=house.office, grants=True)


def test_a_talk_from_before_the_first_letter_does_not_open_the_second(house, found, answered):
    yesterday = timezone.localdate() - timedelta(days=1)
    operations.handle_again(answered, by=house.office, reason="没有落实")
    handling = of(answered, found, "lead")
    with pytest.raises(Refused, match="现在是第 2 次办理，沟通日期不能早于上一次答复的日期"):
        talked(handling, found.lead.user, on=yesterday)
    assert talked(handling, found.lead.user).round == 2


# ── while both sides rate ────────────────────────────────────────────────────────────────────────────────────────────
def opened(house, row) -> dict[str, EvaluationRound]:
    closes_on = timezone.localdate() + timedelta(days=7)
    return {each.side: each for each in operations.open_evaluation(row, by=house.office, closes_on=closes_on)}


def answer(round, invitation, by) -> None:
    data = {field["key"]: SATISFIED for field in round.form.choices}
    evaluation.answer(invitation, data=data, by=by)


def told_office(house, row) -> list[str]:
    return [task.sentence for task in waiting_for(house.office) if task.url == row.get_absolute_url()]


def test_the_task_of_the_office_tells_how_far_the_rating_is(house, found, answered):
    assert told_office(house, answered) == ["单位已答复，发起评议或者办结"]
    rounds = opened(house, answered)
    assert told_office(house, answered) == ["评议中，已评 0/2"]
    answer(rounds["handling"], rounds["handling"].invitations.get(), house.member)
    assert told_office(house, answered) == ["评议中，已评 1/2"]
    answer(rounds["proposal"], rounds["proposal"].invitations.get(), found.lead.user)
    assert told_office(house, answered) == ["结束评议（已评 2/2）"]
    evaluation.close_round(rounds["handling"], by=house.office)
    assert told_office(house, answered) == ["评议已结束，办结或者重新办理"]


def test_past_its_day_the_rating_is_to_be_ended_though_nobody_came(house, answered):
    opened(house, answered)
    yesterday = timezone.localdate() - timedelta(days=1)
    EvaluationRound.objects.update(opens_on=yesterday, closes_on=yesterday)
    assert told_office(house, answered) == ["结束评议（已评 0/2）"]


def test_while_it_is_rated_the_page_offers_its_end_and_says_why_nothing_is_closed(client, house, answered):
    rounds = opened(house, answered)
    ends = [reverse("consult:close_round", args=[each.pk]) for each in rounds.values()]
    closes = reverse("proposals:close_proposal", args=[answered.pk])
    client.force_login(house.office)
    page = client.get(answered.get_absolute_url())
    shown = page.content.decode()
    assert [page.context["state_word"], page.context["why_not_closed"]] == ["评议中，已评 0/2", UNFINISHED]
    assert [f'href="{url}"' in shown for url in (*ends, closes)] == [True, True, False]
    evaluation.close_round(rounds["handling"], by=house.office)
    shown = client.get(answered.get_absolute_url()).content.decode()
    assert [f'href="{url}"' in shown for url in (*ends, closes)] == [False, True, True]


def test_how_many_have_rated_is_not_told_to_those_who_are_rated(client, house, found, answered):
    opened(house, answered)
    client.force_login(found.lead.user)
    page = client.get(answered.get_absolute_url())
    assert (page.context["state_word"], "已评" in page.content.decode()) == ("评议中", False)
