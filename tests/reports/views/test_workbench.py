from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.models import Assignment, CheckpointRecord, Consultation
from consult.steps import participants, submission
from tests import action_scenes as scene
from tests import factories as make
from tests.consult import entry_scene
from tests.consult import test_entries as checkpoints
from tests.consult.steps.test_case import NEXT, TOLD
from tests.rooms.practices import player
from tests.rooms.practices.player import Play

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["柳湖白杨", "lhby", "liuhubaiyang", "byc", "白杨村"])
def test_a_room_is_found_in_the_search_box_by_both_its_names(client, house, words):
    unit = house.room.unit
    unit.name, unit.short_name = "白杨村政协委员联络室", "柳湖白杨"
    unit.save(update_fields=["name", "short_name"])
    client.force_login(house.clerk)
    groups = client.get(reverse("reports:search"), {"q": words}).context["found"]
    assert [(group["name"], [row[0] for row in group["rows"]]) for group in groups] == [("联络室", [unit.name])]


@pytest.mark.parametrize(("others", "said"), [(0, "有 1 件待办"), (29, "有 30 件待办"), (30, "有 30 件以上待办")])
def test_the_workbench_counts_as_far_as_it_reads(client, house, others, said):
    _, task, _ = scene.running(house)
    further(house, task, others, state="reported")
    client.force_login(house.township)
    page = client.get(reverse("reports:workbench")).text
    assert said in page
    assert ("先列出最急的 30 件" in page) is (others == 30)


def further(house, task, count, **fields):
    """More tasks of the same matter, all of them late."""
    Assignment.objects.bulk_create(
        Assignment(
            matter=task.matter,
            unit=task.unit,
            role="helping",
            task=f"第 {number} 件",
            due_on=timezone.localdate() - timedelta(days=1),
            issued_by_unit=task.issued_by_unit,
            issued_by=house.township,
            **fields,
        )
        for number in range(count)
    )


def test_a_department_finds_what_it_is_asked_at_the_head_and_nowhere_else(client, house):
    _, task, person = scene.running(house)
    further(house, task, 12)
    client.force_login(person)
    answer = client.get(reverse("reports:workbench"))
    assert "有 13 件待办" in answer.text
    assert len(answer.context["head"].items) == 10
    assert answer.context["head"].counts == [("new", "待签收", 13), ("late", "逾期", 12), ("nobody", "没有经办人", 13)]
    assert answer.context["tasks"] == []
    assert "其他待办" not in answer.text


def found(client, user, words):
    client.force_login(user)
    groups = client.get(reverse("reports:search"), {"q": words}).context["found"]
    return {group["name"]: [row[2] for row in group["rows"]] for group in groups}


def test_a_unit_finds_its_tasks_and_nobody_elses(client, house):
    matter, given, person = scene.running(house, township=1)
    _, colleague = scene.own_unit(house, "街道农办")
    words = matter.text[:6]
    assert found(client, person, words) == {"任务": [f"/assignments/{given.pk}/"]}
    assert found(client, colleague, words) == {}


def test_the_office_finds_what_was_sent_to_it(client, house):
    case = scene.signed(house, township=1, city=1)
    assert found(client, house.office, case.title[:4]) == {}
    submission.send(case, by=house.convener)
    sent = case.submission_set.get(kind="matter")
    assert found(client, house.office, case.title[:4]) == {"收文": [f"/submissions/{sent.pk}/"]}


def test_the_body_sees_on_its_workbench_which_of_its_tasks_are_late(client, house):
    _, given, person = scene.running(house, township=1)
    Assignment.objects.filter(pk=given.pk).update(due_on=timezone.localdate() - timedelta(days=20))
    client.force_login(house.township)
    page = client.get("/")
    assert ([task.pk for task in page.context["in_hand"]], page.context["in_hand_late"]) == ([given.pk], 1)
    assert "正在组织实施" in page.content.decode()
    client.force_login(person)
    assert client.get("/").context["in_hand"] == []


