"""文书模板: a unit words its papers in its own way; the papers of tasks and invitations say it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Assignment, Meeting
from members.models import Event
from members.workflow import Refused
from reports.documents import content, pdf, task_sheets
from reports.documents.frozen import freeze, thaw
from reports.documents.plain_text import expected_text
from reports.models import Document, DocumentTemplate
from reports.operations import wordings as verbs
from reports.queries.wording import wording_of
from reports.rules import FIELDS, KINDS, put_in
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def worded(unit, kind="assignment", *, by, on=None, seen=0, **texts):
    return verbs.word(unit, kind, by=by, starts_on=on or TODAY(), seen=seen, **texts)


@pytest.fixture
def task(house):
    case = scene.received(house)
    matter = case.matter_set.first()
    return Assignment.objects.create(
        matter=matter,
        unit=house.department_unit,
        role="responsible",
        task="疏通 3 处低洼点主管",
        due_on=date(2026, 12, 31),
        issued_by_unit=house.room.approver,
        issued_by=house.township,
    )


def text_of(kind, record) -> str:
    return expected_text(thaw(content.of_record(kind, record).data["sheet"]))


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_the_house_use_only_placeholders_that_their_kind_has(kind):
    house = KINDS[kind].house
    assert [KINDS[kind].unknown(getattr(house, name)) for name in FIELDS] == [[]] * len(FIELDS)


def test_a_placeholder_is_replaced_and_nothing_typed_is_run():
    assert put_in("{标题}，{单位}", {"标题": "{单位}{{ 7|add:1 }}", "单位": "甲"}) == "{单位}{{ 7|add:1 }}，甲"


def test_without_words_of_its_own_a_unit_prints_those_of_the_house(house):
    assert wording_of("assignment", house.room.approver, TODAY()) == KINDS["assignment"].house


def test_words_count_from_their_day_on(house):
    unit = house.room.approver
    worded(unit, by=house.township_clerk, on=TODAY() + timedelta(days=3), closing="收到请回电话。")
    assert wording_of("assignment", unit, TODAY()).closing == KINDS["assignment"].house.closing
    assert wording_of("assignment", unit, TODAY() + timedelta(days=3)).closing == "收到请回电话。"


def test_the_last_words_of_one_day_count(house):
    unit = house.room.approver
    worded(unit, by=house.township, closing="一")
    worded(unit, by=house.township, closing="二", seen=1)
    assert wording_of("assignment", unit, TODAY()).closing == "二"


def test_an_office_words_for_the_units_of_its_region_that_have_no_words_of_their_own(house):
    office = make.office()
    worded(office, by=house.office, closing="全市统一用语。", for_region=True)
    unit = house.room.approver
    assert wording_of("assignment", unit, TODAY()).closing == "全市统一用语。"
    worded(unit, by=house.township, closing="本街道用语。")
    assert wording_of("assignment", unit, TODAY()).closing == "本街道用语。"
    verbs.use_house(unit, "assignment", by=house.township, starts_on=TODAY(), seen=1)
    assert wording_of("assignment", unit, TODAY()).closing == "全市统一用语。"


def test_words_of_one_township_are_not_those_of_another(house):
    worded(house.room.approver, by=house.township, closing="本街道用语。")
    assert wording_of("assignment", house.other_room.approver, TODAY()) == KINDS["assignment"].house


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"closing": "请{市长}签收"}, "{市长}"),
        ({"lead": "{ 标题"}, "占位词"),
        ({"closing": "好", "for_region": True}, "市级机关"),
        ({"closing": "好", "starts_on": date(2020, 1, 1)}, "不能早于今天"),
        ({"closing": "好", "seen": 4}, "别人刚刚保存"),
    ],
)
def test_what_cannot_be_printed_is_refused(house, texts, said):
    with pytest.raises(Refused, match=said):
        verbs.word(house.room.approver, "assignment", **{"by": house.township, "starts_on": TODAY(), "seen": 0} | texts)
    assert not DocumentTemplate.objects.exists()


def test_a_room_does_not_word_the_tasks_of_a_committee(house):
    with pytest.raises(Refused, match="不印制"):
        worded(house.room.unit, by=house.clerk, closing="好")


def test_the_ledger_says_that_words_were_changed_and_not_which(house):
    worded(house.room.approver, by=house.township, closing="张三处长收")
    event = Event.objects.get(verb=verbs.VERB)
    assert "第 1 版" in event.sentence
    assert "张三" not in event.sentence


def test_the_sheet_of_a_task_is_worded_by_the_body_that_gave_it(task, house):
    worded(
        task.issued_by_unit, by=house.township, lead="{年份}年第一批：{标题}", copies="督查室", footnote="涉密不上网"
    )
    text = text_of("assignment", task)
    for said in (
        f"{TODAY().year}年第一批：",
        "疏通 3 处低洼点主管".replace(" ", ""),
        "2026年12月31日",
        "督查室",
        "市住建局",
    ):
        assert said in text.replace(" ", "")


def test_a_task_given_before_keeps_the_words_of_its_day(task, house):
    Assignment.objects.filter(pk=task.pk).update(issued_at=timezone.now() - timedelta(days=10))
    task.refresh_from_db()
    before = content.of_record("assignment", task).version
    worded(task.issued_by_unit, by=house.township, lead="新的说法")
    assert content.of_record("assignment", task).version == before


def test_a_unit_that_is_asked_gets_a_letter(task, house):
    Assignment.objects.filter(pk=task.pk).update(asked=True, due_on=None)
    task.refresh_from_db()
    text = text_of("request", task)
    assert "现商请贵单位协助办理" in text
    assert "抄送" in text


def test_an_invitation_is_one_letter_a_person(house):
    case = make.at_discussion(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    meeting = Meeting.objects.create(
        consultation=case, number=1, mode="hall", place="社区活动室", planned_at=timezone.now(), recorder=house.clerk
    )
    sheet = content.of_record("invitation", meeting).data["sheet"]
    assert len(sheet["people"]) == case.participant_set.count() > 1
    assert "社区活动室" in sheet["lead"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_every_kind_can_be_printed(house, kind, tmp_path):
    from_unit = house.room.unit if kind == "invitation" else house.room.approver
    sheet = thaw(freeze(task_sheets.sample(kind, from_unit, KINDS[kind].house)))
    assert pdf.render(sheet).startswith(b"%PDF")


def test_a_clerk_sees_a_sample_while_typing_and_saves(house, client):
    client.force_login(house.township_clerk)
    args = [house.room.approver_id, "assignment"]
    page = client.get(reverse("reports:wording", args=args)).content.decode()
    assert KINDS["assignment"].house.closing in page
    sent = {"closing": "请{市长}", "lead": "{标题}", "starts_on": TODAY().isoformat(), "seen": 0}
    sample = client.post(reverse("reports:preview_wording", args=args), sent, headers={"hx-request": "true"})
    assert "{市长}不是占位词" in sample.content.decode()
    assert Document.objects.get().version.startswith("draft-")
    refused = client.post(reverse("reports:wording", args=args), sent)
    assert refused.status_code == 422
    assert "{市长}不是占位词" in refused.content.decode()
    assert client.post(reverse("reports:wording", args=args), sent | {"closing": "好"}).status_code == 302
    assert DocumentTemplate.objects.get().closing == "好"
    assert "第 1 版" in client.get(reverse("reports:wording", args=args)).content.decode()


def test_nobody_else_words_for_the_unit_or_sees_the_sample(house, client):
    addresses = [
        reverse("reports:wording", args=[house.room.approver_id, "assignment"]),
        reverse("reports:paper", args=["wording_assignment", house.room.approver_id]),
    ]
    for user in (house.clerk, house.other_township, house.department, house.auditor):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_the_unit_prints_its_own_task_and_no_other_unit_does(task, house, client):
    address = reverse("reports:paper", args=["assignment", task.pk])
    for user, status in ((house.department, 200), (house.township_clerk, 200), (house.other_township, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    assert client.get(reverse("reports:paper", args=["request", task.pk])).status_code == 404
