"""Customers whose ids change, under faults: nothing is lost, there is one wait, and it is notified
once."""

import pytest

from tests.simulation import id_changes
from tests.simulation.runs import wrong_of

SEEDS, A_TEST = 300, 100


@pytest.mark.parametrize("first", range(0, SEEDS, A_TEST))
def test_a_customer_with_another_id_is_notified_of_once(first, install):
    assert not wrong_of(range(first, first + A_TEST), install, kind=id_changes.scenario)


@pytest.mark.parametrize("seed", [7000146, 7000149])
def test_an_alert_that_is_held_while_two_ids_become_one_is_not_sent_twice(seed, install):
    assert not wrong_of([seed], install, kind=id_changes.notified_elsewhere)
