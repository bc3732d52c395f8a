"""A round from its opening to its end: what is asked, what is refused, what it comes to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay, RoundState, Satisfaction
from consult.models import Evaluation, EvaluationInvitation, Matter
from consult.models.rated import Rater
from consult.steps import evaluation
from consult.steps.evaluation_people import hash_of, invitation_of
from members import ledger
from members.enums import RoleCode
from members.models import Job, Notice
from members.workflow import Refused
from tests import action_scenes
from tests import factories as make
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return scene.done()


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises(Refused) as told:
        verb(*args, **kwargs)
    return str(told.value)


def test_a_round_keeps_its_form_whatever_the_pack_says_later(house):
    round = scene.opened(house)
    assert (round.form.name, round.state, round.keeper) == (
        "办理态度和结果评议表",
        RoundState.OPEN,
        house.room.unit,
    )
    assert round.form_table["threshold"] == 0.5
    assert round.ranked_unit == house.department_unit


def test_whoever_is_asked_is_told_once_with_the_page_where_to_answer(house):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    notice = Notice.objects.get(user=first.user)
    assert notice.url == f"/evaluation-invitations/{first.pk}/"
    assert "请评议" in notice.sentence
    assert list(ledger.verify("420281")) == []


def test_the_suggested_raters_are_the_proposer_and_the_mass_representatives(house):
    make.RepresentativeFactory(room=house.room, kind="mass", name="谢春兰")
    make.RepresentativeFactory(room=house.room, kind="party")
    told = [(rater.kind, rater.told) for rater in house.matter.raters("handling")]
    assert told == [(RaterKind.PROPOSER, "邓国梁"), (RaterKind.MASS, "谢春兰")]


def test_what_is_not_done_yet_is_not_rated(house):
    matter, _, _ = action_scenes.running(house)
    said = refused(scene.opened, house, Matter.objects.for_page().get(pk=matter.pk))
    assert said == "办完以后才能评议。"


def test_a_second_round_waits_for_the_first(house):
    scene.opened(house)
    assert "已经有一次评议" in refused(scene.opened, house)


def test_the_rated_unit_neither_rates_nor_runs_the_round(house):
    of_unit = Rater(RaterKind.UNIT, unit=house.department_unit)
    assert "不能给自己评议" in refused(scene.opened, house, raters=[of_unit])
    works_there = Rater(RaterKind.PANEL, user=house.department)
    assert "曹伟在被评议的一方" in refused(scene.opened, house, raters=[works_there])
    house.matter.by_room = True
    Matter.objects.filter(pk=house.matter.pk).update(by_room=True)
    assert "是被评议的单位，不能组织对自己的评议" in refused(scene.opened, house)


def test_whoever_works_in_the_rated_unit_opens_no_round_about_it(house):
    make.grant(house.clerk, RoleCode.DEPARTMENT, unit=house.department_unit)
    assert "您在被评议的一方，不能组织这次评议" in refused(scene.opened, house)
    assert scene.opened(house, by=house.township).keeper == house.room.approver


def test_somebody_who_took_a_post_in_the_rated_unit_cannot_answer_any_more(house):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    make.grant(first.user, RoleCode.DEPARTMENT, unit=house.department_unit)
    assert "您在被评议的一方" in refused(evaluation.answer, first, data=scene.GOOD, by=first.user)


def test_an_answer_counts_once(house):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    evaluation.answer(first, data=scene.GOOD, by=first.user)
    said = refused(evaluation.answer, first, data=scene.BAD, by=first.user, remark="x")
    assert said == "这份评议已经提交过，一人一份，不能再评。"
    row = Evaluation.objects.get()
    assert (row.satisfied, row.score, row.overall) == (True, Decimal(80), "满意")


def test_not_satisfied_needs_a_reason_and_half_fixed_is_an_answer(house):
    round = scene.opened(house)
    first, second, _ = scene.invited(round)
    assert "写明理由" in refused(evaluation.answer, first, data=scene.BAD, by=first.user)
    evaluation.answer(first, data=scene.BAD, by=first.user, remark="下雨还是倒灌")
    half = {**scene.GOOD, "overall": "部分解决"}
    row = evaluation.answer(second, data=half, by=second.user)
    assert (row.overall, row.satisfied) == ("部分解决", False)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"attitude": "满意", "overall": "满意"}, "请选择或者填写“办理结果”。"),
        ({**scene.GOOD, "result": "很好"}, "“办理结果”没有这个选项，请重新选择。"),
    ],
)
def test_an_answer_fits_the_form(house, data, said):
    first = scene.invited(scene.opened(house))[0]
    assert refused(evaluation.answer, first, data=data, by=first.user) == said


def test_what_the_form_does_not_ask_is_left_out(house):
    first = scene.invited(scene.opened(house))[0]
    row = evaluation.answer(first, data={**scene.GOOD, "secret": "x"}, by=first.user)
    assert row.answers == scene.GOOD


def test_a_late_answer_is_told_the_day(house, monkeypatch):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    last = round.closes_on
    scene.later(monkeypatch, last + timedelta(days=1))
    said = refused(evaluation.answer, first, data=scene.GOOD, by=first.user)
    assert f"{last.month}月{last.day}日" in said
    assert said.endswith("截止，不再受理。")


def test_a_sheet_of_paper_that_was_filled_in_time_is_entered_later(house, monkeypatch):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    given, last = timezone.localdate(), round.closes_on
    scan = action_scenes.photo(house.clerk)
    scene.later(monkeypatch, last + timedelta(days=1))
    told = {"data": scene.GOOD, "by": house.clerk}
    assert "请上传" in refused(evaluation.enter_paper, first, on=given, **told)
    late = last + timedelta(days=1)
    assert "截止" in refused(evaluation.enter_paper, first, on=late, attachments=[scan.pk], **told)
    row = evaluation.enter_paper(first, on=given, attachments=[scan.pk], **told)
    assert (row.entered_for_rater, row.on, row.invitation.way) == (True, given, RaterWay.PAPER)
    assert row.attachments.count() == 1


def test_a_link_is_kept_as_its_hash_and_only_the_newest_holds(house):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    invitation = scene.invited(round)[0]
    old = evaluation.make_link(invitation, by=house.clerk)
    token = evaluation.make_link(invitation, by=house.clerk)
    invitation.refresh_from_db()
    assert invitation.token_hash == hash_of(token)
    assert (invitation_of(old), invitation_of(token)) == (None, invitation)
    evaluation.answer(invitation_of(token), data=scene.GOOD)
    assert "已经提交过" in refused(evaluation.answer, invitation_of(token), data=scene.GOOD)


def test_a_link_past_its_day_holds_no_more(house):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    token = evaluation.make_link(scene.invited(round)[0], by=house.clerk)
    EvaluationInvitation.objects.update(expires_at=timezone.now())
    assert invitation_of(token) is None


def test_the_public_code_takes_one_answer_a_device(house):
    round = evaluation.open_to_public(scene.opened(house), by=house.clerk)
    evaluation.answer_by_code(round, device="a", data=scene.GOOD)
    assert "一台手机评一次" in refused(evaluation.answer_by_code, round, device="a", data=scene.GOOD)
    evaluation.answer_by_code(round, device="b", data=scene.GOOD)
    assert Evaluation.objects.filter(invitation__kind=RaterKind.PUBLIC).count() == 2
    evaluation.close_to_public(round, by=house.clerk)
    assert "已经停用" in refused(evaluation.answer_by_code, round, device="c", data=scene.GOOD)


def test_the_end_says_what_it_came_to(house):
    round = scene.opened(house)
    scene.answer_all(round, scene.GOOD, scene.GOOD, scene.BAD)
    result = evaluation.close_round(round, by=house.clerk)
    assert (result.asked, result.answered, result.satisfied, result.is_satisfied) == (3, 3, 2, True)
    assert (result.score.median, result.score.least, result.score.most) == (80, 0, 80)
    assert result.overall.counts == [
        ("满意", 2),
        ("基本满意", 0),
        ("部分解决", 0),
        ("已办结但问题没有解决", 0),
        ("不满意", 1),
    ]
    assert [(each.label, each.spread.median) for each in result.criteria] == [("办理态度", 100), ("办理结果", 60)]
    assert [(each.text, each.name) for each in result.remarks] == [("没有疏通彻底", "")]
    round.refresh_from_db()
    assert (round.state, round.answered, round.satisfaction) == (RoundState.CLOSED, 3, Satisfaction.YES)
    assert Notice.objects.filter(user=house.department, url=round.get_absolute_url()).exists()


def test_a_signed_remark_stands_with_its_name(house):
    house.raters = [Rater(RaterKind.PROPOSER, user=house.member)]
    round = scene.opened(house, raters=house.raters)
    assert round.least_shown == 1
    scene.answer_all(round, scene.BAD)
    result = evaluation.close_round(round, by=house.clerk)
    assert (result.is_satisfied, result.remarks[0].name) == (False, "邓国梁")


def test_too_few_answers_decide_nothing(house):
    round = scene.opened(house)
    scene.answer_all(round, scene.GOOD)
    assert evaluation.close_round(round, by=house.clerk).is_satisfied is None


def test_what_is_over_is_not_answered_prolonged_or_closed_again(house):
    round = scene.opened(house)
    first = scene.invited(round)[0]
    evaluation.close_round(round, by=house.clerk)
    assert "已在" in refused(evaluation.answer, first, data=scene.GOOD, by=first.user)
    later = round.closes_on + timedelta(days=5)
    assert "已在" in refused(evaluation.prolong, round, by=house.clerk, closes_on=later, reason="再等几天")
    assert "已经办过" in refused(evaluation.close_round, round, by=house.clerk)


def test_the_target_is_told_of_the_end_by_a_job(house, monkeypatch):
    monkeypatch.setattr(Matter, "closed_round_job", "consult.remind")
    round = scene.opened(house)
    evaluation.void_round(round, by=house.clerk, reason="选错了评议表")
    job = Job.objects.get(key=f"consult.remind:{round.pk}")
    assert job.arguments == {"round": round.pk}


def test_a_round_is_prolonged_with_a_reason(house):
    round = scene.opened(house)
    later = round.closes_on + timedelta(days=5)
    assert "写明理由" in refused(evaluation.prolong, round, by=house.clerk, closes_on=later, reason=" ")
    assert "要晚于" in refused(evaluation.prolong, round, by=house.clerk, closes_on=round.closes_on, reason="x")
    assert evaluation.prolong(round, by=house.clerk, closes_on=later, reason="国庆放假").closes_on == later


def test_an_invitation_is_withdrawn_until_it_is_answered(house):
    round = scene.opened(house)
    first, second, _ = scene.invited(round)
    evaluation.withdraw(second, by=house.clerk)
    assert "已经撤回" in refused(evaluation.answer, second, data=scene.GOOD, by=second.user)
    evaluation.answer(first, data=scene.GOOD, by=first.user)
    assert "不能撤回" in refused(evaluation.withdraw, first, by=house.clerk)
    assert evaluation.invite(round, [Rater(RaterKind.MASS, user=second.user)], by=house.clerk) == 1
    assert "都已经邀请过" in refused(evaluation.invite, round, [Rater(RaterKind.MASS, user=first.user)], by=house.clerk)


def test_a_link_holds_as_long_as_the_round_that_was_prolonged(house):
    round = scene.opened(house, raters=[Rater(RaterKind.MASS, name="1 号住户")])
    token = evaluation.make_link(scene.invited(round)[0], by=house.clerk)
    ends = invitation_of(token).expires_at
    evaluation.prolong(round, by=house.clerk, closes_on=round.closes_on + timedelta(days=5), reason="农忙")
    assert invitation_of(token).expires_at == ends + timedelta(days=5)
