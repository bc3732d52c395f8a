"""The pages of the roll, of one member and of the pools: who sees what, and what a list costs."""

import pytest
from django.urls import reverse

from members.models import Contact, Expert, Member, Tag, User
from tests import factories as make

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


@pytest.fixture
def enter(client, house):
    def enter(name):
        client.force_login(User.objects.get(pk=getattr(house, name).pk))
        return client

    return enter


def told(client, name, *args, **query):
    page = client.get(reverse(name, args=args), query)
    assert page.status_code == 200, page.status_code
    return page.content.decode()


@pytest.mark.parametrize(
    ("who", "full"),
    [("leading_office", True), ("office", True), ("clerk", True), ("convener", True), ("member", False)],
)
def test_the_phone_is_shown_in_full_only_to_whom_the_table_names(enter, house, who, full):
    member = make.posted_member(house.room, phone=PHONE)
    page = told(enter(who), "members:member", member.pk)
    assert (PHONE in page, "138****1234" in page) == (full, not full)


def test_a_member_sees_his_own_page_in_full(enter, house):
    member = make.MemberFactory(user=house.member, phone=PHONE)
    assert PHONE in told(enter("member"), "members:member", member.pk)


@pytest.mark.parametrize("who", ["clerk", "member"])
def test_a_room_sees_its_own_members_and_no_others(enter, house, who):
    own, other = make.posted_member(house.room), make.posted_member(house.other_room)
    client = enter(who)
    page = told(client, "members:members")
    assert (own.name in page, other.name in page) == (True, False)
    assert client.get(reverse("members:member", args=[other.pk])).status_code == 404


def test_how_a_member_stands_is_told_to_those_who_look_after_members(enter, house):
    member = make.posted_member(house.room, state="interviewed")
    assert "约谈" not in told(enter("clerk"), "members:member", member.pk)
    assert "约谈" in told(enter("office"), "members:member", member.pk)
    assert 'name="state"' not in told(enter("clerk"), "members:members")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"level": "prefecture"}, {"乙"}),
        ({"sector": "教育界"}, {"甲"}),
        ({"speciality": "物业"}, {"乙"}),
        ({"state": "on_leave"}, {"乙"}),
        ({"state": "left"}, {"丙"}),
        ({"state": "active", "posted": "no"}, {"乙"}),
        ({"posted": "silent"}, set()),
        ({"posted": "yes"}, {"甲"}),
        ({"q": "中学"}, {"甲"}),
    ],
)
def test_the_roll_is_filtered(enter, house, query, names):
    make.posted_member(house.room, name="甲", sector="教育界", employer="市第一中学")
    reason = {"unposted_reason": "在外地", "specialities": ["物业"]}
    make.MemberFactory(name="乙", other_levels=["prefecture"], state="on_leave", **reason)
    make.MemberFactory(name="丙", state="adjusted", is_active=False)
    page = enter("office").get(reverse("members:members"), query)
    assert {member.name for member in page.context["page"].rows} == names


def test_members_who_live_or_work_in_a_township_are_found(enter, house):
    here = house.room.unit.region
    make.MemberFactory(name="甲", home=here)
    make.MemberFactory(name="乙", work=here)
    make.MemberFactory(name="丙", home=house.other_room.unit.region)
    page = enter("office").get(reverse("members:members"), {"home": here.pk, "sort": "sector"})
    assert {member.name for member in page.context["page"].rows} == {"甲", "乙"}


@pytest.mark.parametrize("sort", ["", "sector", "level", "committee"])
def test_a_page_of_the_roll_costs_the_same_and_follows_the_order(enter, house, django_assert_max_num_queries, sort):
    for _ in range(60):
        make.posted_member(house.room, sector="教育界")
    client = enter("office")
    with django_assert_max_num_queries(22):
        first = client.get(reverse("members:members"), {"sort": sort})
    second = client.get(f"{reverse('members:members')}{first.context['page'].next}")
    keys = [row.pk for row in [*first.context["page"].rows, *second.context["page"].rows]]
    assert (len(keys), len(set(keys))) == (60, 60)


