"""Each mistake, put into the product, is noticed within a hundred stories. One that needs a race is
met by one backlog in some seventy, and noticed within six hundred."""

import pytest

from tests.simulation.mutants import MUTANTS, RACES, first_caught
from tests.simulation.stage import stage


@pytest.mark.parametrize("name", MUTANTS)
def test_the_simulation_notices(name):
    within = 600 if name in RACES else 100
    with stage() as put_on:
        assert first_caught(name, put_on, within) is not None
