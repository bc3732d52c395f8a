"""The paper of an issued plan, its lists as Excel, and what its topics count."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordDocument
from openpyxl import load_workbook

from consult.models import Nomination, Topic
from consult.steps import nominations, planned, plans
from members.models import Job, Member
from reports import facts, operations, tasks
from reports.documents import content, pdf, word
from reports.models import Document, MemberMonth
from tests import factories as make
from tests import plan_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return scene.room_plan(house, titles=[f"老旧小区第{number}项改造议题" for number in range(1, 31)][:9])


def test_the_worker_makes_the_paper_once_with_its_code(house, made, client):
    job = Job.objects.get(key__startswith="plan:")
    tasks.render(job.pk)
    tasks.render(job.pk)
    document = Document.objects.get()
    assert (document.kind, document.is_official, document.pages >= 2, bool(document.word)) == ("plan", True, True, True)
    client.force_login(house.member)
    shown = client.get(reverse("reports:paper", args=["plan", made.plan.editions.get().pk]))
    assert document.title in shown.content.decode() or made.plan.title in shown.content.decode()
    file = client.get(reverse("reports:document_file", args=[document.pk, "docx"]))
    assert b"".join(file.streaming_content).startswith(b"PK")
    verified = client.get(reverse("reports:verify_document", args=[document.verify_code]))
    assert made.plan.editions.get().number in verified.content.decode()


def test_who_does_not_see_the_plan_does_not_see_its_paper(house, made, client):
    document = operations.of_issued("plan", made.plan.editions.get())
    for person, status in ((house.other_clerk, 404), (house.admin, 404), (house.office, 200), (house.township, 200)):
        client.force_login(person)
        assert client.get(reverse("reports:document", args=[document.pk])).status_code == status


def test_the_table_of_topics_is_bound_as_an_annex(house, made):
    paper = content.paper_from(operations.of_issued("plan", made.plan.editions.get()))
    assert paper.attachments == (made.plan.title,)
    text = "".join(_text(pdf.render(paper)).split())
    for wanted in ("关于印发", "现印发给你们", f"附件：{made.plan.title}", "协商议题", "老旧小区第1项改造议题", "3月"):
        assert wanted in text
    written = WordDocument(BytesIO(word.draft(paper)))
    assert len(written.tables[0].rows) == 10


def _text(data: bytes) -> str:
    import pdfplumber  # noqa: PLC0415 - slow to import, asked by this test alone

    with pdfplumber.open(BytesIO(data)) as document:
        return "".join(page.extract_text() for page in document.pages)


def rows_of(client, person, kind, **params):
    client.force_login(person)
    response = client.get(reverse("reports:export_list", args=[kind]), params)
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(min_row=3, values_only=True))


def test_lists_hold_what_the_person_sees(house, made, client):
    scene.nomination(house.room.unit, by=house.clerk, room=house.room, title="停车难")
    assert len(rows_of(client, house.clerk, "plan-items")) == 9
    assert rows_of(client, house.other_clerk, "plan-items") == []
    assert rows_of(client, house.clerk, "plan-items", state="done") == []
    assert [row[1] for row in rows_of(client, house.convener, "nominations")] == ["停车难"]
    assert rows_of(client, house.other_clerk, "nominations") == []


def test_each_room_answers_in_a_row_of_the_common_list(house, client):
    make.daye()
    scene.common(house, rooms=[house.room, house.other_room])
    assert len(rows_of(client, house.leading_office, "common-answers")) == 2
    assert [row[2] for row in rows_of(client, house.clerk, "common-answers")] == [house.room.name]


# ── what a nomination counts ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def member(house):
    found = make.posted_member(house.room)
    Member.objects.filter(pk=found.pk).update(user=house.member)
    return Member.objects.get(pk=found.pk)


def begun(house, row):
    """The nomination chosen, planned, issued and begun by the clerk."""
    nominations.choose(row, by=house.convener, chooser="室务会", **scene.basis())
    plan = scene.plan(house.room.unit, by=house.clerk)
    [item] = plans.fill(plan, by=house.clerk)
    scene.issued(plan, by=house.convener, body=house.township)
    given = {**make.TOPIC, "region": house.room.unit.region, "importance": "ordinary"}
    return planned.begin(item, room=house.room, by=house.clerk, **given)


def topics_of(member) -> list[tuple]:
    facts.catch_up()
    return list(MemberMonth.objects.filter(member=member, measure="topics").values_list("month", "n"))


def test_a_members_nomination_counts_once_when_it_is_begun_in_its_own_month(house, member):
    row = scene.nomination(house.room.unit, by=house.member, room=house.room, source="member", member=member)
    earlier = timezone.now() - timedelta(days=70)
    Nomination.objects.update(proposed_at=earlier)
    assert topics_of(member) == []
    case = begun(house, Nomination.objects.get(pk=row.pk))
    assert topics_of(member) == [(timezone.localdate(earlier).replace(day=1), 1)]
    assert (Topic.objects.get().proposed_by, case.created_by) == (house.member, house.clerk)
    assert not any(facts.compare().values())


def test_what_staff_entered_for_a_member_counts_for_nobody(house, member):
    row = scene.nomination(house.room.unit, by=house.clerk, room=house.room, source="member", member=member)
    begun(house, row)
    assert topics_of(member) == []
    assert Topic.objects.get().proposed_by == house.clerk
    assert not any(facts.compare().values())
