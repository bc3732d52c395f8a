"""Activities beside consultations: a topic out of a reception, field work of a case, and pages that name each other."""

from uuid import uuid4

import pytest
from django.utils import timezone

from consult.models import CaseActivity, Consultation, Nomination, TopicSource
from consult.steps import activities
from members.models import Event
from members.workflow import Refused
from reports import facts
from rooms import operations
from rooms.models import Activity
from tests import factories as make
from tests.rooms.activity_scene import RECEPTION, VISIT, recorded

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def text(client, user, path, **params) -> str:
    client.force_login(user)
    answer = client.get(path, params)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, user, room, status=302, **fields):
    client.force_login(user)
    values = {**RECEPTION, "context": "ordinary", "on": f"{TODAY}", "token": str(uuid4()), **fields}
    answer = client.post(f"/rooms/{room.pk}/activities/record/", values)
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_a_reception_becomes_a_topic_in_one_press(client, house):
    make.daye()
    what = "1 栋楼道堆物，占了消防通道。已经劝过两次！"
    answer = sent(client, house.clerk, house.room, then="topic", what=what, place="白杨社区 1 栋")
    case = Consultation.objects.get()
    assert answer.url == f"/consultations/{case.pk}/topic/"
    assert case.topic.title == "1 栋楼道堆物，占了消防通道"
    assert (case.topic.source, case.topic.place) == ("reception", "白杨社区 1 栋")
    assert case.topic.source_note == f"{TODAY:%-m月%-d日}接访"
    assert case.topic.why == f"{what}\n当场联系物业，约定周六清理"
    assert "汪桂香" not in f"{case.topic.why}{case.topic.title}{case.topic.source_note}"
    activity = case.topic.origin.activity
    assert activity == Activity.objects.get()
    told = text(client, house.clerk, f"/activities/{activity.pk}/links/")
    assert case.get_absolute_url() in told
    assert "转为议题</" not in told
    assert activity.get_absolute_url() in text(client, house.clerk, f"/consultations/{case.pk}/activities/")
    assert Event.objects.filter(case_id=case.pk, object_type="rooms.activity").exists()
    assert not any(facts.compare().values())


def test_a_member_sees_what_became_of_it(client, house):
    make.daye()
    answer = sent(client, house.member, house.room, then="topic")
    assert answer.url == Consultation.objects.get().get_absolute_url()


def test_pressed_twice_it_is_one_topic(client, house):
    make.daye()
    activity = recorded(house.room, by=house.clerk)
    client.force_login(house.clerk)
    urls = {client.post(f"/activities/{activity.pk}/topic/").url for _ in range(2)}
    assert (len(urls), Consultation.objects.count(), TopicSource.objects.count()) == (1, 1, 1)
    token = str(uuid4())
    for _ in range(2):
        sent(client, house.clerk, house.room, then="topic", token=token)
    assert Consultation.objects.count() == 2


def test_a_topic_needs_the_right_to_propose_one(client, house):
    make.daye()
    person = make.person("representative", unit=house.room.unit)
    sent(client, person, house.room, 403, then="topic")
    assert not Activity.objects.exists()
    activity = recorded(house.room, by=person)
    client.force_login(person)
    assert client.post(f"/activities/{activity.pk}/topic/").status_code == 403


def test_what_is_confidential_or_taken_out_becomes_no_topic(house):
    make.daye()
    shut = recorded(house.room, by=house.clerk, is_confidential=True)
    with pytest.raises(Refused, match="不公开，不能直接转为议题"):
        activities.make_topic(shut, by=house.clerk)
    gone = operations.remove_activity(recorded(house.room, by=house.clerk), by=house.clerk, reason="重复")
    with pytest.raises(Refused, match="已经移出，不能转为议题"):
        activities.make_topic(gone, by=house.clerk)


def test_a_refused_topic_leaves_no_activity_behind(client, house):
    """Both or neither: no practice is loaded, so there can be no consultation."""
    answer = sent(client, house.clerk, house.room, 422, then="topic", is_confidential="on")
    assert "不能直接转为议题" in answer.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("context", "kind", "source"),
    [("ordinary", "visit", "visit"), ("activity_day", "visit", "activity_day"), ("ordinary", "study", "reception")],
)
def test_the_source_is_called_as_the_place_calls_it(house, context, kind, source):
    pack = make.daye().code
    assert pack == "daye"
    activity = Activity(kind=kind, context=context)
    assert activities._source(activity, make.consultation(house.room, by=house.clerk).pack) == source


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("路灯不亮\n三盏", "路灯不亮"),
        ("长" * 80, "长" * 60),
        ("  能不能修？急。", "能不能修"),
        ("？？路灯不亮。", "路灯不亮"),
        ("。", "。"),
    ],
)
def test_the_first_sentence_is_the_title(what, title):
    assert activities.title_of(what) == title


def test_field_work_names_its_case(client, house):
    case = make.consultation(house.room, by=house.clerk)
    fields = {**VISIT, "context": "six_step", "case": case.pk, "response": "", "visitor": ""}
    sent(client, house.clerk, house.room, **fields)
    activity = Activity.objects.get()
    assert CaseActivity.objects.get().consultation == case
    assert "走访低层住户" in text(client, house.township, f"/consultations/{case.pk}/activities/")
    assert case.title in text(client, house.township, f"/activities/{activity.pk}/links/")
    assert case.title in text(client, house.clerk, f"/rooms/{house.room.pk}/activities/cases/", case=case.pk)


