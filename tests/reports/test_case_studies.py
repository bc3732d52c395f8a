"""案例: composed from the records of a closed consultation, mended, sent in, taken into the library."""

from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.enums import ConsultationState
from consult.models import Consultation
from consult.steps import draft
from members.models import Event, Notice
from members.workflow import Refused, Stale, advance
from reports.documents.cases import case_data, case_paper
from reports.documents.plain_text import expected_text
from reports.enums import CaseStudyState
from reports.models import CaseStudy
from reports.operations import case_studies
from reports.queries.case_studies import adopted
from reports.workflow import CASE_STUDY
from tests import factories as make
from tests import minutes_scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return make.leading_office()


def closed(house) -> Consultation:
    case = minutes_scene.signed(house).minutes.consultation
    Consultation.objects.filter(pk=case.pk).update(
        state=ConsultationState.CLOSED, ending="closed", ended_at=timezone.now(), ended_by=house.clerk
    )
    return Consultation.objects.for_page().get(pk=case.pk)


def written(house, **texts) -> CaseStudy:
    study = case_studies.begin(closed(house), by=house.clerk)
    return case_studies.edit(study, by=house.clerk, version=study.version, lesson="先算清账，再商量。", **texts)


def test_the_draft_tells_the_records_and_names_nobody_private(house):
    case = closed(house)
    study = case_studies.begin(case, by=house.clerk)
    private = [person.name for person in draft.gather(case).private]
    text = study.problem + study.process + study.result
    assert case.topic.why.strip().rstrip("。") in study.problem
    assert "议定事项" in study.result
    assert private
    assert [name for name in private if name in text] == []


def test_asking_twice_gives_the_same_draft(house):
    case = closed(house)
    first = case_studies.begin(case, by=house.clerk)
    assert case_studies.begin(case, by=house.convener) == first
    assert Event.objects.filter(verb="reports.write_case_study").count() == 1


def test_a_consultation_that_runs_is_no_case_yet(house):
    case = make.consultation(house.room, by=house.clerk)
    with pytest.raises(Refused, match=r"协商办结以后，才能编写案例。"):
        case_studies.begin(case, by=house.clerk)


def test_it_goes_to_the_office_and_into_the_library_under_a_number(house):
    study = case_studies.submit(written(house), by=house.convener)
    assert list(Notice.objects.filter(url=study.get_absolute_url()).values_list("user", flat=True)) == [
        house.leading_office.pk
    ]
    study = case_studies.adopt(study, by=house.leading_office)
    year = timezone.localdate().year
    assert (study.state, study.number_words) == (CaseStudyState.ADOPTED, f"{year}年第1号")
    assert list(adopted(study.unit.region.path)) == [study]
    assert list(adopted(study.unit.region.path, until=date(2020, 1, 1))) == []


def test_without_a_lesson_it_is_not_sent_in(house):
    study = case_studies.begin(closed(house), by=house.clerk)
    with pytest.raises(Refused, match=r"“启示”还没有写。"):
        case_studies.submit(study, by=house.clerk)


def test_who_names_a_private_person_is_told_where(house):
    study = written(house)
    person = draft.gather(study.case).private[0]
    study = case_studies.edit(study, by=house.clerk, version=study.version, result=f"{person.name}很满意。")
    with pytest.raises(Refused, match=f"“结果”里写了群众姓名“{person.name}”"):
        case_studies.submit(study, by=house.clerk)


def test_a_telephone_number_is_refused_too(house):
    study = written(house, result="请打13800001234。")
    with pytest.raises(Refused, match=r"“结果”里写了电话或身份证号码"):
        case_studies.submit(study, by=house.clerk)


def test_two_who_edit_see_each_other(house):
    study = case_studies.begin(closed(house), by=house.clerk)
    case_studies.edit(study, by=house.clerk, version=study.version, lesson="一")
    with pytest.raises(Stale):
        case_studies.edit(study, by=house.convener, version=study.version, lesson="二")


def test_the_room_does_not_alter_what_it_has_sent_in_and_may_take_it_back(house):
    study = case_studies.submit(written(house), by=house.clerk)
    with pytest.raises(Refused, match=r"案例已经报送，不能修改；需要修改的，请先撤回。"):
        case_studies.edit(study, by=house.clerk, version=study.version, lesson="改")
    assert case_studies.take_back(study, by=house.clerk).state == CaseStudyState.DRAFT


