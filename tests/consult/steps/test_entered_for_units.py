"""代录: a unit without an account takes part by telephone; the body that gave the task enters what it says."""

import pytest
from django.urls import reverse

from consult import queries
from consult.models import Assignment
from consult.steps import assignment
from members.models import Event, Role
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(house):
    """A task of a unit whose only account was closed."""
    _, task, person = scene.running(house)
    Role.objects.filter(user=person).delete()
    return Assignment.objects.get(pk=task.pk)


def page(client, who, name, task, **fields):
    client.force_login(who)
    url = reverse(f"consult:{name}", args=[task.pk])
    return client.post(url, fields, follow=True) if fields else client.get(url)


def test_the_body_enters_receipt_progress_and_the_request_to_close(client, house, task):
    assert "没有能接收任务的账号" in page(client, house.township_clerk, "assignment", task).text
    page(client, house.township_clerk, "accept_assignment", task, go="1")
    page(client, house.township_clerk, "report_progress", task, text="电话报告：已清掏 4 座")
    told = page(client, house.township_clerk, "report_progress", task, text="已完工", asks_closing="1")
    assert "孙倩（代录）" in told.text
    task.refresh_from_db()
    assert task.state == "reported"
    entered = Event.objects.filter(case_id=task.matter.consultation_id, entered_for=task.unit.name)
    assert [event.verb for event in entered.order_by("pk")] == [
        "consult.accept_assignment",
        "consult.report_assignment",
        "consult.report_assignment",
    ]


def test_the_body_enters_that_the_unit_cannot_do_it(client, house, task):
    page(client, house.township, "refuse_assignment", task, text="不属于本单位职责")
    task.refresh_from_db()
    assert (task.state, task.refusal_reason) == ("refused", "不属于本单位职责")


def test_nobody_is_said_to_have_been_told_where_the_system_cannot_tell_the_unit(client, house, task):
    def said(name, **fields):
        client.force_login(house.township)
        url = reverse(f"consult:{name}", args=[task.pk])
        return client.post(url, fields, follow=True).text

    assignment.report(assignment.accept(task, by=house.township), by=house.township, text="已完工", asks_closing=True)
    answer = said("return_report", text="缺照片")
    assert ("已退回办结申请。街道城建办没有能接收任务的账号" in answer, "一并送达" in answer) == (True, False)
    assert "已撤销任务。请用电话或书面通知该单位。" in said("cancel_assignment", text="并入大修")


def test_the_body_that_enters_a_refusal_is_not_told_that_it_was_told(client, house, task):
    client.force_login(house.township)
    url = reverse("consult:refuse_assignment", args=[task.pk])
    answer = client.post(url, {"text": "不属于本单位职责"}, follow=True).text
    assert ("已代为登记，请另行安排。" in answer, "一并送达" in answer) == (True, False)


def test_a_unit_with_an_account_acts_itself(client, house):
    _, task, person = scene.running(house)
    assert page(client, house.township, "accept_assignment", task, go="1").status_code == 403
    progress = assignment.report(assignment.accept(task, by=person), by=person, text="已清掏 4 座")
    assert not progress.entered_for_unit
    assert not Event.objects.filter(verb="consult.report_assignment").exclude(entered_for="").exists()


@pytest.mark.parametrize(("who", "status"), [("other_township", 404), ("clerk", 403), ("leading_office", 403)])
def test_nobody_else_enters_for_the_unit(client, house, task, who, status):
    assert page(client, getattr(house, who), "accept_assignment", task, go="1").status_code == status
    task.refresh_from_db()
    assert task.state == "issued"


def test_a_unit_that_gets_an_account_acts_itself_from_then_on(client, house, task):
    make.grant(make.UserFactory(name="魏波"), "department", unit=task.unit)
    assert page(client, house.township, "accept_assignment", task, go="1").status_code == 403


def test_files_of_what_was_entered_are_kept_by_the_body(house, task):
    assignment.accept(task, by=house.township)
    photo = scene.photo(house.township)
    report = assignment.report(task, by=house.township, text="已清掏 4 座", attachments=[photo.pk])
    assert report.keeping().scope.approvers == {task.issued_by_unit_id}


def test_the_workbench_says_whom_to_telephone_and_what_to_enter(house, task):
    def waiting():
        return [each.sentence for each in queries.waiting_for(house.township) if task.unit.short_name in each.sentence]

    assert waiting() == [f"电话通知{task.unit.short_name}，代为签收"]
    assignment.accept(task, by=house.township)
    assert waiting() == [f"代录{task.unit.short_name}的办理进展"]
    assignment.report(task, by=house.township, text="已完工", asks_closing=True)
    assert waiting() == [f"核对{task.unit.short_name}的办结申请"]
