"""What there is once a year is entered twice at the same moment, on real PostgreSQL."""

from decimal import Decimal

import pytest
from django.utils import timezone

from proposals.models import Award, FundGrant, FundPot, KeyProposal, Rectification
from proposals.operations import awards, fund, key_proposals
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import filed
from tests.racing import at_once, unlocked, waiting


@pytest.fixture
def house(transactional_db):
    make.daye()
    return scenes.house()


def awarding(house, row, certificate):
    told = {"basis": "评议得分前列", "decided_by": "主席会议", "decided_on": timezone.localdate(), "year": 2026}
    return lambda: awards.award(
        make.office(), by=house.office, kind="proposal", proposal=row, certificate=certificate, **told
    )


def asking(house):
    told = {"unit": house.department_unit, "year": 2026, "why": "评议排名末位"}
    return lambda: awards.ask_rectification(make.office(), by=house.office, **told)


def opening(house):
    return lambda: fund.open_pot(make.office(), by=house.office, year=2026, amount=Decimal(50), source="市财政")


# ── 评优 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_of_two_who_award_the_same_proposal_one_does(house):
    row = filed(house)
    told = at_once(awarding(house, row, "2026-1"), awarding(house, row, "2026-2"))
    assert sorted(told) == ["", "2026年已经评过，不用再登记。"]
    assert Award.objects.count() == 1


def test_of_two_who_give_the_same_certificate_one_does(house):
    told = at_once(*(awarding(house, filed(house), "2026-1") for _ in range(2)))
    assert sorted(told) == ["", "证书编号“2026-1”已经用过，请换一个。"]
    assert Award.objects.count() == 1


def test_without_taking_turns_only_the_database_keeps_the_second_award_out(house, monkeypatch):
    """Negative control: both have looked before either writes."""
    row = filed(house)
    monkeypatch.setattr(awards, "take_turn", lambda unit: None)
    monkeypatch.setattr(Award.objects, "create", waiting(Award.objects.create))
    assert sorted(at_once(awarding(house, row, "2026-1"), awarding(house, row, "2026-2"))) == ["", "IntegrityError"]


def test_of_two_who_ask_a_unit_to_put_things_right_one_does(house):
    told = at_once(asking(house), asking(house))
    assert sorted(told) == ["", "市住建局2026年已经责成整改。"]
    assert Rectification.objects.count() == 1


def test_without_taking_turns_only_the_database_keeps_the_second_one_out(house, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(awards, "take_turn", lambda unit: None)
    monkeypatch.setattr(Rectification.objects, "create", waiting(Rectification.objects.create))
    assert sorted(at_once(asking(house), asking(house))) == ["", "IntegrityError"]


# ── 专项资金 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_of_two_who_open_the_pot_of_a_year_one_does(house):
    assert sorted(at_once(opening(house), opening(house))) == ["", "2026年的专项资金已经登记，请修改总额。"]
    assert FundPot.objects.count() == 1


def test_without_taking_turns_only_the_database_keeps_the_second_pot_out(house, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(fund, "take_turn", lambda unit: None)
    monkeypatch.setattr(FundPot.objects, "create", waiting(FundPot.objects.create))
    assert sorted(at_once(opening(house), opening(house))) == ["", "IntegrityError"]


def granting(house, pot, row):
    told = {"used_for": "标线施划", "approved_by": "主席会议", "approved_on": timezone.localdate()}
    return lambda: fund.grant(pot, by=house.office, proposal=row, amount=Decimal(20), **told)


def test_of_two_who_give_to_the_same_proposal_one_does(house):
    pot, row = opening(house)(), filed(house)
    told = at_once(*[granting(house, pot, row)] * 2)
    assert sorted(told) == ["", f"“{row.title}”2026年已经安排过，请修改那一笔。"]
    assert (FundGrant.objects.count(), FundPot.objects.get().granted) == (1, Decimal(20))


def test_without_the_lock_only_the_database_keeps_the_second_grant_out(house, monkeypatch):
    """Negative control."""
    pot, row = opening(house)(), filed(house)
    monkeypatch.setattr(fund, "lock", unlocked)
    monkeypatch.setattr(FundGrant.objects, "create", waiting(FundGrant.objects.create))
    assert sorted(at_once(*[granting(house, pot, row)] * 2)) == ["", "IntegrityError"]


# ── 1号提案 ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def first_of_the_year_twice(house) -> list[str]:
    """Two proposals are entered as the first of the year; each is a row of its own."""
    rows = [filed(house) for _ in range(2)]
    keys = key_proposals.name_candidates(rows, by=house.office, year=2026, why="群众关切")
    told = {"rank": 1, "chosen_on": timezone.localdate(), "chosen_by": "主席会议"}
    return at_once(*(lambda key=key: key_proposals.choose_key(key, by=house.office, **told) for key in keys))


def test_one_number_stands_for_one_key_proposal(house):
    told = sorted(first_of_the_year_twice(house))
    assert (told[0], told[1][:16]) == ("", "2026年的1号提案已经是“关于")
    assert KeyProposal.objects.chosen().count() == 1


def test_without_taking_turns_there_would_be_two_of_the_same_number(house, monkeypatch):
    """Negative control: nothing else keeps them apart."""
    monkeypatch.setattr(key_proposals, "take_turn", lambda unit: None)
    monkeypatch.setattr(key_proposals, "advance", waiting(key_proposals.advance))
    assert first_of_the_year_twice(house) == ["", ""]
    assert KeyProposal.objects.chosen().filter(rank=1).count() == 2
