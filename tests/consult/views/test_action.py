from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.filters import MatterFilter
from consult.models import Assignment, Decision, Matter, Meeting, Minutes, Submission
from consult.queries import waiting_for
from consult.steps import assignment, submission
from members.queries import page_after
from tests import action_scenes as scene
from tests import factories as make
from tests import minutes_scene

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, name, *args, **params):
    return browser(user).get(reverse(f"consult:{name}", args=args), params)


def post(user, name, *args, **fields):
    return browser(user).post(reverse(f"consult:{name}", args=args), fields)


def text_of(response):
    return response.content.decode()


def typed(*units, **fields):
    today = timezone.localdate()
    return {
        "adoption": "adopt",
        "opinion": "同意",
        "basis": "signature",
        "basis_on": today,
        "responsible": [unit.pk for unit in units],
        "due_limit": "on",
        "due_on": today + timedelta(days=90),
        "seen": 0,
        **fields,
    }


def test_the_page_before_sending_says_where_each_matter_goes(house):
    case = scene.signed(house, township=1, city=1, disputed=1)
    page = text_of(get(house.clerk, "send_submission", case.pk))
    body = house.room.approver.short_name
    for words in (f"由{body}确定并组织实施", f"同时报市政协办公室，抄告{body}", "未达成一致，随纪要报党组织参考"):
        assert words in page


def test_minutes_go_from_the_room_to_the_inbox_and_into_the_action_stage(house):
    case = scene.signed(house)
    assert post(house.clerk, "send_submission", case.pk).status_code == 302
    assert "关于水泥厂宿舍小区" in text_of(get(house.township_clerk, "submissions"))
    sent = Submission.objects.get()
    assert post(house.township_clerk, "receive_submission", sent.pk)["Location"] == f"/consultations/{case.pk}/"
    assert "疏通 3 处低洼点主管" in text_of(get(house.township, "consultation", case.pk))


def test_an_early_sending_is_refused_with_the_sentence_of_the_page(house):
    case = scene.signed(house)
    type(case.minutes).objects.update(state="correcting")
    assert "纪要正在更正，重新审签以后才能报送。" in text_of(get(house.clerk, "send_submission", case.pk))
    answer = browser(house.clerk).post(reverse("consult:send_submission", args=[case.pk]), follow=True)
    assert (Submission.objects.count(), "纪要正在更正" in text_of(answer)) == (0, True)


def test_the_office_sees_its_matter_and_not_the_case(house):
    case = scene.received(house, township=1, city=1)
    sent = case.submission_set.get(kind="matter")
    page = text_of(get(house.office, "submission", sent.pk))
    assert ("（2）" in page, "（1）" in page) == (True, False)
    assert get(house.office, "consultation", case.pk).status_code == 404
    assert post(house.office, "receive_submission", sent.pk)["Location"] == f"/submissions/{sent.pk}/"


def test_a_return_keeps_what_was_typed_and_says_what_is_missing(house):
    sent = submission.send(scene.signed(house), by=house.convener)
    response = post(house.township, "return_submission", sent.pk, text="")
    assert (response.status_code, "请填写退回理由" in text_of(response)) == (422, True)
    assert post(house.township, "return_submission", sent.pk, text="缺责任单位").status_code == 302


def test_the_township_adds_its_opinion_to_a_copy(house):
    case = scene.received(house, city=1)
    copy = case.submission_set.get(kind="copy")
    post(house.township, "add_opinion", copy.pk, opinion="街道可以先做一部分", version=copy.version)
    sent = case.submission_set.get(kind="matter")
    assert "街道可以先做一部分" in text_of(get(house.office, "submission", sent.pk))


def test_two_opinions_written_at_once_are_both_shown_and_the_later_is_kept_in_the_form(house):
    copy = scene.received(house, city=1).submission_set.get(kind="copy")
    assert 'name="version" value="1"' in text_of(get(house.township, "add_opinion", copy.pk))
    post(house.township_clerk, "add_opinion", copy.pk, opinion="建议列入年度计划", version=1)
    answer = post(house.township, "add_opinion", copy.pk, opinion="街道可以先做一部分", version=1)
    page = text_of(answer)
    assert (answer.status_code, "建议列入年度计划" in page, "街道可以先做一部分" in page) == (422, True, True)
    assert 'name="version" value="2"' in page
    assert post(house.township, "add_opinion", copy.pk, opinion="两条都要", version=2).status_code == 302


