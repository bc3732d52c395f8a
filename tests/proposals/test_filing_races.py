"""立案 by several at the same moment, on real PostgreSQL: every number once, and none left out."""

from threading import Barrier

import pytest
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import NumberSeries
from members.workflow import lock, lock_all
from proposals import operations
from proposals.models import Proposal, Review
from proposals.operations import proposals as proposals_verbs
from proposals.operations import review, review_results
from tests import factories as make
from tests import scenes
from tests.proposals.review_scene import UNDISPUTED, received, said
from tests.racing import PATIENCE, at_once, between, unlocked, unlocked_at_once

REVIEWERS = 6
*BEFORE, LAST = UNDISPUTED


@pytest.fixture
def house(transactional_db):
    return scenes.house()


def before_the_last_word(house, count) -> list[Proposal]:
    rows = [received(house) for _ in range(count)]
    for row in rows:
        for step, body in BEFORE:
            said(row, step, body, by=house.office)
    return rows


def filing(row, by):
    step, body = LAST
    return lambda: said(row, step, body, by=by)


def filed_at_once(house, count) -> list[str]:
    others = [make.person(RoleCode.OFFICE, unit=make.office()) for _ in range(count)]
    rows = before_the_last_word(house, count)
    return at_once(*(filing(row, by) for row, by in zip(rows, others, strict=True)))


def numbers() -> list[int]:
    return sorted(Proposal.objects.filter(state="filed").values_list("number", flat=True))


def test_several_who_file_at_once_draw_every_number_once(house):
    assert filed_at_once(house, REVIEWERS) == [""] * REVIEWERS
    assert numbers() == list(range(1, REVIEWERS + 1))
    assert NumberSeries.objects.get(kind="proposal_proposal").last == REVIEWERS
    assert list(ledger.verify("420281")) == []


def test_without_the_series_two_would_have_the_same_number(house, monkeypatch):
    """Negative control: it shows that the test above can fail at all."""
    drawn = Barrier(2)

    def guessed(unit, kind, year):
        number = Proposal.objects.filter(number__isnull=False).count() + 1
        drawn.wait(PATIENCE)
        return number

    monkeypatch.setattr(review_results, "draw_number", guessed)
    # Whoever is in the ledger keeps the other one out of it; here both shall have come as far as their numbers.
    monkeypatch.setattr(review, "record", lambda *args, **details: None)
    assert sorted(filed_at_once(house, 2)) == ["", "IntegrityError"]


def test_a_batch_that_fails_leaves_no_gap_in_the_numbers(house):
    rows = before_the_last_word(house, 4)
    step, body = LAST
    *batch, single = rows
    # The last of the batch is filed already: none of the others is.
    said(batch[-1], step, body, by=house.office)
    together = {"body": body, "step": step, "outcome": "file", "on": timezone.localdate()}
    told = at_once(lambda: operations.speak_together(batch, by=house.office, **together), filing(single, house.office))
    assert told == ["这件提案已立案，不在审查中。", ""]
    assert numbers() == [1, 2]


def test_of_two_who_say_the_last_word_on_the_same_one_counts(house):
    (row,) = before_the_last_word(house, 1)
    told = at_once(filing(row, house.office), filing(row, make.person(RoleCode.OFFICE, unit=make.office())))
    assert sorted(told) == ["", "这件提案已立案，不在审查中。"]
    assert (numbers(), Review.objects.filter(step=LAST[0]).count()) == ([1], 1)


def test_without_the_lock_only_the_database_keeps_the_second_word_out(house, monkeypatch):
    """Negative control of the one above."""
    (row,) = before_the_last_word(house, 1)
    read = unlocked_at_once(2)
    monkeypatch.setattr(review, "lock_all", lambda rows, **more: [read(each, **more) for each in rows])
    assert sorted(at_once(*[filing(row, house.office)] * 2)) == ["", "IntegrityError"]


# ── one of a batch is in another hand ────────────────────────────────────────────────────────────────────────────────
def batch_meets_one(house) -> tuple[str, str]:
    """Two are spoken on at one meeting while somebody holds the second, and then writes about it in the ledger."""
    first, second = (received(house) for _ in range(2))
    step, body = UNDISPUTED[0]

    def batch():
        told = {"outcome": "file", "on": timezone.localdate()}
        operations.speak_together([second, first], by=house.office, body=body, step=step, **told)

    def write():
        ledger.record(second, "proposals.review_proposal", by=house.office, unit=make.office(), sentence="查看")

    return between(lambda: lock(second), batch, write)


def test_a_batch_waits_for_a_row_before_it_is_in_the_ledger(house):
    assert batch_meets_one(house) == ("", "")
    assert Review.objects.count() == 2


def test_without_locking_all_of_them_first_each_would_wait_for_the_other(house, monkeypatch):
    """Negative control: a deadlock, which the database ends by giving one of them up."""

    def one_by_one(rows, **more):
        return sorted(rows, key=lambda row: row.pk) if isinstance(rows, list) else lock_all(rows, **more)

    monkeypatch.setattr(review, "lock_all", one_by_one)
    assert sorted(batch_meets_one(house)) == ["", "OperationalError"]


# ── sent back while somebody speaks ──────────────────────────────────────────────────────────────────────────────────
def sent_back_while_reviewed(house) -> tuple[Proposal, str]:
    row = received(house)
    step, body = UNDISPUTED[0]

    def send_back():
        operations.send_back(row, by=house.office, verdict="缺少数据")

    own, other = between(lambda: lock(row), send_back, lambda: said(row, step, body, by=house.office))
    assert own == ""
    return Proposal.objects.get(pk=row.pk), other


def test_what_is_reviewed_at_this_moment_is_not_sent_back(house):
    row, told = sent_back_while_reviewed(house)
    assert (row.state, told) == ("received", "审查已经开始，不能再退回补充；需要补充的，请直接与提出人沟通。")


def test_without_the_lock_it_would_be_sent_back_with_a_review(house, monkeypatch):
    """Negative control: it has looked before the other one speaks."""
    monkeypatch.setattr(proposals_verbs, "lock", unlocked)
    row, told = sent_back_while_reviewed(house)
    assert (row.state, row.reviews.count(), told) == ("returned", 1, "")
