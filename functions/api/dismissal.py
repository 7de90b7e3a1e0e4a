"""Closing a wait without a reply."""

from datetime import datetime, timedelta

from shared.storage import messages, schema
from shared.storage.attributes import Item, stamp
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Store

LAST_ID = "~dismissal-"
"""How the id of a dismissal begins: it sorts after every other message of the same time."""


class NothingOpenError(Exception):
    """The wait is not open, or it opened after what was seen."""


def dismiss(
    store: Store,
    record: ConversationRecord,
    *,
    by: str,
    reason: str,
    now: datetime,
    kept_days: int,
    opened_by: str | None = None,
    seen_until: datetime | None = None,
) -> Item:
    """Stores a dismissal among the conversation's messages, right after the last one that was seen;
    the tracker folds it like a reply. What the customer had written and nobody had seen opens a
    wait. `opened_by` is the message that opened the wait, and `seen_until` the time of the last
    message that its author has seen; without it, of the last one that is known. Raises
    NothingOpenError. Example, in minutes:

        0 customer    3 customer (arrives at 9)    5 customer    7 dismissed

    The dismissal stands at 5, the last message seen. A message of minute 6 that arrives at 9 comes
    after it, and opens a wait.
    """
    wait = record.open_wait
    if wait is None or opened_by not in {None, wait.opened_by}:
        raise NothingOpenError
    seen = record.last_message.removeprefix(schema.MESSAGE).split("#")[0] or stamp(wait.last_at)
    if seen_until is not None:
        seen = min(seen, stamp(seen_until))
    if seen < stamp(wait.opened_at):
        raise NothingOpenError
    named = f"{record.public_id} {wait.opened_by} {seen}"
    identity = f"{LAST_ID}{messages.fingerprint(named)}"
    item: Item = {
        PK: schema.conversation_pk(record.conversation),
        SK: f"{schema.MESSAGE}{seen}#1#{identity}",
        "kind": "reply",
        "event_name": "dismissal",
        "direction": "out",
        "channel": record.channel,
        "surface": record.surface,
        "account": record.account,
        "customer": record.customer,
        "message_id": identity,
        "at": seen,
        "dismissed_at": stamp(now),
        "dismissed_by": by,
        "reason": reason,
        TTL: int((now + timedelta(days=kept_days)).timestamp()),
    }
    store.put_all([item])
    return item
