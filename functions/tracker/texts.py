"""A message's words follow what becomes of it: deleted, they go; edited, they change."""

from shared.config.configuration import Configuration
from shared.conversation.history import History
from shared.storage import messages
from shared.storage.attributes import Item
from shared.storage.messages import is_message
from shared.storage.schema import SK
from shared.storage.store import Store


def tidy(store: Store, stretch: History, configuration: Configuration) -> None:
    """Text follows its deletion or edit: it goes, or becomes the new one; the marks that the fold
    needs stay. Done again whenever a redelivery brings the old text back."""
    deleted = {i["message_id"] for i in stretch.items.values() if str(i[SK]).startswith("X#D#")}
    edits = sorted(
        (i for i in stretch.items.values() if str(i[SK]).startswith("X#E#")),
        key=lambda i: str(i.get("at", "")),
    )
    newest = {i["message_id"]: i.get("text") for i in edits}
    for item in stretch.items.values():
        identity = item["message_id"]
        is_edit = str(item[SK]).startswith("X#E#")
        if not (is_message(item) or is_edit) or "text" not in item:
            continue
        if identity in deleted:
            stripped = {k: v for k, v in item.items() if k != "text"}
            store.land([stripped | {"marks": marks(item, configuration)}])
        elif is_message(item) and newest.get(identity) not in {None, item["text"]}:
            store.land([item | {"text": newest[identity], "marks": marks(item, configuration)}])


def marks(item: Item, configuration: Configuration) -> Item:
    """What the original text says of itself: an edit has no effect on the clock."""
    return item.get("marks") or messages.marks_of(item, configuration)
