import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage

from consult.steps import correction, signing
from consult.steps import minutes as step
from members.models import Job, Notice
from reports import operations, tasks
from reports.documents import content
from reports.documents.frozen import freeze, thaw
from reports.documents.making import make
from reports.documents.minutes import minutes_paper
from reports.documents.plain_text import expected_text
from reports.models import Document
from reports.queries.documents import Subject
from tests import minutes_scene as scene
from tests.reports.documents import check_gongwen, sheet_samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def rendered(edition) -> Document:
    job = Job.objects.get(key=f"minutes:{edition.minutes_id}:{edition.edition}")
    tasks.render(job.pk)
    return Document.objects.get(job=job)


def test_signing_off_orders_one_document_that_the_worker_makes(house):
    document = rendered(scene.signed(house))
    job = document.job
    with default_storage.open(document.file.name) as file:
        stored = file.read()
    assert job.done_at is not None
    assert hashlib.sha256(stored).hexdigest() == document.sha256
    assert (document.is_official, document.version, document.pages > 0) == (True, "0", True)


# A fixed day: the checker takes the most frequent length of the few full lines of the first page.
@time_machine.travel(datetime(2026, 9, 21, 15, tzinfo=UTC))
def test_the_signed_minutes_of_a_whole_consultation_keep_the_national_layout(house):
    scene.name_officially(house)
    document = rendered(scene.signed(house))
    report = check_gongwen.Report()
    path = default_storage.path(document.file.name)
    check_gongwen.check(path, report, expected_text(content.paper_from(document)))
    assert [row for row in report.rows if row[0] == "FAIL"] == []


def test_the_same_data_give_the_same_file(house):
    document = rendered(scene.signed(house))
    assert make(document).sha256 == document.sha256


def test_a_second_run_of_the_job_makes_nothing_twice(house):
    document = rendered(scene.signed(house))
    Job.objects.filter(pk=document.job_id).update(done_at=None, leased_until=None)
    tasks.render(document.job_id)
    again = Document.objects.get()
    assert (again.pk, again.file.name, again.made_at) == (document.pk, document.file.name, document.made_at)
    assert Notice.objects.filter(sentence__startswith="已生成").count() == 1


def test_no_private_person_is_named_on_the_paper(house):
    text = expected_text(content.paper_from(rendered(scene.signed(house))))
    assert [name for name in ("吴德胜", "彭玉珍", "陈大海", "13800000001") if name in text] == []


def test_a_draft_marks_the_places_that_have_to_be_mended(house):
    minutes = scene.drafted(house)
    text = scene.text_of(minutes, "discussion") + "吴德胜家进水。"
    minutes = step.edit(
        minutes, by=house.clerk, version=minutes.version, title=minutes.title, texts={"discussion": text}
    )
    draft = content.of_draft(minutes)
    document = operations.order_document(
        Subject("minutes", minutes), version=draft.version, title=draft.title, data=draft.data, by=house.clerk
    )
    tasks.render(document.job_id)
    document.refresh_from_db()
    assert {mark["page"] for mark in document.marks} == {1} or document.marks
    assert all("吴德胜" in mark["sentence"] for mark in document.marks)


def test_the_same_draft_ordered_twice_is_one_document(house):
    minutes = scene.drafted(house)
    subject, draft = Subject("minutes", minutes), content.of_draft(minutes)
    ordered = [
        operations.order_document(subject, version=draft.version, title=draft.title, data=draft.data, by=house.clerk)
        for _ in range(2)
    ]
    assert ordered[0].pk == ordered[1].pk
    assert Job.objects.filter(kind="reports.render").count() == 1


def test_of_the_drafts_only_the_newest_and_the_one_that_it_replaces_stay(house):
    minutes = scene.drafted(house)
    subject = Subject("minutes", minutes)
    for title in ("关于甲的协商纪要", "关于乙的协商纪要", "关于丙的协商纪要"):
        draft = content.of_draft(minutes, title=title)
        document = operations.order_document(
            subject, version=draft.version, title=draft.title, data=draft.data, by=house.clerk
        )
        tasks.render(document.job_id)
    left = Document.objects.order_by("pk")
    assert [each.title for each in left] == ["《关于乙的协商纪要》（草稿）", "《关于丙的协商纪要》（草稿）"]
    names = {path.name for path in Path(default_storage.location).rglob("*.pdf")}
    assert names == {Path(each.file.name).name for each in left}


def test_a_text_typed_back_to_what_it_was_is_made_again(house):
    minutes = scene.drafted(house)
    subject = Subject("minutes", minutes)
    for title in ("关于甲的协商纪要", "关于乙的协商纪要", "关于甲的协商纪要"):
        draft = content.of_draft(minutes, title=title)
        document = operations.order_document(
            subject, version=draft.version, title=draft.title, data=draft.data, by=house.clerk
        )
        tasks.render(document.job_id)
    document.refresh_from_db()
    assert (document.title, document.made_at is not None) == ("《关于甲的协商纪要》（草稿）", True)


def test_a_text_that_is_too_long_is_a_fault_and_not_an_endless_job(house):
    minutes = scene.drafted(house)
    draft = content.of_draft(minutes, texts={"discussion": "长" * 50_000})
    document = operations.order_document(
        Subject("minutes", minutes), version=draft.version, title=draft.title, data=draft.data, by=house.clerk
    )
    tasks.render(document.job_id)
    document.refresh_from_db()
    assert document.fault.startswith("文稿超过")
    assert document.job.done_at is not None


@pytest.mark.parametrize(
    "kind", ["approval_form", "participant_list", "attendance", "signature_page", "research_record"]
)
def test_every_table_paper_of_a_consultation_is_made(house, kind):
    minutes = scene.signed(house).minutes
    case = minutes.consultation
    record = {
        "attendance": case.meeting_set.first,
        "signature_page": lambda: minutes,
        "research_record": case.research_set.first,
    }.get(kind, lambda: case)()
    made = content.of_record(kind, record)
    document = operations.order_document(
        Subject(kind, record), version=made.version, title=made.title, data=made.data, by=house.clerk
    )
    tasks.render(document.job_id)
    document.refresh_from_db()
    assert document.made_at is not None
    assert document.pages >= 1


def test_telephone_numbers_are_masked_unless_the_room_asks(house):
    case = scene.at_discussion(house)
    masked, whole = (
        {each.phone for group in thaw(made.data["sheet"]).categories for each in group.people if each.phone}
        for made in (content.of_record("participant_list", case, phones=phones) for phones in (False, True))
    )
    assert (masked, whole) == ({"138****0001"}, {"13800000001"})


@pytest.mark.parametrize("make_sheet", [sheet_samples.approval, sheet_samples.participants, sheet_samples.attendance])
def test_a_table_paper_is_the_same_after_it_was_frozen(make_sheet):
    sheet = make_sheet()
    assert thaw(freeze(sheet)) == sheet


def test_a_correction_is_printed_with_its_number(house):
    edition = scene.signed(house)
    minutes = correction.correct(edition.minutes, by=house.convener, reason="日期写错")
    corrected = signing.sign(minutes, by=house.convener, seen=signing.as_read(minutes))
    document = rendered(corrected)
    assert document.title.endswith("第1期（更正1）")
    assert minutes_paper(corrected.paper).correction == "更正1"
    assert minutes_paper(corrected.paper).date == date.fromisoformat(corrected.paper["date"])
