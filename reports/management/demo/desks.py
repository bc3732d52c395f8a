"""What the people of a department settled among themselves, and the phrases in which units answer."""

from datetime import timedelta

from django.utils import timezone

from members.enums import RoleCode
from members.models import Role, Unit, User
from members.operations import desks, phrases
from reports.queries.asked import OPEN, asked_of, with_items

COLLEAGUES = (("housing-roads", "石磊"), ("housing-office", "姜雪"))
# Field, its words, and who has it: numbers of the people.
DESKS = (
    ("房屋安全", ("房屋", "老旧小区", "加装电梯", "危房", "物业"), 0, 1),
    ("市政设施", ("道路", "路灯", "管网", "排水", "停车", "充电"), 1, 2),
    ("综合", (), 2, 0),
)
OFFERED = (
    (
        "已经解决",
        (
            "{提出人}：您提出的“{标题}”（{编号}）收悉。经研究办理，所提问题已经解决，现将情况答复如下：\n\n"
            "感谢您对我们工作的关心和支持。联系人：{经办人}，电话：{电话}。"
        ),
    ),
    ("列入计划", "“{标题}”所提建议已列入工作计划，将于{期限}前分步实施，进展情况随时与您沟通。"),
    ("条件所限", "“{标题}”所提建议因条件所限，目前还不能解决。我们已向有关方面说明情况，并将继续跟踪研究。"),
)
OWN = (
    ("进场施工", "施工单位已于今天（{今天}）进场，现场负责人由{单位}指定，工期内每周报告一次进展。"),
    ("现场核查", "已会同{来自}到现场核查，问题属实，正在制定整改方案。"),
)


def write() -> None:
    me = User.objects.get(username=RoleCode.DEPARTMENT)
    unit = Unit.objects.get(pk=me.units_as(RoleCode.DEPARTMENT).pop())
    people = [me, *(_colleague(unit, *each) for each in COLLEAGUES)]
    for field, words, holder, deputy in DESKS:
        desks.add_desk(unit, by=me, field=field, words=words, holder=people[holder], deputy=people[deputy])
    items = [item for item in with_items(asked_of(me).filter(as_stage__in=OPEN)) if item.unit == unit]
    for item in items:
        desks.take_by_desk(item.record, unit, f"{item.title}{item.about}")
    today = timezone.localdate()
    desks.enter_absence(
        unit,
        by=people[2],
        user=people[2],
        kind="travel",
        starts_on=today,
        ends_on=today + timedelta(days=3),
        deputy=me,
        note="参加全省住房保障工作培训",
    )
    # One thing too many for who has it: handed over and not yet signed for.
    if items:
        taker = next(each for each in people[::-1] if each != _holder(items[0], unit))
        desks.hand_over([items[0].record], unit, by=me, taker=taker, note="已与街道联系，等待现场确认。")
    _phrases(me, unit)


def _holder(item, unit) -> User:
    return unit.charges.get(owner_id=item.record.pk, owner_type__model=item.record._meta.model_name).holder


def _colleague(unit, username: str, name: str) -> User:
    """Somebody else of the unit; signs in with the password of the others."""
    password = User.objects.get(username=RoleCode.DEPARTMENT).password
    user = User.objects.create(username=username, name=name, password=password)
    Role.objects.create(user=user, code=RoleCode.DEPARTMENT, unit=unit, starts_on=timezone.localdate().replace(day=1))
    return user


def _phrases(me, unit) -> None:
    office = User.objects.get(username=RoleCode.OFFICE)
    keeper = Unit.objects.get(pk=office.units_as(RoleCode.OFFICE).pop())
    for name, text in OFFERED:
        phrases.add_phrase(keeper, by=office, name=name, text=text, is_offered=True)
    for name, text in OWN:
        phrases.add_phrase(unit, by=me, name=name, text=text)
