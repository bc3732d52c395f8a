"""The scenes of the demonstration before the office has a proposal, played by the verbs that the pages call."""

from types import SimpleNamespace

import pytest

from proposals.models import Clue, JointSigner, Proposal, ProposalCall
from reports.management.demo import gathering
from tests import factories as make
from tests import minutes_scene
from tests.proposals import joint_scene as scene

pytestmark = pytest.mark.django_db


def test_calls_clues_signatures_and_a_case_that_goes_on(house):
    make.office()
    scene.deputy(house)
    scene.signer(house)
    minutes_scene.signed(house)
    people = {"秦岚": house.office, "邓国梁": house.member, "周敏": house.clerk}
    city = SimpleNamespace(rooms={"baiyang": house.room}, person=people.__getitem__)
    list(gathering.tell(city, SimpleNamespace(at=lambda *when: when)))
    assert list(ProposalCall.objects.order_by("pk").values_list("is_urgent", flat=True)) == [False, True]
    assert sorted(Clue.objects.values_list("state", flat=True)) == ["adopted", "new", "new", "new"]
    assert Proposal.objects.filter(is_urgent=True, state="submitted").exists()
    assert JointSigner.objects.signed().count() == 1
