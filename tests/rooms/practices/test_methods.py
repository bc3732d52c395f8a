"""Every shipped pack is played from its first stage to a closed case; each gate that blocks is tried first without."""

import pytest

from rooms import practice
from tests.rooms.practices.player import Play

pytestmark = pytest.mark.django_db


# A meeting that agreed has noted its matters: a later stage finds them.
MET_BEFORE = {"bijiashan": {"resolve/matters"}}


@pytest.mark.parametrize("code", practice.shipped())
def test_the_method_runs_to_its_end_and_each_gate_holds(house, code):
    played = Play(house, code).run()
    blocking = {
        f"{stage.code}/{one.code}"
        for stage in played.pack.stages
        for one in stage.checkpoints
        if one.blocks and one.when.get("consensus") is not False
    }
    assert (played.case.state, played.case.ending) == ("closed", "done")
    assert played.stops == played.pack.stops
    assert blocking - set(played.refused) == MET_BEFORE.get(code, set())
