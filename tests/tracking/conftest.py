"""Default configuration: a target of half an hour for everything, with Ada notified at the
deadline."""

import pytest

from tests import builders
from tests.events import half_an_hour
from tests.fakes.backend import Backend


@pytest.fixture
def backend() -> Backend:
    return Backend(builders.configuration(half_an_hour()))
