"""The list of proposals says with whom each waits, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.steps import evaluation
from members.templatetags.dates import day
from proposals import operations, queries
from proposals.models import Proposal
from rooms.models import TimeLimit
from rooms.operations import time_limits
from tests import factories as make
from tests.proposals import cycle_scene as scene
from tests.proposals import review_scene

pytestmark = pytest.mark.django_db


def stands(row) -> tuple[str, str]:
    """What the list says of it, and the name of the limit that runs."""
    rows = queries.with_handlings(Proposal.objects.filter(pk=row.pk)).prefetch_related("reviews")
    (found,) = queries.with_standing(rows)
    return found.waits, found.limit.name if found.limit else ""


def test_one_under_review_waits_for_the_step_it_has_come_to(house):
    row = review_scene.received(house)
    assert stands(row) == ("待提案组初审", "")
    review_scene.said(row, "group", "提案组", by=house.office)
    assert stands(row) == ("待提案委员会复审", "")


def test_what_was_filed_waits_to_be_given_to_a_unit_where_its_kind_is_handled(house):
    assert stands(scene.filed(house)) == ("待预交办", "")


def test_before_it_is_given_for_good_the_silent_units_are_waited_for(house):
    found = scene.units(house)
    row = scene.preassigned(house, found, "lead", "co")
    lead = found.lead.unit.short_name
    assert stands(row) == (f"待{lead}等 2 家单位答复是否承办", "答复是否承办")
    operations.agree(scene.of(row, found, "lead"), by=found.lead.user)
    assert stands(row) == ("待市交通局答复是否承办", "答复是否承办")
    operations.object_to_proposal(scene.of(row, found, "co"), by=found.co.user, reason="不属于本单位职责")
    assert stands(row) == ("待协调承办单位", "")


def test_one_that_runs_waits_for_its_unit_until_the_first_of_its_days(house):
    found = scene.units(house)
    row = scene.running(house, found, "lead")
    assert stands(row) == (f"待{found.lead.unit.short_name}办理", "提案答复")


def test_what_was_replied_to_waits_for_its_rating_and_its_end(house):
    found = scene.units(house)
    row = scene.replied(house, found, member=make.posted_member(house.room, user=house.member))
    assert stands(row) == ("待发起评议", "")
    closes_on = timezone.localdate() + timedelta(days=7)
    rounds = operations.open_evaluation(row, by=house.office, closes_on=closes_on)
    assert stands(row) == ("待评议结束", "")
    for each in rounds:
        evaluation.close_round(each, by=house.office)
    assert stands(row) == ("待办结", "")


def test_what_is_over_waits_for_nobody_and_refused_parts_are_no_units_of_it(house):
    found = scene.units(house)
    row = scene.preassigned(house, found, "lead", "co")
    Proposal.objects.filter(pk=row.pk).update(state="merged")
    row.handlings.filter(role="co").update(state="refused")
    rows = queries.with_handlings(Proposal.objects.filter(pk=row.pk)).prefetch_related("reviews")
    (shown,) = queries.with_standing(rows)
    assert (shown.waits, [each.unit for each in shown.units]) == ("", [found.lead.unit])


def test_a_clock_that_was_stopped_is_told_with_its_reason_and_never_as_late(house, client):
    found = scene.units(house)
    row = scene.running(house, found, "lead")
    limit = TimeLimit.objects.of(scene.of(row, found, "lead")).running().get()
    time_limits.pause(limit, by=house.office, reason="等待上级规划批复")
    past = timezone.localdate() - timedelta(days=40)
    TimeLimit.objects.filter(pk=limit.pk).update(**dict.fromkeys(("starts_on", "counted_on", "due_on"), past))
    client.force_login(house.office)
    page = client.get(row.get_absolute_url()).content.decode()
    units = page[page.index('id="units"') :].partition("</section>")[0]
    assert f"{day(timezone.localdate())}起停表：等待上级规划批复" in units
    assert "逾期" not in units
