"""Customers whose ids change, under faults: nothing lost, one wait, and told once."""

import pytest

from tests.simulation import changing
from tests.simulation.play import play

SEEDS, A_TEST = 300, 100


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_a_customer_with_another_id_is_told_of_once(first, put_on):
    wrong = {
        played.seed: played.wrong
        for seed in range(first, first + A_TEST)
        if (played := play(seed, put_on, story=changing.story(seed))).wrong
    }
    assert not wrong
