"""Many who sign at the same moment, and one who signs while it is being submitted, on real PostgreSQL."""

from threading import Barrier

import pytest
from django.db import connection

from members.workflow import Refused
from proposals import operations
from proposals.models import JointSigner, Proposal
from proposals.operations import signing
from tests import scenes
from tests.consult.steps.test_action_races import together
from tests.proposals import joint_scene as scene

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
