"""分发名单: kept by an office, and what goes out by one reaches everybody on it once."""

import pytest
from django.urls import reverse

from members.models import Event
from members.workflow import Refused, Stale
from reports.models import Distribution, DistributionList
from reports.operations import distribution, distribution_lists
from reports.queries.distribution import receipt_tasks
from tests import factories as make
from tests.reports import bulletin_scene as scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(house):
    """The townships, one room besides, and somebody by name."""
    return distribution_lists.add(
        make.leading_office(),
        by=house.leading_office,
        name="市领导及各乡镇",
        groups=["townships"],
        units=[house.room.unit],
        people=[house.city_committee],
    )


@pytest.fixture
def bulletin(house):
    row = scene.drafted(house)
    scene.written(house, row)
    return scene.issued(house, row)


def change(row, house, **values):
    told = {"name": row.name, "groups": row.groups, "units": row.units.all(), "people": row.people.all()}
    return distribution_lists.edit(row, by=house.leading_office, version=row.version, **{**told, **values})


def test_a_list_has_a_name_of_its_own_and_somebody_on_it(house, kept):
    with pytest.raises(Refused, match="已有名为“市领导及各乡镇”的名单"):
        distribution_lists.add(
            kept.unit, by=house.leading_office, name=kept.name, groups=["rooms"], units=[], people=[]
        )
    with pytest.raises(Refused, match="请至少选择"):
        change(kept, house, groups=[], units=[], people=[])


def test_a_change_says_who_was_on_it_before(house, kept):
    changed = change(kept, house, units=[house.other_room.unit])
    assert (list(changed.units.all()), changed.version) == ([house.other_room.unit], 2)
    event = Event.objects.filter(verb="reports.edit_distribution_list").latest("pk")
    assert event.sentence == "修改分发名单“市领导及各乡镇”"
    assert {(row.old, row.new) for row in event.revisions.all()} == {(str(house.room.unit), str(house.other_room.unit))}
    with pytest.raises(Stale):
        change(kept, house, groups=["rooms"])


def test_a_list_that_was_taken_away_is_used_no_more(house, kept):
    distribution_lists.remove(kept, by=house.leading_office)
    for verb in (lambda: distribution_lists.remove(kept, by=house.leading_office), lambda: change(kept, house)):
        with pytest.raises(Refused, match="已经删除"):
            verb()
    assert list(DistributionList.objects.visible_to(house.leading_office)) == []


def test_an_issue_goes_to_everybody_on_the_list_once(house, kept, bulletin, client):
    client.force_login(house.leading_office)
    url = reverse("reports:distribute_paper", args=["bulletin", bulletin.pk])
    assert client.post(url, {}).status_code == 422
    sent = {"lists": [kept.pk], "units": [house.room.unit.pk], "people": [house.city_committee.pk]}
    assert client.post(url, sent).status_code == 302
    rows = Distribution.objects.of(bulletin)
    told = {(row.unit, row.person) for row in rows}
    townships = {(house.room.approver, None), (house.other_room.approver, None)}
    assert told == townships | {(house.room.unit, None), (make.city_committee(), house.city_committee)}
    with pytest.raises(Refused, match="都已经分发过"):
        distribution.distribute(
            bulletin, [house.room.unit], people=[house.city_committee], sender=bulletin.unit, by=house.leading_office
        )


def test_what_is_sent_to_a_person_is_signed_by_that_person(house, bulletin, client):
    colleague = make.person("department", unit=house.department_unit)
    sent = {"people": [house.department], "sender": bulletin.unit, "by": house.leading_office}
    (row,) = distribution.distribute(bulletin, [], **sent)
    assert (row.to_whom, list(receipt_tasks(colleague))) == (f"市住建局{house.department.name}", [])
    url = reverse("reports:acknowledge_paper", args=[row.pk])
    client.force_login(colleague)
    assert client.post(url).status_code == 404
    client.force_login(house.department)
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert row.received_by == house.department


def test_only_the_office_keeps_its_lists(house, kept, client):
    client.force_login(house.office)
    assert client.get(reverse("reports:edit_distribution_list", args=[kept.pk])).status_code == 404
    assert list(client.get(reverse("reports:distribution_lists")).context["page"].rows) == []
    client.force_login(house.leading_office)
    url = reverse("reports:edit_distribution_list", args=[kept.pk])
    values = {"name": "各乡镇", "groups": ["townships"], "units": [], "people": [], "version": 1}
    assert client.post(url, values).status_code == 302
    assert DistributionList.objects.get().told == "各乡镇（街道）党（工）委"
