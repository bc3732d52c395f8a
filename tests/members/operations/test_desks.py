"""岗位分工: who of a unit handles what, who stands in, and what goes from hand to hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import operations
from members.enums import RoleCode
from members.models import Charge, Event, HandOver, Notice
from members.operations import desks as verbs
from members.queries import desks
from members.workflow import Refused, Stale
from tests import asked_scene
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(house):
    return house.department_unit


@pytest.fixture
def second(unit):
    return make.person(RoleCode.DEPARTMENT, unit=unit, name="石磊")


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


def away(unit, user, *, by, days=0, **fields):
    today = timezone.localdate()
    values = {"kind": "leave", "starts_on": today, "ends_on": today + timedelta(days=days)}
    return verbs.enter_absence(unit, by=by, user=user, **{**values, **fields})


# ── desks ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_speaks_of_a_desk_is_its_own(house, unit, second):
    me = house.department
    roads = verbs.add_desk(unit, by=me, field="道路", words=["道路", "路灯"], holder=me, deputy=second)
    rest = verbs.add_desk(unit, by=me, field="综合", holder=second)
    assert desks.desk_for(unit, "请修好道路") == roads
    assert desks.desk_for(unit, "请清运垃圾") == rest
    charge = verbs.take_by_desk(asked_scene.task(house), unit, "路灯不亮")
    assert (charge.holder, charge.deputy, charge.set_by) == (me, second, None)
    assert not told(me)


def test_the_longest_word_decides(house, unit, second):
    verbs.add_desk(unit, by=house.department, field="道路", words=["道路"], holder=house.department)
    lights = verbs.add_desk(unit, by=house.department, field="照明", words=["道路照明"], holder=second)
    assert desks.desk_for(unit, "道路照明改造") == lights


def test_a_desk_of_somebody_who_left_falls_to_his_deputy(house, unit, second):
    verbs.add_desk(unit, by=house.department, field="道路", words=["道路"], holder=second, deputy=house.department)
    operations.end_role(second.roles.get(), by=house.security)
    assert verbs.take_by_desk(asked_scene.task(house), unit, "道路").holder == house.department


def test_without_a_desk_nobody_handles_it_and_everybody_is_told(house, unit, second):
    task = asked_scene.task(house)
    assert verbs.take_by_desk(task, unit, "道路") is None
    assert desks.in_charge(task, unit) == sorted([house.department, second], key=lambda user: user.pinyin)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"field": "道路"}, "已有“道路”岗位"),
        ({"field": "其他"}, "已有一个没有关键词的岗位"),
        ({"field": "照明", "words": ["灯"], "holder": "stranger"}, "没有市住建局的承办权限"),
        ({"field": "照明", "words": ["灯"], "deputy": "department"}, "不能是同一个人"),
    ],
)
def test_a_desk_is_refused(house, unit, fields, why):
    me = house.department
    verbs.add_desk(unit, by=me, field="道路", words=["道路"], holder=me)
    verbs.add_desk(unit, by=me, field="综合", holder=me)
    people = {name: getattr(house, fields[name]) for name in ("holder", "deputy") if name in fields}
    with pytest.raises(Refused, match=why):
        verbs.add_desk(unit, by=me, **{"holder": me, **fields, **people})


def test_a_desk_is_changed_by_who_saw_it_last_and_ended_once(house, unit, second):
    me = house.department
    desk = verbs.add_desk(unit, by=me, field="道路", words=["道路"], holder=me)
    values = {"field": "道路交通", "words": ["道路"], "holder": second, "deputy": None}
    changed = verbs.edit_desk(desk, by=me, version=1, **values)
    assert (changed.field, changed.holder, changed.version) == ("道路交通", second, 2)
    with pytest.raises(Stale):
        verbs.edit_desk(desk, by=me, version=1, **{**values, "field": "桥梁"})
    ended = verbs.end_desk(desk, by=me)
    assert desks.desk_for(unit, "道路") is None
    with pytest.raises(Refused, match="已经撤销"):
        verbs.end_desk(desk, by=me)
    with pytest.raises(Refused, match="已经撤销"):
        verbs.edit_desk(ended, by=me, version=3, **values)


# ── away ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_while_somebody_is_away_his_deputy_is_told(house, unit, second):
    task = asked_scene.task(house)
    verbs.set_handler([task], unit, by=house.department, holder=house.department)
    assert desks.in_charge(task, unit) == [house.department]
    absence = away(unit, house.department, by=house.department, deputy=second)
    assert desks.in_charge(task, unit) == [second]
    assert told(second)[-1].endswith("期间由您代办其承办件")
    verbs.cancel_absence(absence, by=house.department)
    assert desks.in_charge(task, unit) == [house.department]
    with pytest.raises(Refused, match="已经取消"):
        verbs.cancel_absence(absence, by=house.department)


def test_without_a_named_deputy_the_b_post_of_each_thing_stands_in(house, unit, second):
    task = asked_scene.task(house)
    verbs.set_handler([task], unit, by=second, holder=house.department, deputy=second)
    away(unit, house.department, by=house.department)
    assert desks.in_charge(task, unit) == [second]


def test_when_nobody_stands_in_everybody_is_told(house, unit, second):
    task = asked_scene.task(house)
    verbs.set_handler([task], unit, by=second, holder=house.department)
    away(unit, house.department, by=house.department)
    assert second in desks.in_charge(task, unit)


def test_an_absence_is_refused(house, unit, second):
    me, today = house.department, timezone.localdate()
    away(unit, me, by=me, days=3)
    with pytest.raises(Refused, match="已经登记外出"):
        away(unit, me, by=me)
    with pytest.raises(Refused, match="也外出"):
        away(unit, second, by=me, deputy=me)
    with pytest.raises(Refused, match="不能早于开始日期"):
        away(unit, second, by=me, ends_on=today - timedelta(days=1))
    with pytest.raises(Refused, match="已经过去"):
        away(unit, second, by=me, starts_on=today - timedelta(days=3), ends_on=today - timedelta(days=1))


# ── hand over ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_thing_goes_over_at_once_and_is_signed_for(house, unit, second):
    task, me = asked_scene.task(house), house.department
    verbs.set_handler([task], unit, by=me, holder=me, deputy=second)
    made = verbs.hand_over([task], unit, by=me, taker=second, note="已约施工单位")
    charge = Charge.objects.get()
    # Who takes it over stands in for nobody: it is his own now.
    assert (charge.holder, charge.deputy, made.giver) == (second, None, me)
    assert made.items.get().before == me
    assert told(second)[-1] == f"{me.name}移交给您 1 件承办件，请接收"
    with pytest.raises(Refused, match="本人接收"):
        verbs.receive_hand_over(made, by=me)
    assert verbs.receive_hand_over(made, by=second).received_by == second
    assert told(me)[-1] == "石磊已接收移交的承办件"
    with pytest.raises(Refused, match="已经接收"):
        verbs.receive_hand_over(made, by=second)
    said = Event.objects.filter(object_type="members.handover", object_id=str(made.pk))
    assert list(said.order_by("pk").values_list("sentence", flat=True)) == [
        "市住建局移交承办件 1 件",
        "市住建局接收移交",
    ]


def test_everything_open_goes_over_whatever_table_it_is_of(house, unit, second):
    me = house.department
    done = asked_scene.requirement(house, state="done")
    things = [asked_scene.task(house), asked_scene.requirement(house), done]
    verbs.set_handler(things, unit, by=me, holder=me)
    made = verbs.hand_over_all(unit, by=me, giver=me, taker=second)
    assert made.items.count() == 2
    assert Charge.objects.get(holder=me).owner == done
    with pytest.raises(Refused, match="没有未办结的承办件"):
        verbs.hand_over_all(unit, by=me, giver=me, taker=second)


def test_what_cannot_be_handed_over(house, unit, second):
    task, me = asked_scene.task(house), house.department
    verbs.set_handler([task], unit, by=me, holder=second)
    with pytest.raises(Refused, match="已经由石磊经办"):
        verbs.hand_over([task], unit, by=me, taker=second)
    with pytest.raises(Refused, match="请先选择"):
        verbs.hand_over([], unit, by=me, taker=second)
    with pytest.raises(Refused, match="没有市住建局的承办权限"):
        verbs.hand_over([task], unit, by=me, taker=house.clerk)
    with pytest.raises(Refused, match="不能是同一个人"):
        verbs.hand_over_all(unit, by=me, giver=second, taker=second)
    assert not HandOver.objects.exists()


# ── nothing is lost with an account ──────────────────────────────────────────────────────────────────────────────────
def test_when_an_account_ends_its_unit_and_the_security_administrator_learn_of_it(house, unit, second):
    things = [asked_scene.task(house), asked_scene.requirement(house, state="done")]
    verbs.set_handler(things, unit, by=second, holder=second)
    operations.disable_account(second, by=house.admin, reason="调离")
    assert told(house.department)[-1] == "石磊不再经办，名下 1 件承办件没有经办人，请移交"
    assert told(house.security)[-1] == "市住建局有 1 件承办件没有经办人，请提醒该单位"
    # What it is, is not told to who keeps the accounts.
    assert "青龙路" not in "".join(told(house.security))
    # And whoever is left is told of the thing.
    assert desks.in_charge(things[0], unit) == [house.department]


def test_the_end_of_the_role_tells_the_same(house, unit, second):
    verbs.set_handler([asked_scene.task(house)], unit, by=second, holder=second)
    operations.end_role(second.roles.get(), by=house.security)
    assert told(house.department)[-1].startswith("石磊不再经办")
