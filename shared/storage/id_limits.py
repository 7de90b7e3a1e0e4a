"""Limits the length of message and customer ids, since the table's keys contain them."""

from shared.domain.events import Event

MAX_ID_BYTES = 450
"""The limit for the id of a message or a conversation: two ids and a hash must fit into a sort key,
which has at most 1,024 bytes. The longest ids seen, Instagram's, have 200."""


def fits(event: Event) -> bool:
    """Whether the event's ids fit into the table's keys."""
    ids = (event.message_id, event.answers, event.thread, event.customer, event.alias)
    given = [i for i in ids if i]
    together = "".join(given)
    if together.isascii() and len(together) <= MAX_ID_BYTES:  # nearly always
        return True
    # A character has at most four bytes.
    return all(len(i) <= MAX_ID_BYTES // 4 or len(i.encode()) <= MAX_ID_BYTES for i in given)