def test_in_another_context_no_case_is_named(client, house):
    case = make.consultation(house.room, by=house.clerk)
    sent(client, house.clerk, house.room, case=case.pk)
    assert not CaseActivity.objects.exists()


def test_a_case_of_another_room_is_not_taken(client, house):
    other = make.consultation(house.other_room, by=house.other_clerk)
    sent(client, house.clerk, house.room, context="six_step", case=other.pk)
    assert not CaseActivity.objects.exists()
    activity = recorded(house.room, by=house.clerk)
    with pytest.raises(Refused, match="不是本室的"):
        activities.link(activity, consultation=other, by=house.clerk)


def test_the_case_can_be_named_later_and_changed(client, house):
    first, second = (make.consultation(house.room, by=house.clerk) for _ in range(2))
    activity = recorded(house.room, by=house.clerk, context="six_step")
    client.force_login(house.clerk)
    for chosen, expected in ((first.pk, first), (second.pk, second), ("", None)):
        assert client.post(f"/activities/{activity.pk}/case/", {"case": chosen}).status_code == 302
        link = CaseActivity.objects.filter(activity=activity).first()
        assert (link.consultation if link else None) == expected
    # One that has ended since is still the one that was chosen.
    activities.link(activity, consultation=second, by=house.clerk)
    Consultation.objects.filter(pk=second.pk).update(state="closed")
    form = client.get(f"/activities/{activity.pk}/case/").context["form"]
    assert second in form.fields["case"].queryset
    told = Event.objects.filter(case_id=first.pk, verb="consult.link_activity")
    assert [each.sentence.split("：")[0] for each in told.order_by("pk")] == ["列入本件的活动", "不再列入本件的活动"]


def test_the_links_tell_no_case_that_the_reader_does_not_see(client, house):
    case = make.consultation(house.room, by=house.clerk)
    activity = recorded(house.room, by=house.clerk, context="six_step")
    activities.link(activity, consultation=case, by=house.clerk)
    assert case.title not in text(client, house.office, f"/activities/{activity.pk}/links/")


def test_the_quick_form_offers_both_ways_of_sending(client, house):
    told = text(client, house.clerk, f"/rooms/{house.room.pk}/activities/new/")
    assert f'action="/rooms/{house.room.pk}/activities/record/"' in told
    assert 'name="then" value="topic"' in told
    person = make.person("representative", unit=house.room.unit)
    assert 'name="then" value="topic"' not in text(client, person, f"/rooms/{house.room.pk}/activities/new/")


@pytest.mark.parametrize("confidential", [False, True])
def test_a_nomination_takes_no_words_from_a_voice_that_is_not_told(house, client, confidential):
    told = {"kind": "suggestion", "text": "把调解室的门换一扇"}
    voices = {"voices": [told], "is_confidential": confidential}
    done = operations.record_activity(house.room, by=house.clerk, kind="mediation", on=TODAY, what="调解", **voices)
    voice, shown = done.voices.get().pk, {}
    for who in ("clerk", "leading_office"):
        client.force_login(getattr(house, who))
        answer = client.get("/nominations/new/", {"voice": voice})
        shown[who] = answer.status_code == 200 and told["text"] in answer.content.decode()
        assert shown[who] or answer.status_code == 404
    assert shown == {"clerk": True, "leading_office": not confidential}


def nominated(client, user, url, **fields):
    client.force_login(user)
    given = {"token": str(uuid4()), "year": f"{TODAY.year}", **fields}
    assert client.post(url, given).status_code == 302
    return Nomination.objects.order_by("-pk").first()


def test_a_voice_is_put_forward_from_its_activity_and_both_name_each_other(house, client):
    make.daye()
    told = {"kind": "suggestion", "text": "在菜场门口划临时车位"}
    done = operations.record_activity(house.room, by=house.clerk, kind="visit", on=TODAY, what="走访", voices=[told])
    voice = done.voices.get()
    url = f"/nominations/new/?voice={voice.pk}"
    assert url in text(client, house.clerk, done.get_absolute_url())
    assert url in text(client, house.member, "/voices/")
    given = {"title": "菜场停车", "why": "车位少", "source": "voice", "to": house.room.unit_id}
    row = nominated(client, house.clerk, url, **given)
    assert (row.voice, row.source) == (voice, "voice")
    assert row.get_absolute_url() in text(client, house.clerk, f"/activities/{done.pk}/links/")
    assert row.get_absolute_url() not in text(client, house.member, f"/activities/{done.pk}/links/")
    assert done.get_absolute_url() in text(client, house.clerk, row.get_absolute_url())
    operations.remove_voice(voice, by=house.clerk, reason="重复")
    assert told["text"] not in text(client, house.clerk, row.get_absolute_url())


def test_a_topic_is_put_forward_from_its_page_and_both_name_each_other(house, client):
    make.daye()
    sent(client, house.clerk, house.room, then="topic")
    case = Consultation.objects.get()
    url = f"/nominations/new/?topic={case.topic_id}"
    assert url in text(client, house.clerk, case.get_absolute_url())
    given = {"title": case.title, "why": "年年有人反映", "source": "room", "to": house.room.unit_id}
    row = nominated(client, house.clerk, url, **given)
    assert row.topic == case.topic
    assert case.get_absolute_url() in text(client, house.clerk, row.get_absolute_url())
    assert row.get_absolute_url() in text(client, house.clerk, f"/consultations/{case.pk}/activities/")
    client.force_login(house.other_clerk)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "member", "township", "leading_office"])
def test_whoever_nominates_finds_his_nominations_in_the_menu(house, client, who):
    assert "/nominations/mine/" in text(client, getattr(house, who), "/me/")
