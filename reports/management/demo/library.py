"""Common problems of the demonstration, one of them set aside, and two closed consultations written up as cases."""

from consult.enums import ConsultationState
from consult.models import Consultation
from members.enums import RoleCode
from members.models import User
from reports.models import CommonProblem
from reports.operations import case_studies, common_problems

ADOPTED, WRITTEN = "菜市巷污水管道整治", "双塘村红白事标准和村民积分制"
LESSON = (
    "一是先把底数摸清。开会以前把明沟从头量到尾，沿街 46 户挨家问过能停几天，数字摆在桌面上，会上就不再争论该不该修。\n"
    "二是把停业的损失当面说开。摊主最担心的是熟客跑掉，分两段施工、另找地方养鱼，都是在协商会上一条一条商量出来的。\n"
    "三是修好以后有人管。轮值公约执行中有人没做到，没有靠处罚，改成每周两次固定收运。商住混杂的老街可以借鉴。"
)
SET_ASIDE = "各联络室反映的是同一条公交线路，市交通运输局正在调整班次，等方案公布以后再看。"


def tell(city, clock):
    """A generator as reports.management.demo.clock plays them."""
    yield clock.at(-4, "14:20")
    study = _begin(ADOPTED)
    yield clock.at(-3, "15:05")
    study = case_studies.edit(study, by=study.written_by, version=study.version, lesson=LESSON)
    study = case_studies.submit(study, by=study.written_by)
    yield clock.at(-2, "10:15")
    case_studies.adopt(study, by=_office())
    yield clock.at(-1, "16:10")
    _begin(WRITTEN)


def find() -> None:
    """What was brought up and what the old papers tell, compared; one group waits for others."""
    for region in common_problems.cities():
        common_problems.find(region)
    buses = CommonProblem.objects.filter(title__contains="公交", rooms__gte=3).first()
    if buses:
        common_problems.set_aside(buses, by=_office(), reason=SET_ASIDE)


def _office():
    return User.objects.get(username=RoleCode.LEADING_OFFICE)


def _begin(title: str):
    case = Consultation.objects.for_page().get(topic__title=title, state=ConsultationState.CLOSED)
    clerk = case.created_by
    return case_studies.begin(case, by=clerk)
