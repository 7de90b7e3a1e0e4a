"""Closes a wait without a reply, and undoes that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.conversation.actions import NothingOpenError
from shared.domain.fold import Wait
from shared.storage import fingerprints, schema, wait_facts
from shared.storage.attributes import Item, stamp
from shared.storage.changes import ANY, Change, Put
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK, TTL
from shared.storage.store import Store

MAX_REASON_CHARACTERS = 200

LAST_ID = "~dismissal-"
"""How the id of a dismissal begins: it sorts after every other message of the same time."""


class NotDismissedError(Exception):
    """The last wait of the conversation was not dismissed, or another one is open."""


class NothingSeenError(NothingOpenError):
    """The open wait began after the last message that the person had seen."""


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
    also: Sequence[Change] = (),
) -> Item:
    """Stores a dismissal among the conversation's messages, right after the last one that was seen;
    the tracker folds it like a reply. What the customer had written and nobody had seen opens a
    wait. `opened_by` is the message that opened the wait, and `seen_until` the time of the last
    message that its author has seen; without it, of the last one that is known. `also` is written
    in the same transaction. Raises NothingOpenError. Example, in minutes:

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
        raise NothingSeenError
    # The version, so that a wait that was reopened can be dismissed again.
    named = f"{record.public_id} {record.version} {wait.opened_by} {seen}"
    identity = f"{LAST_ID}{fingerprints.fingerprint(named)}"
    item = _item(record, f"{schema.MESSAGE}{seen}#1#{identity}", identity, now, kept_days) | {
        "kind": "reply",
        "event_name": "dismissal",
        "at": seen,
        "dismissed_at": stamp(now),
        "dismissed_by": by,
        "reason": reason,
    }
    store.write([Put(item, expects=ANY), *also])
    return item


def of_wait(record: ConversationRecord, wait: Wait) -> str | None:
    """The id of the dismissal that closed this wait (with hashed ids), if it can be undone because
    nothing has been written since. Otherwise None."""
    last = _last_reply(record)
    if record.open_wait is not None or not last.startswith(LAST_ID):
        return None
    return last if wait.closed_by == wait_facts.name_of(last, record.salt) else None


def _last_reply(record: ConversationRecord) -> str:
    return record.checkpoint.key[2] if record.checkpoint else ""


def reopen(
    store: Store,
    record: ConversationRecord,
    *,
    by: str,
    now: datetime,
    kept_days: int,
    also: Sequence[Change] = (),
) -> None:
    """Deletes the dismissal that closed the last wait, as a brand deletes a reply: the tracker
    folds the deletion, and the wait is open again. Alerts that were sent are not sent again. Raises
    NotDismissedError."""
    at, _, last_reply = record.checkpoint.key if record.checkpoint else (now, True, "")
    if record.open_wait is not None or not last_reply.startswith(LAST_ID):
        raise NotDismissedError
    # Two people may have dismissed at once: then both dismissals stand at the same moment.
    first = f"{schema.MESSAGE}{stamp(at)}#1#{LAST_ID}"
    found = store.partition(schema.conversation_pk(record.conversation), prefix=first, page=4)
    deletions = [
        _item(
            record, f"{schema.OWN_DELETION}{one['message_id']}", one["message_id"], now, kept_days
        )
        | {"kind": "delete", "event_name": "reopening", "at": stamp(now), "reopened_by": by}
        for one in found
    ]
    if not deletions:
        raise NotDismissedError
    store.write([*(Put(item, expects=ANY) for item in deletions), *also])


def is_undone(store: Store, item: Item) -> bool:
    """Whether this dismissal was undone."""
    sk = f"{schema.OWN_DELETION}{item['message_id']}"
    return store.get(schema.Key(item[PK], sk)) is not None


def _item(
    record: ConversationRecord, sk: str, message_id: str, now: datetime, kept_days: int
) -> Item:
    return {
        PK: schema.conversation_pk(record.conversation),
        SK: sk,
        "direction": "out",
        "channel": record.channel,
        "surface": record.surface,
        "account": record.account,
        "customer": record.customer,
        "message_id": message_id,
        TTL: int((now + timedelta(days=kept_days)).timestamp()),
    }
