"""One proposal through refusal, co-signing, dissatisfaction and second handling, as everybody who has a part in it."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consult.models import EvaluationRound
from members.enums import RoleCode
from members.models import Member
from proposals import operations
from proposals.models import Proposal
from tests import factories as make
from tests.e2e.conftest import KEEPS_PICTURES, SHOTS
from tests.e2e.desk import Desk
from tests.e2e.town import town

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
SOON = (TODAY + timedelta(days=10)).isoformat()
TITLE = "关于在老旧小区增设充电车位的提案"
UNITS = {"traffic": "市交通运输局", "urban": "市城市管理局"}


@pytest.fixture
def way(browser, live_server, enter, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    house = town(tmp_path)
    make.daye()
    Member.objects.filter(name="邓国梁").update(user=house.member)
    house.units = {
        code: make.UnitFactory(name=name, short_name=name, region=house.city) for code, name in UNITS.items()
    }
    house.units["housing"] = house.department_unit
    desks = []

    def sit(person, *, phone=False):
        desk = Desk(browser, live_server.url, person=person, phone=phone, folder=SHOTS if KEEPS_PICTURES else None)
        desks.append(desk)
        enter(desk.context, person)
        return desk

    people = {code: make.person(RoleCode.DEPARTMENT, unit=house.units[code]) for code in UNITS}
    yield SimpleNamespace(
        house=house,
        member=sit(house.member, phone=True),
        office=sit(house.office),
        housing=sit(house.department),
        **{code: sit(person) for code, person in people.items()},
        desks=desks,
    )
    for desk in desks:
        desk.context.close()


def test_a_proposal_is_refused_signed_together_not_satisfying_and_handled_again(way):
    for step in (
        hand_it_in, review_it, give_it_to_two_units, refuse_it, give_it_to_another, assign_it_for_good, talk_first,
        sign_together, answer, rate("不满意"), handle_it_again, rate("满意"), close_it,
    ):  # fmt: skip
        step(way)
    assert [complaint for desk in way.desks for complaint in desk.complaints] == []


def proposal() -> Proposal:
    return Proposal.objects.get()


def here(desk, more=""):
    desk.go(f"/proposals/{proposal().pk}/{more}")


def at_own(desk):
    """The unit's page of its part."""
    desk.go(
        proposal()
        .handlings.filter(unit__in=[role.unit_id for role in desk.person.current_roles])
        .last()
        .get_absolute_url()
    )


def hand_it_in(way):
    desk = way.member
    desk.go(f"/rooms/{way.house.room.pk}/proposals/new/")
    desk.fill(title=TITLE, situation="126 户只有 4 个充电车位。", advice="由市住建局统一增设充电车位。")
    desk.shoot("proposal-form")
    desk.press("提交市政协办公室")
    desk.told("已提交")
    way.office.take_up("收件")
    way.office.press("收件")
    way.office.press("收件", within="dialog[open]")
    way.office.told("已收件")


def review_it(way):
    for _ in range(3):
        here(way.office, "review/")
        way.office.tick("立案")
        way.office.press("登记意见")
        way.office.told("审查意见已登记")
    assert (proposal().state, proposal().number) == ("filed", 1)
    way.office.shoot("proposal-filed")


def give_it_to_two_units(way):
    here(way.office, "assign/")
    way.office.find("lead", "交通", UNITS["traffic"])
    way.office.find("joint", "城市", UNITS["urban"])
    way.office.press("预交办")
    way.office.told("已预交办")


def refuse_it(way):
    at_own(way.traffic)
    way.traffic.press("申请退办")
    way.traffic.fill(reason="充电设施由住建部门负责，本局没有职责。")
    way.traffic.find("better_unit", "住建", "市住建局")
    way.traffic.press("申请退办")
    way.traffic.told("已申请退办")
    at_own(way.urban)
    way.urban.press("同意承办")
    way.urban.press("同意承办", within="dialog[open]")


def give_it_to_another(way):
    here(way.office)
    way.office.press("处理退办申请")
    way.office.tick("同意")
    way.office.fill(ruling="同意退办，改由市住建局主办。", proposer_asked="已电话征求提出人意见，同意调整。")
    way.office.shoot("adjust-handling")
    way.office.press("答复")
    at_own(way.housing)
    way.housing.press("同意承办")
    way.housing.press("同意承办", within="dialog[open]")


