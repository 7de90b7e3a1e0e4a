"""The acknowledge link, from the email to the silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from shared.storage.rows import Row

from functions.api import acknowledge
from shared.config import configuration
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.domain.policies import Terms
from shared.domain.waits import Wait
from shared.runtime import links
from shared.storage import rows
from shared.storage.attributes import decode, encode
from tests.storage.memory import MemoryStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = ("new key", "old key")


def row() -> Row:
    due_at = NOON + timedelta(minutes=30)
    terms = Terms(
        policy="p", version="1", target_s=1800, clock="calendar", due_at=due_at, moments=(due_at,)
    )
    wait = Wait(
        boundary="START", kind="first", opened_by="m1", opened_at=NOON, last_at=NOON, terms=terms
    )
    return Row(
        conversation="x:1:2", channel="x", surface="private", account="1", customer="2", wait=wait
    )


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = configuration.load_file(Path("replywatch.toml"))
    monkeypatch.setattr(configuration, "deployed_configuration", lambda: shipped)


@pytest.fixture
def store() -> MemoryStore:
    kept = MemoryStore()
    kept.land([decode(encode(rows.to_item(row())))])
    return kept


LINK = Alert(
    conversation=row().conversation, boundary="START", wait_key=row().key, step=0, at="due",
    responder="ada", by="email",
)  # fmt: skip


def test_a_link_is_read_back_with_any_live_key_until_it_expires() -> None:
    text = links.token(LINK.id, KEYS, NOON)
    assert links.read(text, KEYS, NOON) == LINK.id
    assert links.read(text, ("another", "new key"), NOON) == LINK.id
    assert links.read(text, KEYS, NOON + timedelta(days=2)) is None


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "."]
)
def test_a_forged_link_is_nothing(spoil) -> None:
    assert links.read(spoil(links.token(LINK.id, KEYS, NOON)), KEYS, NOON) is None
    assert links.read(links.token(LINK.id, ("foreign",), NOON), KEYS, NOON) is None


def test_without_a_key_no_link_is_valid() -> None:
    assert links.read(links.token(LINK.id, ("",), NOON), ("",), NOON) is None


def test_a_link_tells_nothing_of_the_customer() -> None:
    text = links.token(LINK.id, KEYS, NOON)
    alert, expires, _ = text.split(".")
    assert (alert, int(expires)) == (LINK.id, int((NOON + timedelta(days=2)).timestamp()))


def test_a_link_names_an_alert_while_that_is_kept(store: MemoryStore) -> None:
    assert acknowledge.named(store, None) is None
    assert acknowledge.named(store, LINK.id) is None
    store.land([decode(encode(alerts.to_item(LINK)))])
    assert acknowledge.named(store, LINK.id) == LINK
    assert acknowledge.page(store, None, NOON)[0] == 403


def test_opening_the_link_changes_nothing(store: MemoryStore) -> None:
    before = dict(store.items)
    status, page = acknowledge.page(store, LINK, NOON)
    assert (status, store.items) == (200, before)
    assert "<button" in page


def test_pressing_the_button_silences_for_an_hour_and_again_is_the_same(
    store: MemoryStore,
) -> None:
    for _ in range(2):
        assert acknowledge.acknowledge(store, LINK, NOON)[0] == 200
    (item,) = store.rows()
    silent = rows.from_item(item)
    assert silent.next_moment == NOON + timedelta(hours=1)
    assert silent.wait.due_at == NOON + timedelta(minutes=30)
    assert (silent.acknowledged_by, silent.version) == ("ada", 1)


def test_an_acknowledgement_expires(store: MemoryStore) -> None:
    acknowledge.acknowledge(store, LINK, NOON)
    assert "<button" in acknowledge.page(store, LINK, NOON + timedelta(hours=2))[1]


def test_what_is_answered_needs_no_acknowledgement(store: MemoryStore) -> None:
    closed = replace(row(), wait=replace(row().wait, outcome="met"))
    store.land([decode(encode(rows.to_item(closed)))])
    assert "has been answered" in acknowledge.acknowledge(store, LINK, NOON)[1]
