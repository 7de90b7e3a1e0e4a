"""What customers wrote, and their names, if the configuration allows showing them.

Lists and conversations contain them only if the caller asks for it (`include`). With `excerpt =
false` in `replywatch.toml`, nobody gets a text.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from shared.config.configuration import Configuration
from shared.storage import schema
from shared.storage.attributes import Item
from shared.storage.messages import is_inbound
from shared.storage.records import ConversationRecord
from shared.storage.schema import Key
from shared.storage.store import Store
from shared.wording.customer_words import MAX_NAME_CHARACTERS
from shared.wording.plain import one_line

MAX_TEXT_CHARACTERS = 2_000
MAX_BEFORE = 10
"""How many of the newest messages are read to find the customer's words before a holding reply."""


def excerpts(
    store: Store, configuration: Configuration, records: Sequence[ConversationRecord]
) -> list[dict[str, Any]]:
    """For each record with an open wait: the customer's name and newest words, and the permalink to
    reply to.

    They are those of the last message if it is the customer's, or otherwise of the opening message.
    A follow-up opens with the brand's holding reply, so they are those of the messages before it.
    """
    keys = [_keys(record) for record in records]
    found = store.get_all(chain.from_iterable(keys), consistent=False) if keys else {}
    return [
        _excerpt(configuration, record, _said(store, record, [found[k] for k in own if k in found]))
        for record, own in zip(records, keys, strict=True)
    ]


def text_of(configuration: Configuration, item: Mapping[str, Any]) -> str | None:
    """The text of a stored message, or the reason of a dismissal."""
    text = item.get("reason")
    if configuration.excerpt:
        text = item.get("text") or text
    return one_line(str(text), MAX_TEXT_CHARACTERS) or None if text else None


def permalink_of(said: Iterable[Item]) -> str | None:
    """The first permalink of these messages, or None."""
    return next((str(i["permalink"]) for i in said if i.get("permalink")), None)


def _keys(record: ConversationRecord) -> tuple[Key, ...]:
    wait, pk = record.open_wait, schema.conversation_pk(record.conversation)
    if wait is None:
        return ()
    opening = Key(pk, schema.message_sk(wait.opened_at, wait.opened_by, inbound=True))
    return (Key(pk, record.last_message), opening) if record.last_message else (opening,)


def _said(store: Store, record: ConversationRecord, items: Sequence[Item]) -> list[Item]:
    """The customer's messages among these, newest first. For a follow-up without any, those before
    the holding reply."""
    said = [item for item in items if is_inbound(item)]
    if said or record.open_wait is None or record.open_wait.kind != "follow_up":
        return said
    pk = schema.conversation_pk(record.conversation)
    newest = store.partition(
        pk, prefix=schema.MESSAGE, newest_first=True, page=MAX_BEFORE, consistent=False
    )
    return [item for item in islice(newest, MAX_BEFORE) if is_inbound(item)]


def _excerpt(
    configuration: Configuration, record: ConversationRecord, said: Sequence[Item]
) -> dict[str, Any]:
    """The excerpt of these messages, sorted from the newest."""
    names = (one_line(str(i.get("customer_name") or ""), MAX_NAME_CHARACTERS) for i in said)
    texts = (one_line(str(i.get("text") or "")) for i in said)
    return {
        "permalink": record.permalink or permalink_of(said),
        "customer_name": next(filter(None, names), None),
        "excerpt": next(filter(None, texts), None) if configuration.excerpt else None,
    }