# The day of a look-back and the items of an answer are looked up for each case, once.
@pytest.mark.parametrize(("kind", "each"), [("TELL", 0), ("RATE", 0), ("MAKE", 0), ("LOOK", 1), ("ANSWER", 1)])
def test_a_workbench_costs_little_more_for_three_cases_at_a_checkpoint_than_for_one(client, house, kind, each):
    checkpoint, form = getattr(checkpoints, kind), checkpoints.FORM if kind == "RATE" else ""
    checkpoints.back_to(checkpoints.case_at(house, checkpoint, more=form), 60)
    client.force_login(house.clerk)
    page = reverse("reports:workbench")
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        checkpoints.back_to(checkpoints.case_at(house, checkpoint, more=form), 60)
    client.get(page)
    with CaptureQueriesContext(connection) as three:
        assert client.get(page).text.count("办理“关”") == 3
    assert len(three) - 3 * each == len(one) - each <= 20


def waiting(client, user) -> list[tuple[str, str]]:
    """What the workbench asks of somebody, and the case that it is about."""
    client.force_login(user)
    return [(task.sentence, task.case) for task in client.get(reverse("reports:workbench")).context["tasks"]]


def waive(case, *, by):
    waived = {"waived_by": by, "waived_at": timezone.now()}
    CheckpointRecord.objects.create(consultation=case, stage="all", code="gate", **waived)


def test_going_on_is_asked_of_those_who_may_where_nothing_is_left_to_do(client, house):
    case = checkpoints.case_at(house, TOLD, more=NEXT)
    case.matter_set.update(state="closed")
    assert waiting(client, house.convener) == [("办理“关”", case.title)]
    waive(case, by=house.office)
    assert waiting(client, house.convener) == [("进入“回头”", case.title)]
    assert waiting(client, house.township) == []


def test_people_are_told_of_a_result_once_there_is_one(client, house):
    case = checkpoints.case_at(house, TOLD, more=NEXT)
    assert waiting(client, house.clerk) == []
    case.matter_set.update(state="closed")
    assert waiting(client, house.clerk) == [("办理“关”", case.title)]


def test_closing_is_asked_where_the_last_stop_holds_nothing(client, house):
    case = checkpoints.case_at(house, TOLD)
    case.matter_set.update(state="closed")
    waive(case, by=house.office)
    assert waiting(client, house.convener) == [("办结协商", case.title)]
    case.matter_set.update(state="pending")
    assert waiting(client, house.convener) == []


def test_going_on_is_asked_where_a_checkpoint_was_met_after_the_minutes_were_signed(client, house):
    case = entry_scene.under(scene.signed(house), f'{TOLD}\nstep = "discussion"', mode="block")
    Consultation.objects.update(step="discussion")
    assert waiting(client, house.convener) == [("办理“关”", case.title)]
    checkpoints.record(case, "notice", house.clerk, text="贴在公示栏", data={"to": ["public"]})
    assert waiting(client, house.convener) == [("进入“报送结果”", case.title)]


def test_a_list_that_is_fixed_is_not_to_be_fixed_again(client, house):
    case = checkpoints.case_at(house, f'{TOLD}\nstep = "participants"', mode="block")
    participants.add(case, by=house.clerk, category="stakeholder", name="吴德胜")
    case.matter_set.all().delete()
    fixed = {"participants_fixed_at": timezone.now(), "participants_fixed_by": house.clerk}
    Consultation.objects.update(step="participants", **fixed)
    assert waiting(client, house.convener) == [("办理“关”", case.title)]
    checkpoints.record(case, "notice", house.clerk, text="贴在公示栏", data={"to": ["public"]})
    assert waiting(client, house.convener) == [("进入“调查研究”", case.title)]


