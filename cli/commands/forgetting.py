"""What becomes of a customer's data when the customer is forgotten: the same times under names that
lead nowhere. Pure.

A name is a keyed hash, and the key is thrown away in the end: without it nobody can tell whose
waits these were, not even by trying every telephone number.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.storage.rows import Row

from functions.tracker import texts
from shared.config.configuration import Configuration
from shared.domain import alerts
from shared.domain.alerts import Alert
from shared.domain.waits import START, whole
from shared.storage import rows
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import JOIN, conversation_key, is_message
from shared.storage.schema import PK, SK, TTL

_KEPT = (
    "kind", "event_name", "channel", "surface", "account", "direction", "at", "app", "lang",
    "elsewhere", "dismissed_by", "reason", "responder", TTL,
)  # fmt: skip
"""All that stays of a message, besides its marks."""

_TIMES = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?")
"""Digits that name nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Whom to forget. One person may have several ids, a telephone number and a scoped one."""

    channel: str
    account: str | None
    ids: frozenset[str]
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """One pattern for all ids, each as a word of its own: 42 is not in 1042."""
        ids = "|".join(sorted(map(re.escape, self.ids), key=len, reverse=True))
        pattern = re.compile(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9]\.)(?:{ids})(?!\.?[A-Za-z0-9])")
        object.__setattr__(self, "_pattern", pattern)

    @property
    def common(self) -> bool:
        """Whether an id is so short that people may write it and mean something else."""
        return min(map(len, self.ids)) < 6

    def named_in(self, value: Any) -> bool:
        """Whether the value, or anything in it, names the customer."""
        if isinstance(value, str):
            return self._pattern.search(_TIMES.sub(" ", value)) is not None
        if isinstance(value, Mapping):
            return any(
                self.named_in(v) for k, v in value.items() if not (self.common and k == "text")
            )
        return isinstance(value, list) and any(map(self.named_in, value))

    def without(self, value: Any, name: str) -> Any:
        """The value, with another name in place of the customer's."""
        if isinstance(value, str):
            parts = _TIMES.split(value)
            times = [*_TIMES.findall(value), ""]
            words = (self._pattern.sub(name, part) for part in parts)
            return "".join(w + t for w, t in zip(words, times, strict=True))
        if isinstance(value, Mapping):
            return {k: self.without(v, name) for k, v in value.items()}
        return [self.without(v, name) for v in value] if isinstance(value, list) else value

    def concerns(self, item: Item) -> bool:
        """Whether the item names the customer, on the channel and account in question. The figures
        of an hour name nobody; what a run keeps of itself goes with its end."""
        return self._told(item) and self._here(item)

    def elsewhere(self, item: Item) -> bool:
        """Whether it names an id like the customer's, on another channel or account."""
        return self._told(item) and not self._here(item)

    def _told(self, item: Item) -> bool:
        return not str(item[PK]).startswith(("R#", "F#")) and self.named_in(item)

    def _here(self, item: Item) -> bool:
        channel, account = _place(item)
        if str(item[PK]).startswith("D#META"):
            return self.channel != "x"
        if channel is not None and channel != self.channel:
            return False
        return account is None or self.account is None or account == self.account


def _place(item: Item) -> tuple[str | None, str | None]:
    """The channel and account that an item is of, as far as it tells."""
    if "event" in item:
        try:
            event = json.loads(item["event"])
            return event.get("channel"), event.get("account")
        except (ValueError, AttributeError):
            return None, None
    if "channel" in item:
        return item["channel"], item.get("account")
    kind, _, rest = str(item[PK]).partition("#")
    if kind in {"P", "T"}:
        channel, account, *_ = [*rest.split("#"), "", ""]
        return channel or None, account or None
    conversation = rest if kind == "C" else str(item.get("conversation", ""))
    channel, account, *_ = [*conversation.split(":"), "", ""]
    return channel or None, account or None


