import pytest

from consult.enums import ConsultationState, Ending, MatterLevel, MatterState, MinutesState, SubmissionState
from consult.models import Submission
from consult.steps import submission
from consult.workflow import Refused, Stale
from members.models import Event, Notice, Unit
from tests import action_scenes as scene

pytestmark = pytest.mark.django_db


def states(case):
    return list(case.matter_set.order_by("number").values_list("state", flat=True))


def kinds(case):
    return [(each.kind, each.to.name) for each in case.submission_set.select_related("to").order_by("pk")]


def of_kind(case, kind):
    return case.submission_set.get(kind=kind)


def test_sending_lays_the_agreed_matters_before_the_body(house):
    case = scene.signed(house, township=2, disputed=1)
    submission.send(case, by=house.convener)
    assert (kinds(case), states(case)) == ([("minutes", house.room.approver.name)], ["pending", "pending", "noted"])


def test_sending_takes_city_level_matters_to_the_office_and_tells_the_township(house):
    case = scene.signed(house, township=1, city=1)
    submission.send(case, by=house.convener)
    body = house.room.approver.name
    assert kinds(case) == [("minutes", body), ("matter", "市政协办公室"), ("copy", body)]
    assert states(case) == [MatterState.PENDING, MatterState.CITY]


def test_sending_writes_the_way_of_each_matter_by_the_pack(house):
    case = scene.signed(house, township=1, city=1, disputed=1)
    submission.send(case, by=house.convener)
    ways = case.matter_set.order_by("number").values_list("disposition", flat=True)
    assert list(ways) == ["township", "city", "no_consensus"]


def test_sending_leaves_one_ledger_row_that_says_where_everything_went(house):
    case = scene.signed(house, township=1, city=1)
    submission.send(case, by=house.convener)
    event = Event.objects.get(verb="consult.send_minutes")
    assert event.sentence == f"报送纪要第 1 期至{house.room.approver.short_name}；事项 2 报市政协办公室并抄告"


def test_sending_notifies_the_body_and_the_office(house):
    case = scene.signed(house, township=1, city=1)
    Notice.objects.all().delete()
    submission.send(case, by=house.convener)
    told = Notice.objects.order_by("user__name").values_list("user__name", flat=True).distinct()
    assert set(told) == {"陈立新", "孙倩", "吴建华"}


@pytest.mark.parametrize(
    ("state", "message"), [("draft", "审签以后才能报送"), ("offered", "审签以后才能报送"), ("correcting", "正在更正")]
)
def test_only_signed_minutes_are_sent(house, state, message):
    case = scene.signed(house)
    type(case.minutes).objects.update(state=state)
    with pytest.raises(Refused, match=message):
        submission.send(scene.fresh(case), by=house.convener)


def test_minutes_are_sent_only_at_their_step(house):
    case = scene.signed(house, stage="discussion", step="discussion")
    with pytest.raises(Refused, match="还没有进入报送这一步"):
        submission.send(case, by=house.convener)


def test_the_same_edition_is_sent_once(house):
    case = scene.signed(house)
    submission.send(case, by=house.convener)
    with pytest.raises(Refused, match="已经报送"):
        submission.send(scene.fresh(case), by=house.convener)


def test_a_correction_is_sent_again_with_its_new_matters(house):
    case = scene.received(house, township=1)
    case.matter_set.create(number=2, text="补充一件", created_by=house.clerk)
    scene.sign(case, by=house.convener)
    again = submission.send(scene.fresh(case), by=house.convener)
    assert (str(again.edition).endswith("更正1"), states(case)) == (True, ["pending", "pending"])


def test_city_matters_have_nowhere_to_go_without_an_office(house):
    Unit.objects.filter(kind="office").update(is_active=False)
    case = scene.signed(house, city=1)
    with pytest.raises(Refused, match="没有设置市政协办公室"):
        submission.send(case, by=house.convener)
    assert Submission.objects.count() == 0


def test_receiving_the_minutes_opens_the_action_stage(house):
    case = scene.signed(house)
    sent = submission.send(case, by=house.convener)
    submission.receive(sent, by=house.township_clerk)
    sent.refresh_from_db()
    assert (scene.fresh(case).step, sent.state, sent.received_by) == ("action", "received", house.township_clerk)


def test_the_second_receipt_is_told_who_was_first(house):
    case = scene.signed(house)
    sent = submission.send(case, by=house.convener)
    submission.receive(sent, by=house.township_clerk)
    with pytest.raises(Refused, match="孙倩已经先一步接收"):
        submission.receive(sent, by=house.township)


def test_without_an_agreed_matter_the_receipt_ends_the_case_for_reference(house):
    case = scene.signed(house, township=0, disputed=1)
    submission.receive(submission.send(case, by=house.convener), by=house.township)
    case = scene.fresh(case)
    assert (case.state, case.ending) == (ConsultationState.CLOSED, Ending.NO_CONSENSUS)