def test_a_decision_is_entered_on_the_matter_page(house):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    page = text_of(get(house.township_clerk, "matter", matter.pk))
    assert ("确定并组织实施" in page, "孙倩 代录" in page) == (True, True)
    response = post(house.township_clerk, "decide_matter", matter.pk, **typed(unit))
    assert (response.status_code, Decision.objects.get().entered_for_body) == (302, True)


def silent_unit(house):
    """A unit of the township in which nobody has an account, and what the body is to be told of it."""
    body = house.room.approver
    unit = make.UnitFactory(name="街道房管所", short_name="街道房管所", region=body.region, parent=body)
    return unit, "街道房管所没有能接收任务的账号，系统通知不到，请用电话或书面通知，办理情况由下达单位代录。"


def test_a_unit_without_an_account_is_named_in_the_form_and_after_the_decision(house):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    silent, sentence = silent_unit(house)
    assert sentence not in text_of(get(house.township, "matter", matter.pk))
    matter.suggested_units.add(silent)
    assert sentence in text_of(get(house.township, "matter", matter.pk))
    url = reverse("consult:decide_matter", args=[matter.pk])
    page = text_of(browser(house.township).post(url, typed(unit, silent), follow=True))
    assert f"联络室和其他单位已收到通知。{sentence}" in page
    assert Assignment.objects.filter(unit=silent).exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({}, "联络室和有关单位已收到通知。"), ({"adoption": "decline"}, "联络室已收到通知。")],
)
def test_only_who_was_told_is_said_to_be_told(house, fields, sentence):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    url = reverse("consult:decide_matter", args=[matter.pk])
    page = text_of(browser(house.township).post(url, typed(unit, **fields), follow=True))
    assert (sentence in page, "系统通知不到" in page) == (True, False)


def test_no_unit_is_to_be_telephoned_when_its_task_was_withdrawn(house):
    matter, task, person = scene.running(house)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    make.office()
    url = reverse("consult:decide_matter", args=[matter.pk])
    page = text_of(
        browser(house.township).post(url, typed(task.unit, adoption="raise", opinion="涉及全市", seen=1), follow=True)
    )
    assert ("联络室和有关单位已收到通知。" in page, "系统通知不到" in page.split("联络室和有关单位")[1][:60]) == (
        True,
        False,
    )


def test_a_unit_whose_only_account_is_closed_is_told_by_phone(house):
    matter, task, person = scene.running(house)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    url = reverse("consult:extend_assignment", args=[task.pk])
    fields = {"due_on": timezone.localdate() + timedelta(days=150), "reason": "汛期"}
    page = text_of(browser(house.township).post(url, fields, follow=True))
    assert "已延期。街道城建办没有能接收任务的账号" in page
    assert "街道城建办没有能接收任务的账号" in text_of(get(house.township, "matter", matter.pk))


def test_a_further_unit_without_an_account_is_named_in_the_list_and_when_it_is_added(house):
    matter, _, _ = scene.running(house)
    silent, sentence = silent_unit(house)
    found = get(house.township, "find_units", q="房管所").json()["results"]
    assert [each["note"].endswith("，没有账号") for each in found] == [True]
    url = reverse("consult:add_unit", args=[matter.pk])
    fields = {"unit": silent.pk, "role": "helping", "due_on": timezone.localdate() + timedelta(days=9)}
    assert f"已安排街道房管所。{sentence}" in text_of(browser(house.township).post(url, fields, follow=True))


def test_finding_many_units_asks_as_few_questions_as_finding_one(house, django_assert_max_num_queries):
    scene.own_unit(house, "街道城建办")
    get(house.clerk, "find_units", q="街道")
    with django_assert_max_num_queries(40) as one:
        get(house.clerk, "find_units", q="街道")
    for place in range(5):
        scene.own_unit(house, f"街道第{place}办")
    with django_assert_max_num_queries(len(one)):
        assert len(get(house.clerk, "find_units", q="街道").json()["results"]) == 6


