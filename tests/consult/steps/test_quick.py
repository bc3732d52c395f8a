"""Ways that do not take all six steps, and ways of the last ones that only some packs have."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import CheckpointEntry, CommonTopic, Consultation, Matter, Meeting, Participant
from consult.queries.lists import for_list, waiting_of
from consult.queries.room_tasks import own_matters
from consult.steps import action, closing, common_topics, correction, matter, products, quick, signing, submission
from consult.workflow import Refused
from members.models import Unit
from rooms.operations import load_practice
from rooms.practice import seed_text
from tests import action_scenes as scene
from tests import factories as make
from tests.consult.entry_scene import fresh
from tests.rooms.practices.player import Play, own_unit

pytestmark = pytest.mark.django_db


def under(case, code) -> Consultation:
    version = load_practice(seed_text(code), by=None)
    Consultation.objects.filter(pk=case.pk).update(practice=version)
    return fresh(case)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return str(caught.value)


@pytest.fixture
def small(house):
    """A topic of 随州 in the class that is dealt with at once."""
    case = make.consultation(house.room, by=house.clerk)
    case = under(case, "suizhou")
    quickly = next(each.code for each in case.pack.triages if each.triggers == "quick")
    Consultation.objects.filter(pk=case.pk).update(triage=quickly, stage=case.pack.first_stage.code)
    return fresh(case)


def test_a_small_matter_is_closed_without_a_meeting(house, small):
    outcome = small.pack.outcomes[0]
    told = {"by": house.clerk, "outcome": outcome.code, "attachments": [scene.photo(house.clerk).pk]}
    assert refused(quick.handle_at_once, small, **{**told, "text": " "}).startswith("请写明")
    assert "没有这种" in refused(quick.handle_at_once, small, **{**told, "text": "已疏通", "outcome": "x"})
    handled = quick.handle_at_once(small, text="当天疏通", **told)
    assert (handled.by_room, handled.closed_by, fresh(small).ending) == (True, house.clerk, "handled")
    assert refused(quick.handle_at_once, small, text="再办", **told) == "这件协商已办结，不能再改动。"


@pytest.mark.parametrize(
    ("name", "said"),
    [("convener", "直接办理，或者提请审定议题"), ("clerk", "直接办理，或者补全议题，请召集人提请审定")],
)
def test_a_workbench_offers_both_ways_of_a_small_matter_as_its_page_does(house, small, client, name, said):
    client.force_login(getattr(house, name))
    assert [task.sentence for task in client.get("/").context["tasks"]] == [small.pack.say(said)]
    assert client.get(small.get_absolute_url()).context["next_act"]["label"] == "直接办理"
    Consultation.objects.update(triage="")
    assert [task.sentence for task in client.get("/").context["tasks"]] == [said.removeprefix("直接办理，或者")]


def test_only_its_class_and_only_before_it_lies_before_a_body(house, small):
    Consultation.objects.update(triage="")
    assert refused(quick.handle_at_once, small, by=house.clerk, outcome="x", text="x").startswith("只有归入马上办理")


def test_one_question_goes_to_many_rooms_and_to_each_once(house, small):
    told = {"by": house.leading_office, "until": timezone.localdate()}
    assert refused(quick.spread, small, rooms=[], **told).startswith("请选择由哪些")
    assert refused(quick.spread, small, rooms=[house.room], **told).endswith("已经有这个议题。")
    [other] = quick.spread(small, rooms=[house.other_room], **told)
    assert (other.topic, other.room) == (small.topic, house.other_room)


def test_what_many_rooms_got_stands_as_a_common_topic_that_all_of_them_took_up(house, small, client):
    client.force_login(house.leading_office)
    url, day = reverse("consult:spread_topic", args=[small.pk]), timezone.localdate()
    form = client.get(url).context["form"]
    sent = {"form_key": form["form_key"].value(), "rooms": house.other_room.pk, "until": day.isoformat()}
    answer = client.post(url, sent)
    common = CommonTopic.objects.get(topic=small.topic)
    assert (answer["Location"], common.until, common.issuer) == (common.get_absolute_url(), day, make.leading_office())
    answers = {answer.room: answer for answer in common.answers.all()}
    assert {room: answer.state for room, answer in answers.items()} == {
        house.room: "taken_up",
        house.other_room: "taken_up",
    }
    assert answers[house.room].consultation == small
    assert answers[house.other_room].consultation.room == house.other_room
    assert small.title in client.get("/common-topics/").text
    assert f'{common.get_absolute_url()}">共性' in client.get(small.get_absolute_url()).text


def test_a_room_that_was_asked_and_gets_it_has_taken_it_up(house, small):
    told = {"by": house.leading_office, "until": timezone.localdate()}
    third = make.RoomFactory()
    quick.spread(small, rooms=[third], **told)
    common = CommonTopic.objects.get()
    common_topics.ask_more(common, rooms=[house.other_room], by=house.leading_office)
    [case] = quick.spread(small, rooms=[house.other_room], **told)
    answer = common.answers.get(room=house.other_room)
    assert (answer.state, answer.consultation, common.answers.count()) == ("taken_up", case, 3)
    common_topics.end(common, by=house.leading_office, summary="三室都已协商")
    more = make.RoomFactory()
    assert "已经结束" in refused(quick.spread, small, rooms=[more], **told)
    assert not more.consultations.exists()


def test_a_place_without_a_leading_office_says_who_puts_that_right(house, small):
    Unit.objects.filter(kind="leading_office").update(is_active=False)
    told = {"by": house.leading_office, "until": timezone.localdate()}
    assert "请先由系统管理员登记" in refused(quick.spread, small, rooms=[house.other_room], **told)


@pytest.mark.parametrize(
    ("name", "rights"),
    [("clerk", (200, 403)), ("member", (403, 403)), ("leading_office", (403, 200)), ("other_clerk", (404, 404))],
)
def test_who_opens_these_pages(house, small, client, name, rights):
    client.force_login(getattr(house, name))
    urls = [reverse(f"consult:{view}", args=[small.pk]) for view in ("handle_at_once", "spread_topic")]
    assert tuple(client.get(url).status_code for url in urls) == rights


@pytest.fixture
def own(house):
    """A matter that the room of 笔架山 carries out by itself; a covenant is to come of it."""
    case = under(scene.received(house, township=1), "bijiashan")
    Consultation.objects.filter(pk=case.pk).update(stage="handle", step="action")
    Matter.objects.update(state="running", by_room=True, disposition="community")
    return Matter.objects.for_page().get()


def test_the_room_carries_out_and_closes_its_own_matter(house, own):
    told = {"outcome": "solved", "text": "已写进公约", "attachments": [scene.photo(house.clerk).pk]}
    said = refused(closing.close_matter, own, by=house.township, **told)
    assert said == "这件事项由工作站组织实施和办结。"
    assert [task.case for task in own_matters(house.clerk)] == [own.consultation.title]
    [row] = for_list(Consultation.objects.filter(pk=own.consultation_id))
    assert waiting_of(row) == f"{house.room.unit.short_name}工作站办结事项"
    said = refused(closing.close_matter, own, by=house.clerk, **told)
    assert said == "按“社区自办”办理的，还要形成公约：请先登记公约，再办结。"
    products.record_product(own.consultation, kind="covenant", label="居民公约", by=house.clerk)
    closing.close_matter(own, by=house.clerk, **told)
    assert fresh(own.consultation).stage == "appraise"


def test_a_question_of_another_place_has_a_source_here_too(house, own, client):
    """Its source is one of the other place's; the page of the case names it all the same."""
    client.force_login(house.clerk)
    assert "来源：共性议题" in client.get(own.consultation.get_absolute_url()).content.decode()