def test_a_case_with_city_level_matters_alone_closes_and_goes_on_at_the_office(house):
    case = scene.received(house, township=0, city=1)
    sent = of_kind(case, "matter")
    submission.receive(sent, by=house.office)
    assert (case.state, case.ending_note) == ("closed", "另有 1 件市级事项已报市政协办公室，继续跟踪。")
    sent.refresh_from_db()
    assert sent.state == SubmissionState.RECEIVED


def test_returned_minutes_go_back_to_the_discussion_and_are_corrected(house):
    case = scene.signed(house)
    sent = submission.send(case, by=house.convener)
    submission.return_to_room(sent, by=house.township, reason="事项 2 没有责任单位")
    case, sent = scene.fresh(case), Submission.objects.get(pk=sent.pk)
    assert (case.step, case.minutes.state, states(case)) == ("discussion", MinutesState.CORRECTING, ["noted", "noted"])
    assert (sent.state, sent.opinion) == (SubmissionState.RETURNED, "事项 2 没有责任单位")


def test_returned_minutes_are_sent_again_when_corrected(house):
    case = scene.signed(house, township=1, city=1)
    submission.return_to_room(submission.send(case, by=house.convener), by=house.township, reason="请更正")
    scene.sign(case, by=house.convener)
    type(case).objects.update(stage="submission", step="submission")
    submission.send(scene.fresh(case), by=house.convener)
    body = house.room.approver.name
    assert kinds(case) == [("minutes", body), ("matter", "市政协办公室"), ("copy", body), ("minutes", body)]


def test_a_return_needs_a_reason(house):
    sent = submission.send(scene.signed(house), by=house.convener)
    with pytest.raises(Refused, match="退回要写明理由"):
        submission.return_to_room(sent, by=house.township, reason="  ")


def test_received_minutes_are_not_returned(house):
    case = scene.received(house)
    with pytest.raises(Refused, match="已经先一步接收"):
        submission.return_to_room(of_kind(case, "minutes"), by=house.township, reason="晚了")


def test_a_copy_is_not_returned_but_can_carry_an_opinion(house):
    case = scene.received(house, city=1)
    copy = of_kind(case, "copy")
    with pytest.raises(Refused, match="抄告件不能退回"):
        submission.return_to_room(copy, by=house.township, reason="不同意上报")
    submission.add_opinion(copy, by=house.township, version=copy.version, opinion="街道可以先做一部分")
    copy.refresh_from_db()
    assert (copy.opinion, of_kind(case, "matter").state) == ("街道可以先做一部分", SubmissionState.SENT)


def test_only_a_copy_carries_an_opinion(house):
    case = scene.received(house)
    with pytest.raises(Refused, match="只有抄告件可以附意见"):
        submission.add_opinion(of_kind(case, "minutes"), by=house.township, version=1, opinion="好")


def test_an_opinion_does_not_overwrite_the_one_that_a_colleague_wrote_in_between(house):
    copy = of_kind(scene.received(house, city=1), "copy")
    submission.add_opinion(copy, by=house.township_clerk, version=copy.version, opinion="建议列入年度计划")
    with pytest.raises(Stale, match="对照两份内容"):
        submission.add_opinion(copy, by=house.township, version=copy.version, opinion="街道可以先做一部分")
    copy.refresh_from_db()
    assert (copy.opinion, copy.version) == ("建议列入年度计划", 2)


def test_the_office_gives_a_matter_to_the_township_that_can_decide_it(house):
    case = scene.received(house, township=1, city=1)
    submission.return_to_room(of_kind(case, "matter"), by=house.office, reason="属街道职责")
    matter = case.matter_set.get(number=2)
    assert (matter.state, matter.level, matter.disposition) == ("pending", MatterLevel.TOWNSHIP, "township")


def test_the_office_does_not_return_a_matter_of_a_closed_case(house):
    case = scene.received(house, township=0, city=1)
    with pytest.raises(Refused, match="已办结，不能再改动"):
        submission.return_to_room(of_kind(case, "matter"), by=house.office, reason="属街道职责")


def test_a_returned_matter_is_laid_before_the_body_again_with_what_was_missing(house):
    case = scene.received(house)
    matter = case.matter_set.first()
    scene.decide(matter, house.township, "return", opinion="请写清长度")
    matter.refresh_from_db()
    submission.lay_again(matter, by=house.convener, note="主管全长 380 米")
    assert states(case) == ["pending", "pending"]


def test_a_matter_that_was_not_returned_is_not_laid_again(house):
    case = scene.received(house)
    with pytest.raises(Refused, match="没有被退回"):
        submission.lay_again(case.matter_set.first(), by=house.convener, note="再看看")
