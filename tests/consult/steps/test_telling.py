"""Who is told of an act: the rooms of the case, and nobody of what he did himself."""

import pytest

from consult.steps import case
from members.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_everybody_of_the_room_is_told_but_whoever_did_it(house):
    own = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    Notice.objects.all().delete()
    case.send_back(own, stage="topic", by=house.convener, reason="议题要再明确")
    assert set(Notice.objects.values_list("user", flat=True)) == {house.clerk.pk, house.second_convener.pk}
