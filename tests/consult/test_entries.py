"""Checkpoints that people record: what each kind finds missing, and when it is met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.models import CheckpointEntry, CheckpointRecord, Consultation
from consult.steps import entries
from consult.workflow.entries import due_of
from consult.workflow.waiting import owed_by
from tests.consult.entry_scene import FORM, case_at, record, sentence

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
POSTED = 'code = "gate"\nkind = "publicity"\ndays = 3\nobjections = true'
VOTE = 'code = "gate"\nkind = "vote"\nvoters = "responsible_unit"\nquorum = 0.6\nthreshold = 0.5'
PLAN = """code = "gate"
kind = "form"
fields = [
  { key = "who", label = "定人员", type = "text", required = true },
  { key = "cost", label = "费用", type = "number", unit = "万元" },
]"""
SIGN = 'code = "gate"\nkind = "sign"\nby = ["township", "leading_office"]\nmay_return = true'
ANSWER = 'code = "gate"\nkind = "respond"\nwho = ["department"]\nto = ["participants"]\neach = "matter"'
RATE = 'code = "gate"\nkind = "evaluate"\nform = "sheet"\nraters = ["member"]\nmin_raters = 2\npass = 0.6'
LOOK = 'code = "gate"\nkind = "wait"\nafter = { days = 10 }\nrepeat = 2'
TELL = 'code = "gate"\nkind = "notify"\nto = ["public", "participants"]\nwithin = { workdays = 5 }'
MAKE = 'code = "gate"\nkind = "produce"\nproduct = "case"'


def back_to(case, days):
    """The case began so many days ago, and its stage with it."""
    then = timezone.now() - timedelta(days=days)
    Consultation.objects.filter(pk=case.pk).update(created_at=then, stage_entered_at=then)
    return then.date()


def test_publicity_waits_for_its_days_and_for_every_answer(house):
    case = case_at(house, POSTED)
    assert sentence(case) == "“关”还没有登记。"
    back_to(case, 40)
    record(case, "posted", house.clerk, text="社区公示栏")
    [entry] = case.checkpointentry_set.all()
    assert "期满。" in sentence(case)
    CheckpointEntry.objects.update(on=TODAY() - timedelta(days=30))
    assert sentence(case) == ""
    objection = record(case, "objection", house.clerk, text="费用没有写明")
    assert sentence(case) == "“关”收到的异议还有 1 条没有答复。"
    entries.answer(objection, by=house.clerk, version=1, text="已补写", on=TODAY())
    assert sentence(case) == ""
    # What was posted anew runs anew.
    record(case, "posted", house.clerk, text="补充后重新公示")
    assert "期满。" in sentence(case)
    assert entry.made_by == house.clerk


def ballot(agree, against=0, abstain=0, eligible=9):
    return {"agree": agree, "against": against, "abstain": abstain, "eligible": eligible}


VOTES = {
    (6, 0, 0): "",
    (3, 3, 0): "",
    (3, 3, 1): "赞成 3 票，参加表决 7 人，不到 50%，没有通过。",
    (6, 0, -1): "参加表决 5 人，应到 9 人，不到 60%，表决无效，请重新表决。",
}


@pytest.mark.parametrize("votes", VOTES)
def test_a_vote_needs_those_who_came_and_those_who_agreed(house, votes):
    case = case_at(house, VOTE)
    record(case, "ballot", house.clerk, data=ballot(*votes))
    assert sentence(case) == VOTES[votes]


@pytest.mark.parametrize(("agree", "said"), [(6, ""), (5, "赞成 5 票，参加表决 9 人，不到三分之二，没有通过。")])
def test_two_thirds_of_nine_are_six(house, agree, said):
    case = case_at(house, VOTE.replace("threshold = 0.5", 'threshold = "2/3"'))
    record(case, "ballot", house.clerk, data=ballot(agree, 9 - agree, 0))
    assert sentence(case) == said


def test_a_form_names_what_is_empty(house):
    case = case_at(house, PLAN)
    assert sentence(case) == "“关”还没有填写。"
    record(case, "form", house.clerk, data={"who": "", "cost": 3, "other": "x"})
    assert sentence(case) == "“关”还没有填：定人员。"
    assert case.checkpointentry_set.get().data == {"who": "", "cost": 3}
    record(case, "form", house.clerk, data={"who": "魏波"})
    assert sentence(case) == ""


def test_a_signature_may_send_it_back(house):
    case = case_at(house, SIGN)
    assert sentence(case).endswith("签批。")
    record(case, "signature", house.clerk, said_by="陈立新", text="补充数据", data={"verdict": "return"})
    assert sentence(case).startswith("陈立新已退回")
    record(case, "signature", house.clerk, said_by="陈立新", data={"verdict": "approve"})
    assert sentence(case) == ""


def test_every_matter_is_answered(house):
    case = case_at(house, ANSWER)
    assert sentence(case).startswith("还有 1 件事项没有得到")
    item = str(case.matter_set.get().pk)
    record(case, "answer", house.clerk, item=item, said_by="市住建局", text="下周进场")
    assert sentence(case) == ""


def test_enough_have_to_rate_and_enough_of_them_well(house):
    case = case_at(house, RATE, more=FORM)
    assert sentence(case) == "“关”现有 0 人评议，至少要 2 人。"
    for number, grade in enumerate(["满意", "不满意"]):
        record(case, "rating", house.clerk, said_by=f"{number} 号", data={"grade": grade})
    assert sentence(case) == "满意 1 人，共 2 人评议，没有达到 60%。"
    record(case, "rating", house.clerk, said_by="3 号", data={"grade": "满意"})
    assert sentence(case) == ""


def test_one_looks_back_as_often_as_the_pack_says(house):
    case = case_at(house, LOOK)
    back_to(case, 60)
    assert "日子到了" in sentence(case)
    look = {"text": "排水通畅", "data": {"finding": "held"}}
    record(case, "look_back", house.clerk, on=TODAY() - timedelta(days=30), **look)
    assert "日子到了" in sentence(case)
    record(case, "look_back", house.clerk, **look)
    assert sentence(case) == ""


def test_people_are_told_within_their_days(house):
    case = case_at(house, TELL)
    [owed] = owed_by(Consultation.objects.filter(pk=case.pk))
    assert owed.due_on == due_of(owed.record).date > TODAY()
    record(case, "notice", house.clerk, text="张贴公告", data={"to": ["public"]})
    assert sentence(case) == "“关”还没有告知协商主体。"
    back_to(case, 60)
    assert "以前告知，已经逾期。" in sentence(case)
    record(case, "notice", house.clerk, text="逐户告知", data={"to": ["participants"]})
    assert sentence(case) == ""


def test_a_product_is_there_or_not(house):
    case = case_at(house, MAKE)
    assert sentence(case) == "还没有登记成果：案例。"
    record(case, "product", house.clerk, text="下水管网改造案例")
    assert sentence(case) == ""


def test_the_room_owes_only_what_is_its_turn(house):
    """Nothing while a period runs, where it is waived, or where it holds for other cases."""
    cases = Consultation.objects.filter(room=house.room)
    case = case_at(house, POSTED)
    assert [owed.sentence for owed in owed_by(cases)] == ["办理“关”"]
    record(case, "posted", house.clerk, text="公示栏")
    assert list(owed_by(cases)) == []
    other = case_at(house, f"{MAKE}\nwhen = {{ consensus = true }}")
    assert len(list(owed_by(cases))) == 1
    told = {"passed_by": house.convener, "passed_at": timezone.now()}
    CheckpointRecord.objects.create(consultation=other, stage="all", code="no_consensus", **told)
    assert list(owed_by(cases)) == []
    waived = case_at(house, TELL)
    told = {"waived_by": house.leading_office, "waived_at": timezone.now()}
    CheckpointRecord.objects.create(consultation=waived, stage="all", code="gate", **told)
    assert list(owed_by(cases)) == []


def test_posting_anew_answers_no_objection(house):
    case = case_at(house, POSTED)
    back_to(case, 40)
    record(case, "posted", house.clerk, text="公示栏", on=TODAY() - timedelta(days=30))
    objection = record(case, "objection", house.clerk, text="费用没有写明", on=TODAY() - timedelta(days=29))
    record(case, "posted", house.clerk, text="重新公示", on=TODAY() - timedelta(days=20))
    assert sentence(case) == "“关”收到的异议还有 1 条没有答复。"
    entries.answer(objection, by=house.clerk, version=1, text="已补写", on=TODAY())
    assert sentence(case) == ""


def test_a_form_is_corrected_under_whatever_day(house):
    """Filled in today, put right under the day on which the paper was filled in."""
    case = case_at(house, PLAN)
    back_to(case, 40)
    record(case, "form", house.clerk, data={"who": ""})
    record(case, "form", house.clerk, data={"who": "魏波"}, on=TODAY() - timedelta(days=3))
    assert sentence(case) == ""


@pytest.mark.parametrize("voters", ["stakeholders", "participants"])
def test_where_the_list_names_no_voter_they_are_counted_by_hand(house, voters):
    """Otherwise a vote that nobody may set aside would hold the case for good."""
    case = case_at(house, VOTE.replace("responsible_unit", voters))
    record(case, "ballot", house.clerk, data=ballot(6))
    assert sentence(case) == ""
