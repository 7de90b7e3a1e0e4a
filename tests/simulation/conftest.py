"""The stage, for as long as a test lasts."""

from collections.abc import Iterator

import pytest

from tests.simulation.play import PutOn
from tests.simulation.stage import stage


@pytest.fixture
def put_on() -> Iterator[PutOn]:
    with stage() as given:
        yield given
