"""合并打印: many papers as one file, each on pages of its own."""

from pathlib import Path

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from consult.models import Assignment, Matter
from members.models import Job, Notice
from reports import tasks
from reports.documents import batches, content
from reports.documents.frozen import thaw
from reports.documents.plain_text import expected_text
from reports.operations import prints
from tests import action_scenes as scene
from tests import world_evaluation
from tests.proposals import report_scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def given(house):
    """Two tasks of one matter each: one given, one asked for."""
    case = scene.received(house)
    shared = {"unit": house.department_unit, "role": "responsible", "issued_by_unit": house.room.approver}
    return [
        Assignment.objects.create(matter=matter, asked=asked, task=task, issued_by=house.township, **shared)
        for matter, asked, task in zip(
            Matter.objects.filter(consultation=case), (False, True), ("疏通主管", "协调电力杆线"), strict=True
        )
    ]


def pages_of(job) -> list[str]:
    job.refresh_from_db()
    assert job.done_at, job.error
    with pdfplumber.open(default_storage.path(job.result["file"])) as found:
        return ["".join(page.extract_text().split()) for page in found.pages]


def order(by, **more) -> Job:
    wanted = {"query": {}, "keys": [], "duplex": False, "contents": False} | more
    job = prints.order_batch("assignments", by=by, title="任务单和商请函", **wanted)
    tasks.print_batch(job.pk)
    return job


def test_every_paper_stands_on_pages_of_its_own_behind_the_contents(given, house):
    job = order(house.township, contents=True, duplex=True)
    pages = pages_of(job)
    assert "目录" in pages[0]
    first = [next(at for at, text in enumerate(pages) if word in text and at > 1) for word in ("任务单", "函")]
    # Contents, its blank side, then each paper on the front of a sheet.
    assert [at % 2 for at in first] == [0, 0]
    assert [str(at + 1) in pages[0] for at in first] == [True, True]
    assert Notice.objects.get(user=house.township, sentence__contains="共 2 份").url == f"/prints/{job.pk}/"


def test_only_what_was_ticked_is_printed(given, house):
    pages = pages_of(order(house.department, keys=[given[0].pk]))
    assert len(pages) == 1
    assert "疏通主管" in pages[0]


def test_the_worker_prints_what_the_person_may_see_then(given, house):
    job = order(house.other_township)
    job.refresh_from_db()
    assert job.result["fault"] == "选中的记录没有可以打印的文书。"
    assert "file" not in job.result


def test_a_paper_that_cannot_be_laid_out_is_named_and_the_others_are_printed(given, house):
    Assignment.objects.filter(pk=given[0].pk).update(task="长" * 41_000)
    job = order(house.township)
    assert "协调电力杆线" in "".join(pages_of(job))
    assert "文稿超过" in job.result["left_out"][0]


def test_a_second_run_makes_the_file_once(given, house):
    job = order(house.township, keys=[given[0].pk])
    Job.objects.filter(pk=job.pk).update(done_at=None, leased_until=None)
    tasks.print_batch(job.pk)
    assert len(default_storage.listdir("exports")[1]) == 1


def test_the_list_leads_to_the_question_how_and_that_to_the_job(given, house, client):
    client.force_login(house.township)
    listed = client.get(reverse("consult:assignments")).content.decode()
    address = reverse("reports:print_batch", args=["assignments"])
    assert address in listed
    assert "任务单和商请函 1 份" in client.get(address, {"pk": given[0].pk}).content.decode()
    assert not Job.objects.filter(kind=prints.BATCH).exists()
    answer = client.post(f"{address}?pk={given[0].pk}", {"duplex": "on"})
    job = Job.objects.get(kind=prints.BATCH)
    assert answer.url == reverse("members:job", args=[job.pk])
    assert (job.arguments["keys"], job.arguments["duplex"], job.arguments["contents"]) == ([given[0].pk], True, False)


@pytest.mark.parametrize("query", ["pk=x", "state=closed"])
def test_nothing_chosen_is_told_and_orders_nothing(given, house, client, query):
    client.force_login(house.township)
    address = f"{reverse('reports:print_batch', args=['assignments'])}?{query}"
    answer = client.post(address, headers={"hx-request": "true"})
    assert "没有可以打印的记录" in answer.content.decode()
    assert not Job.objects.filter(kind=prints.BATCH).exists()


def test_more_than_a_printer_takes_is_refused(given, house, client, monkeypatch):
    monkeypatch.setattr("reports.views.batches.MOST", 1)
    client.force_login(house.township)
    answer = client.post(reverse("reports:print_batch", args=["assignments"]), headers={"hx-request": "true"})
    assert "一次最多打印 1 份" in answer.content.decode()


def test_a_file_of_many_papers_is_opened_by_who_ordered_it(given, house, client):
    job = order(house.township, keys=[given[0].pk])
    address = reverse("reports:printed", args=[job.pk])
    for user, status in ((house.township, 200), (house.township_clerk, 404)):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        assert not answer.streaming or b"".join(answer.streaming_content).startswith(b"%PDF")


def test_every_batch_has_a_list_that_chooses_its_records():
    assert [code for code, batch in batches.BATCHES.items() if not batch.permission] == []


def test_a_paper_for_those_who_answer_by_hand_has_a_box_for_every_answer(house):
    case = scene.received(house)
    round, _ = world_evaluation.records(case.matter_set.first(), house, "下水管网")
    text = expected_text(thaw(content.of_record("evaluation_form", round).data["sheet"]))
    options = [option for each in round.form.choices for option in each["options"]]
    assert [option for option in options if f"□{option}" not in text] == []
    rows = batches.chosen("evaluations", house.clerk, {}, [])
    made, printed = batches.make(
        "evaluations", house.clerk, rows, Path(default_storage.path("")), duplex=True, contents=False, told=print
    )
    assert (made[:4], printed.pages, printed.left_out) == (b"%PDF", 2, [])


def test_what_units_were_given_out_of_a_report_is_printed_as_sheets(house):
    report_scene.dispatch(house)
    report_scene.in_hand(house, (house.housing, "lead"))
    for kind in ("handlings", "feedback_sheets"):
        batch = batches.BATCHES[kind]
        rows = batches.chosen(kind, house.dispatcher, {}, [])
        assert [batch.paper(row).title for row in rows] == [batch.title if kind == "handlings" else "办理情况反馈单"]
