from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.enums import EntryRole
from consult.models import Consultation
from consult.steps import approval
from members.models import Attachment
from tests import factories as make
from tests.rooms.practices.player import Play, filled

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "水泥厂宿舍小区下水管网改造",
    "source": "reception",
    "source_note": "8月5日接访",
    "place": "3 栋",
    "why": "汛期污水倒灌。",
    "importance": "ordinary",
    "importance_reason": "",
}


@pytest.fixture
def as_clerk(house, client):
    make.daye()
    client.force_login(house.clerk)
    return client


def typed(house, **fields):
    return {**TYPED, "region": house.room.unit.region_id, **fields}


def test_a_clerk_proposes_a_topic_and_lands_on_its_page(house, as_clerk):
    response = as_clerk.post(reverse("consult:new_topic"), typed(house))
    case = Consultation.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/consultations/{case.pk}/")


def test_the_page_names_what_is_missing_and_whose_act_is_next(house, as_clerk):
    as_clerk.post(reverse("consult:new_topic"), typed(house))
    page = as_clerk.get(Consultation.objects.get().get_absolute_url()).content.decode()
    assert "议题还没有提请审定。" in page
    assert "由召集人提请审定。" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "请填写议题。"),
        ("title", "长" * 61, "议题不能超过 60 字，现在是 61 字。"),
        ("title", "管\x00网", "控制字符"),
        ("why", " ", "请填写为什么协商。"),
        ("region", "99999999", "没有这个选项"),
        ("region", "不是数字", "没有这个选项"),
        ("source", "weather", "没有这个选项"),
        ("importance", "important", "列为重要议题要写明理由"),
    ],
)
def test_bad_input_is_told_at_the_field_and_the_typed_text_is_kept(house, as_clerk, field, value, sentence):
    response = as_clerk.post(reverse("consult:new_topic"), typed(house, place="留住我䶮𠮷", **{field: value}))
    page = response.content.decode()
    assert response.status_code in (400, 422)
    assert sentence in page or response.status_code == 400
    assert "留住我䶮𠮷" in page


def test_a_stale_form_shows_both_texts(house, as_clerk):
    case = make.consultation(house.room, by=house.clerk)
    url = reverse("consult:edit_topic", args=[case.pk])
    as_clerk.post(url, typed(house, why="先保存的理由", version=1))
    page = as_clerk.post(url, typed(house, why="后保存的理由", version=1)).content.decode()
    assert "先保存的理由" in page
    assert "后保存的理由" in page


def test_the_secretary_decides_in_a_form(house, client):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    client.force_login(house.township)
    step = case.approval.steps.get()
    url = reverse("consult:decide_approval", args=[case.pk])
    assert client.get(url).status_code == 200
    today = timezone.localdate(step.opened_at).isoformat()
    response = client.post(
        url, {"verdict": "approve", "basis": "signature", "basis_on": today, "step_id": step.pk, "opinion": ""}
    )
    case.refresh_from_db()
    assert (response.status_code, case.step) == (302, "participants")


def test_the_body_is_told_why_there_is_nothing_to_decide(house, client):
    case = make.consultation(house.room, by=house.clerk)
    url = reverse("consult:decide_approval", args=[case.pk])
    client.force_login(house.township)
    answer = client.get(url)
    assert (answer.status_code, "议题还没有提请审定" in answer.content.decode()) == (403, True)
    approval.submit(case, by=house.convener)
    said = {"verdict": "return", "basis": "signature", "basis_on": timezone.localdate(), "opinion": "写明范围"}
    step = case.approval.steps.get()
    assert client.post(url, {**said, "step_id": step.pk}).status_code == 302
    assert "议题已经退回，请等待联络室修改后重新提请审定" in client.get(url).content.decode()
    approval.submit(case, by=house.convener)
    step = case.approval.steps.get(is_open=True)
    assert client.post(url, {**said, "verdict": "approve", "step_id": step.pk}).status_code == 302
    assert "议题已经审定，不用再办" in client.get(url).content.decode()


