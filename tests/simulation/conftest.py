"""Connects the functions to a simulated world while a test runs."""

from collections.abc import Iterator

import pytest

from tests.simulation.runs import Install
from tests.simulation.wiring import wired


@pytest.fixture
def install() -> Iterator[Install]:
    with wired() as given:
        yield given
