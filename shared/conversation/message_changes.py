"""Reads what has happened to messages since they were stored.

A message may have been deleted. A reply may never have arrived. A time may have been corrected. A
second opinion may have been stored. `edited_and_deleted_texts.py` has what becomes of its text.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from shared.storage import messages, schema, second_opinions
from shared.storage.attributes import Item
from shared.storage.messages import is_deletion
from shared.storage.schema import Key
from shared.storage.store import Store

MAX_CHANGES_READ = 50
"""Changes that are read by one query for each partition. If there are more, they are looked up by
the ids of the messages that were read."""


class MessageChanges:
    """What has happened to the messages in some partitions: deletions, failures, corrected times
    and second opinions."""

    def __init__(self, store: Store, partitions: Iterable[str]) -> None:
        self.store, self.partitions = store, list(partitions)
        self.deletions: dict[tuple[str, str | None], Item] = {}
        """By message id and direction: `in` for a customer's."""
        self.failures: dict[str, Item] = {}
        """Replies that never arrived, by message id."""
        self.corrected_times: dict[str, str] = {}
        """When messages from the future arrived, as timestamps, by message id."""
        self.opinions: dict[str, Item] = {}
        """Second opinions on customers' messages, by message id."""
        self._incomplete: list[str] = []
        """The partitions that have more changes than were read."""
        self._asked: set[str] = set()
        """The message ids that were looked up there."""
        for pk in self.partitions:
            found = list(islice(self._in(pk), MAX_CHANGES_READ + 1))
            self._keep(found)
            if len(found) > MAX_CHANGES_READ:
                self._incomplete.append(pk)

    def load(self, ids: Iterable[str]) -> "MessageChanges":
        """Makes sure that all changes of these messages have been read. Returns itself."""
        new = set(ids) - self._asked if self._incomplete else set()
        self._asked |= new
        keys = [
            Key(pk, f"{prefix}{one}")
            for pk in self._incomplete
            for one in sorted(new)
            for prefix in (
                schema.DELETION,
                schema.OWN_DELETION,
                schema.FAILURE,
                schema.CORRECTION,
                schema.OPINION,
            )
        ]
        self._keep(self.store.get_all(keys).values() if keys else ())
        return self

    def deletion_of(self, item: Item) -> Item | None:
        """The deletion of this message, or None. A customer's deletion never deletes a reply of the
        brand."""
        return self.deletion(item["message_id"], item.get("direction"))

    def deletion(self, message_id: str, direction: str | None) -> Item | None:
        """The deletion of the message with this id and direction, or None.

        A deletion without a direction counts for both. A reply that never arrived counts as
        deleted.
        """
        return (
            self.deletions.get((message_id, direction))
            or self.deletions.get((message_id, None))
            or (self.failures.get(message_id) if direction != "in" else None)
        )

    def is_deleted(self, message_id: str) -> bool:
        """Whether a message with this id has been deleted, by either side."""
        return any((message_id, direction) in self.deletions for direction in ("in", "out", None))

    def _in(self, pk: str) -> Iterator[Item]:
        return self.store.partition(pk, prefix=schema.CHANGE, page=MAX_CHANGES_READ + 1)

    def _keep(self, found: Iterable[Item]) -> None:
        failed = {}
        for item in found:
            if is_deletion(item):
                self.deletions[item["message_id"], item.get("direction")] = item
            elif messages.is_correction(item):
                self.corrected_times[item["message_id"]] = item["at"]
            elif second_opinions.is_opinion(item):
                self.opinions[item["message_id"]] = item
            elif messages.is_failure(item):
                failed[item["message_id"]] = item
        arrived = self._arrived(failed) if failed else ()
        self.failures |= {one: item for one, item in failed.items() if one not in arrived}

    def _arrived(self, failed: Iterable[str]) -> set[str]:
        """The ids of those failed replies that arrived after all."""
        keys = [Key(pk, f"{schema.ARRIVED}{one}") for pk in self.partitions for one in failed]
        return {item["message_id"] for item in self.store.get_all(keys).values()}