def test_a_decision_that_does_not_add_up_keeps_what_was_typed(house):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    money = {"cost": "86", "source_0": "街道背街小巷维修资金", "amount_0": "40", "money_0": "ready"}
    response = post(house.township, "decide_matter", matter.pk, **typed(unit, opinion="先做低洼点", **money))
    page = text_of(response)
    assert response.status_code == 422
    for words in ("少 46 万元", "先做低洼点", "街道背街小巷维修资金"):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"adoption": "perhaps"}, "没有这个选项"),
        ({"basis_on": "2026-13-01"}, "日期填写有误"),
        ({"due_on": ""}, "请填写完成日期"),
        ({"amount_1": "12"}, "请写明第 2 笔资金的来源"),
        ({"source_1": "住户"}, "请填写第 2 笔资金的金额"),
        ({"cost": "十万"}, "请填写数字"),
        ({"responsible": ["999999999"]}, "不在可选范围内"),
        ({"opinion": "长" * 2001}, "不能超过 2000 字"),
        ({"opinion": "空\x00字"}, "控制字符"),
        ({"attachments": ["7x"]}, "有附件没有传完"),
        ({"seen": "99999999999999999999"}, "先一步"),
        ({"due_limit": "months-9999"}, "没有这个选项"),
    ],
)
def test_bad_input_is_told_at_its_field(house, fields, message):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    if "seen" in fields:
        scene.decide(matter, house.township, "return")
        Matter.objects.filter(pk=matter.pk).update(state="pending")
    response = post(house.township, "decide_matter", matter.pk, **typed(unit, **fields))
    assert (response.status_code in (400, 422), Decision.objects.exclude(adoption="return").count()) == (True, 0)
    assert message in text_of(response) or response.status_code == 400


def test_a_limit_explains_itself_while_it_is_chosen(house):
    matter = scene.received(house).matter_set.first()
    page = text_of(
        get(house.township, "explain_limit", matter.pk, "start", start_limit="days-15", basis_on="2026-09-22")
    )
    assert "第 15 日是 10月7日，因国庆假期顺延 1 天" in page
    assert "计算依据" in page


@pytest.mark.parametrize("limit", ["", "on", "weeks-3", "months--1", "days-x", "days-²", "x" * 30])
def test_a_limit_that_is_none_shows_nothing(house, limit):
    matter = scene.received(house).matter_set.first()
    page = text_of(get(house.township, "explain_limit", matter.pk, "due", due_limit=limit, basis_on="morgen"))
    assert page.strip() == ""


@pytest.mark.parametrize("day", ["1990-01-01", "2100-12-31"])
def test_a_day_outside_the_calendar_shows_nothing(house, day):
    matter = scene.received(house).matter_set.first()
    assert text_of(get(house.township, "explain_limit", matter.pk, "due", due_limit="on", due_on=day)).strip() == ""


def test_the_second_secretary_is_told_on_the_page(house):
    matter, (unit, _) = scene.received(house).matter_set.first(), scene.own_unit(house)
    scene.decide(matter, house.township, plan=scene.plan(unit))
    page = text_of(post(house.township_clerk, "decide_matter", matter.pk, **typed(unit)))
    assert "陈立新已经先一步提交了决定（采纳），您的决定没有保存" in page


def test_a_convener_of_the_body_reads_why_the_button_is_disabled(house):
    make.grant(house.convener, "township", unit=house.room.approver)
    matter = scene.received(house).matter_set.first()
    assert "您是这个联络室的召集人，按规定由本机关其他同志确定。" in text_of(get(house.convener, "matter", matter.pk))


