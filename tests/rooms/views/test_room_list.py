"""What the list of rooms shows, and what it costs."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make

# The goal of every list page.
MOST_QUERIES = 10


def cost(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/rooms/").status_code == 200
    return len(captured)


def test_many_rooms_cost_as_few_queries_as_two(client, house):
    client.force_login(house.leading_office)
    cost(client)
    first = cost(client)
    for _ in range(4):
        room = make.RoomFactory()
        make.posted_member(room)
        make.RepresentativeFactory(room=room)
        make.convenes(room, make.UserFactory())
    assert cost(client) == first <= MOST_QUERIES


def test_the_list_counts_who_is_posted_today_with_or_without_an_account(client, house):
    make.posted_member(house.room, user=house.member)
    make.posted_member(house.room)
    gone = make.posted_member(house.room)
    yesterday = timezone.localdate() - timedelta(days=1)
    gone.postings.update(starts_on=yesterday, ends_on=yesterday)
    client.force_login(house.clerk)
    page = client.get("/rooms/")
    [row] = page.context["page"].rows
    assert row.standing.members == 2
    assert "2 人" in page.content.decode()
