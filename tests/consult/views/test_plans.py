"""Pages of a year's plan: what a person is offered, and that each page asks the same number of questions."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation, Nomination, Plan, PlanItem
from consult.steps import common_topics, plan_approval, plan_changes
from members.models import Member
from tests import factories as make
from tests import plan_scene as scene

pytestmark = pytest.mark.django_db


def page(client, person, url, **params) -> str:
    client.force_login(person)
    response = client.get(url, params)
    assert response.status_code == 200, url
    return response.content.decode()


def sent(client, url, **given):
    form = client.get(url).context["form"]
    given.setdefault("form_key", form["form_key"].value()) if "form_key" in form.fields else None
    return client.post(url, given)


def asked(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def made(house):
    return scene.room_plan(house)


def test_a_member_nominates_with_a_title_and_a_sentence(house, client):
    member = make.posted_member(house.room, name="邓国梁")
    Member.objects.filter(pk=member.pk).update(user=house.member)
    client.force_login(house.member)
    url = reverse("consult:new_nomination")
    assert "source" not in client.get(url).context["form"].fields
    year = str(scene.year())
    answer = sent(client, url, title="路灯不亮", why="晚上看不见路", to=house.room.unit_id, year=year)
    assert answer.status_code == 302
    row = Nomination.objects.get()
    assert (row.source, row.member, row.room, row.proposed_by) == ("member", member, house.room, house.member)
    assert "路灯不亮" in page(client, house.member, reverse("consult:my_nominations"))


def test_a_member_is_told_which_of_the_two_ways_is_for_what(house, client):
    client.force_login(house.member)
    topic, nomination = reverse("consult:new_topic", args=[house.room.pk]), reverse("consult:new_nomination")
    assert f'请<a href="{nomination}">荐题</a>' in client.get(topic).text
    assert f'请<a href="{reverse("consult:new_topic")}">提出议题</a>' in client.get(nomination).text
    make.posted_member(house.room, user=house.member)
    assert f'请<a href="{topic}">提出议题</a>' in client.get(reverse("reports:my_page")).text
    client.force_login(house.department)
    assert "提出议题" not in client.get(nomination).text


def test_a_call_is_answered_from_its_page(house, client):
    call = scene.call(house.room.approver, by=house.township)
    answer = reverse("consult:answer_call", args=[call.pk])
    assert answer in page(client, house.clerk, call.get_absolute_url())
    given = {"title": "停车难", "why": "车位少", "source": "room"}
    assert sent(client, answer, **given).status_code == 302
    assert (Nomination.objects.get().call, Nomination.objects.get().to) == (call, house.room.approver)
    # What others sent in is read by who asked, not by who was asked.
    assert "停车难" not in page(client, house.member, call.get_absolute_url())
    assert "停车难" in page(client, house.township, call.get_absolute_url())


def test_what_is_like_it_stands_below_the_title(house, client):
    scene.nomination(house.room.unit, by=house.clerk, room=house.room, title="老旧小区停车难")
    url = reverse("consult:similar_planned")
    assert "老旧小区停车难" in page(client, house.convener, url, title="小区停车难")
    assert "老旧小区停车难" not in page(client, house.other_clerk, url, title="小区停车难")


def test_the_way_of_a_plan_by_its_pages(house, client):
    make.daye()
    client.force_login(house.clerk)
    assert sent(client, reverse("consult:new_plan"), unit=house.room.unit_id, year=scene.year(), title="年度计划")
    plan = Plan.objects.get()
    given = {"title": "加装电梯", "month": "4", "until_month": "5", "source": "room"}
    assert sent(client, reverse("consult:new_plan_item", args=[plan.pk]), **given).status_code == 302
    assert client.post(reverse("consult:submit_plan", args=[plan.pk])).status_code == 403
    client.force_login(house.convener)
    assert client.post(reverse("consult:submit_plan", args=[plan.pk])).status_code == 302
    client.force_login(house.township)
    decided = {"verdict": "approve", **scene.basis()}
    assert sent(client, reverse("consult:decide_plan", args=[plan.pk]), **decided).status_code == 302
    client.force_login(house.convener)
    issued = sent(client, reverse("consult:issue_plan", args=[plan.pk]), dated_on=timezone.localdate())
    assert issued.status_code == 302
    text = page(client, house.member, plan.get_absolute_url())
    assert all(word in text for word in ("已印发", "加装电梯", "4—5月", "〕1号"))


def test_a_refusal_of_an_act_stands_on_its_page(house, client, made):
    client.force_login(house.township)
    answer = sent(client, reverse("consult:decide_plan", args=[made.plan.pk]), verdict="return", **scene.basis())
    assert (answer.status_code, "不同意的要写明理由" in answer.content.decode()) == (422, True)


def test_changes_are_proposed_decided_and_made_known(house, client, made):
    client.force_login(house.clerk)
    item = made.items[0]
    url = reverse("consult:change_plan_item", args=[item.pk])
    given = {"title": item.title, "month": "6", "until_month": "", "reason": "汛期提前", "version": item.version}
    assert sent(client, url, **given).status_code == 302
    client.force_login(house.township)
    decide = reverse("consult:decide_plan_changes", args=[made.plan.pk])
    change = made.plan.changes.get()
    assert sent(client, decide, changes=[change.pk], verdict="approve", **scene.basis()).status_code == 302
    client.force_login(house.convener)
    notice = reverse("consult:issue_plan_changes", args=[made.plan.pk])
    assert notice in client.get(made.plan.get_absolute_url()).content.decode()
    assert sent(client, notice, dated_on=timezone.localdate()).status_code == 302
    assert "原定 3月" in page(client, house.clerk, made.plan.get_absolute_url())


def test_a_topic_is_proposed_from_the_plan_with_one_press(house, client, made):
    client.force_login(house.clerk)
    url = reverse("consult:begin_planned", args=[made.items[0].pk])
    assert url in client.get(made.items[0].get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name != "attachments"}
    assert given["title"] == "下水管网改造"
    assert given["source_note"].startswith("列入")
    answer = client.post(url, {**given, "why": "汛期倒灌"})
    case = Consultation.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert PlanItem.objects.get(pk=made.items[0].pk).topic == case.topic


def test_what_was_begun_without_the_plan_is_linked_to_it(house, client, made):
    case = make.consultation(house.room, by=house.clerk)
    make.consultation(house.other_room, by=house.other_clerk)
    client.force_login(house.clerk)
    url = reverse("consult:link_planned", args=[made.items[0].pk])
    assert list(client.get(url).context["form"].fields["consultation"].queryset) == [case]
    assert client.post(url, {"consultation": case.pk}).status_code == 302
    item = PlanItem.objects.get(pk=made.items[0].pk)
    assert (item.topic, item.state) == (case.topic, "running")
    again = client.post(reverse("consult:link_planned", args=[made.items[1].pk]), {"consultation": case.pk})
    assert again.status_code == 422


def test_a_member_begins_nothing_and_another_room_sees_nothing(house, client, made):
    url = reverse("consult:begin_planned", args=[made.items[0].pk])
    client.force_login(house.member)
    assert client.get(url).status_code == 403
    client.force_login(house.other_clerk)
    assert client.get(url).status_code == client.get(made.plan.get_absolute_url()).status_code == 404


def test_a_draft_stays_with_those_who_make_and_approve_it(house, client):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    client.force_login(house.clerk)
    assert client.get(city.get_absolute_url()).status_code == 404
    scene.item(city, by=house.leading_office, lead=house.department_unit)
    scene.issued(city, by=house.leading_office, body=house.city_committee)
    assert "年度协商计划" in page(client, house.clerk, city.get_absolute_url())


def test_a_township_reads_the_plans_of_its_rooms_below_its_own(house, client, made):
    own = scene.plan(house.room.approver, by=house.township_clerk, title="柳湖街道年度协商计划")
    text = page(client, house.township, own.get_absolute_url())
    assert "下属计划" in text
    assert made.plan.get_absolute_url() in text


def test_the_year_is_a_grid_and_a_list_by_month(house, client, made):
    text = page(client, house.clerk, reverse("consult:plan_board"))
    assert text.count('class="bar-cell"') == 2
    assert "3月<span" in text
    assert "加装电梯" not in page(client, house.clerk, reverse("consult:plan_board"), state="done")


def test_a_plan_is_found_by_its_topics(house, client, made):
    board, rows = reverse("consult:plan_board"), reverse("consult:plans")
    found = page(client, house.clerk, rows, q="电梯")
    assert made.plan.title in found
    assert "0/2 件" in found
    assert made.plan.title not in page(client, house.clerk, rows, q="路灯")
    assert made.plan.title not in page(client, house.clerk, rows, state="done")
    assert "下水管网" not in page(client, house.clerk, board, q="电梯").split('id="rows"')[1]
    assert "下水管网" in page(client, house.clerk, board, q=made.plan.title).split('id="rows"')[1]


def test_a_topic_whose_month_is_over_is_flagged(house, client, made):
    PlanItem.objects.update(month=1, until_month=1)
    with time_machine.travel(date(scene.year(), 12, 30)):
        for url in (reverse("consult:plans"), reverse("consult:plan_board"), made.plan.get_absolute_url()):
            assert "到月未开始" in page(client, house.clerk, url)


def test_pages_do_not_ask_more_for_more_topics(house, client, made):
    client.force_login(house.clerk)
    urls = [reverse("consult:plans"), reverse("consult:plan_board"), made.plan.get_absolute_url()]
    # The pack and the content types are read once in a process.
    assert all(asked(client, url) for url in urls)
    before = [asked(client, url) for url in urls]
    for number in range(12):
        plan_changes.add_row(made.plan, title=f"议题{number}", month=5, until_month=6, units=[house.department_unit])
    assert [asked(client, url) for url in urls] == before


def test_the_room_shows_its_plan_and_what_was_given_to_it(house, client, made):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    scene.item(city, by=house.leading_office, title="营商环境", rooms=[house.room], lead=house.department_unit)
    scene.issued(city, by=house.leading_office, body=house.city_committee)
    sheet = reverse("consult:room_plan", args=[house.room.pk])
    text = page(client, house.clerk, sheet)
    assert all(word in text for word in ("下水管网改造", "营商环境", "领导小组办公室安排"))
    assert sheet in page(client, house.clerk, reverse("rooms:room", args=[house.room.pk]))


def test_a_common_topic_is_answered_and_read_side_by_side(house, client):
    make.daye()
    common = scene.common(house, rooms=[house.room, house.other_room])
    answer = reverse("consult:answer_common", args=[common.answers.get(room=house.room).pk])
    assert answer in page(client, house.clerk, common.get_absolute_url())
    assert sent(client, answer, answer="decline").status_code == 422
    assert sent(client, answer, answer="take_up")["Location"] == Consultation.objects.get().get_absolute_url()
    text = page(client, house.leading_office, common.get_absolute_url())
    assert "50.0%（1/2 个）" in text


def test_the_office_publishes_a_common_topic_out_of_the_plan(house, client):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    item = scene.item(city, by=house.leading_office, lead=house.department_unit)
    scene.issued(city, by=house.leading_office, body=house.city_committee)
    client.force_login(house.leading_office)
    url = f"{reverse('consult:publish_common')}?item={item.pk}"
    form = client.get(url).context["form"]
    given = {"issuer": make.leading_office().pk, "title": form.initial["title"], "why": "全市部署", "which": "all"}
    assert sent(client, url, **given, until=timezone.localdate()).status_code == 302
    assert item.common_topics.get().answers.count() == 2


def tasks(client, person) -> list[str]:
    """What the year's plan asks; the last days of a month also ask about inspections."""
    client.force_login(person)
    asked = client.get("/workbench/year/").context["tasks"]
    return [task.sentence for task in asked if "督办检查" not in task.sentence]


