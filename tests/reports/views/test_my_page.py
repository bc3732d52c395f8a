"""我的履职: what a member finds there, joined from all apps."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Meeting
from consult.steps import participants
from members.models import Contact, Tag, User
from rooms.models import ActivityDay, PracticeVersion
from rooms.operations import follow_practice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client, house):
    client.force_login(User.objects.get(pk=house.member.pk))

    def get():
        page = client.get(reverse("reports:my_page"))
        assert page.status_code == 200
        return page

    return get


@pytest.fixture
def member(house):
    return make.posted_member(house.room, user=house.member)


def test_an_account_without_a_member_is_told_whom_to_ask(mine):
    assert "请领导小组办公室" in mine().content.decode()


def test_a_member_without_a_room_has_clean_empty_states(mine, house):
    make.MemberFactory(user=house.member)
    page = mine().content.decode()
    assert ("还没有派驻到联络室" in page, "近期没有安排" in page) == (True, True)


def test_it_shows_the_room_the_contacts_and_the_way_to_propose(mine, house, member):
    Contact.objects.create(member=member, name="松烟墨", phone="13800001234", starts_on=make.LONG_AGO)
    page = mine().content.decode()
    assert house.room.name in page
    assert ("松烟墨" in page, "tel:13800001234" in page, "现有 1 人" in page) == (True, True, True)
    assert reverse("consult:new_topic", args=[house.room.pk]) in page
    assert reverse("reports:my_duty") in page


def test_a_meeting_of_a_case_on_whose_list_the_member_stands_is_shown(mine, house, member):
    side = {"clerk": house.clerk, "convener": house.convener, "township": house.township}
    case = make.at_participants(house.room, **side)
    participants.add_team(case, by=house.clerk, members=[member])
    later = timezone.now() + timedelta(days=3)
    Meeting.objects.create(
        consultation=case, number=1, mode="hall", place="会议室", planned_at=later, recorder=house.clerk
    )
    page = mine()
    # Where the convener makes up the list nobody puts himself on it.
    assert page.context["cases"] == []
    assert [each.consultation_id for each in page.context["meetings"]] == [case.pk]


def test_the_next_activity_day_of_the_room_is_shown(mine, house, member):
    make.daye()
    pack = PracticeVersion.objects.get(code="daye")
    follow_practice(house.city, version=pack, by=None, starts_on=make.LONG_AGO)
    on = timezone.localdate() + timedelta(days=9)
    day = ActivityDay.objects.create(region=house.city, name="双月活动日", nominal_on=on, on=on)
    assert [each.day for each in mine().context["days"]] == [day]


def test_others_have_no_such_page(client, house):
    client.force_login(User.objects.get(pk=house.clerk.pk))
    assert client.get(reverse("reports:my_page")).status_code == 403
    client.force_login(User.objects.get(pk=house.member.pk))
    assert reverse("reports:my_page") in client.get("/").content.decode()


class TestOfferedForATopic:
    """Step 2 offers who fits the topic, with the reason."""

    @pytest.fixture
    def case(self, house):
        Tag.objects.create(region=house.city, name="给排水", words=["管网"])
        return make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)

    def test_a_specialist_is_offered_and_ticked_in(self, client, house, case):
        expert = make.MemberFactory(name="陶志明", specialities=["给排水"], employer="设计院工程师")
        client.force_login(User.objects.get(pk=house.clerk.pk))
        page = client.get(reverse("consult:participants", args=[case.pk])).content.decode()
        assert ("陶志明" in page, "标签：给排水" in page) == (True, True)
        form = client.get(reverse("consult:participants", args=[case.pk])).context["fit_form"]
        category = form.fields["category"].choices[0][0]
        url = reverse("consult:add_fitting", args=[case.pk])
        client.post(url, {"people": [f"m{expert.pk}"], "category": category})
        person = case.participant_set.get(member=expert)
        assert (person.name, person.title, person.phone) == ("陶志明", "设计院工程师", "")
        assert client.get(reverse("consult:participants", args=[case.pk])).context["fit_form"] is None

    def test_somebody_who_is_not_offered_is_not_added(self, client, house, case):
        other = make.MemberFactory(specialities=["教育"])
        client.force_login(User.objects.get(pk=house.clerk.pk))
        client.post(reverse("consult:add_fitting", args=[case.pk]), {"people": [f"m{other.pk}"], "category": "expert"})
        assert case.participant_set.count() == 0
