"""Reads the customer's messages in one wait, and the customer's name."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.fold import Wait
from shared.storage import schema
from shared.storage.attributes import Item, moment, stamp
from shared.storage.messages import is_deleted_text, is_inbound
from shared.storage.records import ConversationRecord
from shared.storage.schema import SK
from shared.storage.store import Store
from shared.wording.plain import one_line

MAX_MESSAGES = 50
"""How many of the wait's messages are read to count them and to find the newest words."""

MAX_NAME_CHARACTERS = 40

LAST = "9999"
"""A timestamp after every other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the customer has written since the wait opened, and not deleted.

    A follow-up opens with the brand's holding reply. If the customer has written nothing since, the
    words, the name and the address are those of the messages before it.
    """

    count: int = 0
    has_more: bool = False
    """Whether there are more than were counted."""
    newest: str | None = None
    """The newest text; None if no message has one, or if texts are not shown."""
    is_hidden: bool = False
    """Whether the configuration shows no texts."""
    is_older: bool = False
    """Whether there are newer messages without a text, such as pictures."""
    is_deleted: bool = False
    """Whether the customer has deleted all of them."""
    name: str | None = None
    """The customer's name or handle."""
    decided_at: datetime | None = None
    """When the deciding message was written, if that message was read."""
    permalink: str | None = None
    """The address of the oldest message that was read, if the platform gives one."""


def read(store: Store, record: ConversationRecord, wait: Wait, *, has_text: bool) -> Said:
    """The customer's messages in this wait, from all conversations of the customer."""
    since = f"{schema.MESSAGE}{stamp(wait.opened_at)[:19]}"
    is_promised = wait.kind == "follow_up"
    found: list[Item] = []
    for conversation in (record.conversation, *record.links):
        found += _newest(store, conversation, "" if is_promised else since)
    until = stamp(wait.closed_at) if wait.closed_at else LAST
    found = [i for i in found if is_inbound(i) and str(i["at"]) <= until]
    found.sort(key=lambda item: str(item[SK]), reverse=True)
    standing = [item for item in found if not is_deleted_text(item)]
    own = [item for item in standing if str(item[SK]) >= since]
    quoted = own or standing
    texts = ((item, one_line(str(item.get("text") or ""))) for item in quoted)
    newest, text = next((each for each in texts if each[1]), (None, None))
    names = (one_line(str(i.get("customer_name") or ""), MAX_NAME_CHARACTERS) for i in found)
    decided = next((i for i in found if i["message_id"] == wait.decided_by), None)
    addresses = [str(i["permalink"]) for i in quoted if i.get("permalink")]
    return Said(
        decided_at=moment(decided["at"]) if decided else None,
        count=min(len(own), MAX_MESSAGES),
        has_more=len(own) > MAX_MESSAGES,
        newest=text if has_text else None,
        is_hidden=not has_text,
        is_older=has_text and newest is not None and newest is not quoted[0],
        is_deleted=bool(found) and not standing,
        permalink=addresses[-1 if own else 0] if addresses else None,
        name=next(filter(None, names), None),
    )


def _newest(store: Store, conversation: str, first: str) -> list[Item]:
    found: list[Item] = []
    pk = schema.conversation_pk(conversation)
    for item in store.partition(
        pk, prefix=schema.MESSAGE, newest_first=True, page=MAX_MESSAGES + 1
    ):
        if str(item[SK]) < first or len(found) > MAX_MESSAGES:
            break
        found.append(item)
    return found