def test_after_field_work_the_workbench_names_the_stop_to_which_the_page_leads(client, house):
    play = Play(house, "jiahe").run(until="research")
    player.do_research(play)
    assert waiting(client, house.convener) == [("进入活动组织，或者再登记调研", play.case.title)]
    assert client.get(play.case.get_absolute_url()).context["next_act"]["label"] == "进入活动组织"


def test_where_a_later_stage_is_for_the_minutes_going_on_comes_before_drafting_them(client, house):
    play = Play(house, "bijiashan").run(until="discuss")
    player.hold_meeting(play)
    assert waiting(client, house.convener) == [("进入决议，或者先起草协商纪要", play.case.title)]
    assert client.get(play.case.get_absolute_url()).context["next_act"]["label"] == "进入决议"


def test_an_objection_is_to_be_answered_though_its_period_still_runs(client, house):
    case = checkpoints.case_at(house, checkpoints.POSTED)
    checkpoints.back_to(case, 2)
    checkpoints.record(case, "posted", house.clerk, text="公示栏")
    assert waiting(client, house.clerk) == []
    checkpoints.record(case, "objection", house.clerk, text="费用没有写明")
    assert waiting(client, house.clerk) == [("答复“关”收到的异议", case.title)]


def cost(client) -> int:
    page = reverse("reports:workbench")
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_each_further_case_to_go_on_with_costs_one_query(client, house):
    client.force_login(house.convener)
    costs = []
    for _ in range(3):
        case = checkpoints.case_at(house, TOLD, more=NEXT)
        case.matter_set.update(state="closed")
        waive(case, by=house.office)
        costs.append(cost(client))
    assert costs == [costs[0], costs[0] + 1, costs[0] + 2]


SIGN = 'code = "gate"\nkind = "sign"\nby = ["township"]\nmay_return = true'


def test_a_body_that_is_to_sign_finds_it_on_its_workbench(client, house):
    case = checkpoints.case_at(house, SIGN)
    case.matter_set.update(state="running")
    asked = ("签批“关”", case.title)
    asks = {name: asked in waiting(client, getattr(house, name)) for name in WHO_MAY_SIGN}
    assert asks == WHO_MAY_SIGN
    checkpoints.record(case, "signature", house.township, said_by=house.township.name, data={"verdict": "approve"})
    assert asked not in waiting(client, house.township)


WHO_MAY_SIGN = {
    "township": True,
    "township_clerk": True,
    "other_township": False,
    "leading_office": False,
    "member": False,
    "clerk": False,
}


def test_a_convener_who_sits_in_the_body_is_not_asked_to_sign_for_it(client, house):
    case = checkpoints.case_at(house, SIGN)
    make.grant(house.convener, "township", unit=house.room.approver)
    assert ("签批“关”", case.title) not in waiting(client, house.convener)


def test_a_member_is_asked_to_rate_until_he_has(client, house):
    case = checkpoints.case_at(house, checkpoints.RATE, more=checkpoints.FORM)
    asked = ("评议“关”", case.title)
    assert (asked in waiting(client, house.member), asked in waiting(client, house.clerk)) == (True, False)
    rated = {"grade": "满意", "satisfied": True}
    own = {"item": f"user-{house.member.pk}", "said_by": house.member.name, "data": rated}
    checkpoints.record(case, "rating", house.member, **own)
    assert asked not in waiting(client, house.member)


def test_what_is_asked_of_a_body_costs_no_query_for_each_case(client, house):
    client.force_login(house.township)
    costs = []
    for _ in range(3):
        checkpoints.case_at(house, SIGN)
        costs.append(cost(client))
    assert costs[2] == costs[1] <= 17


def test_a_member_begins_a_proposal_from_his_workbench(client, house):
    way = f'href="{reverse("proposals:new_proposal", args=[house.room.pk])}"'
    offered = []
    for person in (house.member, house.clerk, house.township):
        client.force_login(person)
        offered.append(way in client.get("/").text)
    assert offered == [True, False, False]
