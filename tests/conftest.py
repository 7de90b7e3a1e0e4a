"""What any test may ask for."""

import pytest

from shared.storage.store import Store
from tests.fakes.backend import Backend


@pytest.fixture
def backend() -> Backend:
    """A table with its stream, and builders' configuration."""
    return Backend()


@pytest.fixture
def store(backend: Backend) -> Store:
    """The store over the fake of DynamoDB; it never sleeps."""
    return backend.store
