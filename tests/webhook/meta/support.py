"""Reads the payloads in `payloads/`, and builds the events that they are expected to become."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from functions.webhook import meta
from shared.domain.events import Event

PAYLOADS = Path(__file__).parent / "payloads"

PAGE, PSID, POST = "100200300", "7000000000000001", "100200300_55"

IG, IGSID = "17841400000000001", "6000000000000001"

NUMBER, PHONE, USER = "200000000000001", "491700000001", "DE.81000000000000000001"

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)

SENT, SENT_MS = AT + timedelta(seconds=1), AT + timedelta(milliseconds=900)

private = partial(Event, surface="private", direction="in", at=AT)

public = partial(Event, surface="public", direction="in", sent_at=SENT)


def messenger(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind,
        event_name,
        **{"channel": "messenger", "account": PAGE, "customer": PSID, "sent_at": SENT_MS} | more,
    )


def instagram(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind,
        event_name,
        **{"channel": "instagram", "account": IG, "customer": IGSID, "sent_at": SENT_MS} | more,
    )


def whatsapp(kind: Any, event_name: str, **more: Any) -> Event:
    return private(
        kind, event_name, **{"channel": "whatsapp", "account": NUMBER, "customer": PHONE} | more
    )


def facebook(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{"channel": "facebook", "account": PAGE, "customer": "9001", "thread": POST, "at": AT}
        | more,
    )


def comment(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{"channel": "instagram", "account": IG, "customer": IGSID, "thread": "md1"} | more,
    )


def threads(kind: Any, event_name: str, **more: Any) -> Event:
    return public(
        kind,
        event_name,
        **{
            "channel": "threads",
            "account": "tb1",
            "customer": "ada.example",
            "thread": "tr1",
            "at": AT,
        }
        | more,
    )


def parse(body: dict[str, Any]) -> list[Event]:
    return [timed(event) for event in meta.parse(body)]


def timed(event: Event) -> Event:
    """The event without `sent_at` if it has its own time, because then nothing reads `sent_at`; and
    without the customer's name, which `test_customer_names.py` checks."""
    event = event._replace(customer_name=None)
    return event._replace(sent_at=None) if event.at else event


def body(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def events(name: str) -> list[Event]:
    return parse(body(name))


def expectations(rows: dict[str, list[Event]]) -> dict[str, list[Event]]:
    """The expected events by payload, comparable with those of `events`."""
    return {name: [timed(event) for event in found] for name, found in rows.items()}


def payload_names(prefix: str) -> set[str]:
    """The names of the payloads that begin with the prefix."""
    return {path.stem for path in PAYLOADS.glob(f"{prefix}*.json")}