def test_the_page_of_a_member_tells_what_changed(enter, house):
    member = make.posted_member(house.room)
    client = enter("office")
    changed = {"name": member.name, "level": "county", "version": 1, "sector": "教育界", "specialities": "物业，法律"}
    assert client.post(reverse("members:edit_member", args=[member.pk]), changed).status_code == 302
    page = told(client, "members:member", member.pk)
    assert "界别：教育界" in page
    assert Member.objects.get(pk=member.pk).specialities == ["物业", "法律"]


@pytest.mark.parametrize(
    ("typed", "why"), [("、".join("甲乙丙丁戊己庚辛壬癸子丑寅"), "特长最多 12 个"), ("长" * 21, "超过 20 字")]
)
def test_odd_tags_are_told_at_the_field(enter, typed, why):
    page = enter("office").post(
        reverse("members:new_member"), {"name": "陶志明", "level": "county", "specialities": typed}
    )
    assert (page.status_code, why in page.content.decode()) == (422, True)


class TestContacts:
    @pytest.fixture
    def contact(self, house):
        member = make.posted_member(house.room, user=house.member)
        return Contact.objects.create(member=member, name="松烟墨", phone=PHONE, starts_on=make.LONG_AGO)

    @pytest.mark.parametrize(
        ("who", "named", "full"),
        [
            ("member", True, True),
            ("clerk", True, True),
            ("convener", True, False),
            ("leading_office", True, False),
            ("office", False, False),
            ("auditor", False, False),
        ],
    )
    def test_private_persons_are_seen_by_few(self, enter, contact, who, named, full):
        page = told(enter(who), "members:member", contact.member_id)
        assert (contact.name in page, PHONE in page) == (named, full)

    def test_too_few_are_hinted_at(self, enter, contact):
        assert "一般为 2—3 人，现在 1 人" in told(enter("member"), "members:member", contact.member_id)

    def test_a_member_logs_a_visit_that_counts(self, enter, house, contact):
        url = reverse("rooms:log_visit", args=[contact.pk])
        sent = {"on": str(make.LONG_AGO), "what": "了解生意情况", "room": house.room.pk}
        assert enter("member").post(url, sent).status_code == 302
        visit = contact.visits.get()
        assert (visit.kind, visit.room, visit.visitor) == ("visit", house.room, "松烟墨")
        assert visit.people.get().member == contact.member
        assert "走访 1 次" in told(enter("member"), "members:member", contact.member_id)

    def test_without_a_room_a_visit_has_no_place(self, enter, house, contact):
        contact.member.postings.all().delete()
        page = enter("member").get(reverse("rooms:log_visit", args=[contact.pk]), follow=True)
        assert "没有派驻到联络室" in page.content.decode()


class TestPools:
    def test_the_worthies_of_another_township_are_seen_without_their_number(self, enter, house):
        for room in (house.room, house.other_room):
            told_of = {"specialities": ["水利"], "region": room.unit.region, "phone": PHONE}
            Expert.objects.create(pool="worthy", name=room.unit.short_name, consent="本人同意", **told_of)
        page = told(enter("township"), "members:pools", pool="worthy", tag="水利")
        assert (page.count(f"tel:{PHONE}"), page.count("138****1234")) == (1, 1)

    def test_a_topic_finds_who_fits(self, enter, house):
        Tag.objects.create(region=house.city, name="物业", words=["业委会"])
        make.MemberFactory(name="陶志明", specialities=["物业"])
        page = told(enter("clerk"), "members:who_fits", topic="业委会换届")
        assert ("陶志明" in page, "标签：物业" in page) == (True, True)
        assert "没有人才库的标签" in told(enter("clerk"), "members:who_fits", topic="路灯")

    def test_nobody_is_entered_without_consent(self, enter, house):
        sent = {"pool": "worthy", "name": "甲", "specialities": "水利", "region": house.room.unit.region.pk}
        page = enter("township").post(reverse("members:new_expert"), sent)
        assert (page.status_code, Expert.objects.count()) == (422, 0)
        page = enter("township").post(reverse("members:new_expert"), {**sent, "consent": "电话征得同意"})
        assert (page.status_code, Expert.objects.get().name) == (302, "甲")

    def test_a_township_enters_nobody_elsewhere(self, enter, house):
        sent = {"pool": "worthy", "name": "甲", "specialities": "水利", "consent": "是"}
        there = house.other_room.unit.region.pk
        assert enter("township").post(reverse("members:new_expert"), {**sent, "region": there}).status_code == 422