def test_another_body_is_told_whose_turn_it_is(house, client):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    client.force_login(house.leading_office)
    page = client.get(reverse("consult:decide_approval", args=[case.pk])).content.decode()
    assert f"现在等待{house.room.approver.short_name}审定" in page


def test_another_room_does_not_find_the_page(house, client):
    case = make.consultation(house.room, by=house.clerk)
    client.force_login(house.other_clerk)
    assert client.get(f"/consultations/{case.pk}/").status_code == 404


def test_the_list_shows_own_consultations_only(house, client):
    make.consultation(house.room, by=house.clerk, title="本室的议题")
    make.consultation(house.other_room, by=house.other_clerk, title="别室的议题")
    client.force_login(house.clerk)
    page = client.get("/consultations/").content.decode()
    assert ("本室的议题" in page, "别室的议题" in page) == (True, False)


QUERIES = [
    "q=下水",
    "view=waiting",
    "view=overdue",
    "view=nothing",
    "sort=longest",
    "step=topic",
    "after=abc",
    "after=9999999999999999999999",
    "before=0",
    "room=x",
    "sort=longest&after=1~2",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_list_takes_any_query(house, client, query):
    make.consultation(house.room, by=house.clerk)
    client.force_login(house.clerk)
    assert client.get(f"/consultations/?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(house, client, django_assert_max_num_queries):
    client.force_login(house.clerk)
    make.consultation(house.room, by=house.clerk)
    # The first visit after signing in writes down that the person is there.
    client.get("/consultations/")
    with django_assert_max_num_queries(10) as one:
        client.get("/consultations/")
    for _ in range(2):
        make.consultation(house.room, by=house.clerk)
    with django_assert_max_num_queries(10) as three:
        client.get("/consultations/")
    assert len(one) == len(three)


def test_similar_topics_are_listed_while_the_title_is_typed(house, client):
    make.consultation(house.room, by=house.clerk, title="白杨小区下水管网改造")
    client.force_login(house.clerk)
    page = client.get("/topics/similar/?title=水泥厂下水管网").content.decode()
    assert "白杨小区下水管网改造" in page


def test_a_topic_that_is_changed_is_not_like_itself(house, client):
    case = make.consultation(house.room, by=house.clerk, title="白杨小区下水管网改造")
    client.force_login(house.clerk)
    assert f'hx-get="/topics/similar/?besides={case.pk}"' in client.get(f"/consultations/{case.pk}/topic/").text
    page = client.get(f"/topics/similar/?title=白杨小区下水管网改造&besides={case.pk}").text
    assert f"/consultations/{case.pk}/" not in page


def test_a_typed_title_of_another_case_is_asked_to_be_chosen_from_the_list(house, client):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    client.force_login(house.township)
    said = {"verdict": "merge", "opinion": "同一件事", "into": "下水管网"}
    basis = {"basis": "meeting", "basis_on": timezone.localdate().isoformat()}
    url = reverse("consult:decide_approval", args=[case.pk])
    response = client.post(url, {**said, **basis, "step_id": case.approval.steps.get().pk})
    assert (response.status_code, "再从列表中选要并入的协商" in response.content.decode()) == (422, True)


def test_a_form_that_is_sent_twice_makes_one_consultation(house, as_clerk):
    sent = typed(house, form_key="7a4f2c1e-2f64-4f5e-9a55-0d0a6c6b2f11")
    as_clerk.post(reverse("consult:new_topic"), sent)
    again = as_clerk.post(reverse("consult:new_topic"), sent)
    assert Consultation.objects.count() == 1
    assert "已经提交过一次" in again.content.decode()


def sent_up(by, name, kind):
    return Attachment.objects.create(
        file="attachments/a.pdf", name=name, kind=kind, media_type="application/pdf", size=1, sha256="0" * 64,
        uploaded_by=by,
    )  # fmt: skip


def test_a_body_reads_the_papers_of_the_topic_and_everybody_its_scan(house, client):
    paper = sent_up(house.clerk, "住户联名信.pdf", "document")
    case = make.consultation(house.room, by=house.clerk, importance="important", attachments=[paper.pk])
    approval.submit(case, by=house.convener)
    url = reverse("consult:decide_approval", args=[case.pk])
    client.force_login(house.township)
    page = client.get(url).content.decode()
    assert ("住户联名信.pdf" in page, "接访" in page) == (True, True)
    scan = sent_up(house.township, "签批件.pdf", "scan")
    said = {"verdict": "approve", "basis": "signature", "basis_on": timezone.localdate(), "opinion": "情况属实"}
    client.post(url, {**said, "step_id": case.approval.steps.get(is_open=True).pk, "attachments": [scan.pk]})
    client.force_login(house.leading_office)
    assert "情况属实" in client.get(url).content.decode()
    client.force_login(house.clerk)
    page = client.get(case.get_absolute_url()).content.decode()
    assert page.count("签批件.pdf") == 1
    assert f"/files/{scan.pk}/take-away/" not in page


def test_that_earlier_topics_were_looked_for_is_on_record(house, as_clerk):
    as_clerk.post(reverse("consult:new_topic"), typed(house, similar_seen="1"))
    case = Consultation.objects.get()
    assert "立题时已查对以往的议题" in as_clerk.get(case.get_absolute_url()).content.decode()
    assert 'name="similar_seen"' in as_clerk.get("/topics/similar/?title=加装电梯").content.decode()
    assert 'name="similar_seen"' not in as_clerk.get("/topics/similar/?title=").content.decode()


def test_nothing_is_claimed_where_the_page_could_not_look(house, as_clerk):
    as_clerk.post(reverse("consult:new_topic"), typed(house))
    case = Consultation.objects.get()
    assert "立题时已查对" not in as_clerk.get(case.get_absolute_url()).content.decode()


def test_a_body_reads_the_filled_in_form_before_it_speaks(house, client):
    play = Play(house, "chizhou").stand_at("feasibility")
    form = play.pack.stage("feasibility").checkpoint("feasibility")
    play.meet(form)
    approval.submit(play.case, by=house.convener)
    step = play.case.approval.steps.get(is_open=True)
    client.force_login(play.body_person(step))
    answer = client.get(reverse("consult:decide_approval", args=[play.id]))
    [shown] = answer.context["forms"]
    assert shown["name"] == form.name
    labels = [field["label"] for field in form.params["fields"] if field["type"] != "file"]
    assert [field["label"] for field, _ in shown["fields"]] == labels
    assert all(label in answer.text for label in labels)


def test_a_body_reads_the_form_that_was_filled_in_last_whichever_day_stands_on_it(house, client):
    play = Play(house, "chizhou").stand_at("feasibility")
    yesterday = timezone.now() - timedelta(days=1)
    Consultation.objects.update(created_at=yesterday)
    form = play.pack.stage("feasibility").checkpoint("feasibility")
    play.meet(form)
    anew = play.write(form, EntryRole.FORM, data=filled(form.params["fields"]), on=timezone.localdate(yesterday))
    approval.submit(play.case, by=house.convener)
    client.force_login(play.body_person(play.case.approval.steps.get(is_open=True)))
    [shown] = client.get(reverse("consult:decide_approval", args=[play.id])).context["forms"]
    assert shown["entry"] == anew


def test_who_was_asked_is_told_by_the_name_of_the_body_and_of_the_turn(house, client):
    play = Play(house, "chizhou").stand_at("feasibility")
    client.force_login(house.convener)
    page = client.post(reverse("consult:submit_topic", args=[play.id]), follow=True)
    step = play.case.approval.steps.get(is_open=True)
    assert f"已提请{step.unit.short_name}选定。" in page.text
