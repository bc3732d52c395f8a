"""What a person still owes when the case stands at a step in which others are at work."""

import pytest

from consult.models import Consultation, Matter, Minutes
from consult.queries import for_list, waiting_for, waiting_for_me, waiting_of
from consult.steps import assignment, submission
from tests import action_scenes as scene

pytestmark = pytest.mark.django_db


def sentences(user):
    return [task.sentence for task in waiting_for(user)]


def corrected(case, *, by):
    """Sign a correction of minutes that were sent."""
    Minutes.objects.filter(consultation=case).update(correction=1)
    return scene.sign(case, by=by)


def test_a_matter_that_came_back_waits_for_the_room_until_it_is_laid_again(house):
    case = scene.received(house, township=2)
    matter = case.matter_set.first()
    scene.decide(matter, house.township, "return", opinion="写明费用由谁承担")
    waits = f"补充退回的事项 1，重新报送：{matter.text[:40]}"
    assert waits in sentences(house.clerk)
    assert waits not in sentences(house.township)
    submission.lay_again(Matter.objects.for_page().get(pk=matter.pk), by=house.clerk, note="费用由物业承担")
    assert waits not in sentences(house.clerk)


def test_a_signed_correction_waits_until_it_is_sent(house):
    case = scene.received(house)
    corrected(case, by=house.convener)
    assert "报送更正后的纪要" in sentences(house.clerk)
    submission.send(scene.fresh(case), by=house.clerk)
    assert "报送更正后的纪要" not in sentences(house.clerk)


def test_signed_minutes_wait_for_the_second_convener_alone(house):
    scene.signed(house)
    assert "会签《协商纪要》" in sentences(house.second_convener)
    assert "会签《协商纪要》" not in sentences(house.convener)
    Minutes.objects.update(countersigned_by=house.second_convener, countersigned_at="2026-09-01T10:00:00+08:00")
    assert "会签《协商纪要》" not in sentences(house.second_convener)


def test_a_responsible_unit_that_refuses_waits_for_the_body_though_a_helper_is_at_work(house):
    matter, given, person = scene.running(house, township=1)
    other, _ = scene.own_unit(house, "街道农办")
    assignment.add_unit(matter, by=house.township, unit=other, due_on=given.due_on)
    assignment.refuse(given, by=person, reason="不属于本单位职责")
    waits = f"另行安排事项 1：{matter.text[:40]}"
    assert waits in sentences(house.township_clerk)
    third, _ = scene.own_unit(house, "街道社会事务办")
    given.refresh_from_db()
    assignment.reassign(given, by=house.township, unit=third, reason="由社会事务办牵头")
    assert waits not in sentences(house.township_clerk)


def waits_for(case):
    return waiting_of(for_list(Consultation.objects.filter(pk=case.pk)).get())


def test_the_list_names_whose_turn_it_is_while_matters_are_carried_out(house):
    matter, given, person = scene.running(house, township=1)
    case, body = matter.consultation, house.room.approver.short_name
    assert waits_for(case) == "责任单位办理"
    given = assignment.accept(given, by=person)
    assignment.report(given, by=person, text="已疏通", asks_closing=True)
    assert waits_for(case) == f"{body}办结事项"


def test_the_list_names_the_room_whose_matter_came_back(house):
    case = scene.received(house, township=1)
    assert waits_for(case) == f"{house.room.approver.short_name}确定事项"
    scene.decide(case.matter_set.get(), house.township, "return", opinion="写明费用由谁承担")
    assert waits_for(case) == f"{house.room.unit.short_name}联络室补充事项"
    found = {
        user.name: list(waiting_for_me(Consultation.objects.all(), user)) for user in (house.clerk, house.township)
    }
    assert found == {house.clerk.name: [case], house.township.name: []}
