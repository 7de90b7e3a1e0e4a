"""Recognises new items that cannot change what is open in a conversation. Then nothing is
folded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shared.config.configuration import Configuration
from shared.domain.fold import whole
from shared.domain.policies import WaitKind
from shared.storage import alias_items, messages, schema
from shared.storage.attributes import Item, moment
from shared.storage.messages import is_inbound, is_message
from shared.storage.records import ConversationRecord
from shared.storage.schema import PK, SK


def unaffected(
    record: ConversationRecord,
    new_items: Sequence[Item],
    skewed: Iterable[str],
    configuration: Configuration,
) -> ConversationRecord | None:
    """The next record, if the new items cannot change what is open. None if they may.

    They cannot if the customer writes again without an earlier deadline, edits a message, or
    deletes one that neither opened nor decided the wait. `skewed`: ids of messages from the future.
    """
    if not new_items or not (record.open_wait or record.is_full):
        return None
    future = set(skewed)
    if any(i["message_id"] in future or not _is_unaffected(record, i) for i in new_items):
        return None
    if any(is_message(i) and _may_tighten(record, i, configuration) for i in new_items):
        return None
    written = [i for i in new_items if is_message(i) and not _was_changed(i)]
    wait = record.wait
    if record.open_wait and wait and written:
        last_at = max(whole(moment(i["at"])) for i in written)
        wait = replace(wait, last_at=max(wait.last_at, last_at))
    last_message = max([record.last_message, *(str(i[SK]) for i in written)])
    return replace(record, version=record.version + 1, wait=wait, last_message=last_message)


def _is_unaffected(record: ConversationRecord, item: Item) -> bool:
    wait = record.open_wait
    is_own = schema.conversation_of(item[PK]) == record.conversation
    if not is_own or not is_inbound(item) or alias_items.is_alias_item(item):
        return False
    if messages.is_edit(item):
        return True
    if messages.is_deletion(item):
        return _deletes_a_further_message(record, item)
    if not is_message(item) or (str(item[SK]) < record.last_message and not _was_changed(item)):
        return False  # it is older than the newest message, so its order can matter
    if wait is not None:
        return whole(moment(item["at"])) > wait.opened_at
    return record.checkpoint is None or moment(item["at"]) > record.checkpoint.key[0]


def _was_changed(item: Item) -> bool:
    """Whether the message's text was replaced or removed. Then it has been tracked before."""
    return bool(item.get("is_changed"))


def _deletes_a_further_message(record: ConversationRecord, item: Item) -> bool:
    """Whether this deletes a message that neither opened nor decided the wait, and happened after
    the wait opened.

    An older deletion may change an earlier wait: one that was answered or dismissed after it.
    """
    wait = record.open_wait
    if wait is None or item["message_id"] in {wait.opened_by, wait.decided_by}:
        return False
    since = max(wait.opened_at, record.dismissed_at or wait.opened_at)
    return "at" not in item or whole(moment(item["at"])) > since


def _may_tighten(record: ConversationRecord, item: Item, configuration: Configuration) -> bool:
    """Whether the message may have an earlier deadline than the open wait, as a first or as a next
    message."""
    wait = record.open_wait
    if wait is None or (record.is_full and str(item[SK]) > record.last_message):
        return False
    message = messages.message_of(item, configuration)
    about = messages.traits(
        message, channel=record.channel, surface=record.surface, account=record.account
    )
    kinds: tuple[WaitKind, ...] = ("first", "next")
    found = (  # "ok" may answer a question, which only the fold knows, so it counts here
        configuration.policy_set.terms(about, kind, whole(message.at), courtesy=message.only_thanks)
        for kind in kinds
    )
    return any(terms is not None and terms.due_at < wait.due_at for terms in found)
