"""派驻安排: many postings at once, all of them or none, and two offices at the same moment."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError
from django.utils import timezone

from members.models import Event
from members.workflow import Refused, Stale
from rooms import operations, queries
from rooms.models import Posting, RegionShape, Room
from rooms.operations import assigning
from tests import factories as make
from tests import scenes
from tests.racing import PATIENCE
from tests.rooms.operations.test_practice_races import together

TODAY = timezone.localdate


@pytest.fixture
def members(db):
    return [make.MemberFactory() for _ in range(3)]


def post(pairs, house, **more):
    return operations.post_many(pairs, by=house.leading_office, **{"starts_on": TODAY(), **more})


def test_several_members_are_posted_to_several_rooms_in_one_act(house, members):
    pairs = list(zip(members, [house.room, house.other_room, house.room], strict=True))
    assert len(post(pairs, house, reason="就近就地")) == 3
    assert set(Posting.objects.values_list("member", "room")) == {(member.pk, room.pk) for member, room in pairs}
    assert Event.objects.filter(verb="rooms.edit_team").count() == 3


def test_one_row_that_cannot_be_done_keeps_all_from_being_done_and_is_named(house, members):
    make.posted_member(house.room)
    Posting.objects.create(member=members[1], room=house.room, starts_on=make.LONG_AGO)
    with pytest.raises(assigning.RowsRefused, match="一行都没有写入") as refused:
        post([(member, house.room) for member in members], house)
    assert refused.value.rows == [(str(members[1]), f"{members[1]}已经派驻在这个联络室。")]
    assert not Posting.objects.filter(member__in=[members[0], members[2]]).exists()


def test_who_left_office_and_rooms_out_of_use_are_refused(house, members):
    members[0].state, members[0].is_active = "adjusted", False
    members[0].save(update_fields=["state", "is_active"])
    with pytest.raises(Refused, match="已不在任"):
        post([(members[0], house.room)], house)
    house.room.unit.is_active = False
    house.room.unit.save(update_fields=["is_active"])
    with pytest.raises(Refused, match="已停用"):
        post([(members[1], house.room)], house)


def test_nothing_and_too_much_are_refused(house, members):
    with pytest.raises(Refused, match="没有选中"):
        post([], house)
    with pytest.raises(Refused, match="一次最多"):
        post([(members[0], house.room)] * 201, house)


def test_a_reason_why_not_goes_with_the_posting(house, members):
    operations.say_why_unposted(members[0], by=house.leading_office, reason="长期在外地", version=1)
    members[0].refresh_from_db()
    assert members[0].unposted_reason == "长期在外地"
    post([(members[0], house.room)], house)
    members[0].refresh_from_db()
    assert members[0].unposted_reason == ""


def test_a_reason_is_refused_for_who_is_posted_and_for_who_saw_an_older_one(house, members):
    with pytest.raises(Refused, match="不用写"):
        operations.say_why_unposted(make.posted_member(house.room), by=house.leading_office, reason="x", version=1)
    operations.say_why_unposted(members[0], by=house.leading_office, reason="一", version=1)
    with pytest.raises(Stale):
        operations.say_why_unposted(members[0], by=house.leading_office, reason="二", version=1)


class TestMoving:
    def test_members_go_over_to_another_room_without_a_gap(self, house):
        postings = [make.posted_member(house.room).postings.get() for _ in range(2)]
        operations.transfer_many(
            postings, to=house.other_room, by=house.leading_office, starts_on=TODAY(), reason="工作调整"
        )
        assert {posting.ends_on for posting in house.room.postings.all()} == {TODAY() - timedelta(days=1)}
        assert {posting.starts_on for posting in house.other_room.postings.all()} == {TODAY()}

    def test_one_who_is_there_already_keeps_all_where_they_are(self, house):
        first, second = (make.posted_member(house.room) for _ in range(2))
        Posting.objects.create(member=second, room=house.other_room, starts_on=make.LONG_AGO)
        postings = [member.postings.get(room=house.room) for member in (first, second)]
        with pytest.raises(assigning.RowsRefused) as refused:
            operations.transfer_many(
                postings, to=house.other_room, by=house.leading_office, starts_on=TODAY(), reason="x"
            )
        assert [name for name, _ in refused.value.rows] == [str(second)]
        assert house.room.postings.filter(ends_on__isnull=True).count() == 2

    def test_several_end_with_one_day(self, house):
        postings = [make.posted_member(house.room).postings.get() for _ in range(2)]
        assert operations.end_many(postings, by=house.leading_office, last_on=TODAY(), reason="x") == 2
        with pytest.raises(Refused, match="没有选中"):
            operations.end_many([], by=house.leading_office, last_on=TODAY(), reason="x")


class TestTwoOffices:
    @pytest.fixture
    def house(self, transactional_db):
        return scenes.house()

    def test_of_two_who_post_the_same_member_to_the_same_room_one_is_told(self, house):
        member = make.MemberFactory()
        act = lambda: post([(member, house.room)], house)  # noqa: E731
        results = together(act, act, act)
        assert (sum(isinstance(each, list) for each in results), Posting.objects.count()) == (1, 1)
        assert {each for each in results if isinstance(each, str)} == {
            f"有 1 行不能办理，一行都没有写入。{member}：{member}已经派驻在这个联络室。"
        }

    def test_without_the_lock_the_database_itself_would_have_to_refuse(self, house, monkeypatch):
        """The control: what the lock keeps from the user is a fault of the database, not a sentence."""
        member = make.MemberFactory()
        looked, create = Barrier(3), Posting.objects.create

        def met(**fields):
            looked.wait(PATIENCE)
            return create(**fields)

        monkeypatch.setattr(assigning, "_lock", lambda model, keys: None)
        monkeypatch.setattr("rooms.operations.team.lock", lambda row, related=(): row)
        monkeypatch.setattr(Posting.objects, "create", met)

        def act():
            try:
                return len(post([(member, house.room)], house))
            except IntegrityError:
                return "fault"

        assert sorted(together(act, act, act), key=str) == [1, "fault", "fault"]
        assert Posting.objects.count() == 1

    def test_two_who_post_crosswise_do_not_wait_for_each_other_for_ever(self, house):
        rooms = [house.room, house.other_room]
        one, two = ([(make.MemberFactory(), room) for room in way] for way in (rooms, rooms[::-1]))
        results = together(lambda: post(one, house), lambda: post(two, house))
        assert [len(each) for each in results] == [2, 2]


class TestWhereTo:
    def test_the_nearest_room_comes_first_by_home_or_work(self, house):
        near, far = house.room, house.other_room
        member = make.MemberFactory(work=near.unit.region, sector="教育界")
        found = queries.options(member, queries.needs(Room.objects.all()))
        assert [row.need.room for row in found] == [near, far]
        assert [row.near.words for row in found] == ["工作地同村（社区）", "工作地本市"]

    def test_without_a_place_it_is_said(self, house):
        [row, _] = queries.options(make.MemberFactory(), queries.needs(Room.objects.all()))
        assert row.near.words == "居住地、工作地未填"

    def test_a_full_room_and_one_sector_too_often_are_warned_of(self, house):
        for _ in range(10):
            make.posted_member(house.room, sector="教育界")
        member = make.MemberFactory(sector="教育界")
        [need] = queries.needs([house.room])
        assert need.warnings(member) == ["超过 10 人", "教育界占 11 人，超过一半"]
        assert need.with_member(member).mix == "教育界 11"

    def test_a_suggestion_spreads_sectors_and_never_fills_beyond_the_most(self, house):
        city, rooms = house.city, [house.room, house.other_room]
        for _ in range(10):
            make.posted_member(house.room)
        members = [make.MemberFactory(home=city, sector="医卫界") for _ in range(12)]
        pairs = queries.suggested(members, queries.needs(rooms))
        placed = [need.room for _, need in pairs if need]
        assert placed == [house.other_room] * 10
        assert [need for _, need in pairs].count(None) == 2

    def test_needs_cost_the_same_for_many_rooms(self, house, django_assert_num_queries):
        make.posted_member(house.room)
        rooms = list(Room.objects.select_related("unit__region"))
        with django_assert_num_queries(2):
            queries.needs(rooms)

    def test_kilometres_are_counted_where_places_are_known(self, house):
        here, there = house.room.unit.region, house.other_room.unit.region
        RegionShape.objects.create(region=here, longitude="114.9000", latitude="30.1000")
        RegionShape.objects.create(region=there, longitude="114.9000", latitude="30.0000")
        Room.objects.filter(pk=house.other_room.pk).update(longitude="114.9000", latitude="30.0900")
        member = make.MemberFactory(home=here)
        found = queries.options(member, queries.needs(Room.objects.select_related("unit__region")))
        told = [(row.need.room, row.near.words) for row in found]
        assert told == [(house.room, "居住地约 0.0 公里"), (house.other_room, "居住地约 1.1 公里")]
