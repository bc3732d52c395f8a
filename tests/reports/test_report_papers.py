"""Reports as documents: a draft can be looked at, what was issued is made once, and an internal one proves nothing to
strangers."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Job
from proposals.models import SpecialReport
from proposals.operations import reports
from reports import operations
from reports.documents import content
from reports.documents.papers import SerialPaper
from reports.queries import documents as queries
from reports.queries.documents import Subject
from reports.views import panel
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    office = make.office()
    by = make.person(RoleCode.OFFICE, unit=office)
    dispatch = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, region=office.region)
    report = SpecialReport.objects.create(
        kind="digest",
        office=office,
        title="关于解决雨天返水问题的建议",
        lead="五个联络室协商过。",
        body="情况如下。\n一、基本情况\n（一）管网现状。管网老化。",
        reported_to="市委书记，市长",
        copies=60,
        written_by=by,
    )
    dispatcher = make.person(RoleCode.DISPATCHER, unit=dispatch)
    return SimpleNamespace(office=office, by=by, report=report, dispatcher=dispatcher)


def issue(report, by, **fields) -> SpecialReport:
    fields = {"state": "issued", "year": 2026, "number": 16, "issued_on": date(2026, 10, 12), **fields}
    SpecialReport.objects.filter(pk=report.pk).update(
        issued_by=by, issued_at="2026-10-12T09:00+08:00", signed_off_by="周敏", **fields
    )
    return SpecialReport.objects.select_related("office__region", "issued_by").get(pk=report.pk)


def test_a_draft_is_looked_at_by_its_office_and_says_that_it_has_no_number(house):
    subject = queries.subject(house.by, kind="special_report", pk=house.report.pk)
    document = panel.order(house.by, subject)
    paper = content.paper_from(document)
    assert document.version.startswith(queries.DRAFT)
    assert (paper.mark, paper.number, paper.marking) == ("资政建言要报", "（未编号）", "内部资料　注意保存")
    assert queries.subject(house.dispatcher, kind="special_report", pk=house.report.pk) is None


def test_what_was_issued_is_made_once_and_says_what_the_report_says(house):
    report = issue(house.report, house.by)
    document = operations.of_issued("special_report", report)
    assert operations.of_issued("special_report", report) == document
    paper = content.paper_from(document)
    assert isinstance(paper, SerialPaper)
    assert (paper.number, paper.date, paper.imprint.copies) == ("2026年第16期", date(2026, 10, 12), "共印60份")
    assert paper.opening[0].lead == "编者按：五个联络室协商过。"
    assert [section.heading for section in paper.sections] == ["一、基本情况"]
    assert paper.sections[0].blocks[0].lead == "（一）管网现状。"


def test_the_offices_to_which_it_goes_see_it_once_it_was_issued(house):
    report = issue(house.report, house.by)
    subject = queries.subject(house.dispatcher, kind="special_report", pk=report.pk)
    assert isinstance(subject, Subject)
    assert house.dispatcher.has_perm("reports.view_document", subject)


@pytest.mark.parametrize(("internal", "is_found"), [(True, False), (False, True)])
def test_a_stranger_learns_nothing_of_an_internal_issue_by_its_code(house, internal, is_found):
    report = issue(house.report, house.by, is_internal=internal)
    document = operations.of_issued("special_report", report)
    assert (queries.official(document.verify_code) is not None) == is_found


def test_issuing_orders_the_printed_issue(house):
    SpecialReport.objects.filter(pk=house.report.pk).update(reported_to="市委书记，市长")
    today = timezone.localdate()
    sent = reports.issue(house.report, by=house.by, version=1, signed_off_by="周敏", issued_on=today)
    # Every job that it ordered can be carried out.
    [job] = Job.objects.filter(kind="reports.render")
    assert (job.key, job.arguments["pk"]) == (operations.issued_key("special_report", sent), sent.pk)
    assert operations.document_of(job) == operations.of_issued("special_report", sent)


@pytest.mark.parametrize("kind", ["special_report", "routing_sheet"])
def test_the_page_of_a_paper_names_its_report(house, client, kind):
    report = issue(house.report, house.by)
    client.force_login(house.dispatcher)
    page = client.get(reverse("reports:paper", args=[kind, report.pk])).content.decode()
    assert f'<a href="{report.get_absolute_url()}">{report.title}</a>' in page
    assert "《资政建言要报》2026年第 16 期" in page
