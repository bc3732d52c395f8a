"""Both ways between consultations and proposals: the one becomes the other, and each is counted once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consult.models import Nomination, PlanItem
from members.workflow import Refused
from proposals import operations
from proposals.models import Proposal, ReportItem, SpecialReport
from proposals.operations import linking
from proposals.queries import children
from proposals.templatetags.origins import origins
from reports import facts
from reports.models import RoomMonth
from tests import factories as make
from tests import minutes_scene, plan_scene
from tests.proposals import joint_scene as scene
from tests.proposals import review_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    make.office()
    return minutes_scene.signed(house).minutes.consultation


def counted(room) -> dict:
    facts.catch_up()
    wanted = ("consultations", "proposals", "information_submitted", "matters", "done_matters")
    rows = RoomMonth.objects.filter(room=room, measure__in=wanted).values_list("measure", "n")
    totals = {}
    for measure, n in rows:
        totals[measure] = totals.get(measure, 0) + n
    return totals


def submitted(house, row, **values):
    return operations.submit(row, by=house.clerk, version=row.version, situation="车位不足", **values)


def test_a_consultation_becomes_one_proposal_and_says_so(house, case):
    row = linking.draft_from_case(case, by=house.clerk)
    assert (row.case, row.title) == (case, case.topic.title)
    assert linking.draft_from_case(case, by=house.convener) == row
    assert case.matter_set.standing().first().text in row.advice
    row = submitted(house, row)
    entry = case.checkpointentry_set.get(role="product")
    assert entry.data == {"product": "proposal", "url": row.get_absolute_url()}
    operations.take_back(row, by=house.clerk)
    operations.submit(row, by=house.clerk)
    assert case.checkpointentry_set.filter(role="product").count() == 1


def test_each_matter_becomes_one_of_its_own(house, case):
    matter = case.matter_set.standing().first()
    of_case, of_matter = (
        linking.draft_from_case(case, by=house.clerk),
        linking.draft_from_matter(matter, by=house.clerk),
    )
    assert of_case != of_matter
    assert linking.draft_from_matter(matter, by=house.clerk) == of_matter
    for values in ({"case": case}, {"case": case, "matter": matter}):
        with pytest.raises(IntegrityError, match="proposal_of_"), transaction.atomic():
            operations.draft(house.room, by=house.clerk, kind="information", title="又一件", **values)


def test_the_database_knows_no_matter_without_its_case(house, case):
    matter = case.matter_set.standing().first()
    with pytest.raises(IntegrityError, match="proposal_of_matter_names_its_case"), transaction.atomic():
        operations.draft(house.room, by=house.clerk, kind="information", title="一件", matter=matter)


def test_no_case_is_counted_twice(house, case):
    before = counted(house.room)
    matter = case.matter_set.standing().first()
    submitted(house, linking.draft_from_case(case, by=house.clerk))
    submitted(house, linking.draft_from_matter(matter, by=house.clerk))
    assert counted(house.room) == before | {"information_submitted": 2}
    assert "done_matters" not in before
    assert not any(facts.compare().values())


def test_what_came_of_a_case_is_told_without_what_one_may_not_see(house, case):
    matter = case.matter_set.standing().first()
    draft = linking.draft_from_case(case, by=house.clerk)
    assert children.of_case(case, house.clerk) == []
    submitted(house, draft)
    report = SpecialReport.objects.create(
        kind="digest",
        office=make.office(),
        title="关于停车难的要报",
        body="……",
        state="issued",
        year=2026,
        number=3,
        issued_on=timezone.localdate(),
        issued_by=house.office,
        issued_at=timezone.now(),
        written_by=house.office,
    )
    ReportItem.objects.create(report=report, matter=matter)
    proposal, paper = children.of_case(case, house.clerk)
    assert (proposal.title, proposal.url) == (case.topic.title, draft.get_absolute_url())
    assert (paper.kind, paper.note, paper.title, paper.url) == (
        "资政建言要报",
        "2026年第 3 期",
        "（内部报告，内容不公开）",
        "",
    )
    assert [each.title for each in children.of_case(case, house.office)] == [case.topic.title, report.title]


def test_the_pages_of_a_case_and_a_matter_lead_to_it(client, house, case):
    client.force_login(house.clerk)
    part = client.get(reverse("proposals:case_children", args=[case.pk])).content.decode()
    assert "转为提案" in part
    answer = client.post(reverse("proposals:propose_case", args=[case.pk]))
    row = Proposal.objects.get()
    assert answer.url == reverse("proposals:edit_proposal", args=[row.pk])
    part = client.get(reverse("proposals:case_children", args=[case.pk])).content.decode()
    assert "已由此起草，还没有提交" in part
    assert "转为提案</" not in part
    matter = case.matter_set.standing().first()
    assert client.post(reverse("proposals:propose_matter", args=[matter.pk])).status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert case.label in page
    client.force_login(house.office)
    assert client.post(reverse("proposals:propose_case", args=[case.pk])).status_code == 404


def test_a_proposal_is_put_forward_as_a_topic_and_both_pages_tell(client, house):
    make.leading_office()
    row = operations.submit(scene.drafted(house, mode="personal"), by=house.member)
    client.force_login(house.member)
    told = {"to": house.room.unit.pk, "year": timezone.localdate().year}
    answer = client.post(reverse("proposals:nominate_proposal", args=[row.pk]), told)
    made = Nomination.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.source, made.title, made.region) == ("proposal", row.title, house.room.unit.region)
    part = client.get(reverse("proposals:nomination_source", args=[made.pk])).content.decode()
    assert row.get_absolute_url() in part
    part = client.get(reverse("proposals:proposal_children", args=[row.pk])).content.decode()
    assert made.get_absolute_url() in part
    with pytest.raises(Refused, match="荐过"):
        linking.nominate(row, by=house.member, to=house.room.unit, year=told["year"])


def test_a_consultation_of_a_topic_out_of_a_proposal_names_it(house, case):
    row = operations.submit(scene.drafted(house, mode="personal"), by=house.member)
    made = linking.nominate(row, by=house.member, to=house.room.unit, year=timezone.localdate().year)
    item = plan_scene.item(plan_scene.plan(house.room.unit, by=house.clerk), by=house.clerk)
    PlanItem.objects.filter(pk=item.pk).update(topic=case.topic)
    Nomination.objects.filter(pk=made.pk).update(item=item)
    assert [each.row for each in children.sources_of_case(case, house.member)] == [row]
    assert [each.kind for each in children.of_proposal(row, house.member)] == ["荐题", "协商"]


def test_a_draft_is_no_topic_yet(house):
    row = scene.drafted(house)
    with pytest.raises(Refused, match="还没有提交"):
        linking.nominate(row, by=house.member, to=house.room.unit, year=timezone.localdate().year)


def test_what_came_of_it_is_one_query_a_kind(house, case, django_assert_max_num_queries):
    matter = case.matter_set.standing().first()
    for made in (linking.draft_from_case(case, by=house.clerk), linking.draft_from_matter(matter, by=house.clerk)):
        submitted(house, made)
    with django_assert_max_num_queries(4):
        assert len(children.of_case(case, house.clerk)) == 2


def test_what_came_of_a_case_becomes_information_and_keeps_its_case_with_the_first(house, case):
    make.daye()
    member = make.posted_member(house.room)
    row = submitted(house, linking.draft_from_case(case, by=house.clerk), kind="proposal", member=member)
    new = review_scene.reviewed(
        house, operations.receive(row, by=house.office), "convert", opinion="宜作信息反映"
    ).converted_to
    assert (new.kind, new.case, new.converted_from.case) == ("information", None, case)
    assert origins({"user": house.clerk}, new)["case"] == case
