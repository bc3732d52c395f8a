"""A place that calls things otherwise reads its own words on every page of its cases, and none of the root pack's."""

import pytest

from consult.models import Consultation
from consult.queries import waiting_for
from consult.steps import minutes, submission, topic
from consult.workflow import Refused
from members.models import Event, Notice
from rooms.operations import load_practice
from tests import action_scenes, minutes_scene
from tests.rooms.packs import LIGHT

pytestmark = pytest.mark.django_db

OWN = {
    "room": "社区政协委员工作站",
    "room_short": "工作站",
    "participant": "议事代表",
    "minutes": "议事纪要",
    "sign_off": "签发",
    "convener": "站长",
    "first_convener": "第一站长",
    "second_convener": "第二站长",
    "committee": "街道党委会",
    "copy": "通报",
    "request": "函请",
    "dissent": "异议",
    "consensus": "形成共识",
    "suggested_unit": "拟办单位",
    "helping_unit": "拟协办单位",
    "backfill": "补登",
    "outcome": "办结情况",
    "important": "重点议题",
    "ordinary": "一般议题",
    "opinions": "意见计数",
    "meeting": "议事会",
    "matter": "议定事",
    "submission": "呈报",
    "decision": "核定",
    "waiver": "免除",
}
ROOT = ["联络室", "召集人", "协商主体", "协商纪要", "审签", "抄告", "商请", "不同意见", "达成一致", "建议责任单位"]
ROOT += ["建议配合单位", "补录", "办理结果", "普通议题", "协商会", "党（工）委"]


@pytest.fixture
def case(house):
    """Signed and sent, under a pack of other words; the names of the rooms themselves are not the pack's."""
    for room in (house.room, house.other_room):
        room.unit.name = room.unit.name.replace("联络室", "工作站")
        room.unit.save(update_fields=["name"])
    # The stages and papers of a pack are texts of its own and may say what they like.
    table = "".join(f'{word} = "{name}"\n' for word, name in OWN.items())
    version = load_practice(LIGHT + f"[words]\n{table}", by=None)
    case = minutes_scene.signed(house).minutes.consultation
    Consultation.objects.filter(pk=case.pk).update(practice=version)
    return Consultation.objects.for_page().get(pk=case.pk)


def main_of(page: str) -> str:
    """The page without its frame, which belongs to the platform."""
    return page[page.index("<main") : page.index("</main>")]


PAGES = ["/consultations/{pk}/minutes/", "/consultations/{pk}/send/", "/consultations/{pk}/participants/"]
PAGES += ["/consultations/{pk}/join/", "/consultations/{pk}/minutes/correct/", "/consultations/{pk}/minutes/compare/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_room_speaks_in_the_words_of_its_pack(house, client, case, address):
    client.force_login(house.convener)
    answer = client.get(address.format(pk=case.pk))
    page = main_of(answer.content.decode())
    for told in ("审签纪要", "登记协商主体"):
        # What the ledger holds was said under the words of its day.
        page = page.replace(told, "")
    assert (answer.status_code, [word for word in ROOT if word in texts(page, case)]) == (200, [])


def texts(page: str, case) -> str:
    """Without what the case was composed with before it got its new words."""
    for part in case.minutes.sections:
        page = page.replace(part["text"], "").replace(part["heading"] or "-", "")
    return page.replace(case.minutes.title, "")


def test_submissions_matters_and_tasks_speak_in_the_words_of_the_pack(house, client, case):
    sent = submission.send(case, by=house.convener)
    client.force_login(house.township)
    assert {task.sentence for task in waiting_for(house.township)} == {"接收议事纪要", "阅知通报"}
    page = main_of(client.get(f"/submissions/{sent.pk}/").content.decode())
    assert "拟办单位" in page
    submission.receive(sent, by=house.township)
    matter = case.matter_set.get(level="township")
    page = main_of(client.get(f"/matters/{matter.pk}/").content.decode())
    assert ("函请" in page, "工作站看得到" in page) == (True, True)
    assert [word for word in ("联络室", "商请", "抄告", "建议责任单位") if word in page] == []


def test_acts_and_headings_of_a_matter_speak_in_the_words_of_the_pack(house, client, case):
    client.force_login(house.convener)
    page = main_of(client.get(f"/consultations/{case.pk}/send/").content.decode())
    assert ("呈报纪要" in page, "议定事 1：" in page, "报送" in page) == (True, True, False)
    sent = submission.send(case, by=house.convener)
    client.force_login(house.township)
    page = main_of(client.get(f"/submissions/{sent.pk}/").content.decode())
    assert ("逐件核定议定事" in page, [word for word in ("报送", "<th>事项", "件事项") if word in page]) == (True, [])
    submission.receive(sent, by=house.township)
    matter = case.matter_set.get(level="township")
    page = main_of(client.get(f"/matters/{matter.pk}/").content.decode())
    assert (f"议定事 1/{case.matter_set.count()}" in page, "事项 1" in page) == (True, False)
    page = main_of(client.get(f"/consultations/{case.pk}/").content.decode())
    assert (f"核定议定事 {matter.number}" in page, f"确定事项 {matter.number}" in page) == (True, False)


def test_notices_and_the_ledger_speak_of_a_matter_in_the_words_of_the_pack(house, case):
    sent = submission.send(case, by=house.convener)
    assert Notice.objects.filter(user=house.township, sentence__contains="呈报《").exists()
    submission.receive(sent, by=house.township)
    matter = case.matter_set.get(level="township")
    action_scenes.decide(matter, house.township, "decline", opinion="暂不具备条件")
    told = Event.objects.filter(case_id=case.pk).values_list("sentence", flat=True)
    assert f"对议定事 {matter.number}：不采纳" in " ".join(told)
    with pytest.raises(Refused, match="纪要已经呈报，议定议定事由接收单位逐件核定和办结"):
        topic.stop(case, by=house.convener, reason="重复")


def test_refusals_speak_in_the_words_of_the_pack(house, case):
    assert case.say("{room_short}的{convener}，{office}") == "工作站的站长，市政协办公室"
    with pytest.raises(Refused, match="纪要已经签发，正文不能再改"):
        minutes.compose(case, by=house.clerk)
    with pytest.raises(Refused, match="只有通报件可以附意见"):
        submission.add_opinion(submission.send(case, by=house.convener), by=house.township, version=1, opinion="同意")
