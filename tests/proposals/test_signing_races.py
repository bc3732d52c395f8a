"""Many who sign at the same moment, and one who signs while it is being submitted, on real PostgreSQL."""

from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from members.workflow import Refused
from proposals import operations
from proposals.models import JointSigner, Proposal
from proposals.operations import signing
from tests import scenes
from tests.consult.steps.test_action_races import together
from tests.proposals import joint_scene as scene
from tests.racing import PATIENCE, at_once, between, unlocked

SIGNERS = 30


@pytest.fixture
def house(transactional_db):
    return scenes.house()


def test_thirty_sign_at_once_and_none_is_lost(house):
    members = [scene.signer(house, f"委员{n}") for n in range(SIGNERS)]
    row = scene.invited(house, *members)
    start = Barrier(SIGNERS)

    def sign(member):
        start.wait()
        return operations.sign(row, by=member.user, version=row.version)

    results = together(*(lambda member=member: sign(member) for member in members))
    assert [result for result in results if isinstance(result, str)] == []
    assert JointSigner.objects.signed().count() == SIGNERS


def submit_and_sign(house, lock=None):
    """One signs while another has just read the proposal in order to submit it."""
    first, late = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, first, late)
    operations.sign(row, by=first.user, version=row.version)
    start = Barrier(2)

    def submit():
        start.wait()
        return operations.submit(row, by=house.member)

    def sign():
        start.wait()
        return operations.sign(row, by=late.user, version=row.version)

    return row, together(submit, sign)


def signed_late(row) -> bool:
    """Whether somebody's signature is younger than the submission."""
    row = Proposal.objects.get(pk=row.pk)
    return row.signers.signed().filter(answered_at__gt=row.submitted_at).exists()


@pytest.mark.parametrize("time", range(3))
def test_nobody_signs_what_is_already_submitted(house, time):
    row, results = submit_and_sign(house)
    assert Proposal.objects.get(pk=row.pk).state == "submitted"
    assert not signed_late(row)
    assert all("已提交，不能再联名" in result for result in results if isinstance(result, str))


def test_without_the_lock_somebody_would(house, monkeypatch):
    """Negative control: it shows that the test above can fail at all."""
    first, late = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, first, late)
    operations.sign(row, by=first.user, version=row.version)
    read, done = Barrier(2), Barrier(2)

    def unlocked(proposal, *, related=()):
        found = Proposal.objects.select_related(*related).get(pk=proposal.pk)
        read.wait()
        done.wait()
        return found

    monkeypatch.setattr(signing, "lock", unlocked)

    def sign():
        return operations.sign(row, by=late.user, version=row.version)

    def submit():
        read.wait()
        try:
            return operations.submit(row, by=house.member)
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
            done.wait()

    together(submit, sign)
    assert signed_late(row)


# ── the cut-off ──────────────────────────────────────────────────────────────────────────────────────────────────────
def cut_off_while_two_sign(house) -> tuple[list[str], int]:
    """Two press the button in time, and wait for a row whose cut-off has passed when it is theirs."""
    first, second = scene.signer(house), scene.signer(house, "章开平")
    row = scene.invited(house, first, second)

    def sign_both():
        told.extend(at_once(*(lambda by=by: operations.sign(row, by=by.user, version=row.version) for by in both)))

    def cut_off():
        Proposal.objects.filter(pk=row.pk).update(signing_until=timezone.now())

    told, both = [], (first, second)
    assert between(cut_off, sign_both, lambda: None) == ("", "")
    return told, row.signers.signed().count()


def test_nobody_signs_after_the_cut_off_that_passed_while_he_waited(house):
    told, signed = cut_off_while_two_sign(house)
    assert ([sentence[:3] for sentence in told], signed) == (["联名已"] * 2, 0)


def test_without_the_lock_both_would_sign_late(house, monkeypatch):
    """Negative control: they have read the cut-off that stood before."""
    monkeypatch.setattr(signing, "lock", unlocked)
    assert cut_off_while_two_sign(house) == (["", ""], 2)


# ── who withdraws while it is submitted ──────────────────────────────────────────────────────────────────────────────
def signed_by_one(house):
    member = scene.signer(house)
    row = scene.invited(house, member)
    operations.sign(row, by=member.user, version=row.version)
    return row, member.user


def withdraw_and_submit(house, row, user) -> tuple[list[str], tuple[str, int]]:
    """The only one who signed thinks better of it while the proposal goes to the office."""
    told = at_once(lambda: operations.submit(row, by=house.member), lambda: operations.decline_to_sign(row, by=user))
    row = Proposal.objects.get(pk=row.pk)
    return told, (row.state, row.signers.signed().count())


@pytest.mark.parametrize("time", range(3))
def test_what_is_submitted_together_has_somebody_who_signed(house, time):
    few = "联名提案提交前至少要有 1 位委员签名，现在有 0 位；也可以改为个人提出。"
    late = "这件提案已提交，不能再联名。"
    found = withdraw_and_submit(house, *signed_by_one(house))
    assert found in (([few, ""], ("draft", 0)), (["", late], ("submitted", 1)))


def test_without_the_lock_it_would_be_submitted_with_nobodys_name(house, monkeypatch):
    """Negative control: who withdraws has read a draft, and who submits has counted the signature."""
    row, user = signed_by_one(house)
    counted, required = Barrier(2), signing.require_signed

    def slow(proposal):
        required(proposal)
        counted.wait(PATIENCE)

    def early(proposal, *, related=()):
        found = unlocked(proposal, related=related)
        counted.wait(PATIENCE)
        return found

    monkeypatch.setattr(signing, "require_signed", slow)
    monkeypatch.setattr(signing, "lock", early)
    assert withdraw_and_submit(house, row, user) == (["", ""], ("submitted", 0))
