"""评分表 and 名次表: PDF and Word, made behind, under the rights of whoever ordered them."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from docx import Document

from members.models import Job, Region
from reports import facts, tasks
from reports.documents import pdf, points_sheets
from reports.facts.points import Result, Round
from reports.facts.points.reckoning import Tally
from reports.facts.points.scheme import scheme_named
from reports.facts.points.scoring import Given, score
from reports.models import PointsMark, PointsYear
from reports.operations import points, points_papers
from rooms.practice import load
from tests import factories as make
from tests.reports.points import scene
from tests.reports.points.test_assessment import BY_HAND, EACH, TOP, YEAR, done, scheme, the_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rooms(house):
    scene.follow(scheme("room", EACH, BY_HAND, head="tentative = true", grades=TOP))
    done(house.room, house.clerk, 3)
    about = scene.subjects.of_room(house.room)
    given = {"item": 2, "on": scene.today(), "basis": "经验推广到全市", "link": "https://example.org/1"}
    points.mark(the_round(), about, by=house.leading_office, **given)
    facts.rebuild()
    return house


def ordered(client, user, url, paper):
    client.force_login(user)
    answer = client.post(url, {"paper": paper})
    if answer.status_code != 302:
        return answer
    job = Job.objects.get(kind="reports.print_points", done_at=None)
    tasks.print_points(job.pk)
    job.refresh_from_db()
    assert not job.error
    return job


def opened(client, job) -> str:
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/prints/{job.pk}/"' in page
    answer = client.get(f"/prints/{job.pk}/")
    assert b"".join(answer.streaming_content)
    return answer["Content-Type"]


def text_of(job) -> list[str]:
    with default_storage.open(job.result["file"]) as file, pdfplumber.open(file) as found:
        return ["".join((page.extract_text() or "").split()) for page in found.pages]


def round_url():
    return f"/points/rounds/{make.city().pk}/x/{YEAR}/print/"


def test_the_score_sheet_of_one_is_one_page_with_every_line(rooms, client):
    job = ordered(client, rooms.convener, f"/points/room/{rooms.room.pk}/{YEAR}/x/print/", "pdf")
    [page] = text_of(job)
    for said in ("年度考核评分表", "3次×5分=15分", "依据（", "合计20", "考核办法试行", "结果还没有公布"):
        assert said in page
    client.force_login(rooms.convener)
    assert opened(client, job) == "application/pdf"


def test_all_score_sheets_are_one_file_of_a_page_each(rooms, client):
    assert len(text_of(ordered(client, rooms.leading_office, round_url(), "sheets.pdf"))) == 2


def test_more_sheets_than_one_file_takes_are_asked_for_apart(rooms, client, monkeypatch):
    """None of them is left out without a word."""
    monkeypatch.setattr(points_papers, "MOST_SHEETS", 1)
    client.force_login(rooms.leading_office)
    answer = client.post(round_url(), {"paper": "sheets.pdf"}, headers={"accept": "application/json"})
    assert (answer.status_code, "一次最多印 1 份评分表，现在有 2 份" in answer.text) == (409, True)
    assert not Job.objects.filter(kind="reports.print_points").exists()


def test_the_ranking_says_places_grades_and_its_checksum_once_published(rooms, client):
    year = points.publish(the_round(), by=rooms.leading_office)
    [page] = text_of(ordered(client, rooms.auditor, round_url(), "ranking.pdf"))
    for said in (rooms.room.name, "优秀1个", year.checksum[:16], "考核范围"):
        assert said in page


def test_a_township_gets_its_own_rooms_without_places(rooms, client):
    [page] = text_of(ordered(client, rooms.township, round_url(), "ranking.pdf"))
    assert rooms.room.name in page
    assert rooms.other_room.name not in page
    assert "未排" in page


@pytest.mark.parametrize("paper", ["sheets.docx", "ranking.docx"])
def test_the_same_as_word(rooms, client, paper):
    job = ordered(client, rooms.leading_office, round_url(), paper)
    with default_storage.open(job.result["file"]) as file:
        document = Document(BytesIO(file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(rooms.room.name in text for text in [*cells, *(each.text for each in document.paragraphs)])
    assert opened(client, job).endswith("wordprocessingml.document")


def test_the_score_sheet_of_another_room_is_not_made(rooms, client):
    other = f"/points/room/{rooms.other_room.pk}/{YEAR}/x/print/"
    assert ordered(client, rooms.convener, other, "pdf").status_code == 404
    client.force_login(rooms.leading_office)
    client.post(round_url(), {"paper": "everything.pdf"})
    assert not Job.objects.filter(kind="reports.print_points").exists()


def test_who_lost_the_role_before_it_was_made_gets_nothing(rooms, client):
    client.force_login(rooms.convener)
    client.post(f"/points/room/{rooms.room.pk}/{YEAR}/x/print/", {"paper": "pdf"})
    rooms.convener.roles.all().delete()
    job = Job.objects.get(kind="reports.print_points")
    tasks.print_points(job.pk)
    job.refresh_from_db()
    assert "file" not in job.result


@pytest.mark.parametrize(("code", "more"), [("points_lines", ""), ("points_trial", "&on=current")])
def test_the_same_as_a_workbook(rooms, client, code, more):
    client.force_login(rooms.leading_office)
    answer = client.get(f"/exports/{code}/?region={make.city().pk}&scheme=x&year={YEAR}{more}")
    assert answer.status_code == 200


def marked_sheet():
    """A room by the sample of daye: every item, both assessors, what each mark rests on."""
    used = scheme_named(load("daye").resolved, "rooms")
    counts = {item.number: Tally(17 + item.number, 2, None, 25, 8) for item in used.items if not item.is_manual}
    given = [
        Given(item.name, item.points, 1, side)
        for item in used.marked
        for side in ([each.name for each in used.assessors] if item.is_rated else [""])
    ]
    basis = "核查台账、走访群众，协商成果在群众中反映良好，办理结果按时公开。"
    marks = [
        PointsMark(item=each.item, assessor=each.assessor, on=date(2026, 12, 3), basis=basis, points=each.points)
        for each in given
    ]
    found = score(used, counts, given)
    told = {"name": "青石桥街道政协委员联络室", "note": "青石桥街道", "consequence": "在全市通报表扬"}
    result = Result("room", 1, 1, lines=found.lines, total=found.total, place=3, grade="优秀", **told)
    year = PointsYear(state="published", published_at=timezone.now(), checksum="a1b2c3d4e5f60718")
    return points_sheets.score_sheet(Round(Region(name="大冶市"), used, 2026, 1, year), result, marks)


def test_a_sheet_with_every_item_and_what_its_marks_rest_on_is_one_page():
    with pdfplumber.open(BytesIO(pdf.render(marked_sheet()))) as found:
        [page] = found.pages
        text = "".join(page.extract_text().split())
    assert text.count("依据（") == 4
    assert all(said in text for said in ("合计", "考核办法试行", "校验码a1b2c3d4e5f60718"))
