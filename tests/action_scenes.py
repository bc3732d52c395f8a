"""Cases at steps 5 and 6: minutes signed, sent, received, a matter decided. Earlier steps are taken as done."""

from datetime import timedelta

from django.utils import timezone

from consult.enums import MatterLevel
from consult.models import CheckpointRecord, Consultation, Matter, Minutes, MinutesEdition
from consult.steps import action, submission
from members.enums import AttachmentKind, RoleCode
from members.models import Attachment
from tests import factories as make

PIPES = "疏通 3 处低洼点主管，清掏化粪池 6 座"


def signed(house, *, township=2, city=0, disputed=0, **fields) -> Consultation:
    """A consultation whose minutes were signed a moment ago, with so many matters of each kind."""
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    kinds = [(MatterLevel.TOWNSHIP, True)] * township + [(MatterLevel.CITY, True)] * city
    kinds += [(MatterLevel.TOWNSHIP, False)] * disputed
    for number, (level, consensus) in enumerate(kinds, 1):
        Matter.objects.create(
            consultation=case,
            number=number,
            text=f"{PIPES}（{number}）",
            level=level,
            consensus=consensus,
            created_by=house.clerk,
        )
    if not township + city:
        CheckpointRecord.objects.create(
            consultation=case,
            stage="discussion",
            code="no_consensus",
            passed_by=house.convener,
            passed_at=timezone.now(),
        )
    sign(case, by=house.convener)
    Consultation.objects.filter(pk=case.pk).update(**{"stage": "submission", "step": "submission", **fields})
    return fresh(case)


def sign(case, *, by) -> MinutesEdition:
    now = {"state": "signed", "signed_by": by, "signed_at": timezone.now()}
    first = {"title": "关于水泥厂宿舍小区下水管网改造的协商纪要", "year": 2026, "number": 1, "created_by": by}
    minutes, _ = Minutes.objects.update_or_create(consultation=case, defaults=now, create_defaults=now | first)
    edition = minutes.editions.count()
    return MinutesEdition.objects.create(
        minutes=minutes, edition=edition, paper={"title": minutes.title}, sha256="0" * 64, signed_by=by
    )


def fresh(case) -> Consultation:
    return Consultation.objects.for_page().get(pk=case.pk)


def received(house, **matters) -> Consultation:
    case = signed(house, **matters)
    submission.receive(submission.send(case, by=house.convener), by=house.township_clerk)
    return fresh(case)


def decide(matter, by, adoption="adopt", **fields):
    """Enter a decision whose parts are in order unless they are named."""
    details = {"basis": "signature", "basis_on": timezone.localdate(), "opinion": "同意，抓紧组织实施", **fields}
    return action.decide(matter, by=by, adoption=adoption, **details)


def plan(*responsible, days=90, **fields) -> action.Plan:
    due = timezone.localdate() + timedelta(days=days)
    return action.Plan(responsible=responsible, **{"due": due, **fields})


def own_unit(house, name="街道城建办"):
    """A unit of the room's township, and somebody who works there."""
    unit = make.UnitFactory(name=name, short_name=name, region=house.room.approver.region, parent=house.room.approver)
    return unit, make.person(RoleCode.DEPARTMENT, unit=unit, name="魏波")


def running(house, **matters):
    """A matter that is being carried out by a unit of the township: (matter, its assignment, the unit's person)."""
    case = received(house, **matters)
    matter = case.matter_set.first()
    unit, person = own_unit(house)
    decide(matter, house.township, plan=plan(unit))
    matter = Matter.objects.for_page().get(pk=matter.pk)
    return matter, matter.assignments.get(), person


def photo(by) -> Attachment:
    """A file that went up and waits for its record."""
    return Attachment.objects.create(
        file="attachments/2026/09/a.jpg",
        name="现场.jpg",
        kind=AttachmentKind.PHOTO,
        media_type="image/jpeg",
        size=1024,
        sha256="0" * 64,
        uploaded_by=by,
    )
