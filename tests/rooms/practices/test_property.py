"""A shipped pack with one thing changed: it is refused by name, or it is a pack that runs."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms import practice
from rooms.practice.flow import flow_of
from tests.rooms.practices.changing import changed
from tests.rooms.practices.player import Play

# Changes that are accepted, by the seed that makes them, and what they do to the pack.
ACCEPTED = {
    ("sandikou", 17): "the second gate of the last stage is asked one stage earlier",
    ("suizhou", 153): "topics are approved in some cases only",
    ("yuan", 47): "one row is gone",
}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(practice.shipped()), st.data())
def test_it_is_refused_by_line_key_and_sentence_or_it_is_a_pack(code, data):
    text = changed(code, lambda several: data.draw(st.sampled_from(list(several))))
    lines = text.count("\n") + 1
    try:
        pack = practice.parse(text, name="changed.toml")
    except practice.PracticeError as refused:
        for each in refused.faults:
            assert 1 <= each.line <= lines
            assert each.fault.key
            assert each.fault.problem
            assert each.sentence().startswith(f"第 {each.line} 行，{each.fault.key}")
    else:
        assert practice.from_resolved(practice.to_resolved(pack)) == pack
        assert practice.explain(pack).startswith(f"《{pack.name}》")
        assert len(flow_of(practice.to_resolved(pack), pack).stages) == len(pack.stages)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "seed"), ACCEPTED, ids=ACCEPTED.values())
def test_a_pack_that_is_accepted_with_a_change_runs_to_its_end(house, code, seed):
    text = changed(code, random.Random(seed).choice)
    pack = practice.parse(text, name="changed.toml")
    assert practice.to_resolved(pack) != practice.to_resolved(practice.load(code))
    played = Play(house, text).run()
    assert (played.case.state, played.case.ending) == ("closed", "done")
