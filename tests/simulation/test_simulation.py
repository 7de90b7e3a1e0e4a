"""Two thousand stories under faults: nothing lost, nothing twice, and stored is what was said.

`python -m tests.simulation --seeds 100000 --workers 2` plays more; `--seed N --story` tells one.
"""

import pytest

from tests.simulation.play import play
from tests.simulation.stage import stage

SEEDS, A_TEST = 2_000, 100


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_nothing_is_lost_and_nothing_told_twice(first):
    with stage() as put_on:
        wrong = {
            played.seed: played.wrong
            for seed in range(first, first + A_TEST)
            if (played := play(seed, put_on)).wrong
        }
    assert not wrong
