"""The review on the page: who sees what, what the forms ask, and how many queries the list takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals import operations
from proposals.models import Proposal, Supervision
from tests import factories as make
from tests.proposals.cycle_scene import of, preassigned, units
from tests.proposals.review_scene import received, reviewed, said

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat


def asked(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"proposals:{name}", args=args), data)


def test_the_office_enters_an_opinion_and_the_page_tells_it(client, house):
    row = received(house)
    data = {"body": "提案组", "outcome": "file", "opinion": "选题准", "on": TODAY(), "lead": house.department_unit.pk}
    answer = asked(client, house.office, "review_proposal", row.pk, **data)
    assert answer.status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert "选题准" in page
    assert "主办：市住建局" in page
    assert "登记提案委员会复审意见" in page


def test_who_put_it_forward_reads_the_result_and_not_what_was_said_on_the_way(client, house):
    member = make.posted_member(house.room, user=house.member)
    row = received(house, member=member)
    said(row, "group", "提案组", by=house.office, opinion="材料单薄，建议充实")
    client.force_login(house.member)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "材料单薄" not in page
    row = reviewed(house, received(house, member=member), "decline", opinion="已经列入今年计划")
    page = client.get(row.get_absolute_url()).content.decode()
    assert "已经列入今年计划" in page
    assert "不予立案" in page


@pytest.mark.parametrize(
    ("data", "because"),
    [({"outcome": "decline"}, "请写明理由"), ({"outcome": "merge"}, "请选择并入哪一件"), ({}, "审查意见")],
)
def test_a_form_that_lacks_something_says_what(client, house, data, because):
    row = received(house)
    answer = asked(client, house.office, "review_proposal", row.pk, body="提案组", on=TODAY(), **data)
    assert answer.status_code == 422
    assert because in answer.content.decode()
    assert not row.reviews.exists()


def test_many_that_wait_at_the_same_step_are_ticked_and_entered_together(client, house):
    rows = [received(house), received(house)]
    keys = [row.pk for row in rows]
    client.force_login(house.office)
    page = client.get(reverse("proposals:review_together"), {"pk": keys})
    assert "提案组初审：2 件登记相同意见" in page.content.decode()
    asked(client, house.office, "review_together", pk=keys, body="提案组", outcome="file", on=TODAY())
    assert [row.reviews.count() for row in rows] == [1, 1]


def test_those_at_different_steps_are_not_entered_together(client, house):
    rows = [received(house), received(house)]
    said(rows[1], "group", "提案组", by=house.office)
    client.force_login(house.office)
    answer = client.get(reverse("proposals:review_together"), {"pk": [row.pk for row in rows]}, follow=True)
    assert "请勾选在同一个环节的同一类件" in answer.content.decode()


def test_what_is_no_more_under_review_is_told_so(client, house):
    row = reviewed(house, received(house))
    client.force_login(house.office)
    answer = client.get(reverse("proposals:review_proposal", args=[row.pk]), follow=True)
    assert "不在审查中" in answer.content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, house):
    client.force_login(house.office)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("proposals:reviews")).status_code == 200
        return len(seen)

    received(house)
    queries()
    few = queries()
    for _ in range(4):
        said(received(house), "group", "提案组", by=house.office)
    assert queries() <= few


def test_the_list_is_narrowed_to_one_step(client, house):
    said(received(house, title="一件已经初审的提案"), "group", "提案组", by=house.office)
    received(house, title="一件还没有初审的提案")
    client.force_login(house.office)
    page = client.get(reverse("proposals:reviews"), {"step": "committee"}).content.decode()
    assert "一件已经初审的提案" in page
    assert "一件还没有初审的提案" not in page


def test_what_was_taken_in_before_steps_were_written_down_waits_at_the_first_one(client, house):
    Proposal.objects.filter(pk=received(house, title="一件早先收下的提案").pk).update(review_step="")
    client.force_login(house.office)
    listed = {
        step: "一件早先收下的提案" in client.get(reverse("proposals:reviews"), {"step": step}).content.decode()
        for step in ("group", "committee", "editing")
    }
    assert listed == {"group": True, "committee": False, "editing": False}


def test_what_units_write_to_the_office_is_not_told_to_whoever_put_it_forward(client, house):
    found = units(house)
    row = preassigned(house, found, "lead", "co", member=make.posted_member(house.room, user=house.member))
    operations.object_to_proposal(of(row, found, "lead"), by=found.lead.user, reason="三定方案不归我局")
    watched = Supervision.objects.create(
        proposal=row, tier=1, mode="lead", leader="秦岚", starts_on=timezone.localdate(), entered_by=house.office
    )
    seen = {}
    for person in (house.member, house.clerk, found.lead.user, found.co.user, house.office, house.auditor):
        client.force_login(person)
        pages = [client.get(url).content.decode() for url in (row.get_absolute_url(), watched.get_absolute_url())]
        assert all("市住建局申请退办" in page for page in pages)
        seen[person.name] = ["三定方案不归我局" in page for page in pages]
    assert list(seen.values()) == [[False] * 2] * 2 + [[True] * 2] * 4