def test_a_unit_takes_its_task_from_receipt_to_closing(house):
    matter, task, person = scene.running(house)
    assert task.task in text_of(get(person, "assignments"))
    post(person, "accept_assignment", task.pk)
    post(person, "report_progress", task.pk, text="已清掏 4 座")
    post(person, "report_progress", task.pk, text="已完工", asks_closing="1", attachments=[scene.photo(person).pk])
    assert "请核对下面的说明和照片" in text_of(get(house.township, "assignment", task.pk))
    post(house.township, "return_report", task.pk, text="缺清掏照片")
    assert "缺清掏照片" in text_of(get(person, "assignment", task.pk))
    post(person, "report_progress", task.pk, text="已补", asks_closing="1")
    post(house.township, "close_assignment", task.pk)
    response = post(house.township, "close_matter", matter.pk, outcome="solved", text="已疏通", satisfaction="满意")
    assert (response.status_code, Matter.objects.get(pk=matter.pk).state) == (302, "done")


def test_a_matter_with_open_tasks_says_why_it_cannot_be_closed(house):
    matter, _, _ = scene.running(house)
    sentence = "还有 1 件任务没有办结：街道城建办。"
    assert sentence in text_of(get(house.township, "matter", matter.pk))
    assert sentence in text_of(post(house.township, "close_matter", matter.pk, outcome="solved", text="已疏通"))


def test_the_township_extends_reassigns_adds_and_cancels(house):
    matter, task, _ = scene.running(house)
    later = timezone.localdate() + timedelta(days=150)
    post(house.township, "extend_assignment", task.pk, due_on=later, reason="汛期")
    other = scene.own_unit(house, "街道物管办")[0]
    post(house.township, "reassign_assignment", task.pk, unit=other.pk, due_on=later, reason="物管办负责")
    post(house.township, "add_unit", matter.pk, unit=house.department_unit.pk, role="helping")
    asked = Assignment.objects.get(asked=True)
    post(house.township, "cancel_assignment", asked.pk, text="另行解决")
    rows = Assignment.objects.order_by("pk").values_list("unit__short_name", "state", "due_on")
    assert list(rows) == [
        ("街道城建办", "canceled", later),
        ("街道物管办", "issued", later),
        ("市住建局", "canceled", None),
    ]


def test_a_refused_task_offers_another_unit_and_the_city(house):
    _, task, person = scene.running(house)
    post(person, "refuse_assignment", task.pk, text="不属本单位职责")
    page = text_of(get(house.township, "assignment", task.pk))
    assert ("不属本单位职责" in page, "改派其他单位" in page, "转市级" in page) == (True, True, True)


def test_lateness_is_counted_in_working_days_and_never_of_asked_units(house):
    matter, task, _ = scene.running(house)
    assignment.add_unit(matter, by=house.township, unit=house.department_unit)
    Assignment.objects.filter(pk=task.pk).update(due_on=timezone.localdate() - timedelta(days=14))
    for page in (get(house.township, "assignments", view="late"), get(house.township, "matter", matter.pk)):
        assert text_of(page).count("逾期 10 天") == 1
    assert "市住建局" not in text_of(get(house.township, "assignments", view="late")).split("<tbody>")[1]


@pytest.mark.parametrize("view", ["mine", "open", "late", "asked", "closed", "nonsense"])
def test_saved_views_of_tasks_open(house, view):
    scene.running(house)
    assert get(house.township, "assignments", view=view, q="疏通", state="issued").status_code == 200


@pytest.mark.parametrize(
    "params", [{"after": "x"}, {"before": "99999999999999999999"}, {"room": "x"}, {"q": "\x00"}, {"q": "长" * 99}]
)
@pytest.mark.parametrize("name", ["assignments", "matters", "submissions"])
def test_lists_stand_anything_in_their_address(house, name, params):
    scene.running(house)
    assert get(house.township, name, **params).status_code in (200, 400)


@pytest.mark.parametrize("name", ["assignments", "matters"])
def test_a_list_costs_the_same_for_three_rows_as_for_one(house, name):
    matter, _, _ = scene.running(house)
    counts = []
    for _ in range(2):
        client = browser(house.township)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(f"consult:{name}"))
        counts.append(len(queries))
        for number in range(2):
            unit, _ = scene.own_unit(house, f"街道物管办{len(counts)}{number}")
            assignment.add_unit(matter, by=house.township, unit=unit, due_on=timezone.localdate() + timedelta(days=9))
    assert counts[0] == counts[1]


