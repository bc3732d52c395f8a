"""分发签收: a paper goes out once to each unit, is signed for once, and is asked for no more than once a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Event, Notice
from members.workflow import Refused
from proposals.models import SpecialReport
from reports.models import Distribution
from reports.operations import distribution as verbs
from reports.queries.distribution import receipt_tasks, receipts_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(house):
    house.driver = make.person("department", unit=make.UnitFactory(name="市交通局", short_name="市交通局"))
    issued = {"state": "issued", "year": 2026, "number": 1, "issued_on": date(2026, 3, 2)}
    fields = {"kind": "digest", "office": make.office(), "title": "楼道堆物", "body": "建议统一清理"}
    return SpecialReport.objects.create(**fields, written_by=house.office, **issued)


def send(paper, house, *units):
    units = units or (house.room.unit, house.other_room.unit)
    return verbs.distribute(paper, units, sender=make.leading_office(), by=house.leading_office)


def test_a_paper_goes_out_once_to_each_unit(house, paper):
    first = send(paper, house, house.room.unit)
    assert [row.unit for row in first] == [house.room.unit]
    second = send(paper, house, house.room.unit, house.other_room.unit)
    assert [row.unit for row in second] == [house.other_room.unit]
    with pytest.raises(Refused, match="都已经分发过"):
        send(paper, house)
    assert Distribution.objects.of(paper).count() == 2
    told = Event.objects.filter(verb="reports.distribute_paper").values_list("sentence", flat=True)
    assert [sentence.rpartition("，")[2] for sentence in told] == ["共 1 个单位", "共 1 个单位"]


def test_a_paper_goes_to_somebody(house, paper):
    with pytest.raises(Refused, match="请选择接收的单位"):
        verbs.distribute(paper, [], sender=make.leading_office(), by=house.leading_office)


def test_everybody_of_the_unit_is_told_and_has_a_task(house, paper):
    send(paper, house, house.room.unit)
    assert {notice.user for notice in Notice.objects.filter(sentence=f"请签收：{paper}")} >= {
        house.clerk,
        house.convener,
    }
    (task,) = receipt_tasks(house.clerk)
    assert (task.sentence, task.case, task.url) == (
        f"签收{make.leading_office().short_name}发来的文件",
        str(paper),
        paper.get_absolute_url(),
    )
    assert list(receipt_tasks(house.other_clerk)) == []


def test_whoever_signs_first_has_signed(house, paper):
    (row,) = send(paper, house, house.room.unit)
    signed = verbs.acknowledge(row, by=house.clerk)
    assert (signed.received_by, signed.is_received) == (house.clerk, True)
    with pytest.raises(Refused, match="已经签收"):
        verbs.acknowledge(row, by=house.convener)
    assert list(receipt_tasks(house.clerk)) == []


def test_a_signature_on_paper_is_entered_with_its_day(house, paper):
    (row,) = send(paper, house, house.room.unit)
    today = timezone.localdate()
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Refused, match="签收日期"):
            verbs.enter_receipt(row, by=house.leading_office, who="石秀英", on=wrong)
    entered = verbs.enter_receipt(row, by=house.leading_office, who="石秀英", on=today)
    assert (entered.entered_for, entered.received_by) == ("石秀英", house.leading_office)
    assert Event.objects.get(verb="reports.enter_receipt").entered_for == house.room.unit.short_name


def test_who_has_not_signed_is_asked_once_a_day(house, paper):
    first, second = send(paper, house)
    verbs.acknowledge(first, by=house.clerk)
    Notice.objects.all().delete()
    assert verbs.remind(paper, sender=make.leading_office(), by=house.leading_office) == 1
    told = {notice.user for notice in Notice.objects.filter(sentence=f"还没有签收：{paper}")}
    assert told == {house.other_clerk, house.other_convener}
    with pytest.raises(Refused, match="今天已经催收过"):
        verbs.remind(paper, sender=make.leading_office(), by=house.leading_office)
    Distribution.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    assert verbs.remind(paper, sender=make.leading_office(), by=house.leading_office) == 1
    second.refresh_from_db()
    verbs.acknowledge(second, by=house.other_clerk)
    with pytest.raises(Refused, match="都已经签收"):
        verbs.remind(paper, sender=make.leading_office(), by=house.leading_office)


def test_a_unit_sees_its_own_line_and_the_sender_all(house, paper):
    send(paper, house)
    assert [row.unit for row in receipts_of(paper, house.clerk).rows] == [house.room.unit]
    whole = receipts_of(paper, house.leading_office)
    assert (len(whole.rows), whole.received, whole.waiting) == (2, 0, 2)
    assert len(receipts_of(paper, house.auditor).rows) == 2
    assert receipts_of(paper, house.driver).rows == []


def test_a_unit_signs_on_the_page(house, paper, client):
    (row,) = send(paper, house, house.room.unit)
    client.force_login(house.other_clerk)
    assert client.post(reverse("reports:acknowledge_paper", args=[row.pk])).status_code == 404
    client.force_login(house.leading_office)
    assert client.post(reverse("reports:acknowledge_paper", args=[row.pk])).status_code == 403
    client.force_login(house.clerk)
    assert client.post(reverse("reports:acknowledge_paper", args=[row.pk])).url == row.url
    row.refresh_from_db()
    assert row.received_by == house.clerk


def test_the_sender_enters_a_signature_on_the_page(house, paper, client):
    (row,) = send(paper, house, house.room.unit)
    client.force_login(house.leading_office)
    url = reverse("reports:enter_receipt", args=[row.pk])
    late = client.post(url, {"who": "石秀英", "on": (timezone.localdate() + timedelta(days=1)).isoformat()})
    assert (late.status_code, "签收日期不能晚于今天。" in late.text, "石秀英" in late.text) == (422, True, True)
    assert client.post(url, {"who": "石秀英", "on": timezone.localdate().isoformat()}).url == row.url
    row.refresh_from_db()
    assert row.entered_for == "石秀英"
