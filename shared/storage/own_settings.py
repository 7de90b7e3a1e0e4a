"""Stores what responders have changed on their settings pages, and applies it over the values of
the file.

All settings are in one partition, so one query reads those of everybody: there are at most 99
responders. Settings with a message to send are in the due index.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from shared.config.configuration import Configuration, Responder
from shared.domain.availability import AbsentDays, QuietHours
from shared.domain.own_settings import VALUES, OwnSettings, Sending, id_of
from shared.storage import schema
from shared.storage.attributes import Item, moment, moment_of, stamp
from shared.storage.changes import Put
from shared.storage.schema import DUE_NEXT, DUE_SHARD, TTL
from shared.storage.store import Store

MAX_ATTEMPTS = 5
KEPT_WITHOUT_VALUES = timedelta(days=2)
"""How long an item without values is kept. It only limits how many messages are requested."""

KEPT_ENDED = timedelta(days=8)
"""Longer than a link to the settings page is valid."""

_PLAIN = ("purpose", "by", "name", "to", "state", "attempts", "wrong")

type Change = Callable[[OwnSettings], OwnSettings | None]


def resolved(store: Store, configuration: Configuration) -> Configuration:
    """The configuration with each responder's own values.

    They are read when a responder is first asked for, and kept as long as the result is. Make a new
    one for each invocation.
    """
    return replace(configuration, responders=_Resolved(store, configuration.responders))


def of_file(configuration: Configuration, name: str) -> Responder | None:
    """The responder as in the file, from a configuration that may have been resolved."""
    responders = configuration.responders
    return (responders.of_file if isinstance(responders, _Resolved) else responders).get(name)


class _Resolved(Mapping[str, Responder]):
    """The responders of `resolved`. Their names can be read without reading the table."""

    def __init__(self, store: Store, of_file: Mapping[str, Responder]) -> None:
        self._store, self.of_file = store, of_file

    def __getitem__(self, name: str) -> Responder:
        of_file = self.of_file[name]
        own = self._own.get(name)
        return own_responder(of_file, own) if own else of_file

    def __contains__(self, name: object) -> bool:
        return name in self.of_file

    def __iter__(self) -> Iterator[str]:
        return iter(self.of_file)

    def __len__(self) -> int:
        return len(self.of_file)

    @cached_property
    def _own(self) -> Mapping[str, OwnSettings]:
        return read_all(self._store)


def own_responder(of_file: Responder, own: OwnSettings) -> Responder:
    """This responder with their own values in place of the file's."""
    return replace(of_file, **own.values)


def read_all(store: Store) -> dict[str, OwnSettings]:
    """The own settings of all responders, by name."""
    found = map(from_item, store.partition(schema.RESPONDERS))
    return {own.responder: own for own in found}


def read(store: Store, responder: str) -> OwnSettings:
    """The responder's own settings, or empty ones."""
    return read_by_id(store, id_of(responder)) or OwnSettings(responder=responder)


def read_by_id(store: Store, responder_id: str) -> OwnSettings | None:
    """The own settings of the responder with this id, which links and queues contain."""
    item = store.get(schema.responder_key(responder_id))
    return from_item(item) if item else None


def write(store: Store, after: OwnSettings) -> None:
    """Writes the settings in place of the version from which they were made. Raises
    ConflictError."""
    next_version = replace(after, version=after.version + 1)
    store.write([Put(to_item(next_version), expects=after.version or None, retry_safe=True)])


def update(store: Store, responder: str, change: Change) -> OwnSettings | None:
    """Applies `change` to the current settings, and writes the result. Returns None, and writes
    nothing, if `change` returns None.

    Raises ConflictError if other functions keep writing.
    """

    def attempt() -> OwnSettings | None:
        after = change(read(store, responder))
        if after is not None:
            write(store, after)
        return after

    return store.retry(attempt, attempts=MAX_ATTEMPTS)


def to_item(own: OwnSettings) -> Item:
    """The settings as an item of the table."""
    responder_id = id_of(own.responder)
    key = schema.responder_key(responder_id)
    item: Item = {
        **key.attributes,
        "responder": own.responder,
        "own": {name: _stored(value) for name, value in own.values.items()},
        "sendings": [_sending_to_item(s) for s in own.sendings],
        "asked": [[purpose, at] for purpose, at in own.asked],
        "changed_at": own.changed_at,
        "links_ended_at": own.links_ended_at,
        "version": own.version,
    }
    if own.due is not None:
        item[DUE_SHARD] = schema.due(schema.shard(responder_id))
        item[DUE_NEXT] = stamp(own.due)
    if not own.values and (kept_until := _kept_until(own)):
        item[TTL] = int(kept_until.timestamp())
    return item


def _kept_until(own: OwnSettings) -> datetime | None:
    """When the item of settings without own values expires: once nothing in it is needed."""
    asked = [at + KEPT_WITHOUT_VALUES for _, at in own.asked[-1:]]
    ended = [own.links_ended_at + KEPT_ENDED] if own.links_ended_at else []
    return max([*asked, *ended], default=None)


def from_item(item: Item) -> OwnSettings:
    """The inverse of `to_item`."""
    return OwnSettings(
        responder=item["responder"],
        values={n: _value(n, value) for n, value in item["own"].items() if n in VALUES},
        sendings=tuple(_sending_from_item(s) for s in item["sendings"]),
        asked=tuple((purpose, moment(at)) for purpose, at in item["asked"]),
        changed_at=moment_of(item, "changed_at"),
        links_ended_at=moment_of(item, "links_ended_at"),
        version=item["version"],
    )


def _stored(value: Any) -> Any:
    """A field of a responder as plain values."""
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    if isinstance(value, QuietHours):
        return {"days": value.days, "hours": value.hours}
    if isinstance(value, AbsentDays):
        return {"first": value.first.isoformat(), "last": value.last.isoformat()}
    return value


def _value(name: str, stored: Any) -> Any:
    """The inverse of `_stored`, for the field of that name."""
    match name:
        case "quiet_hours":
            return tuple(QuietHours(tuple(q["days"]), tuple(q["hours"])) for q in stored)
        case "absent":
            days = ([date.fromisoformat(a[end]) for end in ("first", "last")] for a in stored)
            return tuple(AbsentDays(*both) for both in days)
        case "channels":
            return tuple(stored)
        case _:
            return stored


def _sending_to_item(sending: Sending) -> Item:
    found: Item = {name: getattr(sending, name) for name in _PLAIN}
    return found | {"asked_at": sending.asked_at, "due": sending.due}


def _sending_from_item(item: Item) -> Sending:
    plain: dict[str, Any] = {name: item.get(name) for name in _PLAIN}
    return Sending(**plain, asked_at=moment(item["asked_at"]), due=moment_of(item, "due"))
