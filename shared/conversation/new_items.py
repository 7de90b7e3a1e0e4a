"""Says whether reading a conversation back in time has passed all its new items."""

from collections.abc import Iterable

from shared.storage.attributes import Item
from shared.storage.messages import is_edit, is_message
from shared.storage.schema import SK


class NewItems:
    """The new messages and changes, while the conversation is read back in time. Edits change
    nothing in the fold, so they do not count."""

    def __init__(self, new_items: Iterable[Item]) -> None:
        relevant = [i for i in new_items if not is_edit(i)]
        self._changed_ids = {str(i["message_id"]) for i in relevant if not is_message(i)}
        """The changed messages that have not been read yet."""
        self._oldest = min((str(i[SK]) for i in relevant if is_message(i)), default=None)
        """The sort key of the oldest new message."""
        self._is_oldest_passed = self._oldest is None

    @property
    def are_all_passed(self) -> bool:
        """Whether the new messages and all changed messages have been read."""
        return self._is_oldest_passed and not self._changed_ids

    def touches(self, sk: str, message_id: str) -> bool:
        """Whether this message is changed by a new item, or is not before all new messages."""
        return message_id in self._changed_ids or not self.are_all_after(sk)

    def are_all_after(self, sk: str) -> bool:
        """Whether all new messages come after this sort key."""
        return self._oldest is None or sk < self._oldest

    def note_passed(self, sk: str, message_id: str) -> None:
        """Notes that this message was read."""
        self._changed_ids.discard(message_id)
        self._is_oldest_passed = self._is_oldest_passed or sk <= str(self._oldest)
