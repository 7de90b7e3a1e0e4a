"""The functions wired to a simulated world, for the length of a test."""

from collections.abc import Iterator

import pytest

from tests.simulation.runs import Install
from tests.simulation.wiring import wired


@pytest.fixture
def install() -> Iterator[Install]:
    with wired() as given:
        yield given
