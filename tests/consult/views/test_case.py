"""The consultation as a whole: what its page and its list cost, and that they show the whole record."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult import queries
from consult.models import Consultation, Matter, Research, Statement
from consult.steps import approval, participants, submission, topic
from consult.steps import case as step_case
from consult.steps import research as step_research
from consult.workflow import Refused
from members.enums import RoleCode
from members.operations import attach
from members.queries import file_seen_by
from rooms import practice
from rooms.filters import by_room as filters
from tests import action_scenes, minutes_scene
from tests import factories as make
from tests.consult import entry_scene
from tests.consult.steps.test_case import NEXT, TOLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(house):
    """A closed consultation with everything on record: research, a meeting with a dissent, matters, tasks, minutes."""
    case = action_scenes.fresh(minutes_scene.signed(house).minutes.consultation)
    submission.receive(submission.send(case, by=house.convener), by=house.township_clerk)
    for matter in Matter.objects.for_page().filter(consultation=case, level="township"):
        unit, _ = action_scenes.own_unit(house)
        action_scenes.decide(matter, house.township, plan=action_scenes.plan(unit))
    attach(case.research_set.get(), [action_scenes.photo(house.clerk).pk], by=house.clerk)
    closed = {"state": "closed", "ending": "done", "ended_at": timezone.now(), "ended_by": house.convener}
    Consultation.objects.filter(pk=case.pk).update(**closed)
    return action_scenes.fresh(case)


@pytest.fixture
def clerk(house, client):
    client.force_login(house.clerk)
    return client


def cost(client, url) -> int:
    # Packs and content types are read once in the life of a process.
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_of_a_finished_case_costs_fourteen_queries_at_most(clerk, finished):
    assert cost(clerk, finished.get_absolute_url()) <= 14


def discussed(house):
    case = minutes_scene.held(house)
    minutes_scene.say(case.meeting_set.get(), "吴德胜", "我不同意", by=house.clerk, is_dissent=True)
    return case


def sent(house):
    case = action_scenes.signed(house, city=1)
    submission.send(case, by=house.convener)
    return case


# The last one reads the calendar too, for the deadlines of its tasks.
RUNNING = {
    "topic": (lambda house: make.consultation(house.room, by=house.clerk), 11),
    "discussion": (discussed, 13),
    "submission": (sent, 14),
    "action": (lambda house: action_scenes.running(house)[0].consultation, 15),
}


@pytest.mark.parametrize("person", ["clerk", "convener", "township", "leading_office"])
@pytest.mark.parametrize(("scene", "most"), RUNNING.values(), ids=RUNNING)
def test_the_page_of_a_running_case_costs_few_queries_whoever_looks(house, client, scene, most, person):
    case = scene(house)
    client.force_login(getattr(house, person))
    assert cost(client, case.get_absolute_url()) <= most


def test_only_a_case_with_something_on_record_at_a_checkpoint_is_asked_for_it(house, client):
    case = action_scenes.signed(house, township=0)
    client.force_login(house.clerk)
    url = case.get_absolute_url()
    with_record = cost(client, url)
    case.checkpointrecord_set.all().delete()
    assert cost(client, url) == with_record - 1


def test_the_page_costs_the_same_for_three_records_as_for_one(clerk, finished, house):
    once = cost(clerk, finished.get_absolute_url())
    meeting, research = finished.meeting_set.get(), finished.research_set.get()
    for number in range(2):
        Research.objects.create(
            consultation=finished,
            on=research.on,
            place="3 栋",
            team="委员",
            findings="主管堵塞",
            created_by=house.clerk,
        )
        minutes_scene.say(meeting, "吴德胜", f"我不同意（{number}）", by=house.clerk, is_dissent=True)
        matter = Matter.objects.create(
            consultation=finished, number=8 + number, text="清掏化粪池", meeting=meeting, created_by=house.clerk
        )
        matter.suggested_units.add(house.department_unit)
        matter.suggested_helpers.add(house.room.approver)
    assert cost(clerk, finished.get_absolute_url()) == once


def test_the_list_costs_the_same_for_three_rows_as_for_one(clerk, finished, house):
    once = cost(clerk, "/consultations/")
    for _ in range(2):
        make.consultation(house.room, by=house.clerk)
    assert (cost(clerk, "/consultations/"), once <= 10) == (once, True)


def test_the_page_shows_the_whole_record(clerk, finished, house):
    page = clerk.get(finished.get_absolute_url()).content.decode()
    record = ["疏通3处低洼点主管", "隔油池的费用不应全由商户承担", "主管总长2.3千米", "现场.jpg", "已办结", "接收"]
    names = ["柳湖街道城建办", "市住建局", "街道城建办", "罗建平"]
    assert [words for words in record + names if words not in page] == []


def test_a_dissent_without_a_speaker_is_told_to_the_room(clerk, finished, house):
    meeting = finished.meeting_set.get()
    minutes_scene.say(meeting, "", "门口也不能停车", by=house.clerk, is_dissent=True)
    page = clerk.get(finished.get_absolute_url()).content.decode()
    assert ("未登记的人" in page, "门口也不能停车" in page) == (True, True)


def test_a_removed_dissent_is_not_shown(clerk, finished, house):
    statement = Statement.objects.filter(is_dissent=True)
    statement.update(removed_at=timezone.now(), removed_by=house.clerk)
    assert "隔油池的费用不应全由商户承担" not in clerk.get(finished.get_absolute_url()).content.decode()


def test_rooms_that_joined_are_named(clerk, finished, house):
    finished.joined_rooms.create(room=house.other_room)
    page = clerk.get(finished.get_absolute_url()).content.decode()
    assert f"联合 {house.other_room.unit.short_name}" in page


def test_whoever_has_two_roles_sees_what_either_shows(house, finished):
    other = make.consultation(house.other_room, by=house.other_clerk)
    both = make.person(RoleCode.CLERK, unit=house.room.unit)
    make.grant(both, RoleCode.TOWNSHIP, unit=house.other_room.approver)
    everything = make.person(RoleCode.CLERK, unit=house.room.unit)
    make.grant(everything, RoleCode.AUDITOR, region=house.city)
    for user in (both, everything):
        assert set(Consultation.objects.visible_to(user)) == {finished, other}
    assert set(Consultation.objects.visible_to(house.clerk)) == {finished}
    assert set(Consultation.objects.visible_to(house.stranger)) == set()


def test_the_city_committee_sees_important_consultations_that_reach_it(house):
    make.consultation(house.room, by=house.clerk)
    important = make.consultation(house.room, by=house.clerk, importance="important")
    assert set(Consultation.objects.visible_to(house.city_committee)) == set()
    important.approval.steps.create(round=1, order=2, body="city_committee", unit=make.city_committee(), name="审定")
    assert set(Consultation.objects.visible_to(house.city_committee)) == {important}


def test_a_row_says_whose_turn_it_is(house):
    case = make.consultation(house.room, by=house.clerk)
    [row] = queries.for_list(Consultation.objects.filter(pk=case.pk))
    assert queries.waiting_of(row) == "召集人提请审定"
    approved = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    [row] = queries.for_list(Consultation.objects.filter(pk=approved.pk))
    assert queries.waiting_of(row) == f"{house.room.unit.short_name}联络室"


def test_only_those_who_enter_for_this_body_find_its_task(house):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    elsewhere = make.person(RoleCode.TOWNSHIP_CLERK, unit=house.other_room.approver)
    waiting = {user.name: len(queries.waiting_for(user)) for user in (house.township, house.township_clerk, elsewhere)}
    assert list(waiting.values()) == [1, 1, 0]


def test_the_list_of_one_room_refuses_a_forged_room(clerk, house):
    answer = clerk.get(f"/consultations/?room={house.other_room.pk}")
    assert (answer.status_code, answer.context["page"].rows) == (200, [])


def test_many_rooms_are_found_by_typing(house, client, monkeypatch):
    monkeypatch.setattr(filters, "MOST_LISTED", 1)
    case = make.consultation(house.room, by=house.clerk)
    make.consultation(house.other_room, by=house.other_clerk)
    client.force_login(house.leading_office)
    found = client.get("/rooms/find/", {"q": house.room.unit.name}).json()["results"]
    assert [row["id"] for row in found] == [house.room.pk]
    for typed in (found[0]["id"], house.room.unit.name):
        page = client.get("/consultations/", {"room": typed})
        assert ([row.pk for row in page.context["page"].rows], page.status_code) == ([case.pk], 200)
    assert "联络室名称或拼音" in page.content.decode()
    for forged in ("99999999", "没有这个联络室", "x" * 300, "\x00"):
        assert client.get("/consultations/", {"room": forged}).status_code in (200, 400)


def test_similar_topics_are_the_nearest_first(house):
    for title in ("水泥厂宿舍小区下水管网改造", "水泥厂宿舍小区路灯", "供销社夜市噪声治理"):
        make.consultation(house.room, by=house.clerk, title=title)
    found = queries.similar_topics(house.clerk, "水泥厂宿舍小区下水管网")
    assert [case.title for case in found] == ["水泥厂宿舍小区下水管网改造", "水泥厂宿舍小区路灯"]


def test_a_key_of_another_form_is_not_found(clerk):
    assert clerk.get(f"/consultations/{uuid4()}/").status_code == 404


def test_names_and_numbers_in_the_ledger_stay_in_the_room(house, client):
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    person = case.participant_set.first()
    fields = {"name": "吴德胜的儿子", "phone": "13877776666"}
    participants.edit(person, by=house.clerk, version=person.version, **fields)
    seen = {}
    for user in (house.clerk, house.township):
        client.force_login(user)
        page = client.get(f"/consultations/{case.pk}/events/").content.decode()
        seen[user] = [text in page for text in ("修改协商主体第", *fields.values())]
    assert seen == {house.clerk: [True, True, True], house.township: [True, False, False]}


def stopped(case, house):
    topic.stop(case, by=house.convener, reason="当事人已经和解")
    return case


def rejected(case, house):
    approval.submit(case, by=house.convener)
    said = {"verdict": "reject", "basis": "signature", "basis_on": timezone.localdate(), "opinion": "不属协商范围"}
    approval.decide(case, by=house.township, step_id=case.approval.steps.get().pk, **said)
    return case


@pytest.mark.parametrize(("end", "ending"), [(stopped, "撤回"), (rejected, "议题未通过")])
def test_a_case_that_was_ended_early_shows_where_and_what_was_recorded_until_then(clerk, house, end, ending):
    case = end(make.consultation(house.room, by=house.clerk, why="汛期污水倒灌到一楼"), house)
    answer = clerk.get(case.get_absolute_url())
    page = answer.content.decode()
    assert [stage["status"] for stage in answer.context["stages"]] == ["ended", *["later"] * 5]
    assert answer.context["stages"][0]["fact"].endswith(f"日{ending}")
    assert ("第 1 步，在此终止" in page, "终止以前的记录" in page, "汛期污水倒灌到一楼" in page) == (True, True, True)


def test_a_case_that_is_stopped_later_keeps_the_steps_that_were_done(clerk, house):
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    answer = clerk.get(stopped(case, house).get_absolute_url())
    assert [stage["status"] for stage in answer.context["stages"]] == ["done", "done", "ended", *["later"] * 3]


@pytest.mark.parametrize(("who", "offered"), [("clerk", True), ("township", False)])
def test_only_who_can_remove_a_hold_is_led_to_its_page(client, house, who, offered):
    case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    client.force_login(getattr(house, who))
    page = client.get(case.get_absolute_url()).text
    assert ("去登记协商主体" in page, "查看和登记名单" in page) == (offered, offered)


def test_a_case_that_waits_for_the_person_is_not_listed_as_waiting_for_others(house):
    minutes_scene.offered(house)
    tasks = queries.waiting_for(house.convener)
    assert [task.sentence for task in tasks] == ["审签协商纪要"]
    assert queries.waiting_for_others(queries.running_cases(house.convener), tasks) == []
    running = queries.running_cases(house.clerk)
    assert len(queries.waiting_for_others(running, queries.waiting_for(house.clerk))) == 1


def test_whoever_does_not_sign_is_led_to_look_at_offered_minutes(client, house):
    case = minutes_scene.offered(house).consultation
    acts = {}
    for who in ("convener", "second_convener", "clerk"):
        client.force_login(getattr(house, who))
        acts[who] = client.get(case.get_absolute_url()).context["next_act"]["label"]
    assert acts == {"convener": "审签纪要", "second_convener": "查看纪要", "clerk": "查看纪要"}


UNTOLD = "“关”还没有告知社会公众。"


@pytest.fixture
def reminded(house):
    """A case of which nothing is left but a reminder; another stage follows."""
    case = entry_scene.case_at(house, TOLD, more=NEXT)
    case.matter_set.update(state="closed")
    return case


def test_a_reminder_is_asked_about_before_it_is_passed_by(reminded, house, client):
    client.force_login(house.convener)
    url = f"/consultations/{reminded.pk}/move/"
    act = client.get(reminded.get_absolute_url()).context["next_act"]
    assert (act["url"], act["dialog"], act["post"]) == (url, True, False)
    question = client.get(url)
    assert f"{UNTOLD}不办也可以进入下一步。" in question.text
    seen = question.context["form"]["seen"].value()
    assert client.post(url, {"seen": seen}).status_code == 302
    assert entry_scene.fresh(reminded).stage == "next"
    # The same dialog, left open and sent again.
    assert "协商已经到了“回头”" in client.post(url, {"seen": seen}, follow=True).text
    assert entry_scene.fresh(reminded).stage == "next"


def test_a_method_may_have_more_than_ten_stages(house, client):
    stage = '\n[[stage]]\ncode = "look-{0}"\nname = "第{0}次回头看"\nsteps = ["evaluation"]\nwho = ["clerk"]\n'
    case = entry_scene.case_at(house, TOLD, more="".join(stage.format(number) for number in range(1, 111)))
    client.force_login(house.clerk)
    numbers = [each["number"] for each in client.get(case.get_absolute_url()).context["stages"]]
    assert [numbers[0], numbers[10], numbers[98], numbers[110]] == ["一", "十一", "九十九", "111"]
    assert "第111步　第110次回头看" in practice.explain(case.pack)


def test_a_stage_that_asks_for_nothing_says_so(reminded, house, client):
    Consultation.objects.filter(pk=reminded.pk).update(stage="next", step="evaluation")
    client.force_login(house.convener)
    assert "这一步没有规定要登记的内容。" in client.get(reminded.get_absolute_url()).text


def test_nobody_is_asked_about_leaving_a_stage_that_cannot_be_left(house, client):
    case = entry_scene.case_at(house, TOLD, more=NEXT, mode="block")
    client.force_login(house.convener)
    said = {}
    for act in ("move", "close"):
        answer = client.get(f"/consultations/{case.pk}/{act}/", headers={"HX-Request": "true"})
        said[act] = (answer.status_code, UNTOLD in answer.text, "还没有到最后一步，不能办结。" in answer.text)
    assert said == {"move": (409, True, False), "close": (409, False, True)}


def test_the_question_names_the_next_step_where_the_stage_stays(house, client):
    case = entry_scene.case_at(house, f'{TOLD}\nstep = "topic"')
    Consultation.objects.update(step="topic")
    client.force_login(house.convener)
    act = client.get(case.get_absolute_url()).context["next_act"]
    assert (act["label"], act["dialog"]) == ("进入确定协商主体", True)
    assert "进入“确定协商主体”" in client.get(act["url"]).text


def test_what_was_not_agreed_keeps_nobody_from_going_on(reminded, house, client):
    Matter.objects.create(consultation=reminded, number=2, text="加装电梯", consensus=False, created_by=house.clerk)
    client.force_login(house.convener)
    act = client.get(reminded.get_absolute_url()).context["next_act"]
    assert (act["label"], act["dialog"]) == ("进入回头", True)


def test_where_nothing_was_agreed_the_case_is_closed_and_goes_no_further(house, client):
    case = action_scenes.signed(house, township=0, disputed=1)
    case = entry_scene.under(case, f'{TOLD}\nstep = "submission"', more=NEXT)
    Consultation.objects.update(step="submission")
    submission.receive(submission.send(entry_scene.fresh(case), by=house.convener), by=house.township)
    client.force_login(house.convener)
    page = client.get(case.get_absolute_url())
    assert (page.context["next_act"]["label"], page.context["onward"]) == ("办结协商", "办结")
    with pytest.raises(Refused, match="已经是最后一步"):
        step_case.move_on(case, by=house.convener)
    client.post(page.context["next_act"]["url"])
    assert (entry_scene.fresh(case).state, entry_scene.fresh(case).ending) == ("closed", "no_consensus")


def test_where_nothing_is_passed_by_one_press_goes_on(reminded, house, client):
    entry_scene.record(reminded, "notice", house.clerk, text="贴在公示栏", data={"to": ["public"]})
    client.force_login(house.convener)
    act = client.get(reminded.get_absolute_url()).context["next_act"]
    assert (act["label"], act["post"]) == ("进入再回头", True)
    client.post(act["url"], {act["name"]: act["value"]})
    assert entry_scene.fresh(reminded).stage == "last"


def test_a_reminder_is_asked_about_before_a_case_is_closed(house, client):
    case = entry_scene.case_at(house, TOLD)
    case.matter_set.update(state="closed")
    client.force_login(house.convener)
    act = client.get(case.get_absolute_url()).context["next_act"]
    assert (act["label"], act["dialog"]) == ("办结协商", True)
    assert f"{UNTOLD}办结以后只能补登成果。" in client.get(act["url"]).text
    client.post(act["url"])
    assert entry_scene.fresh(case).state == "closed"


def test_the_last_entry_says_that_it_closed_the_case(house, client):
    case = entry_scene.case_at(house, TOLD)
    case.matter_set.update(state="closed")
    client.force_login(house.clerk)
    url = f"/consultations/{case.pk}/gates/gate/notice/"
    entry = {"text": "贴在公示栏", "to": ["public"], "on": timezone.localdate().isoformat()}
    assert "已登记“关”。协商已经办结。" in client.post(url, entry, follow=True).text


def test_received_minutes_are_not_offered_to_be_sent_again(house, client):
    case = entry_scene.under(action_scenes.signed(house), TOLD + '\nstep = "submission"')
    Consultation.objects.filter(pk=case.pk).update(step="submission")
    client.force_login(house.convener)
    assert client.get(case.get_absolute_url()).context["next_act"]["label"].startswith("报送")
    submission.receive(submission.send(case, by=house.convener), by=house.township_clerk)
    act = client.get(case.get_absolute_url()).context["next_act"]
    assert (entry_scene.fresh(case).step, act["label"], act["dialog"]) == ("submission", "进入成果转化", True)


def test_pictures_of_field_work_that_was_taken_out_stay_with_the_room(house):
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    told = {"on": timezone.localdate(), "place": "3 栋", "team": "驻室委员", "findings": "主管堵塞"}
    found, photo = step_research.record(case, by=house.clerk, **told), action_scenes.photo(house.clerk)
    attach(found, [photo.pk], by=house.clerk)
    assert file_seen_by(house.township, photo.pk) == photo
    step_research.remove(found, by=house.clerk, reason="拍到住户")
    seen = [file_seen_by(user, photo.pk) for user in (house.clerk, house.auditor, house.township)]
    assert seen == [photo, photo, None]
