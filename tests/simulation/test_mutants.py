"""Each mistake, put into the product, is noticed within a hundred stories; one that needs a race,
within a hundred backlogs."""

import pytest

from tests.simulation.mutants import MUTANTS, first_caught
from tests.simulation.stage import stage


@pytest.mark.parametrize("name", MUTANTS)
def test_the_simulation_notices(name):
    with stage() as put_on:
        assert first_caught(name, put_on, within=100) is not None