def test_the_page_of_such_a_matter_offers_the_body_nothing_to_decide(house, own, client):
    client.force_login(house.township)
    page = client.get(reverse("consult:matter", args=[own.pk])).content.decode()
    assert ("确定并组织实施" in page, "由工作站办理" in page) == (False, True)
    client.force_login(house.clerk)
    page = client.get(own.consultation.get_absolute_url()).content.decode()
    url = reverse("consult:record_product", args=[own.consultation_id])
    assert ("还要形成公约" in page, url in page) == (True, True)


def test_a_product_is_recorded_on_its_page_once(house, own, client):
    url = reverse("consult:record_product", args=[own.consultation_id])
    client.force_login(house.clerk)
    form = client.get(url).context["form"]
    assert form.initial["kind"] == "covenant"
    sent = {"kind": "covenant", "label": "居民公约", "on": form.initial["on"], "form_key": form["form_key"].value()}
    assert client.post(url, sent).status_code == 302
    assert "刚才已经提交过一次" in client.post(url, sent).content.decode()
    assert CheckpointEntry.objects.count() == 1
    client.force_login(house.township)
    assert client.get(url).status_code == 403


def test_what_was_consulted_on_is_not_handled_at_once_after_it_was_sent_back(house, small):
    seat = Participant.objects.create(consultation=small, category="x", name="吴德胜", seat=1, added_by=house.clerk)
    told = {"number": 1, "state": "ended", "planned_at": timezone.now(), "chair": seat, "recorder": house.clerk}
    Meeting.objects.create(consultation=small, **told)
    assert refused(quick.handle_at_once, small, by=house.clerk, outcome="x", text="x") == (
        "已经开始协商，不能再直接办理。"
    )


def test_the_body_decides_on_nothing_that_the_room_carries_out(house, own):
    told = {"basis": "signature", "basis_on": timezone.localdate(), "opinion": "转市级办理"}
    for adoption in ("raise", "adopt"):
        said = refused(action.decide, own, by=house.township, adoption=adoption, **told)
        assert said == "这件事项由工作站组织实施，不用确定。"


def test_a_matter_of_the_room_that_a_correction_adds_begins_with_the_receipt_too(house):
    """武市 is at work when its room finds one more that the firm has to do."""
    played = Play(house, "wushi").run(until="carry_out")
    correction.correct(played.case.minutes, by=house.convener, reason="漏记一件")
    added = matter.note(played.case, by=house.clerk, text="企业自查管网", place="firm")
    matter.edit(added, by=house.clerk, version=1, suggested_units=[own_unit(played)])
    minutes = played.case.minutes
    signing.sign(minutes, by=house.convener, seen=signing.as_read(minutes))
    submission.receive(submission.send(played.case, by=house.convener), by=house.township)
    added.refresh_from_db()
    assert (added.by_room, added.state) == (True, "running")