def assign_it_for_good(way):
    way.office.go("/proposals/assignments/?all=1")
    way.office.fill(paper="提案交办会")
    way.office.shoot("assignments")
    way.office.press("正式交办选中的件")
    way.office.told("已正式交办 1 件")


def talk_first(way):
    """Nothing is answered before the unit has spoken with who put it forward."""
    desk = way.housing
    at_own(desk)
    expect(desk.page.locator("#main")).to_contain_text("沟通")
    desk.press("登记沟通")
    desk.tick("办前")
    desk.fill(people="邓国梁、曹伟", said="到小区现场看了停车位，商定增设位置。")
    desk.press("登记")
    desk.shoot("proposal-handling")
    tell_the_lead(way.urban, "清理占道摊点 31 处，腾出停车空间。")


def tell_the_lead(desk, text):
    at_own(desk)
    desk.press("提交会办意见")
    desk.choose(result="已经解决")
    desk.fill(text=text)
    desk.press("提交")
    desk.told("意见已提交主办单位")


def write_the_reply(desk, body, number):
    at_own(desk)
    desk.press("起草答复函")
    desk.tick("A 类")
    desk.fill(body=body, number=number, signer="魏波", contact="曹伟", phone="8765432")
    desk.press("保存")


def sign_together(way):
    desk = way.housing
    write_the_reply(desk, "增设充电车位 20 个。", "冶住建函〔2026〕12号")
    desk.press("送会签")
    desk.told("已送会签")
    desk.shoot("reply-cosigning")
    reply = proposal().replies.get()
    way.urban.go(reply.get_absolute_url())
    way.urban.press("会签")
    way.urban.tick("有不同意见")
    way.urban.fill(text="占用绿地的 3 个车位请另行选址。")
    way.urban.press("会签")
    desk.go(reply.get_absolute_url())
    desk.press("说明会签意见")
    desk.fill(answer="3 个车位改到小区东侧空地，不占绿地。")
    desk.press("保存")


def send_it(desk, way):
    reply = proposal().replies.last()
    desk.go(reply.get_absolute_url())
    desk.press("发出答复")
    desk.told("已答复")
    way.member.go(reply.get_absolute_url())
    way.member.press("签收")
    way.member.told("已签收")


def answer(way):
    send_it(way.housing, way)
    assert proposal().state == "replied"
    way.member.shoot("reply")


def rate(verdict):
    def rate_it(way):
        here(way.office)
        way.office.press("发起评议")
        way.office.page.locator("dialog [name=closes_on]").fill(SOON)
        way.office.press_blue("dialog[open]")
        way.office.told("评议已发起")
        round = EvaluationRound.objects.filter(side="handling").order_by("pk").last()
        way.member.go(f"/evaluation-invitations/{round.invitations.get().pk}/")
        for group in way.member.page.locator("#main fieldset, #main [role=radiogroup]").all():
            group.locator("label", has_text=re.compile(f"^\\s*{verdict}\\s*$")).click()
        way.member.fill(remark="车位还是不够，有 3 个没有通电。")
        way.member.shoot("rating")
        way.member.press("提交评议")
        way.office.go(round.get_absolute_url())
        way.office.press("结束评议")
        way.office.press_blue("dialog[open]")
        round.refresh_from_db()
        assert round.state == "closed"
        # What the worker does with the job that the closing ordered.
        operations.follow_evaluation(round)

    return rate_it


def handle_it_again(way):
    assert (proposal().state, proposal().round) == ("rework", 2)
    desk = way.housing
    at_own(desk)
    expect(desk.page.locator("#main")).to_contain_text("第 2 次办理")
    desk.press("登记沟通")
    desk.tick("办中")
    desk.fill(people="邓国梁、曹伟", said="约定 3 个车位本周通电。")
    desk.press("登记")
    tell_the_lead(way.urban, "东侧空地已经平整，不占绿地。")
    write_the_reply(desk, "3 个车位已经通电，另增 6 个。", "冶住建函〔2026〕30号")
    desk.press("送会签")
    reply = proposal().replies.last()
    way.urban.go(reply.get_absolute_url())
    way.urban.press("会签")
    way.urban.tick("同意")
    way.urban.press("会签")
    send_it(desk, way)


def close_it(way):
    here(way.office)
    way.office.press("办结")
    way.office.press_blue("dialog[open]")
    assert (proposal().state, proposal().round) == ("closed", 2)
    here(way.member)
    expect(way.member.page.locator("#main")).to_contain_text("第 2 次办理")
    way.office.shoot("proposal-closed")
