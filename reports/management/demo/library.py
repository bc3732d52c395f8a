"""Common problems of the demonstration, one of them set aside, and two closed consultations written up as cases."""

from consult.enums import ConsultationState
from consult.models import Consultation
from members.enums import RoleCode
from members.models import User
from reports.models import CommonProblem
from reports.operations import case_studies, common_problems

ADOPTED, WRITTEN = "菜市巷污水管道整治", "双塘村红白事标准和村民积分制"
LESSON = (
    "一是先把底数摸清。开会以前把检查井一口一口打开看，堵在哪里、要修多长，数字摆在桌面上，会上就不再争论该不该修。\n"
    "二是谁受益、谁出力当面说定。商户、住户和社区各承担什么，在协商会上逐项对过，写进纪要，后面没有反复。\n"
    "三是修好以后有人管。把清掏和巡查写进商户公约，避免过半年又堵。同样排水合用、商住混杂的老街可以借鉴。"
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
