"""The pages of reports: who sees which, what is frozen, what stands behind a figure, who gets it."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Job
from reports import facts, tasks
from reports.models import Distribution, PeriodicReport, PeriodicRound
from reports.operations import periodic
from tests.reports.periodic.scene import house, made, of_city, of_room, received

__all__ = ["house"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def row(house):
    received(house, date(2026, 2, 5), 4)
    received(house, date(2026, 3, 6), 6)
    return made(house)


def page(report, name="periodic_report", *args) -> str:
    return reverse(f"reports:{name}", args=[report.pk, *args])


def status(client, person, url) -> int:
    client.force_login(person)
    return client.get(url).status_code


def test_a_draft_is_its_makers_and_the_auditors(house, row, client):
    own = of_room(row, house.room)
    seen = {name: status(client, getattr(house, name), page(own)) for name in ("leading_office", "auditor", "clerk")}
    assert seen == {"leading_office": 200, "auditor": 200, "clerk": 404}
    assert status(client, house.township, page(own)) == 404
    assert status(client, house.office, page(own)) == 404


def test_what_is_published_is_read_by_the_room_and_its_township_and_no_other(house, row, client):
    periodic.publish_round(row, by=house.leading_office)
    own = of_room(row, house.room)
    for name, expected in (("clerk", 200), ("member", 200), ("township", 200), ("office", 200)):
        assert status(client, getattr(house, name), page(own)) == expected
    for name in ("other_clerk", "other_township", "department", "admin"):
        assert status(client, getattr(house, name), page(own)) == 404
    client.force_login(house.other_clerk)
    text = client.get(reverse("reports:periodic_reports")).text
    assert of_room(row, house.other_room).title in text
    assert own.title not in text


def test_the_page_shows_figures_texts_and_charts(house, row, client):
    client.force_login(house.leading_office)
    text = client.get(page(of_city(row))).text
    for words in ("接访群众", "与上月相比", "近几个月接访和走访", "本期无记录的联络室", "重新取数", "编发单位"):
        assert words in text


def test_what_changed_since_is_shown_beside_what_was_published(house, row, client):
    report = periodic.publish(of_city(row), by=house.leading_office, version=1)
    received(house, date(2026, 3, 9), 4)
    facts.catch_up()
    client.force_login(house.leading_office)
    text = client.get(page(report)).text
    assert "发布后数据有变化" in text
    assert ("6 人次" in text, "10 人次" in text) == (True, True)


def test_a_figure_leads_to_the_records_until_the_end_of_its_span(house, row, client):
    received(house, date(2026, 4, 6), 9)
    facts.catch_up()
    client.force_login(house.leading_office)
    url = page(of_city(row), "periodic_records", "reception")
    assert [line.n for line in client.get(url).context["groups"][0].rows] == [6]
    assert [line.n for line in client.get(f"{url}?total=1").context["groups"][0].rows] == [6, 4]
    assert client.get(page(of_city(row), "periodic_records", "none")).status_code == 404


def test_the_annex_holds_every_place(house, row, client):
    client.force_login(house.leading_office)
    book = load_workbook(BytesIO(client.get(page(of_city(row), "periodic_annex")).content))
    names = [cells[0].value for cells in book.active.iter_rows(min_row=3)]
    assert names == ["全市", "全市", "全市", "乡镇（街道）", "乡镇（街道）", "联络室", "联络室"]


def test_the_office_edits_and_publishes_on_pages(house, row, client):
    client.force_login(house.leading_office)
    report = of_city(row)
    sent = {"title": report.title, "opening": "三月工作平稳。", "version": 1}
    assert client.post(page(report, "edit_periodic"), sent).url == report.get_absolute_url()
    stale = client.post(page(report, "edit_periodic"), {**sent, "opening": "另一个人写的。"})
    assert (stale.status_code, "另一个人写的。" in stale.text, "三月工作平稳。" in stale.text) == (422, True, True)
    assert client.post(page(report, "publish_periodic"), {"version": 2}).url == report.get_absolute_url()
    assert PeriodicReport.objects.get(pk=report.pk).state == "published"
    refused = client.get(page(report, "edit_periodic"))
    assert refused.status_code == 302
    corrected = client.post(page(report, "correct_periodic"), {"reason": "数字有误"})
    assert PeriodicReport.objects.get(correction=1).get_absolute_url() == corrected.url
    assert client.post(f"{corrected.url}drop/").url == report.get_absolute_url()
    assert "撤销更正稿" in client.get(report.get_absolute_url()).text
    assert client.get(corrected.url).status_code == 404


def test_the_paper_of_a_report_is_one_press_away_and_leads_back(house, row, client):
    report = of_city(row)
    client.force_login(house.leading_office)
    order = reverse("reports:order_document", args=["periodic_report", report.pk])
    assert f'action="{order}"' in client.get(page(report)).text
    paper = client.get(client.post(order).url)
    assert (paper.context["name"], paper.context["parent"]) == ("督办报告", report)
    assert f'<a href="{report.get_absolute_url()}">{report}</a>' in paper.text
    assert paper.context["document"].title == str(report)


def test_a_round_is_ordered_once_on_its_page(house, client):
    client.force_login(house.leading_office)
    form = client.get(reverse("reports:make_periodic")).context["form"]
    code, name = form.fields["what"].choices[0]
    assert name.startswith("大冶市")
    for _ in range(2):
        assert client.post(reverse("reports:make_periodic"), {"what": code}).status_code == 302
    assert PeriodicRound.objects.count() == 1
    text = client.get(reverse("reports:periodic_reports")).text
    assert "正在生成" in text
    job, row = Job.objects.get(kind="reports.make_periodic"), PeriodicRound.objects.get()
    tasks.make_periodic(job.pk)
    opened = f"/periodic/?kind={row.kind}&amp;span={row.span}"
    assert f'<a href="{opened}">打开</a>' in client.get(reverse("members:jobs")).text


def test_a_report_is_sent_out_and_signed_for_on_pages(house, row, client):
    report = periodic.publish(of_city(row), by=house.leading_office, version=1)
    assert status(client, house.township, page(report)) == 404
    client.force_login(house.leading_office)
    url = reverse("reports:distribute_paper", args=["periodicreport", report.pk])
    empty = client.post(url, {})
    assert (empty.status_code, "请选择接收的单位。" in empty.text) == (422, True)
    assert client.post(url, {"groups": ["townships"]}).url == report.get_absolute_url()
    assert Distribution.objects.of(report).count() == 2
    assert status(client, house.township, page(report)) == 200
    mine = Distribution.objects.get(unit=house.room.approver)
    sign = reverse("reports:acknowledge_paper", args=[mine.pk])
    head, body = client.get(page(report)).text.split("<h2>总体情况</h2>")
    assert (f'action="{sign}"' in head, f'action="{sign}"' in body) == (True, True)
    assert "签收" in client.get(reverse("reports:workbench")).text
    client.post(sign)
    assert f'action="{sign}"' not in client.get(page(report)).text
    client.force_login(house.leading_office)
    assert "已签收 1 份" in client.get(page(report)).text
    remind = reverse("reports:remind_receipts", args=["periodicreport", report.pk])
    assert client.post(remind).url == report.get_absolute_url()


def test_a_draft_is_not_sent_out(house, row, client):
    client.force_login(house.leading_office)
    url = reverse("reports:distribute_paper", args=["periodicreport", of_city(row).pk])
    refused = client.post(url, {"groups": ["townships"]})
    assert (refused.status_code, "不能分发" in refused.text) == (422, True)


def test_the_list_filters_and_exports_alike(house, row, client):
    client.force_login(house.leading_office)
    url = reverse("reports:periodic_reports")
    assert [each.level for each in client.get(f"{url}?level=city").context["page"].rows] == ["city"]
    assert client.get(f"{url}?state=published").context["page"].rows == []
    assert len(client.get(f"{url}?span=2026-03&q=督办").context["page"].rows) == 5
    book = load_workbook(BytesIO(client.get(reverse("reports:export_list", args=["periodic"]) + "?level=city").content))
    assert book.active.max_row == 3
