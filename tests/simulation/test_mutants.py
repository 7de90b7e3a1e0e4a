"""Each mistake, put into the product, is noticed within a hundred stories."""

import pytest

from tests.simulation.mutants import MUTANTS, first_caught
from tests.simulation.stage import stage

MAX_STORIES = 100


@pytest.mark.parametrize("name", MUTANTS)
def test_the_simulation_notices(name):
    with stage() as put_on:
        assert first_caught(name, put_on, MAX_STORIES) is not None
