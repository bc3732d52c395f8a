"""普遍性问题: which titles are alike, and what becomes of the groups."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.models import CommonTopic
from consult.steps import past, topic
from members.models import Event, Notice
from members.workflow import Refused, advance
from reports.enums import ProblemState
from reports.models import CommonProblem, ProblemSource
from reports.operations import common_problems
from reports.queries.alike import LEAST, likeness, own_words, places_pattern, shared_words
from reports.queries.problem_sources import parts_of
from reports.workflow import PROBLEM
from rooms import operations
from tests import factories as make
from tests.rooms.activity_scene import recorded

pytestmark = pytest.mark.django_db
PLACES = places_pattern(["柳湖街道", "白杨社区", "青山镇", "锦绣社区"])
DAY = timezone.localdate()

ALIKE = [
    ("柳湖小区加装电梯", "老旧小区电梯加装费用分摊"),
    ("白杨社区多层住宅电梯加装难", "关于锦绣小区加装电梯的建议"),
    ("锦绣小区停车难", "白杨社区停车位不足"),
    ("公园周边停车难问题", "锦绣社区停车难"),
    ("老街下水管网改造", "青山镇污水管网老化"),
    ("飞线充电问题", "电动车飞线充电安全隐患"),
    ("夜市噪音扰民", "广场舞噪音扰民"),
    ("校门口交通疏导", "中学门口上下学交通疏导"),
    ("农贸市场占道经营", "背街小巷占道经营整治"),
]
APART = [
    ("柳湖小区加装电梯", "电梯维修资金怎么出"),
    ("飞线充电问题", "小区电动自行车充电棚选址"),
    ("校门口交通疏导", "校园周边食品摊点"),
    ("锦绣小区停车难", "公墓祭扫停车"),
    ("柳湖街道白杨社区路灯更换", "柳湖街道白杨社区公厕管护"),
    ("老旧小区改造中的停车", "老旧小区改造中的垃圾分类"),
    ("集镇主街路灯更换", "村级道路硬化"),
    ("独居老人助餐点设置", "留守儿童假期托管"),
    ("关于加强小区物业管理的建议", "关于加强河道管理的建议"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_titles_of_one_problem_are_alike(one, other):
    assert likeness(own_words(one, PLACES), own_words(other, PLACES)) > LEAST


@pytest.mark.parametrize(("one", "other"), APART)
def test_titles_of_two_problems_are_not(one, other):
    assert likeness(own_words(one, PLACES), own_words(other, PLACES)) <= LEAST


def test_the_shared_words_are_told_in_order():
    titles = ["柳湖小区加装电梯", "加装电梯费用", "多层住宅加装电梯"]
    assert shared_words([own_words(title, PLACES) for title in titles]) == ["加装电梯"]


def test_a_title_of_nothing_but_common_words_is_like_none():
    assert own_words("关于白杨社区有关问题的建议", PLACES) == ""


@pytest.fixture
def rooms(house):
    """Three rooms of the city with a clerk each."""
    make.leading_office()
    third = make.RoomFactory()
    clerk = make.person("clerk", unit=third.unit)
    return [(house.room, house.clerk), (house.other_room, house.other_clerk), (third, clerk)]


def city_of(house):
    return next(region for region in common_problems.cities() if house.room.unit.region.path.startswith(region.path))


def found(house):
    common_problems.find(city_of(house))
    return list(CommonProblem.objects.filter(rooms__gte=3))


TITLES = ("柳湖小区加装电梯", "老旧小区电梯加装费用分摊", "关于多层住宅加装电梯的建议")


def brought_up(rooms, titles=TITLES):
    return [make.consultation(room, by=clerk, title=title) for (room, clerk), title in zip(rooms, titles, strict=True)]


def test_like_topics_of_three_rooms_are_one_problem_and_the_office_is_told(house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    assert (problem.rooms, problem.sources, problem.state) == (3, 3, ProblemState.CANDIDATE)
    assert problem.name == "加装电梯"
    told = Notice.objects.filter(url=problem.get_absolute_url()).values_list("user", "sentence")
    assert list(told) == [(house.leading_office.pk, "3 个联络室有相近的问题：加装电梯")]


def test_two_rooms_are_no_common_problem(house, rooms):
    brought_up(rooms[:2], TITLES[:2])
    assert found(house) == []


def test_three_topics_of_one_room_are_none_either(house, rooms):
    brought_up([rooms[0]] * 3)
    assert found(house) == []


def test_what_was_found_is_not_found_again(house, rooms):
    brought_up(rooms)
    found(house)
    assert common_problems.find(city_of(house)) == 0
    assert (CommonProblem.objects.count(), ProblemSource.objects.count(), Notice.objects.count()) == (1, 3, 1)


def test_history_and_voices_count_as_topics_do(house, rooms):
    brought_up(rooms[:1], TITLES[:1])
    held = {"title": TITLES[1], "held_on": DAY - timedelta(days=400), "source": "台账"}
    past.record(rooms[1][0], by=rooms[1][1], **held)
    said = [{"kind": "suggestion", "text": TITLES[2]}]
    recorded(rooms[2][0], by=rooms[2][1], voices=said)
    (problem,) = found(house)
    kinds = sorted(part.kind for part in problem.parts.all())
    assert (kinds, problem.first_on) == (["信息、建议", "历史协商", "议题"], DAY - timedelta(days=400))


def test_what_is_renamed_or_removed_leaves_its_group(house, rooms):
    cases = brought_up(rooms)
    found(house)
    topic.edit(cases[0], by=house.clerk, version=cases[0].topic.version, title="村级道路硬化")
    assert found(house) == []
    assert ProblemSource.objects.get(topic=cases[0].topic).problem.title == "村级道路硬化"


def test_a_voice_that_was_taken_out_is_kept_nowhere(house):
    activity = recorded(house.room, by=house.clerk, voices=[{"kind": "suggestion", "text": "张三家门口加装电梯"}])
    found(house)
    operations.remove_voice(activity.voices.get(), by=house.clerk, reason="写了姓名")
    found(house)
    assert (ProblemSource.objects.count(), CommonProblem.objects.count()) == (0, 0)


def test_taking_one_out_counts_anew_and_it_stays_out(house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    source = problem.parts.get(room=house.room)
    common_problems.take_out(source, by=house.leading_office)
    problem.refresh_from_db()
    assert (problem.rooms, problem.sources) == (2, 2)
    found(house)
    source.refresh_from_db()
    assert source.taken_out_by == house.leading_office
    common_problems.put_back(source, by=house.leading_office)
    problem.refresh_from_db()
    assert problem.rooms == 3


def test_one_that_is_set_aside_comes_back_when_another_room_has_it(house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    common_problems.set_aside(problem, by=house.leading_office, reason="已列入民生工程")
    make.consultation(house.room, by=house.clerk, title="电梯加装")
    found(house)
    problem.refresh_from_db()
    assert (problem.state, problem.sources) == (ProblemState.SET_ASIDE, 4)
    CommonProblem.objects.filter(pk=problem.pk).update(rooms_then=2)
    make.consultation(house.room, by=house.clerk, title="加装电梯")
    found(house)
    problem.refresh_from_db()
    assert (problem.state, problem.reason) == (ProblemState.CANDIDATE, "")


def test_setting_aside_needs_a_reason(house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    with pytest.raises(Refused, match=r"请写明暂不处理的理由。"):
        common_problems.set_aside(problem, by=house.leading_office, reason=" ")


def test_it_becomes_a_common_topic_of_its_rooms(client, house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    client.force_login(house.leading_office)
    page = client.get(reverse("reports:publish_problem", args=[problem.pk]))
    form = page.context["form"]
    assert {room.pk for room in form.initial["rooms"]} == {room.pk for room, _ in rooms}
    values = {"issuer": form.initial["issuer"].pk, "title": "加装电梯", "why": "费用怎样分摊", "which": "some"}
    values |= {"rooms": [room.pk for room, _ in rooms], "until": str(DAY + timedelta(days=60))}
    response = client.post(reverse("reports:publish_problem", args=[problem.pk]), values)
    common = CommonTopic.objects.get()
    assert response.url == common.get_absolute_url()
    problem.refresh_from_db()
    assert (problem.state, problem.common, common.answers.count()) == (ProblemState.PUBLISHED, common, 3)
    assert list(Event.objects.filter(verb="reports.sort_problem").values_list("sentence", flat=True)) == [
        "普遍性问题“加装电梯”列为共性议题"
    ]


@pytest.mark.parametrize(("before", "after"), list(product(ProblemState, ProblemState)))
def test_a_state_moves_along_the_table_alone(house, rooms, before, after):
    brought_up(rooms)
    (problem,) = found(house)
    common = _common(house) if ProblemState.PUBLISHED in (before, after) else None
    CommonProblem.objects.filter(pk=problem.pk).update(state=before, common=common, reason="不急")
    problem.refresh_from_db()
    with transaction.atomic():
        if after in PROBLEM[before]:
            advance(problem, PROBLEM, after, by=house.leading_office)
            assert problem.state == after
        else:
            with pytest.raises(Refused):
                advance(problem, PROBLEM, after, by=house.leading_office)


def _common(house):
    question = topic.propose(
        by=house.leading_office, title="加装电梯", source="common", region=city_of(house), why="费用"
    )
    return CommonTopic.objects.create(
        issuer=make.leading_office(),
        region=city_of(house),
        topic=question,
        until=DAY,
        published_by=house.leading_office,
    )


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 403), ("township", 403), ("leading_office", 200), ("office", 403)]
)
def test_only_who_sees_every_room_sees_the_groups(client, house, rooms, who, status):
    brought_up(rooms)
    found(house)
    client.force_login(getattr(house, who))
    assert client.get(reverse("reports:problems")).status_code == status


def test_who_does_not_see_a_topic_is_not_told_its_title(house, rooms):
    brought_up(rooms)
    (problem,) = found(house)
    assert [part.title for part in parts_of(problem, house.leading_office)[0]] != []
    assert parts_of(problem, house.clerk)[1] == 2
    assert parts_of(problem, house.office) == ([], 3)


def test_the_file_holds_what_the_page_lists(client, house, rooms):
    brought_up(rooms)
    found(house)
    client.force_login(house.leading_office)
    response = client.get(reverse("reports:export_list", args=["problems"]))
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
