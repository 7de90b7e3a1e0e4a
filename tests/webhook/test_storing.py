"""Which events are stored, which are quarantined, and when the items expire."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.webhook import quarantine, storing
from shared.domain.events import Event
from shared.storage import id_limits, message_items
from shared.storage.attributes import stamp
from shared.storage.errors import OverloadedError
from shared.storage.store import BATCH_WRITE
from tests import builders
from tests.builders import ACCOUNT, CONVERSATION, CUSTOMER, at
from tests.fakes.backend import Backend

DAYS = 400


def message(message_id: str, minute: float = 0, **more: Any) -> Event:
    values: dict[str, Any] = {"channel": "messenger", "surface": "private", "account": ACCOUNT}
    values |= {"customer": CUSTOMER, "direction": "in", "text": "Where is it?"}
    given = values | {"at": at(minute)} | more
    return Event(kind=given.pop("kind", "message"), event_name="m", message_id=message_id, **given)


def store_all(backend: Backend, *events: Event, after: timedelta = timedelta(hours=1)) -> None:
    known = builders.configuration(text_days=DAYS)
    storing.store_events(backend.store, storing.route(events, known), known, at(0) + after)


def stored(backend: Backend) -> list[str]:
    return [item["message_id"] for item in backend.items(f"C#{CONVERSATION}")]


def quarantined(backend: Backend) -> list[str]:
    return [item["reason"] for item in backend.items("Q#")]


def test_a_message_expires_a_fixed_time_after_it_was_written(backend: Backend) -> None:
    store_all(backend, message("1"), after=timedelta(days=3))
    (item,) = backend.items()
    assert datetime.fromtimestamp(item["expires_at"], UTC) == at(0) + timedelta(days=DAYS)


def test_an_event_without_a_place_is_quarantined_the_next_is_stored(
    backend: Backend,
) -> None:
    too_long = "x" * (id_limits.MAX_ID_BYTES + 1)
    store_all(backend, message("1"), message(too_long), message("2", account="999"), message("3"))
    assert stored(backend) == ["1", "3"]
    assert sorted(quarantined(backend)) == ["account", "place"]


@pytest.mark.parametrize("kind", ["edit", "delete"])
def test_a_private_change_that_names_no_customer_is_quarantined(
    backend: Backend, kind: Any
) -> None:
    """Nothing leads from a private message's id to its conversation, so it would wait forever."""
    store_all(backend, message("1"), message("1", kind=kind, customer=None))
    assert quarantined(backend) == ["place"]
    assert not backend.items("P#")


def test_a_public_change_that_names_no_customer_is_stored(backend: Backend) -> None:
    public = message("1", kind="delete", surface="public", customer=None, needs_parent=True)
    store_all(backend, public)
    assert [item["message_id"] for item in backend.items("P#")] == ["1"]


def test_a_redelivered_event_is_quarantined_only_once(backend: Backend) -> None:
    for minute in (1, 2):
        store_all(backend, message("1", account="999", sent_at=at(minute)))
    assert len(quarantined(backend)) == 1


def test_a_failed_write_of_any_part_of_a_body_is_raised(backend: Backend) -> None:
    def refuse_one(_pk: str, _sk: str, item: dict[str, Any]) -> None:
        if item["message_id"] == {"S": str(BATCH_WRITE)}:
            raise OverloadedError

    backend.table.on_put = refuse_one
    for number in (BATCH_WRITE + 1, 3 * BATCH_WRITE):
        with pytest.raises(OverloadedError):
            store_all(backend, *(message(str(n)) for n in range(number)))
    with pytest.raises(OverloadedError):
        store_all(backend, message(str(BATCH_WRITE)))


def test_more_events_than_one_batch_are_all_stored(backend: Backend) -> None:
    store_all(backend, *(message(str(n)) for n in range(3 * BATCH_WRITE + 1)))
    assert len(stored(backend)) == 3 * BATCH_WRITE + 1


def test_two_edits_of_a_message_are_two_items_and_a_long_text_is_cut(backend: Backend) -> None:
    long = "x" * (message_items.MAX_TEXT + 1)
    edits = [message("1", n, kind="edit", text=text) for n, text in ((1, "Why?"), (2, long))]
    store_all(backend, *edits)
    texts = {item["sk"]: item["text"] for item in backend.items()}
    assert texts == {
        f"E#1#{stamp(at(1))}": "Why?",
        f"E#1#{stamp(at(2))}": long[: message_items.MAX_TEXT],
    }


def test_a_link_that_is_too_long_is_dropped(backend: Backend) -> None:
    """A truncated link would lead to another page."""
    store_all(backend, message("1", permalink="https://x.com/" + "x" * message_items.MAX_TEXT))
    (item,) = backend.items()
    assert "permalink" not in item


def test_ids_that_fit_only_one_by_one_are_stored(backend: Backend) -> None:
    longest, ids = "x" * id_limits.MAX_ID_BYTES, ("message_id", "answers")
    store_all(backend, message("1")._replace(**dict.fromkeys(ids, longest)))
    assert stored(backend) == [longest]


def test_an_id_with_too_many_bytes_is_quarantined(backend: Backend) -> None:
    store_all(backend, message("1"), message("2", answers="ä" * (id_limits.MAX_ID_BYTES // 2 + 1)))
    assert stored(backend) == ["1"]
    assert quarantined(backend) == ["place"]


IDS = ("message_id", "answers", "thread", "customer", "account", "alias")


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("code", [0x00, 0x0A, 0x7F, 0x85, 0xD83D, 0xDC00, 0xFFFD])
@pytest.mark.parametrize("kind", ["message", "reply", "edit", "delete", "not_a_message"])
def test_an_event_with_an_unusable_id_is_quarantined(
    backend: Backend, kind: Any, code: int, name: str
) -> None:
    store_all(backend, message("1"), message("2", kind=kind)._replace(**{name: f"a{chr(code)}b"}))
    assert stored(backend) == ["1"]
    assert quarantined(backend) == ["place"]


def test_an_event_quarantined_for_its_id_can_be_restored_unchanged(backend: Backend) -> None:
    odd = message("m\ud83d")
    store_all(backend, odd)
    (item,) = backend.items()
    item["event"].encode()
    assert quarantine.event_of(item) == odd
