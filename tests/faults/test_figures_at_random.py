"""Sequences of acts beyond the one of every run: figures that follow are the figures counted anew."""

import pytest

from tests.reports import test_facts_at_random as past_and_activities
from tests.reports import test_facts_cases_at_random as cases

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1800)]
SEEDS = range(2, 8)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_sequence_of_acts_on_cases(house, seed):
    cases.play(house, seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_sequence_of_acts_on_activities_and_past_consultations(house, seed):
    past_and_activities.play(house, seed)
