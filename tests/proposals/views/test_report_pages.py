"""Pages of reports: the way of one matter pressed through by its forms, and what each of them says."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.models import Handling, SpecialReport
from rooms.models import TimeLimit
from tests import factories as make
from tests.proposals import report_scene as scene

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate()}"
WRITTEN = {"leader": "程立新", "post": "市委书记", "on": TODAY, "text": scene.SECRET, "is_internal": "on"}


@pytest.fixture
def city(house):
    make.daye()
    return scene.dispatch(house)


@pytest.fixture
def press(client):
    """Send a form as somebody; the page that comes back says what was wrong."""

    def sent(user, name, key=None, status=302, query="", **fields):
        client.force_login(user)
        answer = client.post(reverse(name, args=[key] if key else []) + query, fields)
        assert answer.status_code == status, answer.content.decode()
        return answer

    return sent


def page(client, user, name, key=None, **params) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=[key] if key else []), params)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way_by_forms(client, city, press):
    (matter,) = scene.matters(city)
    assert "改造主管 1" in page(client, city.office, "proposals:inbox")
    sheet = page(client, city.office, "proposals:new_report", matter=matter.pk)
    assert "提出：改造主管 1" in sheet
    texts = {**scene.TEXTS, **scene.SENT}
    press(city.office, "proposals:new_report", query=f"?matter={matter.pk}", **texts)
    report = SpecialReport.objects.get()
    assert list(report.items.values_list("matter", flat=True)) == [matter.pk]
    signed = {"signed_off_by": "秦岚", "issued_on": TODAY, "version": 1}
    press(city.office, "proposals:issue_report", report.pk, **signed)
    entered = {**WRITTEN, "entered_for": city.government.pk, "readers": [city.housing.pk]}
    press(city.dispatcher, "proposals:enter_instruction", report.pk, **entered)
    given = {"office": city.government.pk, "task": "研究办理", "lead": [city.housing.pk]}
    press(city.dispatcher, "proposals:assign_report", report.pk, **given)
    row = Handling.objects.get()
    assert "签收任务" in page(client, city.department, "proposals:handling", row.pk)
    press(city.department, "proposals:accept_handling", row.pk, handler="曹伟")
    press(city.department, "proposals:report_handling", row.pk, text="已派人勘察")
    press(city.department, "proposals:answer_handling", row.pk, result="solved", text="已经改造")
    press(city.dispatcher, "proposals:close_handling", row.pk, note="同意")
    item = report.items.get()
    ended = {"result": "已解决", f"result_{item.pk}": "solved", f"outcome_{item.pk}": "主管已改造"}
    press(city.office, "proposals:close_report", report.pk, **ended)
    report.refresh_from_db()
    assert report.state == "closed"
    assert "主管已改造" in page(client, city.office, "proposals:report", report.pk)


def test_a_dispatching_officer_enters_for_the_own_office_alone(client, city, press):
    report = scene.issued(city)
    told = press(
        city.dispatcher, "proposals:enter_instruction", report.pk, 422, **WRITTEN, entered_for=city.party.pk
    ).content.decode()
    assert "登记单位中没有这个选项" in told
    press(city.office, "proposals:enter_instruction", report.pk, **WRITTEN, entered_for=city.party.pk)


def test_what_the_other_saved_is_shown_beside(client, city, press):
    report = scene.drafted(city)
    texts = {**scene.TEXTS, **scene.SENT, "version": 1}
    press(city.office, "proposals:edit_report", report.pk, **texts | {"title": "先存的"})
    told = press(city.office, "proposals:edit_report", report.pk, 422, **texts | {"title": "后存的"})
    assert "先存的" in told.content.decode()


def test_what_the_office_received_leads_to_the_inbox_where_it_is_chosen(client, city):
    own, _ = scene.matters(city, 2)
    sent = own.submissions.get(kind="matter")
    there = f"{reverse('proposals:inbox')}?matter={own.pk}"
    assert f'href="{there}"' in page(client, city.office, "consult:submission", sent.pk)
    assert there not in page(client, city.township, "consult:submission", own.submissions.get(kind="copy").pk)
    ticks = re.compile(r'type="checkbox" name="matter" value="(\d+)"[^>]*?( checked)?>')
    assert [checked for _, checked in ticks.findall(page(client, city.office, "proposals:inbox"))] == ["", ""]
    told = page(client, city.office, "proposals:inbox", matter=own.pk)
    assert ticks.findall(told) == [(str(own.pk), " checked")]
    report = scene.issued(city, sources=[own])
    assert f'href="{report.get_absolute_url()}"' in page(client, city.office, "proposals:inbox", matter=own.pk)
    assert there not in page(client, city.office, "consult:submission", sent.pk)


def test_what_is_not_received_leads_nowhere_yet(client, city):
    (own,) = scene.matters(city, state="sent")
    assert "编成要报" not in page(client, city.office, "consult:submission", own.submissions.get(kind="matter").pk)


def test_the_form_of_an_instruction_begins_with_today(client, city):
    told = page(client, city.dispatcher, "proposals:enter_instruction", scene.issued(city).pk)
    assert re.findall(r'<input[^>]*name="on"[^>]*value="([^"]*)"', told) == [TODAY]


@pytest.mark.parametrize(("given", "days"), [({}, None), ({"co_due_on": 20}, (30, 20)), ({"due_on": 30}, (30, 30))])
def test_a_unit_that_helps_has_the_day_of_the_one_that_leads_unless_it_is_given_its_own(city, press, given, days):
    report = scene.issued(city)
    scene.instruct(report, city)
    days = days or (None, None)
    given = {"due_on": 30} | given if days[0] else given
    fields = {name: f"{timezone.localdate() + timedelta(days=span)}" for name, span in given.items()}
    told = {"office": city.government.pk, "task": "研究办理", "lead": [city.housing.pk], "co": [city.urban.pk]}
    press(city.dispatcher, "proposals:assign_report", report.pk, **told, **fields)
    due = [TimeLimit.objects.of(row, "report_action").get().due_on for row in report.handlings.order_by("pk")]
    if days[0]:
        assert due == [timezone.localdate() + timedelta(days=span) for span in days]
    else:
        assert due[0] == due[1]


def test_the_inbox_tells_what_is_where(client, city):
    scene.matters(city, opinion="请优先安排")
    scene.drafted(city, sources=[scene.information(city)], kind="information")
    assert "请优先安排" in page(client, city.office, "proposals:inbox")
    assert "没有待编入的来件" in page(client, city.office, "proposals:information_inbox")
    assert "社情民意信息专报草稿" in page(client, city.office, "proposals:information_inbox", view="taken")


@pytest.mark.parametrize("odd", ["²", "9" * 400, "-1", "NaN", "7"])
def test_an_odd_key_in_the_address_chooses_nothing(client, city, odd):
    assert "来源" not in page(client, city.office, "proposals:new_report", matter=odd, proposal=odd)


def test_lists_cost_the_same_whatever_they_hold(client, city, django_assert_max_num_queries):
    rows = [scene.issued(city, sources=[]) for _ in range(3)]
    for row in rows:
        scene.instruct(row, city)
        scene.assigned(row, city)
    for name, most in (("reports", 24), ("instructions", 20), ("handlings", 20)):
        client.force_login(city.office)
        with django_assert_max_num_queries(most):
            client.get(reverse(f"proposals:{name}"))
    client.force_login(city.office)
    with django_assert_max_num_queries(40):
        client.get(rows[0].get_absolute_url())
