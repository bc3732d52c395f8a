"""评优, 整改 and the special fund of a year."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.models import Award, FundGrant, FundPot
from proposals.operations import awards, fund
from proposals.queries import nominating
from proposals.queries.following import care_waiting
from proposals.workflow import Refused
from rooms.models import TimeLimit
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import filed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def house():
    make.daye()
    return scenes.house()


def awarded(house, **fields):
    told = {"basis": "评议得分前列", "decided_by": "主席会议", "decided_on": TODAY(), "year": 2026}
    return awards.award(make.office(), by=house.office, **{**told, "certificate": "2026-1", **fields})


def pot_of(house, amount=50):
    return fund.open_pot(make.office(), by=house.office, year=2026, amount=Decimal(amount), source="市财政")


def granted(house, pot, amount=3, row=None):
    told = {"used_for": "标线施划", "approved_by": "主席会议", "approved_on": TODAY()}
    return fund.grant(pot, by=house.office, proposal=row or filed(house), amount=Decimal(amount), **told)


def test_an_award_goes_to_one_proposal_unit_or_person(house):
    row = filed(house)
    assert awarded(house, kind="proposal", proposal=row, unit=house.department_unit).to_whom == row.title
    unit = awarded(house, kind="unit", unit=house.department_unit, certificate="2026-2")
    person = awarded(house, kind="person", person="曹伟", unit=house.department_unit, certificate="2026-3")
    assert (unit.to_whom, person.to_whom) == ("市住建局", "曹伟（市住建局）")
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=unit.pk).update(person="曹伟")


def test_nobody_is_awarded_twice_or_with_a_number_that_was_given(house):
    row = filed(house)
    awarded(house, kind="proposal", proposal=row)
    with pytest.raises(Refused, match="证书编号"):
        awarded(house, kind="proposal", proposal=filed(house))
    with pytest.raises(Refused, match="已经评过"):
        awarded(house, kind="proposal", proposal=row, certificate="2026-9")
    with pytest.raises(Refused, match="写明评给谁"):
        awarded(house, kind="unit", certificate="2026-10")


def test_an_award_in_error_is_removed_with_a_reason(house):
    row = awarded(house, kind="proposal", proposal=filed(house))
    with pytest.raises(Refused, match="删除的原因"):
        awards.remove_award(row, by=house.office, reason=" ")
    awards.remove_award(row, by=house.office, reason="登记有误")
    assert not Award.objects.exists()


def test_what_was_answered_is_nominated_and_says_whether_it_was_awarded(house):
    first = filed(house, state="closed", closed_by=house.office, closed_at=timezone.now())
    filed(house)
    awarded(house, kind="proposal", proposal=first)
    assert [(each.row, each.is_awarded) for each in nominating.nominees(house.office, 2026)] == [(first, True)]


def test_a_unit_reports_in_writing_until_the_day_and_again_where_something_is_missing(house):
    row = awards.ask_rectification(
        make.office(), by=house.office, unit=house.department_unit, year=2026, why="评议排名末位"
    )
    assert TimeLimit.objects.open().of(row).get().due_on == row.due_on > TODAY() + timedelta(days=20)
    assert [task.sentence for task in care_waiting(house.department)] == ["报送整改情况"]
    with pytest.raises(Refused, match="写明整改情况"):
        awards.report_rectification(row, by=house.department, report=" ")
    awards.report_rectification(row, by=house.department, report="已经整改")
    with pytest.raises(Refused, match="还缺什么"):
        awards.rule_on_rectification(row, by=house.office, passes=False)
    row = awards.rule_on_rectification(row, by=house.office, passes=False, opinion="缺沟通记录")
    awards.report_rectification(row, by=house.department, report="已经补齐")
    assert awards.rule_on_rectification(row, by=house.office, passes=True).state == "done"


def test_the_pot_gives_no_more_than_it_holds(house):
    pot = pot_of(house)
    granted(house, pot, 48)
    with pytest.raises(Refused, match="还剩 2"):
        granted(house, pot, 3)
    granted(house, pot, 2)
    assert FundPot.objects.get().left == 0
    with pytest.raises(Refused, match="不能少于"):
        fund.change_pot(pot, by=house.office, amount=Decimal(49), reason="压减")


def test_the_database_itself_refuses_an_overdrawn_pot(house):
    pot = pot_of(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundPot.objects.filter(pk=pot.pk).update(granted=Decimal("50.01"))


def test_a_proposal_is_given_once_a_year_and_only_when_filed(house):
    pot, row = pot_of(house), filed(house)
    granted(house, pot, row=row)
    with pytest.raises(Refused, match="已经安排过"):
        granted(house, pot, row=row)
    with pytest.raises(Refused, match="已经立案"):
        granted(house, pot, row=filed(house, state="merged"))


def test_nobody_spends_what_was_not_paid(house):
    row = granted(house, pot_of(house), 3)
    told = {"account": "施划标线 12 处", "version": 1}
    with pytest.raises(Refused, match="拨付不能超过"):
        fund.account_for(row, by=house.office, paid=Decimal(4), spent=Decimal(0), **told)
    with pytest.raises(Refused, match="支出不能超过"):
        fund.account_for(row, by=house.office, paid=Decimal(2), spent=Decimal(3), **told)
    with pytest.raises(Refused, match="用在哪里"):
        fund.account_for(row, by=house.office, paid=Decimal(2), spent=Decimal(1), account="", version=1)
    fund.account_for(row, by=house.office, paid=Decimal(3), spent=Decimal(2), **told)
    assert FundGrant.objects.get().spent == 2


@pytest.mark.parametrize("url", ["awards/", "awards/nominees/", "awards/new/", "rectifications/", "fund/", "fund/new/"])
def test_the_pages_open_for_the_office(house, client, url):
    granted(house, pot_of(house))
    client.force_login(house.office)
    assert client.get(f"/proposals/{url}").status_code == 200
