"""Lists alerts and their states. The cost of a page does not depend on how many alerts there
are."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any, get_args

from functions.api.query_parameters import MAX_LIMIT, Query, check_period, places
from functions.api.waits import Page
from shared.config.configuration import Configuration
from shared.conversation.alert_json import alert_to_json
from shared.conversation.wait_json import time_to_json
from shared.domain.alerts import Alert, Kind, State
from shared.domain.policies import Medium
from shared.storage import alerts, records, schema
from shared.storage.attributes import Item, stamp
from shared.storage.records import ConversationRecord
from shared.storage.schema import CLAIMED, Key
from shared.storage.store import Store

MAX_EXAMINED = 400
"""How many alerts are read for a page."""


DAYS, DAYS_OF_CONVERSATION = 7, 90
"""The default period, in days: for all alerts, and for one conversation's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertQuery:
    """What a request asks for. An empty filter matches everything."""

    start: datetime
    end: datetime
    limit: int
    name: tuple[Any, ...] = ()
    """The query in the words of the request. A cursor belongs to one query."""
    only: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By channel, account, responder, by."""
    states: Collection[str] = ()
    kinds: Collection[str] = ()
    conversation: str | None = None
    """A public id."""


def asked(query: Query, configuration: Configuration, now: datetime) -> AlertQuery:
    """Reads the query of a request. Raises ProblemError."""
    start, end = query.moment("from"), query.moment("to")
    filters = places(query, configuration) | {
        "responder": query.values("responder"),
        "by": query.values("by", get_args(Medium)),
    }
    states, kinds = query.values("state", get_args(State)), query.values("kind", get_args(Kind))
    limit, conversation = query.limit(MAX_LIMIT), query.take("conversation")
    until = end or now + timedelta(seconds=1)
    days = DAYS_OF_CONVERSATION if conversation else DAYS
    since = start or until - timedelta(days=days)
    check_period("from", since, until)
    return AlertQuery(
        start=since,
        end=until,
        name=(limit, start, end, sorted(filters.items()), states, kinds, conversation),
        limit=limit,
        only={name: values for name, values in filters.items() if values},
        states=states,
        kinds=kinds,
        conversation=conversation,
    )


def page(
    store: Store,
    configuration: Configuration,
    query: AlertQuery,
    record: ConversationRecord | None,
    position: str,
) -> Page:
    """A page of the alerts that were claimed in the period, newest first.

    `record`: only alerts of this record's customer.
    """
    found, end = read(store, configuration, query, record, position)
    return _shown(store, found), end


def read(
    store: Store,
    configuration: Configuration,
    query: AlertQuery,
    record: ConversationRecord | None,
    position: str = "",
) -> tuple[list[Alert], str | None]:
    """The page as alerts, and the position at which the next page begins, or None if there is
    none."""
    only = frozenset((record.conversation, *record.links)) if record else None
    entries = _entries(store, configuration, query, only, position)
    found: list[Alert] = []
    for part in batched(islice(entries, MAX_EXAMINED), query.limit + 1, strict=False):
        keys = [Key.of(i) for i in part if _is_wanted(i, query, only)]
        items = store.get_all(keys, consistent=False) if keys else {}
        for entry in part:
            if len(found) == query.limit:
                return found, position
            position = entry[CLAIMED]
            item = items.get(Key.of(entry))
            if item and _has_state(alert := alerts.from_item(item), query):
                found.append(alert)
    return found, position if next(entries, None) else None


def _entries(
    store: Store,
    configuration: Configuration,
    query: AlertQuery,
    only: frozenset[str] | None,
    position: str,
) -> Iterator[Item]:
    """The index entries before this position, merged from all accounts."""
    wanted = query.only.get("account")
    ids = {a.id for a in configuration.accounts}
    if only is not None:
        ids = {one.split(":", 2)[1] for one in only}
    before = position or stamp(query.end)
    size = min(query.limit + 1, MAX_EXAMINED)
    every = (
        _before(store.claimed_alerts(one, stamp(query.start), before, page=size), before)
        for one in sorted(ids)
        if not wanted or one in wanted
    )
    return heapq.merge(*every, key=lambda item: str(item[CLAIMED]), reverse=True)


def _before(items: Iterable[Item], before: str) -> Iterator[Item]:
    return (item for item in items if item[CLAIMED] < before)


def _is_wanted(entry: Item, query: AlertQuery, only: frozenset[str] | None) -> bool:
    values = {
        "channel": entry["conversation"].partition(":")[0],
        "account": entry[schema.ACCOUNT],
        "responder": entry["responder"],
        "by": entry["by"],
    }
    is_here = only is None or entry["conversation"] in only
    return is_here and all(values[name] in wanted for name, wanted in query.only.items())


def _has_state(alert: Alert, query: AlertQuery) -> bool:
    return (not query.states or alert.state in query.states) and (
        not query.kinds or alert.kind in query.kinds
    )


def _shown(store: Store, found: Iterable[Alert]) -> list[dict[str, Any]]:
    """The alerts with the public ids of their conversations."""
    found = list(found)
    known = records_of(store, found)
    return [
        {"conversation": record.public_id if record else None, **alert_and_life(alert, record)}
        for alert in found
        for record in [known.get(alert.conversation)]
    ]


def records_of(
    store: Store, found: Iterable[Alert], *known: ConversationRecord
) -> dict[str, ConversationRecord]:
    """The records of the alerts' conversations, by internal id. Reads only those not in `known`."""
    by_id = {record.conversation: record for record in known}
    keys = {a.conversation: schema.record_key(a.conversation) for a in found}
    missing = [key for conversation, key in keys.items() if conversation not in by_id]
    items = store.get_all(missing, consistent=False) if missing else {}
    return by_id | {c: records.from_item(items[key]) for c, key in keys.items() if key in items}


def alert_and_life(alert: Alert, record: ConversationRecord | None) -> dict[str, Any]:
    """An alert as JSON, with the time of its claim and its `history`. `record`: that of its
    conversation, if it still exists."""
    return {
        **alert_to_json(alert, record),
        "opened_by": alert.opened_by,
        "sent_at": time_to_json(_sent_at(alert)),
        "next_attempt_at": None if alert.is_settled else time_to_json(alert.due),
        "history": [{"event": one.event, "at": time_to_json(one.at)} for one in alert.history],
    }


def _sent_at(alert: Alert) -> datetime | None:
    """When the provider first accepted the alert, or None."""
    taken = (one.at for one in alert.history if one.event in {"accepted", "delivered"})
    return next(taken, None)
