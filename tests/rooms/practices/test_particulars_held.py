"""What is distinctive of each place, held by the engine: each case is looked at where it matters, by the real verbs."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consult import queries
from consult.enums import EntryRole
from consult.models import Consultation, Matter, Participant
from consult.steps import approval, case, closing, entries, participants, products, quick, research
from consult.workflow import Refused
from members.enums import RoleCode, UnitKind
from reports import facts
from reports.models import RoomMonth
from rooms import practice
from tests import action_scenes as scene
from tests import factories as make
from tests.rooms.practices.player import Play, filled, send

pytestmark = pytest.mark.django_db


def said(verdict, **fields):
    return {"verdict": verdict, "basis": "meeting", "basis_on": timezone.localdate(), **fields}


def seat(play, **numbers) -> None:
    """So many people of each category, as they would stand on the list."""
    start = play.case.participant_set.count()
    people = [category for category, number in numbers.items() for _ in range(number)]
    Participant.objects.bulk_create(
        Participant(consultation_id=play.id, category=category, name=f"甲{seat}", seat=seat, added_by=play.house.clerk)
        for seat, category in enumerate(people, start + 1)
    )


def add_matter(play, number=1, **fields) -> Matter:
    fields = {"level": "township", "state": "running", **fields}
    return Matter.objects.create(
        consultation_id=play.id, number=number, text=f"第 {number} 件", created_by=play.house.clerk, **fields
    )


# ── 亳州、谯城、蒙城 ──────────────────────────────────────────────────────────────────────────────────────────────


def test_bozhou_refuses_49_of_100_stakeholders_and_takes_50(house):
    play = Play(house, "bozhou").stand_at("draw")
    seat(play, stakeholder=49, talent=51)
    refused = "利益相关方代表现有 49 人，占恳谈人员 100 人的 49%，不能低于 50%，还差 2 人。"
    for act in (participants.fix, case.move_on):
        with pytest.raises(Refused) as caught:
            act(play.case, by=house.convener)
        assert refused in str(caught.value)
    talents = Participant.objects.filter(consultation=play.id, category="talent")
    talents.filter(pk=talents.first().pk).update(category="stakeholder")
    participants.fix(play.case, by=house.convener)
    assert play.case.stage == "talk"


def test_bozhou_without_consensus_ends_after_the_opinion_and_handles_nothing(house):
    play = Play(house, "bozhou", consensus=False).run()
    assert (play.case.state, play.case.ending) == ("closed", "no_consensus")
    assert [stage for stage, _ in play.stops] == ["review", "publish", "draw", "talk", "report"]
    assert play.refused["report/opinion"] == "还没有登记成果：协商意见。"


def test_bozhou_holds_a_posted_topic_for_its_days_and_for_each_objection(house):
    play = Play(house, "bozhou").stand_at("publish")
    publicity = play.pack.stage("publish").checkpoint("publicity")
    assert play.missing("publicity") == "“议题公示”还没有登记。"
    with time_machine.travel(timezone.now(), tick=True) as clock:
        play.write(publicity, EntryRole.POSTED, text="公示在公告栏")
        objection = play.write(publicity, EntryRole.OBJECTION, text="范围太小")
        assert play.missing("publicity").endswith("期满。")
        clock.shift(timedelta(days=4))
        assert play.missing("publicity") == "“议题公示”收到的异议还有 1 条没有答复。"
        entries.answer(objection, by=house.clerk, version=1, text="已经扩大", on=timezone.localdate())
        assert play.missing("publicity") == ""


def test_qiaocheng_wants_both_conveners_on_its_list(house):
    play = Play(house, "qiaocheng").stand_at("convene", "participants")
    first, second = house.room.conveners.all()
    participants.add_team(play.case, by=house.clerk, conveners=[first])
    assert play.missing("conveners") == "议事会成员中的召集人现有 1 人，至少要 2 人，还差 1 人。"
    participants.add_team(play.case, by=house.clerk, conveners=[second])
    assert play.missing("conveners") == ""


def test_mengcheng_is_rated_by_three_before_it_is_done(house):
    play = Play(house, "mengcheng").stand_at("appraise")
    rated_by_too_few(play, "appraisal", 2, "“成效评估”现有 2 人评议，至少要 3 人。")


def rated_by_too_few(play, code, few, sentence) -> None:
    checkpoint = play.pack.stage(play.case.stage).checkpoint(code)
    form = filled(play.pack.form(checkpoint.params["form"]).fields)
    for number in range(few):
        play.write(checkpoint, EntryRole.RATING, said_by=f"{number} 号", data=form)
    assert play.missing(code) == sentence
    play.write(checkpoint, EntryRole.RATING, said_by="末一位", data=form)
    assert play.missing(code) == ""


# ── 笔架山 ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_bijiashan_files_a_topic_which_nobody_can_refuse(house):
    play = Play(house, "bijiashan").stand_at("fix")
    approval.lay_before_bodies(play.case, code="filing", by=house.convener)
    step = play.case.approval.steps.get(is_open=True)
    with pytest.raises(Refused, match="街道备案时不能作出“不同意”的意见"):
        approval.decide(play.case, by=house.township, step_id=step.pk, **said("reject", opinion="不妥"))
    approval.decide(play.case, by=house.township, step_id=step.pk, **said("note"))
    assert play.missing("filing") == ""


def test_bijiashan_votes_until_half_agree(house):
    play = Play(house, "bijiashan").stand_at("resolve")
    seat(play, resident=5)
    vote = play.pack.stage("resolve").checkpoint("vote")
    play.write(vote, EntryRole.BALLOT, data={"agree": 2, "against": 3, "abstain": 0})
    assert play.missing("vote") == "赞成 2 票，参加表决 5 人，不到 50%，没有通过。"
    play.write(vote, EntryRole.BALLOT, data={"agree": 3, "against": 2, "abstain": 0})
    assert play.missing("vote") == ""


def test_bijiashan_keeps_community_matters_and_hands_the_governments_to_the_township(house):
    play = Play(house, "bijiashan").run(until="handle")
    send(play)
    own = Matter.objects.get(consultation=play.id, disposition="community")
    governments = Matter.objects.get(consultation=play.id, disposition="department")
    assert [(each.by_room, each.state) for each in (own, governments)] == [(True, "running"), (False, "pending")]
    photo = {"attachments": [scene.photo(house.clerk).pk]}
    done = {"by": house.clerk, "outcome": "solved", "text": "已写进公约", **photo}
    with pytest.raises(Refused, match="还要形成公约：请先登记公约，再办结"):
        closing.close_matter(own, **done)
    products.record_product(play.case, kind="covenant", label="居民公约", by=house.clerk)
    assert closing.close_matter(own, **done).state == "done"


def test_bijiashan_signs_off_what_was_said_even_where_nothing_was_resolved(house):
    """Its minutes are signed at the second stage of the discussion: no branch leads past that."""
    play = Play(house, "bijiashan", consensus=False).run()
    assert [stage for stage, _ in play.stops][-3:] == ["discuss", "resolve", "handle"]
    assert (play.case.minutes.state, play.case.ending) == ("signed", "no_consensus")


# ── 随州 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_suizhou_reads_five_lists_out_of_the_same_matters(house):
    play = Play(house, "suizhou", triage="overall")
    states = ["pending", "running", "done", "partly", "declined"]
    for number, state in enumerate(states, 1):
        add_matter(play, number, state=state)
    views = {view.name: view for view in play.pack.views if view.name.endswith("清单")}
    found = {
        name: [row.state for row in queries.of_matter_view(Matter.objects.order_by("number"), view, house.clerk)]
        for name, view in views.items()
        if view.of == "matter"
    }
    assert found == {
        "任务清单": ["pending", "running"],
        "督办清单": ["running"],
        "跟踪反馈清单": ["done", "partly", "declined"],
        "转化成果清单": ["done", "partly"],
    }
    problems = queries.of_case_view(Consultation.objects.all(), views["问题清单"], house.clerk)
    assert [case.pk for case in problems] == [play.id]


def test_suizhou_handles_a_small_problem_at_once_and_counts_no_session(house):
    play = Play(house, "suizhou", triage="general")
    photo = [scene.photo(house.clerk).pk]
    quick.handle_at_once(play.case, by=house.clerk, outcome="solved", text="当天疏通", attachments=photo)
    assert (play.case.state, play.case.ending) == ("closed", "handled")
    facts.catch_up()
    counted = set(RoomMonth.objects.filter(room=house.room).values_list("measure", flat=True))
    assert {"consultations", "meetings"} & counted == set()


def test_suizhou_gives_a_common_problem_to_other_rooms(house):
    play = Play(house, "suizhou", triage="common")
    with pytest.raises(Refused, match="才能不开协商会直接办理"):
        quick.handle_at_once(play.case, by=house.clerk, outcome="solved", text="当天疏通")
    [case] = quick.spread(play.case, by=house.leading_office, rooms=[house.other_room], until=timezone.localdate())
    assert (case.topic, case.room, case.stage) == (play.case.topic, house.other_room, "plan")


def test_suizhou_takes_a_problem_of_the_whole_city_to_the_city_committee(house):
    ways = {}
    for triage in ("overall", "common"):
        play = Play(house, "suizhou", triage=triage)
        approval.submit(play.case, by=house.convener)
        ways[triage] = [step.unit.name for step in play.case.approval.steps.order_by("order")]
    assert ways == {"overall": [house.room.approver.name, "市委"], "common": [house.room.approver.name]}


# ── 嘉禾、金寨 ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_jiahe_asks_three_offices_at_once_and_one_return_ends_the_turn_of_all(house):
    play = Play(house, "jiahe", source="micro")
    approval.submit(play.case, by=house.convener)
    steps = play.case.approval.steps
    opened = {step.unit.kind: step for step in steps.filter(is_open=True)}
    assert steps.filter(is_open=True).count() == 3
    dispatcher = make.person(RoleCode.DISPATCHER, unit=steps.get(body="party_office").unit)
    approve = said("approve")
    approval.decide(play.case, by=dispatcher, step_id=steps.get(body="party_office").pk, **approve)
    assert (play.case.stage, steps.filter(is_open=True).count()) == ("topic", 2)
    office = opened[UnitKind.OFFICE]
    approval.decide(play.case, by=house.office, step_id=office.pk, **said("return", opinion="补充数据"))
    assert (play.case.approval.state, steps.filter(is_open=True).count()) == ("returned", 0)


def test_jiahe_says_which_of_the_five_fixed_things_is_missing(house):
    play = Play(house, "jiahe").stand_at("assign")
    form = play.pack.stage("assign").checkpoint("five_fixed")
    data = {"leader": "分管副县长", "time": "2026-12-01", "duty": "县住建局"}
    play.write(form, EntryRole.FORM, data=data)
    assert play.missing("five_fixed") == "“五定”还没有填：定人员、定质量。"
    play.write(form, EntryRole.FORM, data={**data, "person": "股长", "quality": "一次验收合格"})
    assert play.missing("five_fixed") == ""


def test_jinzhai_plans_with_three_sides_and_the_committee_approves_last(house):
    play = Play(house, "jinzhai")
    approval.submit(play.case, by=house.convener)
    play.decide_open_steps()
    steps = play.case.approval.steps.order_by("order", "pk")
    assert [(step.body, step.name) for step in steps] == [
        ("county_committee", "共同确定"),
        ("county_government", "共同确定"),
        ("cppcc", "共同确定"),
        ("county_committee", "批准"),
    ]
    assert play.case.stage == "plan"


# ── gates of single places ───────────────────────────────────────────────────────────────────────────────────────


def test_huaibei_and_jinzhai_look_back_when_three_months_have_passed_and_not_before(house):
    for code in ("huaibei", "jinzhai"):
        play = Play(house, code).stand_at("look_back")
        look = play.pack.stage("look_back").checkpoint("look_back")
        finding = {"text": "排水通畅", "data": {"finding": "held"}}
        with time_machine.travel(timezone.now(), tick=True) as clock:
            with pytest.raises(Refused, match="“回头看”要到"):
                play.write(look, EntryRole.LOOK_BACK, **finding)
            # The day may fall into the week of the Spring Festival, and waits for the first working day.
            clock.shift(timedelta(days=93 + 14))
            assert play.missing("look_back").endswith("还没有登记。")
            play.write(look, EntryRole.LOOK_BACK, **finding)
            assert play.missing("look_back") == ""


def test_huaibei_takes_an_instruction_and_a_place_may_let_it_be_sent_back(house):
    text = practice.seed_text("huaibei")
    lenient = text.replace('by = ["approver"]\n', 'by = ["approver"]\n  may_return = true\n').replace(
        "2026.1", "2026.2"
    )
    returned = {"said_by": "分管领导", "text": "补充数据", "data": {"verdict": "return"}}
    strict = Play(house, text).stand_at("report")
    sign = strict.pack.stage("report").checkpoint("instruction")
    with pytest.raises(Refused, match="请选择签批的意见"):
        strict.write(sign, EntryRole.SIGNATURE, **returned)
    play = Play(house, lenient).stand_at("report")
    play.write(sign, EntryRole.SIGNATURE, **returned)
    assert play.missing("instruction").startswith("分管领导已退回（")
    play.write(sign, EntryRole.SIGNATURE, said_by="分管领导", data={"verdict": "approve"})
    assert play.missing("instruction") == ""


def test_chizhou_says_which_of_five_headings_of_a_study_is_missing(house):
    play = Play(house, "chizhou").stand_at("feasibility")
    form = play.pack.stage("feasibility").checkpoint("feasibility")
    play.write(
        form, EntryRole.FORM, data={"reason": "管网老化", "policy": "条例", "situation": "36 年", "advice": "改造"}
    )
    assert play.missing("feasibility") == "“预可研”还没有填：存在问题。"


def test_xuancheng_studies_again_after_the_meeting(house):
    play = Play(house, "xuancheng").stand_at("targeted")
    record = {"place": "养殖场", "team": "联组", "findings": "饲料涨价", "on": timezone.localdate()}
    research.record(play.case, by=house.clerk, **record)
    assert play.missing("targeted") == "调查研究已登记 1 次，至少要 2 次，还差 1 次。"
    research.record(play.case, by=house.clerk, **record)
    assert play.missing("targeted") == ""


def test_feixi_wants_twenty_in_its_group(house):
    play = Play(house, "feixi").stand_at("group")
    seat(play, member=19)
    assert "还差 1 人" in play.missing("size")
    seat(play, stakeholder=1)
    assert play.missing("size") == ""


@pytest.mark.parametrize(
    ("code", "stage", "gate", "absent"),
    [
        ("dongshan", "six", "complete", "法律顾问"),
        ("yuan", "before", "four", "政府相关部门"),
    ],
)
def test_sides_that_must_be_there_are_missed_by_name(house, code, stage, gate, absent):
    play = Play(house, code).stand_at(stage, "participants")
    needed = {each.code: each.min for each in play.pack.categories if each.min}
    [missed] = [each.code for each in play.pack.categories if each.name == absent]
    seat(play, **{each: number for each, number in needed.items() if each != missed})
    assert absent in play.missing(gate)
    seat(play, **{missed: needed[missed]})
    assert play.missing(gate) == ""


def test_tianjiaan_decides_in_the_township_what_was_talked_over(house):
    play = Play(house, "tianjiaan").stand_at("decide")
    assert play.missing("decided") == "还没有报送“研究定事”。"
    approval.lay_before_bodies(play.case, code="decided", by=house.convener)
    play.decide_open_steps()
    assert play.missing("decided") == ""


def test_suixi_answers_for_each_matter(house):
    play = Play(house, "suixi").stand_at("handle")
    first, _ = add_matter(play, 1), add_matter(play, 2)
    answer = play.pack.stage("handle").checkpoint("answered")
    play.write(answer, EntryRole.ANSWER, item=str(first.pk), text="下周进场", said_by="县住建局")
    assert play.missing("answered") == "还有 1 件事项没有得到承办单位的回应。"


@pytest.mark.parametrize(
    ("code", "stage", "gate", "sentence"),
    [
        ("hefei", "consult", "answered", "承办单位还没有回应。"),
        ("wuhu", "handle", "answered", "承办单位还没有回应。"),
        ("nanling", "adopt", "adopted", "“要求部门采纳”还没有登记，由镇党委签批。"),
        ("xisadian", "case", "case", "还没有登记成果：案例。"),
        ("shilipu", "feedback", "told", "“反馈办理情况”还没有告知提出议题的人。"),
        ("sandikou", "solve", "feedback", "“向委员、居民和街道党工委反馈”还没有告知政协委员、有关居民、街道党工委。"),
        ("langya", "feedback", "told", "“结果反馈”还没有告知提出议题的人。"),
    ],
)
def test_a_gate_of_a_place_says_what_is_missing_in_its_own_words(house, code, stage, gate, sentence):
    assert Play(house, code).stand_at(stage).missing(gate) == sentence


def test_zongyang_is_rated_by_members(house):
    play = Play(house, "zongyang").stand_at("appraise")
    rated_by_too_few(play, "appraisal", 2, "“委员评议”现有 2 人评议，至少要 3 人。")


def test_xiangzhou_asks_the_standing_committee_of_the_district_for_every_topic(house):
    play = Play(house, "xiangzhou")
    approval.submit(play.case, by=house.convener)
    [step] = play.case.approval.steps.all()
    assert (step.unit.kind, step.name) == (UnitKind.CITY_COMMITTEE, "审定")


def test_wushi_sets_its_own_topics_and_cannot_reject_them(house):
    play = Play(house, "wushi")
    approval.submit(play.case, by=house.convener)
    step = play.case.approval.steps.get()
    with pytest.raises(Refused, match="出题时不能作出“不同意”的意见"):
        approval.decide(play.case, by=house.township, step_id=step.pk, **said("reject", opinion="不妥"))


# ── one statistics over all places ───────────────────────────────────────────────────────────────────────────────


def test_cases_of_two_places_are_counted_by_the_same_measures(house):
    """Stages bear the names of their place; figures hang on the canonical steps and on records alone."""
    told = {"place": "3 栋", "team": "委员", "findings": "堵塞", "on": timezone.localdate()}
    for code, stage in (("hefei", "research"), ("xuancheng", "field")):
        play = Play(house, code).stand_at(stage)
        research.record(play.case, by=house.clerk, **told)
        assert queries.measure(play.case, "research_records", play.pack) == 1
    assert set(Consultation.objects.values_list("stage", "step")) == {("research", "research"), ("field", "research")}
    facts.catch_up()
    counted = dict(RoomMonth.objects.filter(room=house.room).values_list("measure", "n"))
    assert (counted["consultations_begun"], counted["research_records"]) == (2, 2)