def test_the_workbench_says_what_the_plan_wants_of_whom(house, client):
    row = scene.plan(house.room.unit, by=house.clerk)
    scene.item(row, by=house.clerk, month=1, until=12)
    scene.nomination(house.room.unit, by=house.member, room=house.room)
    assert tasks(client, house.clerk) == ["研究 1 件荐题"]
    plan_approval.submit(row, by=house.convener)
    assert tasks(client, house.township) == tasks(client, house.township_clerk) == ["审定年度协商计划"]
    plan_approval.decide(row, by=house.township, verdict="approve", **scene.basis())
    assert "印发年度协商计划" in tasks(client, house.convener)
    assert "印发年度协商计划" not in tasks(client, house.clerk)
    plan_approval.issue(row, by=house.convener, dated_on=timezone.localdate())
    assert set(tasks(client, house.clerk)) == {"研究 1 件荐题", "从计划提出议题"}
    assert tasks(client, house.member) == []


def test_a_change_waits_since_it_was_asked_for_and_not_since_the_plan_was(house, client):
    made = scene.room_plan(house)
    Plan.objects.update(submitted_at=timezone.now() - timedelta(days=188))
    change = plan_changes.propose_drop(made.items[0], by=house.clerk, reason="已由上级解决")
    client.force_login(house.township)
    [task] = client.get("/workbench/year/").context["tasks"]
    assert (task.sentence, task.since) == ("审定年度协商计划的调整", change.proposed_at)


