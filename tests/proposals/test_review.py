"""The review: one step after the other, corrected and never overwritten, and what the last word does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Event, Notice, NumberSeries
from members.workflow import Refused
from proposals import operations, queries
from proposals.models import JointSigner, Proposal
from reports.facts import sent_rows
from tests import factories as make
from tests.proposals.review_scene import received, reviewed, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatchers(house):
    """The two offices of the leaders, each with somebody of its own."""
    party = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, name="市委办公室")
    government = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, name="市政府办公室")
    return [make.person(RoleCode.DISPATCHER, unit=unit) for unit in (party, government)]


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


# ── one step after the other ─────────────────────────────────────────────────────────────────────────────────────────
def test_taken_in_it_waits_for_its_first_review_by_the_practice_of_the_day(house):
    row = received(house)
    assert (row.review_step, row.practice) == ("group", make.daye())
    assert queries.standing_of(row).silent == ["提案组"]


def test_nobody_disputes_it_and_the_chairs_file_it_with_a_number(house):
    row = reviewed(house, received(house), opinion="同意立案")
    year = timezone.localdate().year
    assert (row.state, row.year, row.number, row.review_step) == ("filed", year, 1, "")
    assert [(each.step, each.entered_for_body) for each in row.reviews.all()] == [
        ("group", True),
        ("committee", True),
        ("chairs", True),
    ]
    assert told(house.clerk)[-1] == f"提案“{row.title}”已立案，编号{year}年第 1 号"
    assert Event.objects.filter(object_id=str(row.pk), verb="proposals.review_proposal").count() == 4


def test_a_later_step_waits_for_the_one_before(house):
    row = received(house)
    with pytest.raises(Refused, match="审查已经到了“提案组初审”"):
        said(row, "chairs", "主席会议", by=house.office)


def test_what_was_said_is_not_said_again(house):
    row = received(house)
    said(row, "group", "提案组", by=house.office)
    with pytest.raises(Refused, match="审查已经到了“提案委员会复审”"):
        said(row, "group", "提案组", by=house.office)


def test_only_bodies_of_the_step_speak(house):
    with pytest.raises(Refused, match="提案组初审没有主席会议这一方"):
        said(received(house), "group", "主席会议", by=house.office)


@pytest.mark.parametrize("why", ["different", "asked"])
def test_what_is_disputed_goes_to_the_joint_review(house, why):
    row = received(house)
    said(row, "group", "提案组", by=house.office, is_disputed=why == "asked")
    outcome = ("decline", {"opinion": "不属于本地职权"}) if why == "different" else ("file", {})
    said(row, "committee", "提案委员会", outcome[0], by=house.office, **outcome[1])
    row.refresh_from_db()
    assert row.review_step == "joint"
    assert queries.standing_of(row).silent == ["提案委员会", "市委办公室", "市政府办公室"]
    with pytest.raises(Refused, match="审查已经到了“三方会审”"):
        said(row, "chairs", "主席会议", by=house.office)


def test_those_of_the_joint_review_speak_for_their_own_office_alone(house, dispatchers):
    row = received(house)
    said(row, "group", "提案组", by=house.office, is_disputed=True)
    said(row, "committee", "提案委员会", by=house.office)
    party, _ = dispatchers
    assert told(party)[-1] == f"待三方会审：{row.title}"
    row.refresh_from_db()
    assert queries.may_speak_for(party, row, queries.standing_of(row)) == ["市委办公室"]
    with pytest.raises(Refused, match="市政府办公室的意见由市政府办公室或者市政协办公室登记"):
        said(row, "joint", "市政府办公室", by=party)
    assert said(row, "joint", "市委办公室", by=party).entered_for_body is False
    assert said(row, "joint", "市政府办公室", by=house.office).entered_for_body is True
    said(row, "joint", "提案委员会", by=house.office)
    row.refresh_from_db()
    assert row.review_step == "chairs"


@pytest.mark.parametrize("outcome", ["decline", "convert"])
def test_who_is_turned_away_is_told_why(house, outcome):
    row = received(house)
    with pytest.raises(Refused, match="要写明理由"):
        said(row, "group", "提案组", outcome, by=house.office, opinion=" ")


def test_a_day_to_come_is_no_day_of_a_review(house):
    row = received(house)
    for on in (timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=1)):
        with pytest.raises(Refused, match="审查日期不能早于提交日期"):
            operations.speak(row, by=house.office, step="group", body="提案组", outcome="file", on=on)


# ── corrected, not overwritten ───────────────────────────────────────────────────────────────────────────────────────
def test_a_correction_stands_beside_what_it_corrects(house):
    row = received(house)
    first = said(row, "group", "提案组", by=house.office, opinion="同意")
    new = operations.correct_review(
        first, by=house.office, reason="登记有误", outcome="decline", opinion="内容空泛", on=timezone.localdate()
    )
    first.refresh_from_db()
    assert (new.corrects, first.corrected_by, first.opinion) == (first, house.office, "同意")
    assert list(row.reviews.standing()) == [new]
    with pytest.raises(Refused, match="请更正最新的一条"):
        operations.correct_review(first, by=house.office, reason="再改", outcome="file", on=timezone.localdate())


@pytest.mark.parametrize(("reason", "later", "because"), [(" ", False, "更正的原因"), ("有误", True, "以后的环节")])
def test_what_others_built_upon_is_not_corrected(house, reason, later, because):
    row = received(house)
    first = said(row, "group", "提案组", by=house.office)
    if later:
        said(row, "committee", "提案委员会", by=house.office)
    with pytest.raises(Refused, match=because):
        operations.correct_review(first, by=house.office, reason=reason, outcome="file", on=timezone.localdate())


def test_the_database_keeps_one_standing_opinion_of_a_body(house):
    row = received(house)
    first = said(row, "group", "提案组", by=house.office)
    first.pk = None
    with pytest.raises(IntegrityError, match="review_of_body_once"), transaction.atomic():
        first.save(force_insert=True)


# ── three offices together ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_small_suggestion_is_listed_when_all_three_offices_agree(house, dispatchers):
    row = received(house, kind="suggestion")
    party, government = dispatchers
    said(row, "offices", "市委办公室", by=party)
    said(row, "offices", "市政府办公室", by=government)
    row.refresh_from_db()
    assert row.state == "received"
    assert said(row, "offices", "市政协办公室", by=house.office).entered_for_body is False
    row.refresh_from_db()
    assert (row.state, row.number) == ("filed", 1)


def test_offices_that_differ_hold_it_until_one_thinks_better_of_it(house):
    row = received(house, kind="suggestion")
    first = said(row, "offices", "市委办公室", "decline", by=house.office, opinion="已经在做")
    said(row, "offices", "市政府办公室", by=house.office)
    said(row, "offices", "市政协办公室", by=house.office)
    row.refresh_from_db()
    assert (row.state, queries.standing_of(row).is_whole, queries.standing_of(row).agrees) == ("received", True, False)
    operations.correct_review(first, by=house.office, reason="沟通一致", outcome="file", on=timezone.localdate())
    row.refresh_from_db()
    assert row.state == "filed"


# ── what it comes to ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_not_filed_says_why(house):
    row = reviewed(house, received(house), "decline", opinion="已经列入今年计划")
    assert (row.state, row.verdict, row.number) == ("not_filed", "已经列入今年计划", None)
    assert told(house.clerk)[-1].endswith("不予立案：已经列入今年计划")
    assert not NumberSeries.objects.filter(kind="proposal_proposal").exists()


def test_what_became_information_keeps_its_people_and_is_counted_once(house):
    row = reviewed(house, received(house), "convert", opinion="宜作信息反映")
    new = row.converted_to
    assert (row.state, new.kind, new.state, new.review_step) == ("converted", "information", "received", "editing")
    assert (new.member, new.situation, new.submitted_at) == (row.member, row.situation, row.submitted_at)
    # Once, where it began.
    assert (list(sent_rows.proposals()), list(sent_rows.information_submitted())) == ([row], [])
    said(new, "editing", "市政协办公室", by=house.office)
    new.refresh_from_db()
    assert (new.state, new.issue) == ("filed", f"{new.year}年第 1 号")


def test_those_who_signed_sign_what_it_became_as_well(house):
    row = received(house)
    signer = make.MemberFactory(name="程万里", user=house.member)
    signed = {"state": "signed", "signed_version": row.version, "answered_at": timezone.now()}
    JointSigner.objects.create(proposal=row, member=signer, invited_by=house.clerk, **signed)
    Proposal.objects.filter(pk=row.pk).update(mode="joint")
    new = reviewed(house, row, "convert", opinion="宜作信息反映").converted_to
    assert [(each.member, each.state) for each in new.signers.all()] == [(signer, "signed")]
    assert row.signers.count() == 1
    assert told(house.member)[-1].endswith("转为社情民意信息办理：宜作信息反映")


def test_merged_into_another_both_sides_are_told(house):
    first = reviewed(house, received(house))
    other = make.posted_member(house.room, user=house.member)
    row = reviewed(house, received(house, member=other), "merge", into=first, opinion="内容相同")
    assert (row.state, row.merged_into, row.number) == ("merged", first, None)
    assert told(house.member)[-1] == f"提案“{row.title}”并入“{first.title}”（{first.issue}）一并办理"
    assert told(house.clerk)[-1] == f"提案“{first.title}”并入了“{row.title}”，一并办理"


def test_nothing_is_merged_into_what_has_no_number(house):
    row, other = received(house), received(house)
    with pytest.raises(Refused, match="不能再并入别的件"):
        said(row, "group", "提案组", "merge", by=house.office, into=other)
    with pytest.raises(Refused, match="不能并入自己"):
        said(row, "group", "提案组", "merge", by=house.office, into=row)
    with pytest.raises(Refused, match="要选择并入哪一件"):
        said(row, "group", "提案组", "merge", by=house.office)


def test_one_that_has_its_number_can_still_be_merged(house):
    first, row = reviewed(house, received(house)), reviewed(house, received(house))
    operations.merge(row, by=house.office, into=first, reason="同一件事")
    row.refresh_from_db()
    assert (row.state, row.merged_into, row.number) == ("merged", first, 2)
    with pytest.raises(Refused, match="不能再并案"):
        operations.merge(row, by=house.office, into=first, reason="再来一次")
    third = reviewed(house, received(house))
    with pytest.raises(Refused, match="已经有别的件并入这一件"):
        operations.merge(first, by=house.office, into=third, reason="再并")


def test_information_is_not_made_information(house):
    row = received(house, kind="information")
    with pytest.raises(Refused, match="审查意见可以是：采用、不予采用、并案"):
        said(row, "editing", "市政协办公室", "convert", by=house.office, opinion="转")


# ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_word_on_many_gives_each_its_number(house):
    rows = [received(house) for _ in range(3)]
    for step, body in (("group", "提案组"), ("committee", "提案委员会"), ("chairs", "主席会议")):
        said_of = {"step": step, "body": body, "outcome": "file", "on": timezone.localdate()}
        operations.speak_together(rows, by=house.office, **said_of)
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_one_that_has_gone_on_stops_all_of_them(house):
    rows = [received(house) for _ in range(2)]
    said(rows[1], "group", "提案组", by=house.office)
    said_of = {"step": "group", "body": "提案组", "outcome": "file", "on": timezone.localdate()}
    with pytest.raises(Refused, match="审查已经到了"), transaction.atomic():
        operations.speak_together(rows, by=house.office, **said_of)
    assert not rows[0].reviews.exists()


def test_a_merger_is_no_word_for_many(house):
    rows = [received(house)]
    said_of = {"step": "group", "body": "提案组", "outcome": "merge", "on": timezone.localdate()}
    with pytest.raises(Refused, match="并案要逐件登记"):
        operations.speak_together(rows, by=house.office, **said_of)
