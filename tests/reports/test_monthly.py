"""承办工作月报: what it counts of a month, who reads and prints it, and how it looks with much and with nothing."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from docx import Document as Docx

from consult.models import Assignment
from members.enums import RoleCode, UnitKind
from reports import tasks
from reports.documents import pdf
from reports.documents.monthly_sheet import MOST_LISTED, monthly_sheet
from reports.models import Document
from reports.queries.asked import asked_of
from reports.queries.asked.late import late_seen_by
from reports.queries.asked.late import narrowed as late_narrowed
from reports.queries.asked.monthly import monthly, office_of
from reports.queries.asked.months import PARTS
from reports.queries.asked.narrowing import narrowed
from rooms.models import TimeLimit
from tests import asked_scene
from tests import factories as make
from tests.reports.test_asked_figures import YEAR, at, given

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:asked_month")
OCTOBER = date(YEAR, 10, 1)
SECRET = "请住建局牵头，年底前拿出方案，不得推诿"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def month(house):
    """October: one unit with one thing of every column, another in time, a third that was asked nothing."""
    diligent, idle = make.UnitFactory(name="市水利局"), make.UnitFactory(name="市气象局")
    given(house, on=at(9, 29), accepted=at(9, 30), answered=at(10, 30), state="answered", due=date(YEAR, 10, 28))
    given(house, on=at(10, 9), accepted=at(10, 10), state="accepted", due=date(YEAR, 10, 20))
    given(house, on=at(10, 9), accepted=at(10, 10), answered=at(11, 3), state="closed", due=date(YEAR, 11, 28))
    given(house, on=at(10, 9), state="canceled", due=date(YEAR, 10, 20))
    given(
        house, on=at(9, 1), answered=at(10, 9), accepted=at(9, 2), state="closed", due=date(YEAR, 10, 9), unit=diligent
    )
    # Of the month after.
    given(house, on=at(11, 3), unit=diligent)
    return {"house": house, "units": (house.department_unit, diligent, idle)}


def said(house, day=OCTOBER):
    return monthly(make.office(), day)


def paper_text(report) -> str:
    with pypdfium2.PdfDocument(pdf.render(monthly_sheet(report))) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "").replace(" ", "")


# ── what it counts ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_month_counts_of_each_unit_what_falls_into_it(month):
    report = said(month["house"])
    assert [(each.unit.name, dict(each.columns), len(each.late), each.still) for each in report.units] == [
        (month["units"][0].name, {"asked": 2, "on_time": 0, "done_late": 1, "open": 2}, 2, 1),
        ("市水利局", {"asked": 0, "on_time": 1, "done_late": 0, "open": 0}, 0, 0),
    ]
    assert [(kind.value, count) for kind, count in report.kinds] == [("instruction", 2)]
    assert (report.asked, report.late, report.still) == (2, 2, 1)
    assert [unit.name for unit in report.in_time] == ["市水利局"]


def test_each_row_of_the_list_tells_day_and_working_days(month):
    rows = said(month["house"]).late_units[0].late
    # Until 31 October, and until it was answered.
    assert [(row.item.answer_by, row.days) for row in rows] == [(date(YEAR, 10, 20), 9), (date(YEAR, 10, 28), 2)]


@pytest.mark.parametrize("code", PARTS)
def test_behind_each_column_are_exactly_its_records(month, client, code):
    house, report = month["house"], said(month["house"])
    client.force_login(house.office)
    for each in report.units:
        params = {"unit": str(each.unit.pk), "part": code, "of": f"{OCTOBER:%Y-%m}"}
        assert narrowed(asked_of(house.office), params, house.office).count() == each.counts[code]
        assert len(client.get(reverse("reports:asked"), params).context["items"]) == each.counts[code]


def test_what_townships_give_out_is_none_of_it(month):
    house, before = month["house"], said(month["house"])
    asked_scene.task(house, due_on=date(YEAR, 10, 20), text="乡镇下达")
    Assignment.objects.update(issued_at=at(10, 9))
    report = said(house)
    assert (report.asked, report.late) == (before.asked, before.late)
    # The leading office sees it in the list of the month, and not where the paper leads to.
    rows = late_seen_by(house.leading_office, OCTOBER)
    assert [rows.count(), late_narrowed(rows, {"scope": "city"}).count()] == [3, 2]


def test_the_rates_are_those_of_the_reports_of_the_month_and_of_the_year(house):
    for day, number in ((date(YEAR, 9, 10), 91), (date(YEAR, 10, 10), 92), (date(YEAR, 10, 11), 93)):
        made = asked_scene.report(house, issued_on=day, year=YEAR, number=number)
    made.instructions.create(
        leader="高明",
        post="市委书记",
        on=date(YEAR, 10, 14),
        text=SECRET,
        is_internal=True,
        entered_for=make.office(),
        entered_by=house.office,
    )
    taken = {"state": "accepted", "accepted_at": at(10, 16), "accepted_by": house.department}
    asked_scene.handling(house, report=made, issued_at=at(10, 15), **taken)
    report = said(house)
    assert [(now.name, now.part, now.whole, year.part, year.whole) for now, year in report.rates] == [
        ("批示率", 1, 2, 1, 3),
        ("交办率", 1, 2, 1, 3),
        ("承办率", 1, 1, 1, 1),
        ("办结率", 0, 1, 0, 1),
    ]
    # That there is one is counted; what it says stands nowhere.
    text = paper_text(report)
    assert "50.0%（1/2件）" in text
    assert SECRET not in text


# ── page ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("office", 200),
        ("leading_office", 200),
        ("department", 403),
        ("auditor", 403),
        ("clerk", 403),
    ],
)
def test_the_offices_read_it_and_nobody_else(month, client, role, status):
    client.force_login(getattr(month["house"], role))
    assert client.get(PAGE, {"month": f"{YEAR}-10"}).status_code == status


def test_who_dispatches_reads_and_prints_it(month, client):
    office = make.office()
    unit = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, region=office.region, name="市政府办公室")
    user = make.person(RoleCode.DISPATCHER, unit=unit)
    client.force_login(user)
    answer = client.get(PAGE, {"month": f"{YEAR}-10"})
    assert answer.context["report"].late == 2
    assert office_of(user) == office
    assert made_by(client, month).pages == 2


def test_the_late_list_and_the_list_of_reports_lead_to_it(month, client):
    client.force_login(month["house"].office)
    assert f"{PAGE}?month={YEAR}-10" in client.get(reverse("reports:asked_late"), {"month": f"{YEAR}-10"}).text
    assert PAGE in client.get(reverse("proposals:reports")).text
    client.force_login(month["house"].department)
    assert PAGE not in client.get(reverse("reports:asked_late"), {"month": f"{YEAR}-10"}).text


def test_a_month_that_has_not_come_is_refused_in_a_sentence(house, client):
    client.force_login(house.office)
    later = (timezone.localdate() + timedelta(days=40)).replace(day=1)
    sentence = f"{later.year}年{later.month}月还没有到，不能出这个月的承办工作月报。"
    for path in (f"{PAGE}?month={later:%Y-%m}", f"/documents/monthly-{later:%Y-%m}/{make.office().pk}/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url == (PAGE if path.startswith(PAGE) else "/")
        assert sentence in [str(each) for each in get_messages(answer.wsgi_request)]
    this = timezone.localdate().replace(day=1)
    assert client.get(PAGE, {"month": "soon"}).context["months"].shown == this


# ── paper ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def made_by(client, month, kind=f"monthly-{YEAR}-10") -> Document:
    client.post(reverse("reports:order_document", args=[kind, make.office().pk]))
    made = Document.objects.filter(kind=kind).latest("pk")
    tasks.render(made.job_id)
    made.refresh_from_db()
    return made


def test_it_is_printed_as_pdf_and_word_and_stays_as_it_was(month, client):
    client.force_login(month["house"].office)
    made = made_by(client, month)
    with made.word.open("rb") as file:
        word = Docx(BytesIO(file.read()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"批示率", "当月逾期", "9天", "市水利局"} <= {cell.replace(" ", "") for cell in cells}
    page = client.get(reverse("reports:document", args=[made.pk])).text
    assert f"<span>{YEAR}年10月</span>" in page
    assert f"{PAGE}?month={YEAR}-10" in page
    # The same records are the same paper; others are another one, and the first can still be read.
    assert made_by(client, month).pk == made.pk
    given(month["house"], on=at(10, 9), state="accepted", due=date(YEAR, 10, 22))
    assert made_by(client, month).pk != made.pk
    assert b"".join(client.get(reverse("reports:document_file", args=[made.pk, "pdf"]))).startswith(b"%PDF")


@pytest.mark.parametrize("role", ["department", "auditor", "clerk", "township"])
def test_nobody_else_opens_or_orders_the_paper(month, client, role):
    client.force_login(month["house"].office)
    made = made_by(client, month)
    client.force_login(getattr(month["house"], role))
    pk = make.office().pk
    for path in (
        reverse("reports:paper", args=[f"monthly-{YEAR}-10", pk]),
        reverse("reports:document", args=[made.pk]),
        reverse("reports:document_file", args=[made.pk, "pdf"]),
    ):
        assert client.get(path).status_code == 404
    assert client.post(reverse("reports:order_document", args=[f"monthly-{YEAR}-10", pk])).status_code == 404


@pytest.mark.parametrize("kind", [f"monthly-{YEAR}-13", f"monthly-{YEAR}-00", "monthly-1999-01", "monthly-x"])
def test_a_month_that_is_none_has_no_paper(house, client, kind):
    client.force_login(house.office)
    assert client.get(reverse("reports:paper", args=[kind, make.office().pk])).status_code == 404
    assert (
        client.get(reverse("reports:paper", args=[f"monthly-{YEAR}-10", house.department_unit.pk])).status_code == 404
    )


def test_an_empty_month_is_a_paper_too(house):
    text = paper_text(said(house))
    for told in ("当月没有向承办单位交办事项。", "当月没有单位承办的事项。", "当月没有逾期的事项。", "无（0/0件）"):
        assert told in text


def test_a_long_list_repeats_its_head_on_every_page(house):
    long = make.UnitFactory(name="市住房和城乡建设局（市人民防空办公室）城市更新和老旧小区改造工作专班")
    for number in range(30):
        task = f"第{number + 1}项：" + "请会同有关单位研究提出老旧小区雨天返水的整治方案，明确时限和责任人，" * 4
        given(house, on=at(9, 1), accepted=at(9, 2), state="accepted", due=date(YEAR, 10, 9), unit=long, task=task)
    content = pdf.render(monthly_sheet(said(house)))
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) == 7
    # Every page on which rows of the list stand begins with their head.
    assert all("承办事项" in text for text in pages if "返水" in text)
    assert "".join(pages).replace("\r\n", "").count("第30项：") == 1


def test_an_internal_report_is_named_by_its_issue_alone(house):
    row = given(house, on=at(9, 1), accepted=at(9, 2), state="accepted", due=date(YEAR, 10, 9))
    limit = TimeLimit.objects.get(owner_id=row.pk)
    limit.pk, limit.of, limit.name, limit.subject = None, "report_acceptance", "签收", row.report.title
    limit.save()
    number = row.report.number
    assert [what for what, _ in listed(house)] == [
        f"《资政建言要报》2026年第 {number} 期：请研究办理（批示交办）",
        f"《资政建言要报》2026年第 {number} 期：签收（其他期限）",
    ]
    assert [state for _, state in listed(house)] == ["办理中", "未完成"]
    row.report.is_internal = False
    row.report.save(update_fields=["is_internal"])
    assert [what for what, _ in listed(house)] == [
        f"{row.report.title}：请研究办理（批示交办）",
        f"签收：{row.report.title}（其他期限）",
    ]


def listed(house) -> list[tuple[str, str]]:
    """What the paper lists as late, with its state."""
    parts = monthly_sheet(said(house)).parts
    return [(row[1], row[5]) for row in parts[3].rows if len(row) > 1]


def test_of_very_many_the_first_are_listed(house):
    for _ in range(3):
        given(house, on=at(9, 1), accepted=at(9, 2), state="accepted", due=date(YEAR, 10, 9))
    report = said(house)
    unit = report.late_units[0]
    unit.late = unit.late * 100
    parts = monthly_sheet(report).parts
    assert len([row for row in parts[3].rows if len(row) > 1]) == MOST_LISTED
    assert "下面列出前200件，其余的见系统的逾期清单。" in parts[3].lines
