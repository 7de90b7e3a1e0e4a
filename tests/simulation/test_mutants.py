"""Each mistake in the product is noticed within a hundred scenarios."""

import pytest

from tests.simulation.mutants import MUTANTS, first_caught
from tests.simulation.wiring import wired

MAX_STORIES = 100


@pytest.mark.parametrize("name", MUTANTS)
def test_the_simulation_notices_the_mistake(name):
    with wired() as install:
        assert first_caught(name, install, MAX_STORIES) is not None
