"""When the messages and the record of a conversation expire."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.storage.alias_items import is_alias_item
from shared.storage.attributes import Item, moment
from shared.storage.schema import TTL


def expiring(found: Iterable[Item], days: int, now: datetime | None = None) -> list[Item]:
    """These items with the time at which they expire: this many days after the event that they
    record.

    An item without a time (a deletion on X) expires this many days after `now`.
    """
    timed = [(item, moment(item["at"]) if "at" in item else now) for item in found]
    return [
        item | {TTL: int(at.timestamp()) + days * 86_400}
        if at and not is_alias_item(item)
        else item
        for item, at in timed
    ]


def expiry_of(item: Item) -> Item:
    """The fields that make another item expire together with this one. Empty if this one never
    expires."""
    return {TTL: item[TTL]} if TTL in item else {}


def of_record(
    before: datetime | None, last_message_s: int, *, days: int, now: datetime
) -> datetime:
    """When the record of a conversation without an open wait expires: together with its last
    message, and never before `before`.

    `last_message_s`: when that message expires, in epoch seconds, or 0 if no message is left.
    """
    if last_message_s == 0:
        return before or now + timedelta(days=days)
    last = datetime.fromtimestamp(last_message_s, now.tzinfo)
    return max(before or last, last)