def other_ids(customer: Customer, items: Iterable[Item]) -> frozenset[str]:
    """The ids that the platform told are the same person's (WhatsApp)."""
    found: set[str] = set()
    for item in items:
        if not str(item[PK]).startswith("C#"):
            continue
        pair = {item.get("customer"), item.get("alias")}
        if str(item[SK]).startswith(JOIN):
            pair.add(str(item[PK]).rpartition(":")[2])
        if pair & customer.ids:
            found |= {one for one in pair if one}
    return frozenset(found) | customer.ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one forgetting; the same for the same key, so that it can be taken up again."""

    key: str
    at: datetime
    """When it was asked for: open waits end then."""

    def of(self, kind: str, value: str) -> str:
        """A name for that value."""
        mac = hmac.digest(self.key.encode(), f"{kind}\n{value}".encode(), "sha256")
        return mac.hex()[:24]

    def customer(self, customer: str) -> str:
        """The customer's."""
        return f"forgotten-{self.of('customer', customer)}"

    def conversation(self, conversation: str) -> str:
        """A conversation's: it is still one of that account."""
        channel, account, *_ = conversation.split(":")
        return f"{channel}:{account}:forgotten-{self.of('conversation', conversation)}"

    def message(self, message_id: str) -> str:
        """A message's: on some platforms its id holds the customer's number, on others it leads to
        the post."""
        return message_id if message_id == START else f"forgotten-{self.of('message', message_id)}"


def message_ids(items: Iterable[Item], names: Names) -> dict[str, str]:
    """The new ids of a conversation's messages. Those of one moment keep their order among
    themselves, since an id decides between them."""
    by_moment: dict[str, list[str]] = {}
    for item in items:
        if is_message(item):
            identity = str(item["message_id"])
            by_moment.setdefault(str(item[SK]).removesuffix(identity), []).append(identity)
    return {
        identity: f"{n:04d}-{names.message(identity)}"
        if len(together) > 1
        else names.message(identity)
        for together in by_moment.values()
        for n, identity in enumerate(sorted(together))
    }


def message(
    item: Item,
    conversation: str,
    names: Names,
    ids: Mapping[str, str],
    configuration: Configuration,
) -> Item:
    """A message, deletion, edit or correction, with nothing left but its times and kinds."""
    old, sk = str(item["message_id"]), str(item[SK])
    new = ids.get(old) or names.message(old)
    kept = {name: item[name] for name in _KEPT if name in item}
    kept |= {PK: conversation_key(names.conversation(conversation)), "message_id": new}
    at = sk.index(old, len("X#D#")) if not is_message(item) else len(sk) - len(old)
    kept[SK] = sk[:at] + new + sk[at + len(old) :]
    if item.get("customer"):
        kept["customer"] = names.customer(item["customer"])
    if item.get("answers"):
        kept["answers"] = ids.get(item["answers"]) or names.message(item["answers"])
    if is_message(item):
        kept["marks"] = texts.marks(item, configuration)
    return kept


def deletion(item: Item, names: Names) -> Item:
    """Of a customer's message that is forgotten already: whoever was forgotten waits no more."""
    copied = ("channel", "surface", "account", "customer", TTL)
    kept: Item = {name: item[name] for name in copied if name in item}
    kept |= {PK: item[PK], SK: f"X#D#{item['message_id']}", "message_id": item["message_id"]}
    return kept | {
        "kind": "delete",
        "event_name": "forgotten",
        "direction": "in",
        "at": stamp(names.at),
    }


def row(old: Row, names: Names, ids: Mapping[str, str]) -> Row:
    """A wait under its new name. An open one is withdrawn: no answer can find it any more."""

    def named(identity: str | None) -> str | None:
        return identity and (ids.get(identity) or names.message(identity))

    wait = replace(
        old.wait,
        boundary=str(named(old.wait.boundary)),
        opened_by=str(named(old.wait.opened_by)),
        closed_by=named(old.wait.closed_by),
    )
    if wait.outcome == "open":
        closed_at = max(whole(names.at), wait.opened_at)
        wait = replace(wait, outcome="withdrawn", closed_at=closed_at)
    return replace(
        old,
        conversation=names.conversation(old.conversation),
        customer=names.customer(old.customer) if old.customer else None,
        permalink=None,
        wait=wait,
    )


def alert(old: Alert, names: Names, ids: Mapping[str, str]) -> Alert:
    """An alert of such a wait, settled."""
    opened_at = moment(f"{old.wait_key.pk.split('#')[1]}:00:00.000Z")
    conversation = names.conversation(old.conversation)
    boundary = ids.get(old.boundary) or names.message(old.boundary)
    settled = old if old.settled else alerts.changed(old, "dropped")
    return replace(
        settled,
        conversation=conversation,
        boundary=boundary,
        wait_key=rows.key_of(conversation, boundary, opened_at),
        provider_id=None,
    )
