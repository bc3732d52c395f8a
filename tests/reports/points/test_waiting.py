"""What an assessment asks for on the workbench: marks of the own side, and appeals to answer."""

import pytest

from reports.facts.points.waiting import points_tasks
from reports.operations import points
from tests.reports.points import scene
from tests.reports.points.test_assessment import EACH, TODAY, scheme, the_round

pytestmark = pytest.mark.django_db
SIDES = "".join(
    f'\n[[scheme.assessor]]\nname = "{name}"\nrole = "{role}"\nweight = 0.5\n'
    for name, role in (("政协", "leading_office"), ("街道", "township"))
)
RATED = 'name = "评价"\nmanual = true\npoints = 10'


@pytest.fixture
def rooms(house):
    scene.follow(scheme("room", EACH, RATED, grades=SIDES))
    return house


def asked(user) -> list[str]:
    return [task.sentence for task in points_tasks(user)]


def rate(room, by):
    about = scene.subjects.of_room(room)
    points.mark(the_round(), about, by=by, item=2, on=TODAY, basis="看了台账", points=8)


def test_a_year_that_nobody_began_asks_nothing(rooms):
    assert asked(rooms.leading_office) == []


def test_each_side_is_told_how_many_it_has_not_marked(rooms):
    points.begin(the_round(), by=rooms.leading_office)
    assert asked(rooms.leading_office) == ["考核评分，2 个联络室等待政协评"]
    assert asked(rooms.township) == ["考核评分，1 个联络室等待街道评"]
    rate(rooms.room, rooms.leading_office)
    rate(rooms.room, rooms.township)
    assert asked(rooms.leading_office) == ["考核评分，1 个联络室等待政协评"]
    assert asked(rooms.township) == []
    assert asked(rooms.clerk) == asked(rooms.department) == []


def test_an_appeal_waits_for_the_office_until_it_is_answered(rooms):
    about = scene.subjects.of_room(rooms.room)
    made = points.appeal(the_round(), about, by=rooms.convener, item=1, text="少记")
    assert "答复活动申诉" in asked(rooms.leading_office)
    assert "答复活动申诉" not in asked(rooms.convener)
    points.answer(made, about, by=rooms.leading_office, is_upheld=False, text="没有少记")
    assert "答复活动申诉" not in asked(rooms.leading_office)


def test_a_published_year_asks_for_no_marks(rooms):
    points.publish(the_round(), by=rooms.leading_office, with_missing=True)
    assert asked(rooms.leading_office) == []
