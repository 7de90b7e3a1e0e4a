"""Customers whose ids change, under faults: nothing lost, one wait, and notified once."""

import pytest

from tests.simulation import id_changes
from tests.simulation.runs import wrong_of

SEEDS, A_TEST = 300, 100


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_a_customer_with_another_id_is_notified_of_once(first, install):
    assert not wrong_of(range(first, first + A_TEST), install, kind=id_changes.scenario)
