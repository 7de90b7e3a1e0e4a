"""A public question that was moved to private ("please DM us") is answered by a private reply.

The request leaves a marker under the customer; a later human reply in private is copied into the
public conversation, where the fold lets it close a wait that was deflected, and no other.
Whichever of marker and reply is tracked last sees both, and copying again is the same put.

Only where a customer has one id in public and in private: X, and Instagram.
"""

from collections.abc import Iterable

from shared.config.configuration import Configuration
from shared.conversation.history import History
from shared.domain.events import Channel
from shared.storage.attributes import Item, stamp
from shared.storage.messages import conversation_key, expiring, post_key
from shared.storage.schema import PK, SK
from shared.storage.store import Store

CHANNELS: frozenset[Channel] = frozenset({"x", "instagram"})
MARKER = "DEFLECTED#"


def mark(store: Store, configuration: Configuration, stretch: History) -> None:
    """Leaves a marker for each time a customer was asked in public to write in private. Whether the
    answer given there closes a wait is for the fold to say."""
    items = stretch.by_id()
    markers: list[Item] = []
    for message in stretch.messages:
        item = items[message.id]
        channel, account, customer = item["channel"], item["account"], item.get("customer")
        asked = message.deflects and not message.inbound and item["surface"] == "public"
        if asked and customer and channel in CHANNELS:
            marker: Item = {PK: _partition(channel, account, customer)}
            marker[SK] = f"{MARKER}{stretch.conversation}#{message.id}"
            marker["conversation"] = stretch.conversation
            marker["private"] = f"{channel}:{account}:{customer}"
            marker["at"] = stamp(message.at)
            markers.append(marker)
    store.land(expiring(markers, configuration.message_days))


def carry_replies(store: Store, configuration: Configuration, landed: Iterable[Item]) -> None:
    """Copies private replies that landed to the public conversations that wait for them."""
    for item in landed:
        gone = str(item[SK]).startswith("X#D#") and item.get("direction") == "out"
        if item.get("surface") != "private" or item.get("channel") not in CHANNELS:
            continue
        if not gone and not _is_answer(item, configuration):
            continue
        partition = _partition(item["channel"], item["account"], item.get("customer"))
        for marker in store.partition(partition):
            if not str(marker[SK]).startswith(MARKER):
                continue
            if gone:
                store.land([item | {PK: conversation_key(marker["conversation"])}])
            elif marker["at"] <= item["at"]:
                store.land([_copy(item, marker)])


def carry_to(store: Store, configuration: Configuration, marker: Item) -> None:
    """Copies the private replies since the deflection that have landed already, and the word that
    one of them was taken back: the first may be gone, and a further one be the answer."""
    private = conversation_key(marker["private"])
    public = conversation_key(marker["conversation"])
    copies: list[Item] = []
    for item in store.partition(private, after=f"M#{marker['at']}", page=25):
        if str(item[SK]).startswith("X#D#") and item.get("direction") == "out":
            copies.append(item | {PK: public})
        elif _is_answer(item, configuration):
            copies.append(_copy(item, marker))
    store.land(copies)


def _is_answer(item: Item, configuration: Configuration) -> bool:
    return (
        item.get("kind") == "reply"
        and item.get("direction") == "out"
        and item.get("channel") in CHANNELS
        and item.get("app") not in configuration.bots
        and "dismissed_by" not in item
        and str(item[SK]).startswith("M#")
    )


def _copy(item: Item, marker: Item) -> Item:
    without_text = {k: v for k, v in item.items() if k not in {"text", "marks"}}
    return without_text | {PK: conversation_key(marker["conversation"]), "elsewhere": True}


def _partition(channel: str, account: str, customer: str | None) -> str:
    return post_key(channel, account, f"private-{customer}")
