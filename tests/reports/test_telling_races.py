"""Two who send out, sign for, issue or mend the same paper at once, on real PostgreSQL."""

import pytest

from members.operations import peek_number
from reports.models import BulletinItem, Distribution
from reports.operations import bulletin_items, bulletins, distribution
from tests import factories as make
from tests import scenes
from tests.racing import at_once, unlocked_at_once
from tests.reports import bulletin_scene as scene

VANISHED = "这条记录刚刚已经被移除，请刷新页面查看最新情况。"


@pytest.fixture
def house(transactional_db):
    return scenes.house()


@pytest.fixture
def draft(house):
    bulletin = scene.drafted(house)
    scene.written(house, bulletin)
    return bulletin


@pytest.fixture
def paper(house, draft):
    return scene.issued(house, draft)


def sending(house, paper):
    units = (house.room.unit, house.other_room.unit)
    return lambda: distribution.distribute(paper, units, sender=paper.unit, by=house.leading_office)


def test_of_two_who_send_the_same_paper_one_does(house, paper):
    assert sorted(at_once(sending(house, paper), sending(house, paper))) == ["", "选中的单位都已经分发过。"]
    assert Distribution.objects.of(paper).count() == 2


def test_without_the_lock_only_the_database_keeps_the_second_sender_out(house, paper, monkeypatch):
    """Negative control: both have seen that nobody has it."""
    monkeypatch.setattr(distribution, "lock", unlocked_at_once(2))
    assert sorted(at_once(sending(house, paper), sending(house, paper))) == ["", "IntegrityError"]


def test_of_two_who_sign_for_a_unit_one_has_signed(house, paper):
    (row, _) = sending(house, paper)()
    told = at_once(
        lambda: distribution.acknowledge(row, by=house.clerk), lambda: distribution.acknowledge(row, by=house.convener)
    )
    assert sorted(told) == ["", f"{house.room.unit.short_name}已经签收，不用再签。"]


def test_without_the_lock_both_sign(house, paper, monkeypatch):
    """Negative control: the second signature takes the place of the first."""
    (row, _) = sending(house, paper)()
    monkeypatch.setattr(distribution, "lock", unlocked_at_once(2))
    told = at_once(
        lambda: distribution.acknowledge(row, by=house.clerk), lambda: distribution.acknowledge(row, by=house.convener)
    )
    assert told == ["", ""]


def issuing(house, draft):
    return lambda: scene.issued(house, draft)


def test_of_two_who_issue_a_bulletin_one_does_and_one_number_is_drawn(house, draft):
    told = at_once(issuing(house, draft), issuing(house, draft))
    assert sorted(told) == ["", "这一期已印发，不能再修改。"]
    draft.refresh_from_db()
    assert (draft.number, peek_number(draft.unit, "bulletin", draft.year)) == (1, 1)


def test_without_the_lock_a_bulletin_gets_two_numbers(house, draft, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(bulletins, "lock", unlocked_at_once(2))
    assert at_once(issuing(house, draft), issuing(house, draft)) == ["", ""]
    draft.refresh_from_db()
    assert draft.number == 2


def test_a_piece_that_two_take_out_at_once_is_gone_and_the_second_is_told(house, draft):
    item = BulletinItem.objects.get(bulletin=draft)
    act = lambda: bulletin_items.take_out(item, by=house.leading_office)  # noqa: E731
    assert sorted(at_once(act, act)) == ["", VANISHED]
    assert BulletinItem.objects.count() == 0


def test_whoever_mends_a_piece_that_was_taken_out_is_told(house, draft):
    item = BulletinItem.objects.get(bulletin=draft)
    bulletin_items.take_out(item, by=make.person("leading_office", unit=draft.unit))
    with pytest.raises(bulletin_items.Refused, match="刚刚已经被移除"):
        bulletin_items.edit(item, by=house.leading_office, version=1, heading="改过", text="改过")