def test_what_is_sent_back_says_why_and_keeps_its_number_later(house):
    study = case_studies.adopt(case_studies.submit(written(house), by=house.clerk), by=house.leading_office)
    study = case_studies.send_back(study, by=house.leading_office, reason="数字要核对")
    assert Notice.objects.filter(user=house.clerk, sentence=f"案例已退回修改：{study.title}").count() == 1
    study = case_studies.adopt(case_studies.submit(study, by=house.clerk), by=house.leading_office)
    assert (study.number, study.reason) == (1, "")


def test_sending_back_needs_a_reason(house):
    study = case_studies.submit(written(house), by=house.clerk)
    with pytest.raises(Refused, match=r"请写明退回的理由，联络室看得到。"):
        case_studies.send_back(study, by=house.leading_office, reason="")


@pytest.mark.parametrize(("before", "after"), list(product(CaseStudyState, CaseStudyState)))
def test_a_state_moves_along_the_table_alone(house, before, after):
    study = written(house)
    judged = {"judged_by": house.leading_office, "judged_at": timezone.now(), "reason": "核对"}
    CaseStudy.objects.filter(pk=study.pk).update(state=before, **judged)
    study.refresh_from_db()
    with transaction.atomic():
        if after in CASE_STUDY[before]:
            advance(study, CASE_STUDY, after, by=house.clerk)
            assert study.state == after
        else:
            with pytest.raises(Refused):
                advance(study, CASE_STUDY, after, by=house.clerk)


def seen_by(client, user, study) -> int:
    client.force_login(user)
    return client.get(study.get_absolute_url()).status_code


def test_a_draft_stays_with_its_room_and_an_adopted_one_is_read_by_all(client, house):
    study = written(house)
    people = (house.clerk, house.township, house.leading_office, house.office, house.other_clerk, house.stranger)
    assert [seen_by(client, user, study) for user in people] == [200, 200, 200, 404, 404, 404]
    case_studies.adopt(case_studies.submit(study, by=house.clerk), by=house.leading_office)
    assert [seen_by(client, user, study) for user in people] == [200, 200, 200, 200, 200, 404]


def test_one_click_leads_to_the_draft(client, house):
    case = closed(house)
    client.force_login(house.clerk)
    response = client.post(reverse("reports:write_case_study", args=[case.pk]))
    assert response.url == CaseStudy.objects.get(case=case).get_absolute_url()


def test_the_form_keeps_what_was_typed_when_somebody_saved_before(client, house):
    study = written(house)
    client.force_login(house.clerk)
    typed = {**case_studies.texts_of(study), "lesson": "另一种说法", "version": study.version - 1}
    response = client.post(reverse("reports:edit_case_study", args=[study.pk]), typed)
    assert (response.status_code, response.context["form"]["lesson"].value()) == (422, "另一种说法")


def test_the_office_adopts_what_it_read_and_not_what_was_written_since(client, house):
    study = case_studies.submit(written(house), by=house.clerk)
    client.force_login(house.leading_office)
    read = {"version": client.get(study.get_absolute_url()).context["study"].version}
    case_studies.take_back(study, by=house.clerk)
    study.refresh_from_db()
    values = {**case_studies.texts_of(study), "lesson": "换了一种说法", "version": study.version}
    case_studies.submit(case_studies.edit(study, by=house.clerk, **values), by=house.clerk)
    address = reverse("reports:adopt_case_study", args=[study.pk])
    states = []
    for sent in (read, {}, {"version": study.version + 1}):
        client.post(address, sent)
        study.refresh_from_db()
        states.append(study.state)
    assert states == ["submitted", "submitted", "adopted"]


def test_the_paper_holds_every_part(house):
    study = case_studies.adopt(case_studies.submit(written(house), by=house.clerk), by=house.leading_office)
    text = expected_text(case_paper(case_data(study)))
    assert [
        part for part in ("协商案例", study.title, "先算清账，再商量。", study.number_words) if part not in text
    ] == []


def test_the_library_is_narrowed_and_exported(client, house):
    study = case_studies.adopt(case_studies.submit(written(house), by=house.clerk), by=house.leading_office)
    client.force_login(house.other_clerk)
    listed = client.get(reverse("reports:case_studies"), {"q": study.title[:4]}).context["page"].rows
    assert [row.pk for row in listed] == [study.pk]
    assert client.get(reverse("reports:case_studies"), {"state": "draft"}).context["page"].rows == []
    response = client.get(reverse("reports:export_list", args=["case-studies"]))
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
