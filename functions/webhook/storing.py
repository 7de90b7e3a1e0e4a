"""Decides for each event whether to store it, quarantine it or only count it, and stores it."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from functions.webhook import own_accounts, quarantine
from functions.webhook.quarantine import Reason
from shared.config.configuration import Configuration
from shared.domain.events import Event, has_valid_ids
from shared.storage import expiry, id_limits, message_items, schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.message_items import NoPlaceError
from shared.storage.schema import PK, SK, Key
from shared.storage.store import BATCH_WRITE, Store

MAX_UNKNOWN_EVENTS = 1_000
"""How many unknown events of one body are quarantined. The others are only counted."""

WRITER_THREADS = 8


@dataclass(slots=True)
class Routed:
    """Where the events of one body go."""

    items: list[Item] = field(default_factory=list)
    """The items to store."""
    guessed: list[Event] = field(default_factory=list)
    """Posts in a thread whose account must be looked up."""
    untimed: list[Event] = field(default_factory=list)
    """Messages without a time of their own. Their time is that of the first delivery."""
    quarantined: list[tuple[Reason, Event]] = field(default_factory=list)
    """Events to quarantine, each with the reason."""
    counts: Counter[str] = field(default_factory=Counter)
    """The number of events by kind."""


def route(events: Iterable[Event], configuration: Configuration) -> Routed:
    """Decides where each event goes. Reads and writes nothing."""
    routed = Routed()
    for event in own_accounts.without_own(events, configuration):
        if not configuration.names and event.customer_name:
            event = event._replace(customer_name=None)  # noqa: PLW2901 it must not be stored
        routed.counts[event.kind] += 1
        _route_event(routed, event, configuration)
    return routed


def _route_event(routed: Routed, event: Event, configuration: Configuration) -> None:
    if event.kind == "unknown":
        if routed.counts["unknown"] <= MAX_UNKNOWN_EVENTS:
            routed.quarantined.append(("unknown", event))
    elif not has_valid_ids(event):
        routed.quarantined.append(("place", event))
    elif event.kind == "not_a_message":
        if configuration.knows(event.channel, event.account):
            routed.items += message_items.alias_and_arrival(event)
    elif not configuration.knows(event.channel, event.account):
        routed.quarantined.append(("account", event))
    elif not id_limits.fits(event):
        routed.quarantined.append(("place", event))
    elif event.surface == "private" and event.customer is None:
        routed.quarantined.append(("place", event))  # private messages are not found by their ids
    elif event.is_account_guessed:
        routed.guessed.append(event)
    elif event.at is None and event.kind in {"message", "reply"}:
        routed.untimed.append(event)
    else:
        _place(routed, event)


def _place(routed: Routed, event: Event) -> None:
    try:
        routed.items += message_items.items(event)
    except NoPlaceError:
        routed.quarantined.append(("place", event))


def store_events(store: Store, routed: Routed, configuration: Configuration, now: datetime) -> None:
    """Stores the items and the quarantined events.

    Raises what the table raises. The webhook then answers 5xx and the platform delivers again.
    """
    for event in routed.guessed:
        _place(routed, _with_account(store, configuration, event))
    if routed.untimed:
        with ThreadPoolExecutor(WRITER_THREADS) as writers:
            times = list(
                writers.map(lambda e: _first_seen(store, configuration, e), routed.untimed)
            )
        for event, at in zip(routed.untimed, times, strict=True):
            _place(routed, event._replace(at=at))
    items = expiry.expiring(routed.items, configuration.text_days, now) + [
        quarantine.item_of_event(reason, event, configuration, now)
        for reason, event in routed.quarantined
    ]
    if len(items) <= BATCH_WRITE:
        store.put_all(items)
        return
    parts = [items[i : i + BATCH_WRITE] for i in range(0, len(items), BATCH_WRITE)]
    with ThreadPoolExecutor(WRITER_THREADS) as writers:
        list(writers.map(store.put_all, parts))


def _with_account(store: Store, configuration: Configuration, event: Event) -> Event:
    """The event, with the account that has messages of its thread. Where none has, the guess stays:
    the brand follows the thread, so its message is kept rather than lost."""
    for account in (a.id for a in configuration.accounts if a.channel == event.channel):
        for message_id in filter(None, (event.thread, event.answers)):
            pk = schema.post_pk(str(event.channel), account, message_id)
            if store.get(Key(pk, schema.POINTER)):
                return event._replace(account=account)
    return event


def _first_seen(store: Store, configuration: Configuration, event: Event) -> datetime | None:
    """When this message was first delivered. A redelivery carries a later time, so the first one
    is stored and read back."""
    if event.sent_at is None or not event.message_id:
        return event.sent_at
    key = schema.post_pk(str(event.channel), str(event.account), event.message_id)
    seen: Item = {PK: key, SK: schema.SEEN, "at": stamp(event.sent_at)}
    (seen,) = expiry.expiring([seen], configuration.text_days)
    first = store.put_first(seen)
    return moment(first["at"])