def test_the_office_enters_for_the_committee_of_the_city(house, client):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    scene.item(city, by=house.leading_office, lead=house.department_unit)
    plan_approval.submit(city, by=house.leading_office)
    assert tasks(client, house.city_committee) == ["审定年度协商计划"]
    assert tasks(client, house.leading_office) == ["审定年度协商计划（代市委）"]


def test_a_call_reminds_of_plans_until_they_are_submitted(house, client):
    day = timezone.localdate()
    scene.call(make.leading_office(), by=house.leading_office, plans_due_on=day)
    wanted = f"起草 {scene.year()} 年度协商计划"
    assert tasks(client, house.clerk) == tasks(client, house.township) == [wanted]
    scene.call(house.room.approver, by=house.township, plans_due_on=day)
    assert tasks(client, house.leading_office) == []
    scene.item(scene.plan(house.room.unit, by=house.clerk), by=house.clerk, month=12)
    assert tasks(client, house.clerk) == [wanted.replace("起草", "报审")]


def test_a_room_is_asked_for_its_answer(house, client):
    make.daye()
    common = scene.common(house, rooms=[house.room])
    assert tasks(client, house.clerk) == ["答复是否承接共性议题"]
    common_topics.decline(common.answers.get(), by=house.clerk, reason="不适用")
    assert tasks(client, house.clerk) == []
