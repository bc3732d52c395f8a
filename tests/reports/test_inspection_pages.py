"""The pages of 督办检查: the form with and without a script, lists that narrow, sort and lead down, the paper."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pdfplumber
import pytest
import time_machine
from django.urls import reverse

from members.models import Draft, Unit
from members.operations import attach
from reports import tasks
from reports.documents import batches
from reports.documents.making import make as make_document
from reports.enums import InspectionState
from reports.models import Document, Inspection, InspectionProblem
from reports.operations import inspection_replies as replies
from reports.operations import inspections as verbs
from reports.operations import prints
from reports.queries import inspections as queries
from rooms.models import Room
from tests import factories as make
from tests.action_scenes import photo
from tests.reports.inspection_scene import (
    FOUND,
    IN_NOVEMBER,
    IN_OCTOBER,
    NOVEMBER,
    fresh,
    noon,
    problem_of,
    sent,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make.daye()
    with time_machine.travel(noon(IN_NOVEMBER), tick=False):
        yield


@pytest.fixture
def october(house):
    with time_machine.travel(noon(IN_OCTOBER), tick=False):
        return sent(house.room, by=house.leading_office, day=IN_OCTOBER)


def form_of(room, month="2026-11") -> str:
    return f"{reverse('reports:inspect_room', args=[room.pk])}?month={month}"


FILLED = {"held_on": "2026-11-12", "inspectors": "方志明", "found": "台账齐全。", "due_on": "2026-11-26"}


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_form_begins_with_the_problems_of_the_last_month_and_the_day_of_the_practice(client, house, october):
    client.force_login(house.leading_office)
    page = client.get(form_of(house.room))
    text = page.content.decode()
    assert text.index("上次的问题") < text.index("检查情况") < text.index("发现的问题")
    assert page.context["form"].initial["due_on"] == date(2026, 11, 26)
    assert [row["problem"].text for row in page.context["form"].check_rows] == [FOUND]


def test_what_is_filled_in_on_the_spot_goes_to_the_room(client, house, october):
    client.force_login(house.leading_office)
    check = f"check_{problem_of(october).pk}"
    typed = {**FILLED, check: "no", f"{check}_note": "还是没有写", "problem_0_text": "标识牌破损", "then": "send"}
    answer = client.post(form_of(house.room), typed)
    row = Inspection.objects.get(month=NOVEMBER)
    assert (answer.status_code, answer.url, row.state) == (302, f"/inspections/{row.pk}/", "sent")
    assert list(row.problems.order_by("position").values_list("text", flat=True)) == [FOUND, "标识牌破损"]


def test_nothing_found_is_said_with_one_press(client, house):
    client.force_login(house.leading_office)
    client.post(form_of(house.room), {"held_on": "2026-11-12", "inspectors": "方志明", "then": "clean"})
    row = Inspection.objects.get()
    assert (row.state, row.found) == ("settled", "没有发现问题。")


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"found": ""}, "found", "请填写检查情况。"),
        ({"due_on": ""}, "due_on", "发现问题的，请填写整改期限。"),
        ({"due_on": "2026-11-11"}, "due_on", "整改期限不能早于今天。"),
        ({"due_on": "2026-13-45"}, "due_on", "日期填写有误，请按 2026-09-22 的格式填写。"),
        ({"held_on": "2026-11-13"}, "held_on", "检查日期不能晚于今天。"),
        ({"held_on": "2026-10-13"}, None, "检查日期要在 2026年11月内；检查其他月份的，请从那个月份进入。"),
        ({"then": "clean"}, None, "写了问题，或者上次的问题没有整改，不能按“没有发现问题”发出，请用“发给联络室”。"),
        ({"problem_1_due_on": "2026-11-30"}, "problem_1_text", "写了整改期限，也要写明是什么问题。"),
        ({"problem_0_text": "问" * 1001}, "problem_0_text", "问题 1不能超过 1000 字，现在是 1001 字。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, house, changed, field, said):
    client.force_login(house.leading_office)
    page = client.post(form_of(house.room), {**FILLED, "problem_0_text": FOUND, "then": "send", **changed})
    form = page.context["form"]
    assert (page.status_code, Inspection.objects.count()) == (422, 0)
    assert (form.non_field_errors() if field is None else form[field].errors) == [said]
    assert form["inspectors"].value() == "方志明"


def test_every_problem_of_the_last_month_has_to_be_answered(client, house, october):
    client.force_login(house.leading_office)
    page = client.post(form_of(house.room), {**FILLED, "then": "send"})
    assert page.context["form"][f"check_{problem_of(october).pk}"].errors == ["请选择已整改或者未整改。"]


def test_without_a_script_more_rows_come_from_the_server(client, house):
    client.force_login(house.leading_office)
    typed = {**FILLED, "problem_3_text": FOUND, "then": "more"}
    page = client.post(form_of(house.room), typed)
    form = page.context["form"]
    assert (page.status_code, form.errors, Inspection.objects.count()) == (200, {}, 0)
    assert (len(form.problem_rows), form["problem_3_text"].value(), form["found"].value()) == (9, FOUND, "台账齐全。")
    client.post(form_of(house.room), {**FILLED, "then": "send"} | {f"problem_{n}_text": f"问题{n}" for n in range(9)})
    assert InspectionProblem.objects.count() == 9


def test_a_draft_that_was_kept_while_typing_finds_its_rows_again(client, house):
    client.force_login(house.leading_office)
    key = f"reports:inspect_room:{house.room.pk}:2026-11"
    Draft.objects.create(
        user=house.leading_office, key=key, label="督办检查", url="/", fields={"problem_7_text": FOUND}
    )
    assert len(client.get(form_of(house.room)).context["form"].problem_rows) == 9


def test_a_draft_is_gone_on_with_and_a_stale_save_shows_both(client, house):
    client.force_login(house.leading_office)
    answer = client.post(form_of(house.room), {**FILLED, "problem_0_text": FOUND, "then": "draft"})
    row = Inspection.objects.get()
    assert (row.state, client.get(form_of(house.room)).url) == ("draft", f"/inspections/{row.pk}/edit/")
    assert answer.url == f"/inspections/{row.pk}/"
    Inspection.objects.update(version=2, found="别人写的")
    typed = {**FILLED, "found": "我写的", "problem_0_text": FOUND, "then": "send", "version": "1"}
    page = client.post(f"/inspections/{row.pk}/edit/", typed)
    told = [(each.label, each.mine, each.theirs) for each in page.context["form"].differences]
    assert told == [("检查情况", "我写的", "别人写的")]
    page = client.post(f"/inspections/{row.pk}/edit/", {**typed, "version": "2"})
    assert (fresh(row).state, fresh(row).found) == ("sent", "我写的")


def test_who_comes_to_a_room_that_was_inspected_is_led_there(client, house):
    row = sent(house.room, by=house.leading_office)
    client.force_login(house.leading_office)
    assert client.get(form_of(house.room)).url == row.get_absolute_url()
    page = client.post(form_of(house.room), {**FILLED, "then": "send"})
    assert page.context["form"].non_field_errors() == [
        f"{house.room.unit.short_name}2026年11月由领导小组办公室已经检查过，反馈单已发出，不能再填一份。"
    ]


@pytest.mark.parametrize("month", ["2027-01", "2026-13", "abc", "", "1900-01"])
def test_a_month_that_cannot_be_is_this_month(client, house, month):
    client.force_login(house.leading_office)
    assert client.get(form_of(house.room, month)).context["month"] == NOVEMBER
    assert client.get(f"/inspections/?month={month}").context["months"]["shown"] == NOVEMBER
    assert client.get(f"/inspections/summary/?month={month}").status_code == 200


# ── reply and judgement ──────────────────────────────────────────────────────────────────────────────────────────────
def test_the_room_replies_and_the_office_answers_on_their_pages(client, house):
    row = sent(house.room, by=house.leading_office, problems=(FOUND, "标识牌破损"))
    first, second = row.problems.order_by("position")
    client.force_login(house.clerk)
    url = f"/inspections/{row.pk}/reply/"
    said = {
        f"way_{first.pk}": "mended",
        f"way_{second.pk}": "objected",
        f"text_{second.pk}": "已更换",
        "version": row.version,
    }
    page = client.post(url, said)
    assert (page.status_code, page.context["form"][f"text_{first.pk}"].errors) == (422, ["请写明整改情况。"])
    assert client.post(url, {**said, f"text_{first.pk}": "已补写"}).url == row.get_absolute_url()
    picture = photo(house.clerk)
    attach(first, [picture.pk], by=house.clerk)
    client.force_login(house.leading_office)
    judged = client.get(f"/inspections/problems/{first.pk}/judge/").text
    assert [words in judged for words in (FOUND, "已补写", f"/files/{picture.pk}/")] == [True] * 3
    assert "已更换" in client.get(f"/inspections/problems/{second.pk}/objection/").text
    page = client.post(f"/inspections/problems/{first.pk}/judge/", {"verdict": "open", "version": "2"})
    assert page.context["form"]["opinion"].errors == ["请写明还有哪些没有整改到位。"]
    client.post(f"/inspections/problems/{first.pk}/judge/", {"verdict": "mended", "version": "2"})
    answer = {"is_upheld": "no", "opinion": "照片可证", "version": "2"}
    client.post(f"/inspections/problems/{second.pk}/objection/", answer)
    assert list(row.problems.order_by("position").values_list("state", flat=True)) == ["mended", "open"]
    page = client.get(f"/inspections/problems/{second.pk}/objection/", follow=True)
    assert "现在是“待整改”，不用再办" in page.content.decode()


# ── who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_another_room_s_problem_appears_nowhere(client, house):
    row = sent(house.room, by=house.leading_office, problems=("松烟墨",), found="松烟墨")
    problem = problem_of(row)
    pages = [
        "/inspections/",
        "/inspections/?month=2026-11&state=sent",
        "/inspections/problems/",
        "/exports/inspections/",
    ]
    pages += ["/exports/inspection-problems/", "/workbench/year/", f"/rooms/{house.other_room.pk}/inspections/"]
    own = [f"/inspections/{row.pk}/", f"/inspections/{row.pk}/reply/", f"/inspections/problems/{problem.pk}/judge/"]
    for who in ("other_clerk", "other_convener", "other_township"):
        client.force_login(getattr(house, who))
        assert [client.get(url).status_code for url in own] == [404, 404, 404]
        for url in pages:
            answer = client.get(url)
            text = answer.content
            if url.startswith("/exports/"):
                text = b"".join(ZipFile(BytesIO(text)).read(name) for name in ZipFile(BytesIO(text)).namelist())
            assert answer.status_code == 200
            assert "松烟墨" not in text.decode(errors="replace")


def test_a_draft_is_read_by_who_inspects_and_nobody_else(client, house):
    client.force_login(house.leading_office)
    client.post(form_of(house.room), {**FILLED, "then": "draft"})
    row = Inspection.objects.get()
    for who, status in {"leading_office": 200, "auditor": 200, "clerk": 404, "township": 404, "office": 404}.items():
        client.force_login(getattr(house, who))
        assert client.get(row.get_absolute_url()).status_code == status
    listed = {"leading_office": [row.pk], "clerk": [None], "township": [None]}
    for who, keys in listed.items():
        client.force_login(getattr(house, who))
        rooms = client.get("/inspections/?month=2026-11").context["page"].rows
        assert [room.inspection_pk for room in rooms if room.pk == house.room.pk] == keys


def test_a_guidance_group_reads_the_drafts_that_it_writes_itself_alone(client, house, monkeypatch):
    unit = make.UnitFactory(kind="guidance", name="第一工作指导组", short_name="第一指导组")
    Room.objects.filter(pk=house.room.pk).update(guidance=unit)
    client.force_login(make.person("guidance", unit=unit))
    # In its room the office writes one, and the group is told of it by the form alone.
    row = verbs.begin_inspection(house.room, by=house.leading_office, month=NOVEMBER, **written())
    assert client.get(row.get_absolute_url()).status_code == 404
    monkeypatch.setattr(queries, "round_of", lambda pack: {"by": ["guidance"]})
    told = client.get(form_of(house.room), headers={"accept": "application/json"})
    assert (told.status_code, "正在填写，不能再填一份" in told.text) == (409, True)
    Inspection.objects.filter(pk=row.pk).update(unit=unit)
    assert client.get(row.get_absolute_url()).status_code == 200


def test_a_form_that_was_sent_for_one_room_is_not_sent_for_another_one(client, house):
    client.force_login(house.leading_office)
    token = "6c0c9a54-7a41-4c7a-9dfb-2d0d0d8e0003"
    client.post(form_of(house.room), {**FILLED, "then": "draft", "token": token})
    answer = client.post(form_of(house.other_room), {**FILLED, "then": "draft", "token": token})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["这份内容已经登记在别的联络室，请重新打开检查表再填。"]


def test_who_has_nothing_to_do_with_inspections_is_refused(client, house):
    for who in ("member", "department", "dispatcher", "admin", "security", "city_committee"):
        if hasattr(house, who):
            client.force_login(getattr(house, who))
            assert client.get("/inspections/").status_code == 403


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def several(house):
    """Three rooms: one with a late problem, one without a problem, one that nobody inspected."""
    third = make.RoomFactory(unit__name="松涛社区政协委员联络室", unit__short_name="松涛")
    with time_machine.travel(noon(date(2026, 11, 2)), tick=False):
        sent(house.room, by=house.leading_office, day=date(2026, 11, 2), due_on=date(2026, 11, 5))
    sent(house.other_room, by=house.leading_office, problems=())
    return third


FILTERS = {
    "": 3,
    "state=none": 1,
    "state=done": 2,
    "state=sent": 1,
    "state=settled": 1,
    "state=draft": 0,
    "state=nonsense": 3,
    "found=some": 1,
    "found=none": 1,
    "found=late": 1,
    "q=松涛": 1,
    "q=st": 1,
    "region=abc": 3,
    "guidance=99999999999999999999": 3,
}


@pytest.mark.parametrize("query", FILTERS)
def test_the_coverage_narrows_and_its_file_with_it(client, house, several, query):
    client.force_login(house.leading_office)
    page = client.get(f"/inspections/?{query}")
    assert len(page.context["page"].rows) == FILTERS[query]
    book = openpyxl.load_workbook(BytesIO(client.get(f"/exports/inspections/?{query}").content))
    assert book.active.max_row == FILTERS[query] + 2


@pytest.mark.parametrize("sort", ["region", "name", "problems", "newest", "nonsense"])
def test_the_coverage_is_put_in_order_page_by_page(client, house, several, sort, monkeypatch):
    client.force_login(house.leading_office)
    whole = [row.pk for row in client.get(f"/inspections/?sort={sort}").context["page"].rows]
    monkeypatch.setattr("members.queries.page_after.__kwdefaults__", {"order": ("-pk",), "size": 1, "shown": None})
    found, url = [], f"?sort={sort}"
    while url:
        page = client.get(f"/inspections/{url}").context["page"]
        found += [row.pk for row in page.rows]
        url = page.next
    assert found == whole
    assert len(whole) == 3


def test_figures_of_the_coverage_lead_to_the_records_that_they_count(client, house, several):
    client.force_login(house.leading_office)
    figures = client.get("/inspections/?month=2026-11").context["figures"]
    told = (figures.due, figures.inspected, figures.missing, figures.problems, figures.mended, figures.overdue)
    assert told == (3, 2, 1, 1, 0, 1)
    for query, count in (("", 3), ("&state=done", 2), ("&state=none", 1)):
        assert len(client.get(f"/inspections/?month=2026-11{query}").context["page"].rows) == count
    for state, count in (("counted", 1), ("mended", 0), ("late", 1), ("unmended", 1)):
        page = client.get(f"/inspections/problems/?month=2026-11&state={state}")
        assert len(page.context["page"].rows) == count


def test_a_month_of_many_rooms_takes_as_many_queries_as_one_of_few(
    client, house, several, django_assert_max_num_queries
):
    units = [
        Unit(
            name=f"第{n}社区联络室",
            short_name=f"第{n}社区",
            kind="room",
            region=house.room.unit.region,
            pinyin=f"di{n:03d}",
        )
        for n in range(120)
    ]
    rooms = [
        Room(unit=unit, kind="village", state="opened", approver=house.room.approver, opened_on=make.LONG_AGO)
        for unit in Unit.objects.bulk_create(units)
    ]
    rooms = Room.objects.bulk_create(rooms)
    told = {"month": NOVEMBER, "unit": make.leading_office(), "inspectors": "方志明", "held_on": IN_NOVEMBER}
    told |= {"created_by": house.leading_office, "sent_by": house.leading_office, "sent_at": noon(IN_NOVEMBER)}
    rows = Inspection.objects.bulk_create(Inspection(room=room, state="sent", found="好", **told) for room in rooms)
    InspectionProblem.objects.bulk_create(
        InspectionProblem(inspection=row, position=1, text="问题", due_on=IN_NOVEMBER) for row in rows
    )
    client.force_login(house.leading_office)
    client.get("/inspections/")
    with django_assert_max_num_queries(26):
        page = client.get("/inspections/")
    assert (page.context["figures"].due, len(page.context["page"].rows)) == (123, 50)
    with django_assert_max_num_queries(20):
        page = client.get("/inspections/summary/")
    assert len(page.context["summary"].problems) == 121
    assert client.get("/inspections/problems/?sort=newest").status_code == 200


def test_the_panel_of_a_room_offers_this_month_until_it_was_inspected(client, house):
    client.force_login(house.leading_office)
    url = f"/rooms/{house.room.pk}/inspections/"
    panel = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("开始11月检查" in panel, "还没有督办检查" in panel, "<html" in panel) == (True, True, False)
    sent(house.room, by=house.leading_office)
    panel = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert ("开始11月检查" in panel, "还有 1 个问题没有整改好" in panel) == (False, True)


# ── the paper ────────────────────────────────────────────────────────────────────────────────────────────────────────
def paper(client, row) -> tuple[list[str], bytes]:
    client.post(reverse("reports:order_document", args=["inspection_sheet", row.pk]))
    document = Document.objects.filter(kind="inspection_sheet").latest("pk")
    made = make_document(document)
    with pdfplumber.open(BytesIO(made.pdf)) as found:
        return ["".join(page.extract_text().split()) for page in found.pages], made.word


def test_the_paper_of_a_room_is_one_page_with_room_for_its_reply(client, house):
    row = sent(house.room, by=house.leading_office, problems=(FOUND, "标识牌破损"), suggestions="当天登记。")
    client.force_login(house.leading_office)
    pages, word = paper(client, row)
    assert len(pages) == 1
    for text in (
        "督办检查反馈单",
        "2026年11月26日",
        f"1.{FOUND}",
        "2.标识牌破损",
        "当天登记。",
        "联络室答复",
        "联络室负责人",
    ):
        assert text in pages[0]
    assert "标识牌破损" in ZipFile(BytesIO(word)).read("word/document.xml").decode()


def test_the_paper_tells_what_the_room_answered(client, house):
    row = sent(house.room, by=house.leading_office)
    first = problem_of(row)
    answers = [replies.Answer(first.pk, replies.MENDED, "已逐条补写")]
    replies.reply(row, by=house.clerk, version=row.version, answers=answers)
    client.force_login(house.clerk)
    pages, _ = paper(client, row)
    assert "1.整改情况：已逐条补写" in pages[0]


def test_a_long_case_goes_on_to_a_second_page_and_no_text_is_cut(client, house):
    texts = tuple(f"问题{n}：" + "接访登记没有写处理结果，台账不完整。" * 6 for n in range(1, 10))
    row = sent(house.room, by=house.leading_office, problems=texts, found="检查情况" * 200, suggestions="建议" * 300)
    client.force_login(house.leading_office)
    pages, _ = paper(client, row)
    whole = "".join(pages)
    assert len(pages) >= 2
    assert [whole.count(f"问题{n}：") for n in range(1, 10)] == [1] * 9


def test_the_papers_of_a_month_are_printed_together(client, house, several, tmp_path):
    job = prints.order_batch(
        "inspections",
        by=house.leading_office,
        title="反馈单",
        query={"month": ["2026-11"]},
        keys=[],
        duplex=False,
        contents=True,
    )
    tasks.print_batch(job.pk)
    job.refresh_from_db()
    assert job.done_at, job.error
    assert job.result["left_out"] == []
    rows = batches.chosen("inspections", house.leading_office, {"month": ["2026-11"]}, [])
    assert {row.state for row in rows} == {InspectionState.SENT, InspectionState.SETTLED}
