"""议题类别: proposed from the title, put right at any time, and counted by in every room of the topic."""

from datetime import date

import pytest
from django.urls import reverse

from consult.steps import classing, past, topic
from consult.workflow import Refused
from members.models import Event
from reports import facts
from reports.models import RoomMonth
from rooms import practice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("柳湖小区加装电梯", "housing"),
        ("老街下水管网改造", "municipal"),
        ("实验小学门口放学时段停车难", ""),
        ("白杨社区停车难", "traffic"),
        ("独居老人助餐", "care"),
        ("飞线充电消防安全隐患", "safety"),
        ("怎么办好这件事", ""),
    ],
)
def test_a_title_that_speaks_of_one_class_is_proposed_for_it(house, title, code):
    assert practice.for_room(house.room).class_of(title) == code


def parts(room, measure):
    rows = RoomMonth.objects.filter(room=room, measure=measure, part__contains="class=")
    return sorted(rows.values_list("part", "n"))


def test_a_case_is_counted_by_the_class_that_its_topic_has_now(house):
    case = make.consultation(house.room, by=house.clerk)
    facts.catch_up()
    classing.classify(case, by=house.clerk, topic_class="traffic")
    facts.catch_up()
    assert parts(house.room, "consultations_begun") == [("|importance=ordinary|class=traffic|", 1)]
    assert not any(facts.compare().values())


def test_the_class_of_a_topic_of_two_rooms_changes_in_both(house):
    case = make.consultation(house.room, by=house.clerk)
    elsewhere = topic.take_up(case.topic, room=house.other_room, by=house.other_clerk)
    facts.catch_up()
    classing.classify(case, by=house.clerk, topic_class="education")
    facts.catch_up()
    assert parts(house.other_room, "consultations_begun") == [("|importance=ordinary|class=education|", 1)]
    assert not any(facts.compare().values())
    told = Event.objects.filter(verb="consult.classify_topic").order_by("pk").values_list("case_id", "sentence")
    assert list(told) == [(elsewhere.pk, "议题类别定为教育"), (case.pk, "议题类别定为教育")]


def test_editing_the_topic_with_another_class_is_counted_in_both_rooms_too(house):
    case = make.consultation(house.room, by=house.clerk)
    topic.take_up(case.topic, room=house.other_room, by=house.other_clerk)
    facts.catch_up()
    version = case.topic.version
    topic.edit(case, by=house.clerk, version=version, title="停车", topic_class="traffic")
    facts.catch_up()
    assert parts(house.other_room, "consultations_begun") == [("|importance=ordinary|class=traffic|", 1)]
    assert not any(facts.compare().values())


def test_the_same_class_again_is_no_act(house):
    case = make.consultation(house.room, by=house.clerk)
    classing.classify(case, by=house.clerk, topic_class="traffic")
    classing.classify(case, by=house.clerk, topic_class="traffic")
    assert Event.objects.filter(verb="consult.classify_topic").count() == 1


def test_a_class_that_the_place_does_not_have_is_refused(house):
    case = make.consultation(house.room, by=house.clerk)
    with pytest.raises(Refused, match=r"这里的议题没有这个类别，请刷新页面后重新选择。"):
        classing.classify(case, by=house.clerk, topic_class="astrology")


def test_history_is_counted_by_class_with_the_cases(house):
    held = {"title": "停车", "held_on": date(2025, 3, 5), "source": "台账", "topic_class": "traffic"}
    matters = [{"text": "划车位", "outcome": "done", "closed_on": date(2025, 4, 1)}]
    past.record(house.room, by=house.clerk, matters=matters, **held)
    facts.catch_up()
    assert parts(house.room, "done_matters") == [("|level=township|class=traffic|outcome=done|", 1)]
    assert not any(facts.compare().values())


def test_the_form_offers_the_classes_and_the_list_is_narrowed_by_them(client, house):
    make.consultation(house.room, by=house.clerk, title="白杨社区停车")
    other = make.consultation(house.room, by=house.clerk, title="柳湖加装电梯")
    client.force_login(house.clerk)
    response = client.post(reverse("consult:classify_topic", args=[other.pk]), {"topic_class": "housing"})
    assert response.url == reverse("consult:consultation", args=[other.pk])
    page = client.get(reverse("consult:consultations"), {"topic_class": "housing"}).context["page"]
    assert [row.title for row in page.rows] == ["柳湖加装电梯"]
    rest = client.get(reverse("consult:consultations"), {"topic_class": "none"}).context["page"]
    assert [row.title for row in rest.rows] == ["白杨社区停车"]


def test_while_the_title_is_typed_its_class_is_offered(client, house):
    client.force_login(house.clerk)
    response = client.get(reverse("consult:similar_topics"), {"title": "白杨社区停车难"})
    assert 'data-class-offer="traffic"' in response.content.decode()


def test_another_rooms_clerk_does_not_classify(client, house):
    case = make.consultation(house.room, by=house.clerk)
    client.force_login(house.other_clerk)
    assert client.get(reverse("consult:classify_topic", args=[case.pk])).status_code == 404
