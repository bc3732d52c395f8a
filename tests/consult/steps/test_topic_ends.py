"""Ends of a topic: withdrawn, merged, entered afterwards; and what is related is read under the lock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from consult.steps import approval, topic
from consult.workflow import Refused
from members.models import Event, Notice
from tests import action_scenes
from tests import factories as make


@pytest.mark.django_db
def test_a_room_cannot_stop_what_the_body_has_in_hand(house):
    case = action_scenes.received(house)
    with pytest.raises(Refused, match="纪要已经报送"):
        topic.stop(case, by=house.convener, reason="不办了")
    assert action_scenes.fresh(case).is_running


@pytest.mark.django_db
def test_a_room_may_stop_before_it_reports(house):
    case = action_scenes.signed(house)
    topic.stop(case, by=house.convener, reason="有关各方已自行解决")
    assert not action_scenes.fresh(case).is_running


def merged(house, into):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    step = case.approval.steps.get(is_open=True)
    today = timezone.localdate()
    approval.decide(
        case,
        by=house.township,
        step_id=step.pk,
        verdict="merge",
        basis="signature",
        basis_on=today,
        opinion="同一件事",
        into=into,
    )
    return case


@pytest.mark.django_db
def test_the_room_that_takes_a_topic_is_told(house):
    into = make.consultation(house.room, by=house.clerk, title="小区排水")
    merged(house, into)
    assert "并入这件协商" in Notice.objects.filter(user=house.clerk, case_id=into.pk).latest("pk").sentence


@pytest.mark.django_db
def test_a_topic_is_not_merged_into_what_was_already_agreed(house):
    with pytest.raises(Refused, match="纪要还没有审签"):
        merged(house, action_scenes.signed(house))


@pytest.mark.django_db
def test_what_was_held_on_paper_is_of_the_year_in_which_it_began(house, client):
    make.daye()
    client.force_login(house.clerk)
    typed = {
        "title": "水泥厂宿舍小区下水管网改造",
        "source": "reception",
        "region": house.room.unit.region_id,
        "why": "汛期污水倒灌。",
        "importance": "ordinary",
        "backfill_reason": "系统启用前在纸上开展",
    }
    late = client.post(reverse("consult:backfill"), {**typed, "backfilled_on": "2999-01-01"})
    assert late.status_code == 422
    client.post(reverse("consult:backfill"), {**typed, "backfilled_on": "2025-03-01"})
    case = Consultation.objects.get()
    assert (case.year, case.number, timezone.localdate(case.created_at)) == (2025, 1, date(2025, 3, 1))


@pytest.mark.django_db
def test_a_body_cannot_have_decided_before_the_topic_was_set(house):
    case = make.consultation(
        house.room, by=house.clerk, backfill_reason="系统启用前在纸上开展", backfilled_on=date(2025, 3, 1)
    )
    approval.submit(case, by=house.convener)
    said = {"step_id": case.approval.steps.get().pk, "verdict": "approve", "basis": "signature"}
    with pytest.raises(Refused, match="不能早于立题的日期"):
        approval.decide(case, by=house.township, basis_on=date(2025, 2, 28), **said)
    approval.decide(case, by=house.township, basis_on=date(2025, 3, 1), **said)


@pytest.mark.django_db(transaction=True)
def test_hands_that_submit_at_once_submit_once(house):
    case = make.consultation(house.room, by=house.clerk)

    def submit(_):
        try:
            approval.submit(Consultation.objects.get(pk=case.pk), by=house.convener)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(submit, range(8)))
    assert answers == ["done", *["refused"] * 7]
    assert Event.objects.filter(verb="consult.submit_topic").count() == 1
