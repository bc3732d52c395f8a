"""派驻安排 as the leading office uses it, and the list of representatives."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import RegionKind, RoleCode
from members.models import Event, Notice, Region, User
from members.workflow import Refused, Stale
from rooms import operations
from rooms.models import Posting, Representative, Room
from rooms.operations.term_warnings import warn_of_terms
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, house):
    def enter(name):
        client.force_login(User.objects.get(pk=getattr(house, name).pk))
        return client

    return enter


def test_who_has_no_room_stands_beside_the_rooms_by_distance(enter, house):
    member = make.MemberFactory(name="陶志明", work=house.other_room.unit.region, sector="医卫界")
    make.posted_member(house.room, name="许文娟")
    page = enter("leading_office").get(reverse("rooms:assign"), {"chosen": member.pk})
    assert [row.pk for row in page.context["page"].rows] == [member.pk]
    assert [row.need.room for row in page.context["rows"]] == [house.other_room, house.room]
    assert "工作地同村（社区）" in page.content.decode()
    assert "派驻后：医卫界 1" in page.content.decode()


def test_those_without_a_reason_are_found(enter, house):
    make.MemberFactory(name="甲", unposted_reason="在外地")
    silent = make.MemberFactory(name="乙")
    page = enter("leading_office").get(reverse("rooms:assign"), {"who": "silent"})
    assert [row.pk for row in page.context["page"].rows] == [silent.pk]


def test_a_reason_is_written_on_the_way(enter, house):
    member = make.MemberFactory()
    url = reverse("rooms:unposted_reason", args=[member.pk])
    enter("leading_office").post(url, {"unposted_reason": "长期在外地", "version": 1})
    member.refresh_from_db()
    assert member.unposted_reason == "长期在外地"


def test_a_preview_writes_nothing_and_its_confirmation_writes_all(enter, house):
    members = [make.MemberFactory() for _ in range(2)]
    client, url = enter("leading_office"), reverse("rooms:preview_postings")
    page = client.get(url, {"member": [member.pk for member in members], "room": house.room.pk})
    assert (len(page.context["rows"]), Posting.objects.count(), Event.objects.count()) == (2, 0, 0)
    pairs = [f"{member.pk}:{house.room.pk}" for member in members]
    assert client.post(url, {"pair": pairs, "starts_on": str(timezone.localdate())}).status_code == 302
    assert Posting.objects.filter(room=house.room).count() == 2


def test_a_refused_row_is_named_and_the_preview_stays(enter, house):
    there, new = make.posted_member(house.room), make.MemberFactory()
    pairs = [f"{member.pk}:{house.room.pk}" for member in (there, new)]
    page = enter("leading_office").post(
        reverse("rooms:preview_postings"), {"pair": pairs, "starts_on": str(timezone.localdate())}
    )
    assert (page.status_code, Posting.objects.count()) == (422, 1)
    assert f"{there}：{there}已经派驻在这个联络室" in page.content.decode()


def test_a_suggestion_fills_the_rooms_that_are_near(enter, house):
    member = make.MemberFactory(home=house.room.unit.region)
    page = enter("leading_office").get(reverse("rooms:preview_postings"), {"fill": "yes"})
    [(found, need, option)] = page.context["rows"]
    assert (found, need.room, option.near.words) == (member, house.room, "居住地同村（社区）")


@pytest.mark.parametrize("pair", ["x", "1:", ":", "999999999999999999999:1", "1:2:3"])
def test_odd_pairs_are_no_fault(enter, house, pair):
    page = enter("leading_office").post(
        reverse("rooms:preview_postings"), {"pair": pair, "starts_on": str(timezone.localdate())}
    )
    assert (page.status_code, "没有选中" in page.content.decode()) == (422, True)


def test_members_of_a_room_go_over_together(enter, house):
    postings = [make.posted_member(house.room).postings.get().pk for _ in range(2)]
    sent = {"posting": postings, "act": "move", "to": house.other_room.pk, "day": str(timezone.localdate())}
    url = reverse("rooms:room_postings", args=[house.room.pk])
    page = enter("leading_office").post(url, {**sent, "reason": "工作调整"})
    assert (page.status_code, house.other_room.postings.count()) == (302, 2)
    assert enter("leading_office").post(url, {**sent, "to": "", "reason": "x"}).status_code == 422


def test_the_screen_costs_the_same_for_many(enter, house, django_assert_max_num_queries):
    for _ in range(60):
        make.MemberFactory(sector="教育界")
    for _ in range(5):
        make.posted_member(make.RoomFactory())
    chosen = make.MemberFactory()
    client = enter("leading_office")
    with django_assert_max_num_queries(22):
        client.get(reverse("rooms:assign"), {"chosen": chosen.pk})


class TestRepresentatives:
    @pytest.fixture
    def ending(self, house):
        return make.RepresentativeFactory(
            room=house.room, phone="13800001234", ends_on=timezone.localdate() + timedelta(days=30)
        )

    def test_terms_that_run_out_are_listed(self, enter, house, ending):
        make.RepresentativeFactory(room=house.room)
        page = enter("township").get(reverse("rooms:representatives"), {"when": "expiring"})
        assert [each.pk for each in page.context["page"].rows] == [ending.pk]
        assert "138****1234" in page.content.decode()

    def test_the_clerk_renews_and_sees_the_number(self, enter, house, ending):
        clerk = enter("clerk")
        assert "13800001234" in clerk.get(reverse("rooms:representatives")).content.decode()
        later = timezone.localdate() + timedelta(days=700)
        sent = {"pk": [ending.pk], "ends_on": str(later), "term": "第二届"}
        assert clerk.post(reverse("rooms:renew_representatives"), sent).status_code == 302
        ending.refresh_from_db()
        assert (ending.ends_on, ending.term, ending.version) == (later, "第二届", 2)
        page = clerk.get(reverse("rooms:representative_history", args=[ending.pk])).content.decode()
        assert "届次：第二届" in page

    def test_those_of_another_room_are_not_renewed(self, enter, house, ending):
        sent = {"pk": [ending.pk], "ends_on": str(timezone.localdate() + timedelta(days=700))}
        enter("other_clerk").post(reverse("rooms:renew_representatives"), sent)
        ending.refresh_from_db()
        assert ending.version == 1

    def test_one_who_cannot_be_renewed_keeps_all(self, house, ending):
        endless = make.RepresentativeFactory(room=house.room)
        later = timezone.localdate() + timedelta(days=700)
        with pytest.raises(Refused, match="没有任期期限"):
            operations.renew_representatives([ending, endless], by=house.clerk, ends_on=later)
        assert Representative.objects.get(pk=ending.pk).version == 1
        with pytest.raises(Refused, match="新的期限要在这以后"):
            operations.renew_representatives([ending], by=house.clerk, ends_on=ending.ends_on)

    def test_a_stale_form_of_a_representative_is_told(self, house, ending):
        operations.edit_representative(ending, by=house.clerk, version=1, title="楼长")
        with pytest.raises(Stale):
            operations.edit_representative(ending, by=house.clerk, version=1, title="组长")

    def test_the_clerk_is_told_once_for_each_last_day(self, house, ending):
        assert (warn_of_terms(), warn_of_terms()) == (1, 0)
        notice = Notice.objects.get(user=house.clerk)
        assert "有 1 位代表的任期到" in notice.sentence
        assert f"room={house.room.pk}" in notice.url


def test_nobody_is_posted_to_a_room_that_only_another_role_shows(enter, house):
    member = make.MemberFactory(name="陶志明")
    county = Region.objects.create(code="420222", name="阳新县", kind=RegionKind.CITY)
    there = make.RoomFactory(township=make.RegionFactory(parent=county))
    make.grant(house.leading_office, RoleCode.AUDITOR, unit=make.UnitFactory(region=county))
    url = reverse("rooms:preview_postings")
    client = enter("leading_office")
    assert there in Room.objects.visible_to(User.objects.get(pk=house.leading_office.pk))
    pair = {"pair": [f"{member.pk}:{there.pk}"], "starts_on": str(timezone.localdate())}
    assert client.post(url, pair).status_code == 422
    posting = make.posted_member(house.room).postings.get()
    move = {"posting": [posting.pk], "act": "move", "to": there.pk, "day": str(timezone.localdate()), "reason": "就近"}
    assert client.post(reverse("rooms:room_postings", args=[house.room.pk]), move).status_code == 422
    assert not Posting.objects.filter(room=there).exists()
