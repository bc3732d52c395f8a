"""A matter that a department has done, the people who may rate it, and a round about it."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from consult.enums import AssignmentState, MatterState
from consult.enums.evaluation import RaterKind
from consult.models import Assignment, Consultation, Matter
from consult.models.rated import Rater
from consult.steps import evaluation
from members.enums import RoleCode
from tests import factories as make
from tests import scenes

GOOD = {"attitude": "满意", "result": "基本满意", "overall": "满意"}
BAD = {"attitude": "不满意", "result": "不满意", "overall": "不满意"}
FORM = "attitude-and-result"


def done(house=None, *, units=()) -> SimpleNamespace:
    """The house with a matter that its department has done; rows are written as the six steps would leave them."""
    house = house or scenes.house()
    case = make.consultation(house.room, by=house.member)
    matter = Matter.objects.create(
        consultation=case, number=1, text="疏通主管网 300 米", state=MatterState.DONE, created_by=house.clerk
    )
    for unit in units or (house.department_unit,):
        Assignment.objects.create(
            matter=matter,
            unit=unit,
            role="responsible",
            state=AssignmentState.CLOSED,
            task=matter.text,
            issued_by_unit=house.room.approver,
            issued_by=house.township,
        )
    house.case, house.matter = Consultation.objects.for_page().get(pk=case.pk), fresh(matter)
    return house


def fresh(row):
    return type(row).objects.for_page().get(pk=row.pk)


def raters(house, count: int = 3) -> list[Rater]:
    """Mass representatives, some of whom have an account."""
    people = [make.person(RoleCode.REPRESENTATIVE, unit=house.room.unit, name=f"谢春兰{n}") for n in range(count)]
    return [Rater(RaterKind.MASS, user=person) for person in people]


def opened(house, target=None, *, days=10, by=None, **fields):
    fields = {"form": FORM, "raters": raters(house), **fields}
    closes_on = timezone.localdate() + timedelta(days=days)
    round = evaluation.open_round(target or house.matter, by=by or house.clerk, closes_on=closes_on, **fields)
    return fresh(round)


def invited(round) -> list:
    return list(round.invitations.for_page().order_by("pk"))


def answer_all(round, *sheets) -> None:
    for invitation, sheet in zip(invited(round), sheets, strict=False):
        remark = "没有疏通彻底" if sheet is BAD else ""
        evaluation.answer(invitation, data=sheet, by=invitation.user, remark=remark)


def later(monkeypatch, day) -> None:
    """The next call sees this day as today."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
