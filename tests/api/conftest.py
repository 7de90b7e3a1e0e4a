"""The API over a table."""

from collections.abc import Iterator

import pytest

from functions.api import handler
from shared.config.configuration import Account
from shared.runtime import secrets
from tests import builders
from tests.api.calls import TOKEN, entry
from tests.builders import at
from tests.events import BRAND, NUMBER, half_an_hour, whatsapp
from tests.fakes.backend import Backend

ACCOUNTS = (
    Account(channel="messenger", id=builders.ACCOUNT, name="Example"),
    Account(channel="whatsapp", id=NUMBER, name="Example"),
    Account(channel="x", id=BRAND, name="Example"),
)


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    """The API over a table in which customer 4901 has asked on WhatsApp at 10:00."""
    made = Backend(builders.configuration(half_an_hour(), accounts=ACCOUNTS))
    monkeypatch.setattr(handler, "shared_store", lambda: made.store)
    monkeypatch.setattr(handler, "now", lambda: made.now)
    monkeypatch.setattr(secrets, "api_tokens", lambda **_: (entry("ada", "admin"),))
    monkeypatch.setattr(secrets, "link_keys", lambda: (TOKEN,))
    made.receive(whatsapp("w1", 0))
    made.now = at(20)
    with made.running():
        yield made