def test_matters_of_a_case_stand_in_the_order_of_their_numbers(house):
    case = scene.received(house, township=3)
    # Written down in another order than the minutes number them.
    first, *_, last = case.matter_set.order_by("pk")
    for matter, number in ((first, 99), (last, 1), (first, 3)):
        Matter.objects.filter(pk=matter.pk).update(number=number)
    numbered = [f"{each.number}. {each.text}" for each in case.matter_set.order_by("number")]
    listed = text_of(get(house.township, "matters"))
    places = [listed.index(words) for words in numbered]
    assert places == sorted(places)
    page = text_of(get(house.township, "consultation", case.pk)).split('id="matters"')[1]
    places = [page.index(each.text) for each in case.matter_set.order_by("number")]
    assert places == sorted(places)
    waiting = [task.sentence for task in waiting_for(house.township) if "确定事项" in task.sentence]
    assert [sentence[:6] for sentence in waiting] == ["确定事项 1", "确定事项 2", "确定事项 3"]


def test_the_list_of_matters_goes_on_within_a_case(house):
    case = scene.received(house, township=3)
    rows, order = Matter.objects.standing(), MatterFilter.order
    first = page_after(rows, QueryDict(""), order=order, size=2)
    rest = page_after(rows, QueryDict(first.next[1:]), order=order, size=2)
    back = page_after(rows, QueryDict(rest.previous[1:]), order=order, size=2)
    assert [[row.number for row in page.rows] for page in (first, rest, back)] == [[1, 2], [3], [1, 2]]
    assert {row.consultation_id for row in first.rows} == {case.pk}


def test_a_returned_matter_is_laid_again_from_its_page(house):
    matter = scene.received(house).matter_set.first()
    scene.decide(matter, house.township, "return", opinion="请写清长度")
    assert "补充后重新报送" in text_of(get(house.clerk, "matter", matter.pk))
    post(house.clerk, "lay_matter_again", matter.pk, text="全长 380 米")
    assert Matter.objects.get(pk=matter.pk).state == "pending"


def test_others_see_nothing_of_the_case(house):
    matter, task, _ = scene.running(house, township=1, city=1)
    sent = matter.consultation.submission_set.first()
    for user in (house.other_clerk, house.other_township, house.department, house.stranger, house.admin):
        for name, pk in (("matter", matter.pk), ("assignment", task.pk), ("submission", sent.pk)):
            assert get(user, name, pk).status_code == 404, (user.name, name)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("clerk", "decide_matter"),
        ("auditor", "decide_matter"),
        ("township", "lay_matter_again"),
        ("clerk", "close_matter"),
    ],
)
def test_who_sees_without_the_right_is_told_whose_it_is(house, who, name):
    matter, _, _ = scene.running(house)
    assert get(getattr(house, who), name, matter.pk).status_code == 403


def test_the_page_of_a_case_leads_the_room_to_send_a_correction(house):
    case = scene.received(house)
    Minutes.objects.filter(consultation=case).update(correction=1)
    scene.sign(case, by=house.convener)
    way = reverse("consult:send_submission", args=[case.pk])
    for user, leads in ((house.clerk, True), (house.convener, True), (house.township, False)):
        assert (way in text_of(get(user, "consultation", case.pk))) == leads
    submission.send(scene.fresh(case), by=house.clerk)
    assert way not in text_of(get(house.clerk, "consultation", case.pk))


def test_a_dissent_beside_a_matter_names_no_resident(house):
    case = scene.received(house, township=1)
    meeting = Meeting.objects.create(
        consultation=case, number=1, mode="bench", place="门前", planned_at=timezone.now(), recorder=house.clerk
    )
    resident = case.participant_set.get(name="吴德胜0")
    words = "我觉得，吴德胜0家出不起这笔钱，电话13800000001"
    minutes_scene.say(meeting, resident.name, words, by=house.clerk, is_dissent=True)
    matter = case.matter_set.get()
    matter.statements.add(meeting.statements.get())
    page = text_of(get(house.township, "matter", matter.pk))
    assert "有住户代表提出：有关人员家出不起这笔钱，电话（号码略）。" in page
    assert ("吴德胜0" in page, "13800000001" in page) == (False, False)
