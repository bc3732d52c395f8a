"""五定三包, 回头看 and the queue of B-class promises over years."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Attachment
from proposals import operations
from proposals.models import HandlingPledge, LookBack, RollCallAnswer, Settlement
from proposals.models.follow_up import followed
from proposals.operations import follow_up, pledges
from proposals.queries.following import care_waiting, followed_by, years_since
from proposals.queries.replying import holds_of_handling
from proposals.workflow import Refused
from rooms import operations as room_operations
from rooms.models import TimeLimit
from rooms.practice import seed_text
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import DAY, answered, filed, handled

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PLEDGED = dict.fromkeys(("leader", "persons", "duty", "quality", "reply", "satisfaction"), "每月到现场")
PLEDGED |= {"carrying_out": "年底前建成", "until": DAY.date()}
HELD = {"reply": True, "satisfaction": True, "carrying_out": True}


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


def looked(house, row, finding="done", **found):
    planned = LookBack.objects.create(proposal=row, planned_on=TODAY())
    found = {"done_on": TODAY(), "people": "柯正清", "text": "现场察看", "finding": finding, **found}
    return follow_up.record_look_back(planned, by=house.office, **found)


def called(house):
    return follow_up.call_roll(
        make.office(), by=house.office, year=2026, text="请报告进展", due_on=TODAY() + timedelta(days=30)
    )


def photo(user):
    return Attachment.objects.create(
        name="验收.jpg", media_type="image/jpeg", size=4, sha256="0" * 64, uploaded_by=user, file="x.jpg"
    )


def asking_pack(value="all"):
    text = seed_text("daye").replace('pledges = "off"', f'pledges = "{value}"').replace('"daye"', '"asks"', 1)
    return room_operations.load_practice(text, by=None)


# ── 五定三包 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_unit_that_answers_pledges_and_the_one_beside_it_does_not(house):
    row = filed(house)
    made = pledges.pledge(handled(house, row), by=house.department, **PLEDGED)
    assert made.carrying_out == "年底前建成"
    beside = handled(house, row, unit=make.UnitFactory(), role="co")
    with pytest.raises(Refused, match="主办单位填写"):
        pledges.pledge(beside, by=house.office, **PLEDGED)


@pytest.mark.parametrize(
    ("value", "is_key", "wanted"), [("all", False, True), ("key", False, False), ("key", True, True)]
)
def test_where_the_pack_asks_for_it_nothing_is_answered_without(house, value, is_key, wanted):
    part = handled(house, filed(house, is_key=is_key, practice=asking_pack(value)))
    assert ("还没有填写五定三包。" in [hold["sentence"] for hold in holds_of_handling(part)]) is wanted


def test_a_guarantee_that_did_not_hold_needs_a_word(house):
    row = filed(house, state="replied")
    own = HandlingPledge.objects.create(handling=handled(house, row), written_by=house.office, **PLEDGED)
    with pytest.raises(Refused, match="写明情况"):
        pledges.check_pledge(own, by=house.office, **{**HELD, "satisfaction": False})
    pledges.check_pledge(own, by=house.office, note="提出人只是基本满意", **{**HELD, "satisfaction": False})
    own.refresh_from_db()
    assert [held for _, _, held in own.guarantees] == [True, False, True]


def test_nothing_is_closed_before_its_pledges_were_checked(house):
    row = filed(house, state="replied", practice=asking_pack())
    own = HandlingPledge.objects.create(
        handling=handled(house, row, state="answered"), written_by=house.office, **PLEDGED
    )
    with pytest.raises(Refused, match="五定三包还没有核对"):
        operations.close_proposal(row, by=house.office, note="电话征求意见，满意")
    pledges.check_pledge(own, by=house.office, **HELD)
    assert operations.close_proposal(row, by=house.office, note="电话征求意见，满意").state == "closed"


# ── 回头看 ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_look_back_is_planned_with_the_closing(house):
    row = filed(house, state="replied")
    handled(house, row, state="answered")
    operations.close_proposal(row, by=house.office, note="电话征求意见，满意")
    planned = row.look_backs.get()
    assert 180 <= (planned.planned_on - TODAY()).days <= 185
    operations.handle_again(row, by=house.office, reason="没有解决")
    assert row.look_backs.count() == 1


def test_what_is_not_done_is_handled_again_and_followed_no_more(house):
    reply = answered(house)
    looked(house, reply.proposal, "not")
    reply.proposal.refresh_from_db()
    assert (reply.proposal.state, reply.proposal.round) == ("rework", 2)
    assert not followed().exists()


def test_what_is_done_leaves_the_queue(house):
    reply = answered(house)
    looked(house, reply.proposal)
    assert reply.settlements.get().how == "look_back"
    assert not followed().exists()


def test_what_is_partly_done_is_looked_at_again(house):
    reply = answered(house)
    with pytest.raises(Refused, match="下次回头看"):
        looked(house, reply.proposal, "partly")
    LookBack.objects.all().delete()
    looked(house, reply.proposal, "partly", next_on=TODAY() + timedelta(days=90))
    assert reply.proposal.look_backs.open().count() == 1
    assert followed().get() == reply


def test_nobody_looks_back_at_what_is_not_closed_or_in_the_future(house):
    with pytest.raises(Refused, match="办结以后"):
        follow_up.plan_look_back(filed(house), by=house.office, planned_on=TODAY())
    with pytest.raises(Refused, match="不能晚于今天"):
        looked(house, answered(house).proposal, done_on=TODAY() + timedelta(days=1))


# ── B 类跟踪 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_queue_holds_what_was_promised_over_years(house):
    old = answered(house, sent=DAY.replace(year=TODAY().year - 2))
    answered(house, result_class="A", planned_until=None)
    [found] = followed_by(house.office)
    assert (found, years_since(found)) == (old, 2)


def test_a_unit_sees_its_own_promises_alone(house):
    own = answered(house)
    row = filed(house)
    other = handled(house, row, unit=make.UnitFactory())
    own.pk, own.proposal, own.handling = None, row, other
    own.save(force_insert=True)
    assert [reply.handling.unit for reply in followed_by(house.department)] == [house.department_unit]
    assert followed_by(house.office).count() == 2


def test_a_unit_shows_that_it_was_done(house):
    reply = answered(house)
    said = {"on": TODAY(), "evidence": "已经建成"}
    with pytest.raises(Refused, match="附上能证明"):
        follow_up.settle(reply, by=house.department, **said)
    made = follow_up.settle(reply, by=house.department, attachments=[photo(house.department).pk], **said)
    assert made.how == "unit"
    with pytest.raises(Refused, match="已经销号"):
        follow_up.settle(reply, by=house.office, **said)


def test_what_was_not_done_after_all_is_followed_again(house):
    reply = answered(house)
    follow_up.settle(reply, by=house.office, on=TODAY(), evidence="已经建成")
    follow_up.unsettle(reply, by=house.office, reason="现场没有建成")
    assert followed().get() == reply
    assert Settlement.objects.get().undone_reason == "现场没有建成"


def test_the_roll_is_called_once_a_year_with_a_day_for_each(house):
    reply = answered(house)
    called(house)
    answer = RollCallAnswer.objects.get()
    assert TimeLimit.objects.open().of(answer).get().unit == house.department_unit
    assert [task.case for task in care_waiting(house.department)] == [reply.proposal.title]
    with pytest.raises(Refused, match="已经发起过"):
        called(house)


def test_nobody_is_called_where_nothing_was_promised(house):
    with pytest.raises(Refused, match="没有要跟踪"):
        called(house)


def test_a_new_day_stands_beside_the_old_one(house):
    answered(house)
    called(house)
    answer, until = RollCallAnswer.objects.get(), TODAY() + timedelta(days=200)
    with pytest.raises(Refused, match="预计完成时间"):
        follow_up.answer_roll_call(answer, by=house.department, text="正在施工", is_done=False)
    follow_up.answer_roll_call(answer, by=house.department, text="正在施工", is_done=False, new_until=until)
    assert followed().get().promised == until
    assert not TimeLimit.objects.open().of(answer).exists()
    with pytest.raises(Refused, match="已经答复过"):
        follow_up.answer_roll_call(answer, by=house.department, text="又有进展", is_done=False, new_until=until)


def test_done_at_the_roll_call_needs_its_evidence(house):
    answered(house)
    called(house)
    answer = RollCallAnswer.objects.get()
    with pytest.raises(Refused, match="附上能证明"):
        follow_up.answer_roll_call(answer, by=house.department, text="已经建成", is_done=True)
    evidence = [photo(house.department).pk]
    follow_up.answer_roll_call(answer, by=house.department, text="已经建成", is_done=True, attachments=evidence)
    assert not followed().exists()


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_lists_cost_the_same_for_many(house, client, django_assert_max_num_queries):
    for _ in range(3):
        looked(house, answered(house).proposal, "partly", next_on=TODAY() + timedelta(days=9))
    client.force_login(house.office)
    for url in ("/proposals/follow-up/", "/proposals/look-backs/", "/proposals/follow-up/?view=late"):
        client.get(url)
        with django_assert_max_num_queries(30):
            assert client.get(url).status_code == 200


def test_a_unit_answers_the_roll_on_its_page(house, client):
    answered(house)
    called(house)
    answer = RollCallAnswer.objects.get()
    client.force_login(house.department)
    assert "答复问效" in client.get("/proposals/follow-up/").content.decode()
    url, until = f"/roll-calls/{answer.pk}/answer/", TODAY() + timedelta(days=60)
    assert client.post(url, {"text": "正在施工"}).status_code == 422
    assert client.post(url, {"text": "正在施工", "new_until": until.isoformat()}).status_code == 302
