"""Fixtures that any test may use."""

import pytest
from hypothesis import HealthCheck, settings

from shared.storage.store import Store
from tests.fakes.backend import Backend

# A slow machine must not fail a property.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture
def backend() -> Backend:
    """A table with its stream, and the default configuration of the builders."""
    return Backend()


@pytest.fixture
def store(backend: Backend) -> Store:
    """The store over the fake DynamoDB. It never sleeps."""
    return backend.store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs the longest test first: it mostly waits, and other tests run meanwhile."""
    items.sort(key=lambda item: "test_faults_on_the_local_stack" not in item.nodeid)
