"""A brand with the real store, whose providers answer as each test defines."""

import pytest

from functions.notifier import handler
from functions.notifier.channels import https
from shared.config import configuration
from shared.runtime import aws, secrets
from shared.storage.store import Store
from tests.alerting.desk import Desk, new_store
from tests.alerting.posts import Receivers
from tests.builders import at


@pytest.fixture
def store() -> Store:
    return new_store(at(0).timestamp)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return connected(monkeypatch)


def connected(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that the notifier and the page use."""
    made = Desk()
    monkeypatch.setattr(aws, "client", lambda _service, once=False: made.providers)
    monkeypatch.setattr(secrets, "link_keys", lambda: ("key",))
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: made.configuration)
    monkeypatch.setattr(handler, "shared_store", lambda: made.store)
    monkeypatch.setattr(handler, "now", lambda: made.now)
    monkeypatch.setenv("MAIL_FROM", "replywatch@example.com")
    monkeypatch.setenv("MAIL_CONFIGURATION_SET", "mail")
    monkeypatch.setenv("API_URL", "https://api.example.com/")
    return made


@pytest.fixture
def receivers(monkeypatch: pytest.MonkeyPatch) -> Receivers:
    return receiving(monkeypatch)


def receiving(monkeypatch: pytest.MonkeyPatch) -> Receivers:
    """Stands in for Slack, PagerDuty and the receivers of webhooks."""
    made = Receivers()
    monkeypatch.setattr(https, "_exchange", made.exchange)
    monkeypatch.setattr(secrets, "channel_entries", lambda: made.entries)
    return made
