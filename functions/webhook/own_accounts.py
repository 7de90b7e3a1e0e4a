"""The brand's own accounts are never customers.

One account of the brand can mention another, comment under its posts or write to it. Neither side
then waits for an answer.
"""

from collections.abc import Iterable, Iterator

from shared.config.configuration import Configuration
from shared.domain.events import Event

_CONVERSING = frozenset({"message", "reply", "edit", "delete"})


def without_own(events: Iterable[Event], configuration: Configuration) -> Iterator[Event]:
    """The events; one whose customer is an account of the brand is no message."""
    for event in events:
        if event.kind in _CONVERSING and _is_own(event, configuration):
            yield event._replace(
                kind="not_a_message",
                customer=None,
                customer_name=None,
                text=None,
                needs_parent=False,
                alias=None,
            )
        else:
            yield event


def _is_own(event: Event, configuration: Configuration) -> bool:
    """Only Instagram's names count beside the id: on Facebook, people choose what they are called,
    and Threads has the name as the id."""
    name = event.customer_name if event.channel == "instagram" else None
    return configuration.is_own(event.channel, event.customer, name)
