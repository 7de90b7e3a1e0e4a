"""What any test may ask for."""

import pytest
from hypothesis import HealthCheck, settings

from shared.storage.store import Store
from tests.fakes.backend import Backend

# A busy machine is no fault of a property.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture
def backend() -> Backend:
    """A table with its stream, and builders' configuration."""
    return Backend()


@pytest.fixture
def store(backend: Backend) -> Store:
    """The store over the fake of DynamoDB; it never sleeps."""
    return backend.store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first: it waits most of its time, and others run beside it."""
    items.sort(key=lambda item: "test_faults_on_the_local_stack" not in item.nodeid)
