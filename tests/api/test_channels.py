"""`GET /v1/channels`: whether messages still arrive."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.tracker import last_messages
from functions.webhook import quarantine
from shared.domain.events import Event
from shared.domain.silent_accounts import SILENT_FROM
from shared.storage import activity
from tests.api.calls import ask
from tests.builders import DAY, HOUR, at
from tests.events import NUMBER, whatsapp, whatsapp_reply
from tests.fakes.backend import Backend

PLACE = ("whatsapp", NUMBER)


def whatsapps() -> dict[str, Any]:
    answer = ask("GET", "/v1/channels")
    assert answer["status"] == 200
    (found,) = [one for one in answer["channels"] if one["channel"] == "whatsapp"]
    return dict(found)


def test_an_account_shows_the_last_message_of_either_side(backend: Backend) -> None:
    assert whatsapps() == {
        "channel": "whatsapp",
        "account": NUMBER,
        "name": "Example",
        "last_message_at": "2026-11-22T10:00:00Z",
        "silence_s": 1200,
        "usual_waits_per_hour": None,
        "usual_waits_in_silence": None,
        "silent": None,
        "quarantined": 0,
    }
    backend.receive(whatsapp_reply("r1", 21))
    assert whatsapps()["last_message_at"] == "2026-11-22T10:21:00Z"


def test_an_account_without_a_message_has_none(backend: Backend) -> None:
    answer = ask("GET", "/v1/channels")
    found = {one["channel"]: one["last_message_at"] for one in answer["channels"]}
    assert (found["x"], found["messenger"]) == (None, None)


def test_a_dismissal_does_not_count_as_a_message(backend: Backend) -> None:
    backend.now = at(40)
    ask("POST", f"/v1/conversations/{backend.records()[0].public_id}/dismiss", '{"reason": "x"}')
    backend.deliver()
    assert whatsapps()["last_message_at"] == "2026-11-22T10:00:00Z"


def test_an_older_message_that_arrives_late_is_not_the_last_one(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 15), whatsapp("w0", 5))
    assert whatsapps()["last_message_at"] == "2026-11-22T10:15:00Z"


def test_a_message_from_the_future_counts_when_it_arrives(backend: Backend) -> None:
    backend.receive(whatsapp("w2", 30 * DAY), at=at(22))
    assert whatsapps()["last_message_at"] <= "2026-11-22T10:22:00Z"


def test_a_second_function_does_not_replace_a_newer_time(backend: Backend) -> None:
    last_messages.note(backend.store, PLACE, at(50))
    other = Backend()
    other.store.client = backend.store.client
    last_messages.note(other.store, PLACE, at(40))
    assert activity.last_messages(backend.store, [PLACE]) == {PLACE: at(50)}


def test_messages_of_the_same_minute_cost_one_write(backend: Backend) -> None:
    backend.calls.made.clear()
    for second in range(30):
        last_messages.note(backend.store, PLACE, at(21) + timedelta(seconds=second))
    assert backend.calls.made == {"get_item": 1, "put_item": 1}


# --- What is usual --------------------------------------------------------------------------------


@pytest.fixture
def busy(backend: Backend) -> Backend:
    """A customer writes every two hours for 29 days. The last message comes at the end."""
    for n in range(29 * 12):
        customer = f"60{n}"
        backend.receive(whatsapp(f"b{n}", 20 + n * 2 * HOUR, customer))
    return backend


def test_a_silence_is_measured_by_what_is_usual(busy: Backend) -> None:
    busy.now += timedelta(hours=2)
    shown = whatsapps()
    assert shown["usual_waits_per_hour"] == 1  # one every second hour, also in the weeks before
    assert 0.4 < shown["usual_waits_in_silence"] < 2
    assert shown["silent"] is False
    busy.now += timedelta(hours=24)
    shown = whatsapps()
    assert shown["usual_waits_in_silence"] >= SILENT_FROM
    assert shown["silent"] is True


def test_days_before_a_day_without_waits_are_compared_too(backend: Backend) -> None:
    """Customers write on Mondays and Thursdays, and are answered within minutes."""
    for week in range(5):
        for day in (1, 4):
            minute, name = (7 * week + day) * DAY, f"{week}{day}"
            asked = whatsapp(f"q{name}", minute, f"60{name}")
            backend.receive(asked, whatsapp_reply(f"a{name}", minute + 5, f"60{name}"))
    backend.now = at(36 * DAY + 20)
    assert whatsapps()["usual_waits_per_hour"] == 1


# --- Quarantine -----------------------------------------------------------------------------------


def test_events_quarantined_in_the_last_day_are_counted(backend: Backend) -> None:
    event = Event(kind="message", event_name="new", channel="whatsapp", account=NUMBER)
    hour = timedelta(hours=1)
    kept = [
        quarantine.item_of_event("unknown", event, backend.configuration, backend.now - hour),
        quarantine.item_of_event("place", event, backend.configuration, backend.now - 30 * hour),
        quarantine.item_of_body(b"[1", "meta", backend.configuration, backend.now),
    ]
    backend.table_puts(kept)
    answer = ask("GET", "/v1/channels")
    assert answer["quarantined"]["count"] == 2
    assert answer["quarantined"]["by_reason"] == {"body": 1, "unknown": 1}
    assert whatsapps()["quarantined"] == 1
    assert "[1" not in json.dumps(answer)


def test_channels_read_the_same_amount_however_many_waits_are_open(busy: Backend) -> None:
    before = busy.meter.rcu
    whatsapps()
    few = busy.meter.rcu - before
    busy.receive(*(whatsapp(f"n{n}", 59 * 12 * HOUR, f"70{n}") for n in range(60)))
    before = busy.meter.rcu
    whatsapps()
    assert busy.meter.rcu - before <= few + 2
