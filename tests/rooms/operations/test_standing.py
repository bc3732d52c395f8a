"""任职变动: the whole table of states, what leaving office ends, and the end of a term."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.enums import MemberLevel, MemberState, RoleCode
from members.models import Event, Member, Notice, Standing, Term
from members.workflow import Refused, Stale, membership
from rooms import operations
from tests import factories as make

pytestmark = pytest.mark.django_db

S = MemberState
DECIDED = (S.REMINDED, S.INTERVIEWED, S.ADVISED_OUT, S.ADJUSTED)


def entry(to, **more):
    """What has to be written for each state."""
    today = timezone.localdate()
    told = {"starts_on": today, "reason": "会议研究决定"}
    if to in DECIDED:
        told |= {"body": make.office(), "basis": "meeting", "decided_on": today}
    if to == S.ON_LEAVE:
        told |= {"ends_on": today + timedelta(days=30)}
    return told | more


def move(member, to, *, by, **more):
    member.refresh_from_db()
    return operations.change_standing(member, by=by, to=to, version=member.version, **entry(to, **more))


@pytest.mark.parametrize("to", list(S))
@pytest.mark.parametrize("start", list(S))
def test_only_the_moves_of_the_table_are_made(house, start, to):
    member = make.MemberFactory(state=start, is_active=not start.is_over)
    if to in membership.MEMBER[start]:
        move(member, to, by=house.office)
        member.refresh_from_db()
        assert (member.state, member.is_active) == (to, not to.is_over)
        assert Standing.objects.values_list("was", "became").get() == (start, to)
    else:
        with pytest.raises(Refused):
            move(member, to, by=house.office)
        member.refresh_from_db()
        assert (member.state, Standing.objects.count()) == (start, 0)


def test_whoever_left_comes_back_only_by_a_new_entry(house):
    assert {to for start in S if start.is_over for to in membership.MEMBER[start]} == {S.IN_OFFICE}


@pytest.mark.parametrize("missing", ["body", "basis", "decided_on"])
def test_what_a_body_decides_names_the_body_its_basis_and_the_day(house, missing):
    with pytest.raises(Refused, match="要写明决定机关、决定依据和决定日期"):
        move(make.MemberFactory(), S.INTERVIEWED, by=house.office, **{missing: None})


@pytest.mark.parametrize(
    ("to", "more", "why"),
    [
        (S.ON_LEAVE, {"ends_on": None}, "请假要写明到哪一天"),
        (S.ON_LEAVE, {"ends_on": timezone.localdate() - timedelta(days=1)}, "不能早于起始日期"),
        (S.IN_OFFICE, {"starts_on": timezone.localdate() + timedelta(days=1)}, "不能晚于今天"),
    ],
)
def test_odd_days_are_refused(house, to, more, why):
    with pytest.raises(Refused, match=why):
        move(make.MemberFactory(), to, by=house.office, **more)


def test_nobody_decides_about_himself(house):
    member = make.MemberFactory(user=house.office)
    with pytest.raises(Refused, match="不能办理自己的任职变动"):
        move(member, S.IN_OFFICE, by=house.office)


def test_of_two_who_change_a_standing_the_second_sees_the_first(house):
    member = make.MemberFactory()
    operations.change_standing(member, by=house.office, to=S.REMINDED, version=1, **entry(S.REMINDED))
    with pytest.raises(Stale):
        operations.change_standing(member, by=house.office, to=S.INTERVIEWED, version=1, **entry(S.INTERVIEWED))


def test_leaving_office_ends_postings_and_roles_and_tells_the_room(house):
    today = timezone.localdate()
    member = make.posted_member(house.room, user=house.member)
    move(member, S.ADVISED_OUT, by=house.office)
    assert member.postings.get().ends_on == today
    role = house.member.roles.get(code=RoleCode.MEMBER)
    assert role.ends_on == today
    told = dict(Notice.objects.values_list("user", "sentence"))
    assert "劝退" in told[house.member.pk]
    assert f"在{house.room.name}的派驻到" in told[house.clerk.pk]
    assert house.other_clerk.pk not in told
    event = Event.objects.get(verb="rooms.change_standing")
    assert "会议研究决定" not in event.sentence
    assert event.entered_for == "市政协办公室"


def test_a_leave_ends_nothing_and_is_told_when_it_is_over(house):
    member = make.posted_member(house.room)
    move(member, S.ON_LEAVE, by=house.office)
    member.refresh_from_db()
    assert member.postings.get().ends_on is None
    today = timezone.localdate()
    assert (member.leave_is_over(today), member.leave_is_over(today + timedelta(days=31))) == (False, True)
    move(member, S.IN_OFFICE, by=house.office)
    member.refresh_from_db()
    assert member.leave_until is None


def test_somebody_who_came_back_is_posted_anew(house):
    member = make.posted_member(house.room)
    move(member, S.ADJUSTED, by=house.office, starts_on=timezone.localdate() - timedelta(days=1))
    move(member, S.IN_OFFICE, by=house.office)
    assert Member.objects.active().unposted().filter(pk=member.pk).exists()


def test_a_convener_who_leaves_office_is_named(house):
    member = make.posted_member(house.room, user=house.second_convener)
    move(member, S.ADJUSTED, by=house.office)
    assert operations.convenes(member) == [house.room]


class TestEndOfTerm:
    @pytest.fixture
    def terms(self, house):
        return [
            Term.objects.create(region=house.city, level=MemberLevel.COUNTY, name=name) for name in ("第六届", "第七届")
        ]

    def end(self, house, term, **more):
        told = {"starts_on": timezone.localdate(), "reason": "换届"}
        return operations.end_term(term, by=house.office, version=term.version, **told | more)

    def test_it_ends_for_all_of_its_members_but_those_who_stay(self, house, terms):
        old, new = terms
        leaving, staying = (make.posted_member(house.room, term=old) for _ in range(2))
        other = make.posted_member(house.room, term=new)
        assert self.end(house, old, staying=[staying], next_term=new) == 1
        for member in (leaving, staying, other):
            member.refresh_from_db()
        assert (leaving.state, staying.state, other.state) == (S.TERM_OVER, S.IN_OFFICE, S.IN_OFFICE)
        assert staying.term == new
        assert staying.postings.get().ends_on is None
        assert leaving.postings.get().ends_on == timezone.localdate()

    def test_a_room_hears_once_how_many_left_it(self, house, terms):
        for _ in range(3):
            make.posted_member(house.room, term=terms[0])
        self.end(house, terms[0])
        told = Notice.objects.filter(user=house.clerk, sentence__contains="届满").values_list("sentence", flat=True)
        assert [said.partition("届满，")[2][:4] for said in told] == ["3 位委"]
        assert Event.objects.filter(verb="rooms.change_standing", sentence__contains="结束 1 处派驻").count() == 3

    def test_many_leave_with_few_statements(self, house, terms, django_assert_max_num_queries):
        for _ in range(20):
            make.posted_member(house.room, term=terms[0])
        with django_assert_max_num_queries(40):
            assert self.end(house, terms[0]) == 20

    def test_its_last_day_is_not_before_it_began(self, house, terms):
        terms[0].starts_on = timezone.localdate()
        terms[0].save(update_fields=["starts_on"])
        with pytest.raises(Refused, match="不能早于"):
            self.end(house, terms[0], starts_on=timezone.localdate() - timedelta(days=1))

    def test_it_ends_once(self, house, terms):
        self.end(house, terms[0])
        terms[0].refresh_from_db()
        with pytest.raises(Refused, match="已经办理过届满"):
            self.end(house, terms[0])

    def test_who_stays_needs_a_term_of_the_same_level_to_go_to(self, house, terms):
        member = make.MemberFactory(term=terms[0])
        with pytest.raises(Refused, match="请选同一级的下一届"):
            self.end(house, terms[0], staying=[member])

    def test_nobody_ends_his_own_term(self, house, terms):
        make.MemberFactory(term=terms[0], user=house.office)
        with pytest.raises(Refused, match="请由他人办理"):
            self.end(house, terms[0])
        terms[0].refresh_from_db()
        assert terms[0].ended_at is None
