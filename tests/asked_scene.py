"""A department that is asked for something of every kind."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone

from consult.models import Assignment, Matter
from members.enums import RoleCode
from proposals.models import Handling, Proposal, SpecialReport
from rooms.models import Hearing, Requirement
from tests import factories as make


def asked(house, *, today=None) -> SimpleNamespace:
    """One thing of each kind for the department of the house; of the township a task and a request."""
    today = today or timezone.localdate()
    unit = house.department_unit
    return SimpleNamespace(
        unit=unit,
        second=make.person(RoleCode.DEPARTMENT, unit=unit, name="石磊"),
        task=task(house, due_on=today + timedelta(days=5)),
        request=task(house, asked=True, text="商请核查路灯"),
        instruction=handling(house, report=report(house)),
        lead=handling(house, proposal=proposal(house)),
        suggestion=handling(house, proposal=proposal(house, kind="suggestion"), role="divided"),
        requirement=requirement(house, due_on=today - timedelta(days=3)),
    )


def task(house, *, text="修好青龙路", unit=None, **fields) -> Assignment:
    case = make.consultation(house.room, by=house.clerk)
    matter = Matter.objects.create(consultation=case, number=1, text=text, state="running", created_by=house.clerk)
    values = {"role": "responsible", "task": text, "issued_by_unit": house.room.approver, "issued_by": house.township}
    return Assignment.objects.create(matter=matter, unit=unit or house.department_unit, **values, **fields)


def report(house, **fields) -> SpecialReport:
    values = {
        "kind": "digest",
        "office": make.office(),
        "state": "issued",
        "title": "关于加快老旧小区改造的建议",
        "body": "正文",
        "year": 2026,
        "number": SpecialReport.objects.count() + 1,
        "issued_on": date(2026, 3, 2),
        "issued_by": house.office,
        "issued_at": timezone.now(),
        "written_by": house.office,
    }
    return SpecialReport.objects.create(**{**values, **fields})


def proposal(house, **fields) -> Proposal:
    values = {
        "kind": "proposal",
        "title": "关于增设公交站点的提案",
        "room": house.room,
        "state": "running",
        "written_by": house.clerk,
        "submitted_by": house.clerk,
        "submitted_at": timezone.now(),
    }
    return Proposal.objects.create(**{**values, **fields})


def handling(house, *, unit=None, **fields) -> Handling:
    values = {"task": "请研究办理", "issued_by_unit": make.office(), "issued_by": house.office}
    return Handling.objects.create(**{**values, **fields}, unit=unit or house.department_unit)


def requirement(house, *, unit=None, **fields) -> Requirement:
    values = {
        "unit": house.room.approver,
        "region": house.room.approver.region,
        "created_by": house.township,
        "held_on": date(2026, 2, 3),
        "body": "柳湖街道党工委",
        "meeting": "党工委会议",
        "reported": "半年工作情况。",
    }
    hearing = Hearing.objects.create(**values)
    rest = {"position": 1, "text": "一个月内完成整改", **fields}
    return Requirement.objects.create(hearing=hearing, unit=unit or house.department_unit, **rest)
