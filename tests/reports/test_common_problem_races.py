"""Two searches for common problems at once, and a search that meets the office, on real PostgreSQL."""

import pytest

from consult.steps import topic
from members.models import Event, Notice
from reports.models import CommonProblem, ProblemSource
from reports.operations import common_problems
from reports.queries.problem_sources import new_sources
from tests import factories as make
from tests import scenes
from tests.racing import at_once, between, waiting

TITLES = ("柳湖小区加装电梯", "老旧小区电梯加装费用分摊", "关于多层住宅加装电梯的建议")


@pytest.fixture
def city(transactional_db):
    """Three rooms brought up the same."""
    house = scenes.house()
    third = make.RoomFactory()
    rooms = [(house.room, house.clerk), (house.other_room, house.other_clerk)]
    rooms.append((third, make.person("clerk", unit=third.unit)))
    house.cases = [
        make.consultation(room, by=clerk, title=title) for (room, clerk), title in zip(rooms, TITLES, strict=True)
    ]
    house.city = make.city()
    return house


def search(house):
    return lambda: common_problems.find(house.city)


def test_two_searches_at_once_find_a_problem_once(city):
    assert at_once(search(city), search(city)) == ["", ""]
    assert (CommonProblem.objects.count(), ProblemSource.objects.count(), Notice.objects.count()) == (1, 3, 1)


def test_without_taking_turns_only_the_database_keeps_the_second_search_out(city, monkeypatch):
    """Negative control: both have looked before either writes."""
    monkeypatch.setattr(common_problems, "take_turn", lambda region: None)
    monkeypatch.setattr(common_problems, "new_sources", waiting(new_sources))
    assert sorted(at_once(search(city), search(city))) == ["", "IntegrityError"]


@pytest.fixture
def renamed(city):
    """A topic of a group that the next search lets go of."""
    common_problems.find(city.city)
    case = city.cases[0]
    topic.edit(case, by=city.clerk, version=case.topic.version, title="村级道路硬化")
    return ProblemSource.objects.select_related("problem__region").get(topic=case.topic)


def meeting(house, source):
    """The office holds the group, the search comes to the renamed topic of it, the office goes on to that topic."""
    return between(
        lambda: common_problems.lock(source.problem),
        search(house),
        lambda: common_problems.take_out(source, by=house.leading_office),
    )


def test_a_search_waits_for_the_office_that_takes_something_out(city, renamed):
    assert meeting(city, renamed) == ("", "")
    # What was renamed has left the group all the same.
    assert ProblemSource.objects.get(topic=renamed.topic).problem.title == "村级道路硬化"


def test_without_holding_the_groups_first_the_two_wait_for_each_other(city, renamed, monkeypatch):
    """Negative control."""
    hold, asked = common_problems._locked_groups, []

    def held(keys):
        asked.append(keys)
        # The first is the search that lets go of what was renamed.
        return [] if len(asked) == 1 else hold(keys)

    monkeypatch.setattr(common_problems, "_locked_groups", held)
    assert "OperationalError" in meeting(city, renamed)


def test_what_comes_before_the_office_again_stands_in_the_ledger(city):
    common_problems.find(city.city)
    (problem,) = CommonProblem.objects.all()
    common_problems.set_aside(problem, by=city.leading_office, reason="先不研究")
    room = make.RoomFactory()
    make.consultation(room, by=make.person("clerk", unit=room.unit), title="青山小区加装电梯")
    common_problems.find(city.city)
    problem.refresh_from_db()
    said = Event.objects.filter(verb="reports.sort_problem").order_by("pk").values_list("actor_id", "sentence")
    assert (problem.state, list(said)) == (
        "candidate",
        [
            (city.leading_office.pk, "普遍性问题“加装电梯”暂不处理"),
            (None, "又有联络室提出，重新研究普遍性问题“加装电梯”"),
        ],
    )
